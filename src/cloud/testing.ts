/** Rows with sensible values for tests: `{...row.eip({id: 'eip-1', address: '198.18.0.2'})}`. */
import type {
  AccountRow, BandwidthPackageRow, EipRow, EniRow, InstanceRow, Ipv4GatewayRow, ReleasedEipRow, ResourceGroupRow, RouteEntryRow, RouteTableRow, SecurityGroupRow, SecurityGroupRule, VpcRow, VSwitchRow,
} from './resources.js';

const base = { n: 0, version: 0, account: '1', region: 'cn-hangzhou' };
const described = { name: '', description: '', resourceGroup: '', tags: [], created: 0 };

type Given<T extends { id: string }> = Partial<T> & Pick<T, 'id'>;

export const sample = {
  account: (given: Given<AccountRow>): AccountRow => ({
    ...base, region: '', kind: 'account', name: given.id, account: given.id, keys: [], quotas: {},
    entitlements: { multiEip: false }, arrears: null, ...given,
  }),
  resourceGroup: (given: Given<ResourceGroupRow>): ResourceGroupRow => ({
    ...base, region: '', kind: 'resourceGroup', name: given.id, displayName: given.id, tags: [], created: 0, ...given,
  }),
  vpc: (given: Given<VpcRow>): VpcRow => ({
    ...base, ...described, kind: 'vpc', status: 'Available', cidr: '10.0.0.0/16', secondaryCidrs: [], userCidrs: [],
    routerId: '', routeTableId: '', privateOnly: false, ...given,
  }),
  vswitch: (given: Given<VSwitchRow>): VSwitchRow => ({
    ...base, ...described, kind: 'vswitch', status: 'Available', vpcId: '', zone: 'cn-hangzhou-g', cidr: '10.0.0.0/24',
    routeTableId: '', ...given,
  }),
  routeTable: (given: Given<RouteTableRow>): RouteTableRow => ({
    ...base, ...described, kind: 'routeTable', status: 'Available', type: 'System', associateType: 'VSwitch', vpcId: '',
    routerId: '', ...given,
  }),
  routeEntry: (given: Given<RouteEntryRow>): RouteEntryRow => ({
    ...base, kind: 'routeEntry', status: 'Available', routeTableId: '', vpcId: '', destination: '0.0.0.0/0',
    nextHopType: 'NetworkInterface', nextHopId: '', name: '', description: '', created: 0, ...given,
  }),
  ipv4Gateway: (given: Given<Ipv4GatewayRow>): Ipv4GatewayRow => ({
    ...base, ...described, kind: 'ipv4Gateway', status: 'Created', vpcId: '', enabled: false, routeTableId: '', ...given,
  }),
  securityGroup: (given: Given<SecurityGroupRow>): SecurityGroupRow => ({
    ...base, ...described, kind: 'securityGroup', vpcId: '', type: 'normal', innerAccess: 'Accept', rules: [], ...given,
  }),
  rule: (given: Partial<SecurityGroupRule> & Pick<SecurityGroupRule, 'id'>): SecurityGroupRule => ({
    direction: 'ingress', protocol: 'ALL', portRange: '-1/-1', sourcePortRange: '-1/-1', policy: 'Accept', priority: 1,
    peerCidr: '', peerGroupId: '', ownCidr: '', description: '', created: 0, ...given,
  }),
  eni: (given: Given<EniRow>): EniRow => ({
    ...base, ...described, kind: 'eni', status: 'Available', type: 'Secondary', vpcId: '', vswitchId: '', zone: 'cn-hangzhou-g',
    mac: '00:16:3e:00:00:01', privateIps: [], groupIds: [], instanceId: '', deviceIndex: 0, leased: false, privateSuppressed: false, deleteOnRelease: false,
    sourceDestCheck: true, queueNumber: 1, trafficMode: 'Standard',
    tracking: { tcpEstablished: 910, tcpClosed: 3, udp: 30 }, ...given,
  }),
  instance: (given: Given<InstanceRow>): InstanceRow => ({
    ...base, ...described, kind: 'instance', status: 'Running', hostname: given.id, type: 'ecs.g6.large', imageId: '',
    zone: 'cn-hangzhou-g', vpcId: '', vswitchId: '', primaryEniId: '', boot: 1, userData: '', stoppedMode: 'Not-applicable',
    chargeType: 'PostPaid', internetChargeType: 'PayByTraffic', internetMaxBandwidthIn: 0, internetMaxBandwidthOut: 0,
    publicIp: '', deletionProtection: false, keyPairName: '', creditSpecification: '', ramRoleName: '', started: 0,
    systemDisk: { category: 'cloud_efficiency', performanceLevel: '', size: 40, name: '', description: '' }, ...given,
  }),
  eip: (given: Given<EipRow>): EipRow => ({
    ...base, ...described, kind: 'eip', status: 'Available', address: '198.18.0.2', mode: 'NAT', binding: null, bandwidth: 5,
    packageId: '', sharedBandwidth: 0, packageBandwidth: 0, joiningPackage: false,
    chargeType: 'PostPaid', internetChargeType: 'PayByTraffic', businessStatus: 'Normal', locks: [], isp: 'BGP',
    netmode: 'public', zone: '', deletionProtection: false, monitorLog: null, securityProtectionTypes: [], expires: 0, ...given,
  }),
  releasedEip: (given: Given<ReleasedEipRow>): ReleasedEipRow => ({ ...base, kind: 'releasedEip', address: '198.18.0.2', released: 0, ...given }),
  bandwidthPackage: (given: Given<BandwidthPackageRow>): BandwidthPackageRow => ({
    ...base, ...described, kind: 'bandwidthPackage', status: 'Available', bandwidth: 100, internetChargeType: 'PayByBandwidth', ratio: 100, isp: 'BGP',
    deletionProtection: false, securityProtectionTypes: [], ...given,
  }),
} as const;
