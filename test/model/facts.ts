/** What the specification lists and the model needs: regions, instance types, words, blocks that no VPC may touch. */

/** §8.2 */
export const MULTI_REGIONS = ['cn-shanghai', 'cn-beijing', 'cn-zhangjiakou', 'cn-shenzhen', 'cn-chengdu', 'ap-southeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1'];
export const BINDED_REGIONS = [...MULTI_REGIONS, 'cn-hangzhou', 'cn-qingdao', 'cn-huhehaote', 'cn-guangzhou', 'ap-southeast-5'];
/** §8.3, of the types that the commands use: ENIs, private addresses an ENI, and whether the family takes multi-EIP ENIs (S-36). */
export const TYPES: Readonly<Record<string, readonly [enis: number, ips: number, multi: boolean]>> = {
  'ecs.g5.large': [2, 6, true], 'ecs.g6.xlarge': [3, 10, false], 'ecs.t5-lc1m1.small': [2, 2, true],
};
export const EIP_TYPES = ['EcsInstance', 'NetworkInterface', 'Nat', 'SlbInstance', 'HaVip', 'IpAddress'];
export const MODES = ['NAT', 'BINDED', 'MULTI_BINDED'];
export const FORBIDDEN_BLOCKS = ['100.64.0.0/10', '224.0.0.0/4', '127.0.0.0/8', '169.254.0.0/16', '0.0.0.0/8'];
export const HOUR = 3_600_000;
