/** Every filter of the lists of instances, ENIs and security groups, and the bounds of their pages (§4.6 to §4.8). */
import { beforeAll, describe, expect, it } from 'vitest';
import { field, testCloud, textField, type TestCloud } from '../../control/testing.js';
import type { JsonObject } from '../action.js';

const R = { RegionId: 'cn-hangzhou' };
type Values = Readonly<Record<string, string | number | boolean>>;

let cloud: TestCloud;
const ecs = (action: string, parameters: Values = {}): Promise<JsonObject> => cloud.call('Ecs', action, { ...R, ...parameters });
const vpcCall = (action: string, parameters: Values = {}): Promise<JsonObject> => cloud.call('Vpc', action, { ...R, ...parameters });
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(() => 'done', (problem: unknown) => (problem instanceof Error && 'code' in problem ? String(problem.code) : String(problem)));

/** Two VPCs with a group, a vSwitch, an instance and a free ENI each; those of the first have names, tags and an EIP. */
const ids: Record<string, string> = {};
const id = (name: string) => ids[name] ?? '';

beforeAll(async () => {
  cloud = await testCloud();
  const tag = { 'Tag.1.Key': 'role', 'Tag.1.Value': 'web' };
  const group = textField(await cloud.call('ResourceManager', 'ListResourceGroups'), 'ResourceGroups.ResourceGroup.0.Id');
  for (const [n, own] of [['1', { ...tag, ResourceGroupId: group }], ['2', {}]] as const) {
    ids[`vpc${n}`] = textField(await vpcCall('CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
    await cloud.settled();
    const zone = n === '1' ? 'cn-hangzhou-g' : 'cn-hangzhou-h';
    ids[`vsw${n}`] = textField(await vpcCall('CreateVSwitch', { VpcId: id(`vpc${n}`), ZoneId: zone, CidrBlock: `10.0.${n}.0/24` }), 'VSwitchId');
    await cloud.settled();
    ids[`sg${n}`] = textField(await ecs('CreateSecurityGroup', {
      VpcId: id(`vpc${n}`), SecurityGroupName: `front${n}`, SecurityGroupType: n === '1' ? 'normal' : 'enterprise', ...own,
    }), 'SecurityGroupId');
    const place = { VSwitchId: id(`vsw${n}`), SecurityGroupId: id(`sg${n}`) };
    const named = n === '1'
      ? { InstanceName: 'web-1', KeyPairName: 'key', ImageId: 'openeip_auto', InstanceType: 'ecs.g5.large', PrivateIpAddress: '10.0.1.9', ...own }
      : { ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', InternetMaxBandwidthOut: 5, InternetChargeType: 'PayByBandwidth', InstanceChargeType: 'PrePaid' };
    ids[`i${n}`] = textField(await ecs('RunInstances', { ...place, ...named }), 'InstanceIdSets.InstanceIdSet.0');
    ids[`eni${n}`] = textField(await ecs('CreateNetworkInterface', {
      ...place, PrimaryIpAddress: `10.0.${n}.20`, 'PrivateIpAddress.1': `10.0.${n}.21`, NetworkInterfaceName: `nic${n}`, ...own,
    }), 'NetworkInterfaceId');
    await cloud.settled();
  }
  ids['group'] = group;
  const { AllocationId, EipAddress } = await vpcCall('AllocateEipAddress');
  await vpcCall('AssociateEipAddress', { AllocationId: String(AllocationId), InstanceId: id('i1') });
  ids['eip'] = String(EipAddress);
  ids['public'] = textField(await ecs('AllocatePublicIpAddress', { InstanceId: id('i2') }), 'IpAddress');
  await ecs('StopInstance', { InstanceId: id('i2') });
  await cloud.settled();
});

/** The rows of a list by the names that `beforeAll` gave them. */
async function found(action: string, list: string, key: string, parameters: Values): Promise<readonly string[]> {
  const rows = field(await ecs(action, parameters), list) as readonly JsonObject[];
  return rows.map((row) => Object.keys(ids).find((name) => ids[name] === row[key]) ?? 'primary').sort();
}

const json = (...values: readonly string[]) => JSON.stringify(values);

describe('§4.6 DescribeInstances', () => {
  it.each<[string, () => Values, readonly string[]]>([
    ['InstanceIds', () => ({ InstanceIds: json(id('i1'), 'i-x') }), ['i1']], ['VpcId', () => ({ VpcId: id('vpc2') }), ['i2']],
    ['VSwitchId', () => ({ VSwitchId: id('vsw1') }), ['i1']], ['both, at odds', () => ({ VSwitchId: id('vsw1'), VpcId: id('vpc2') }), []],
    ['SecurityGroupId', () => ({ SecurityGroupId: id('sg2') }), ['i2']], ['ZoneId', () => ({ ZoneId: 'cn-hangzhou-h' }), ['i2']],
    ['Status', () => ({ Status: 'Running' }), ['i1']], ['InstanceName', () => ({ InstanceName: 'web*' }), ['i1']], ['InstanceName without a star', () => ({ InstanceName: 'web' }), []],
    ['InstanceType', () => ({ InstanceType: 'ecs.g6.large' }), ['i2']], ['InstanceTypeFamily', () => ({ InstanceTypeFamily: 'ecs.g5' }), ['i1']],
    ['InstanceChargeType', () => ({ InstanceChargeType: 'PrePaid' }), ['i2']], ['InternetChargeType', () => ({ InternetChargeType: 'PayByTraffic' }), ['i1']],
    ['ImageId', () => ({ ImageId: 'openeip_manual' }), ['i2']], ['KeyPairName', () => ({ KeyPairName: 'key' }), ['i1']],
    ['EipAddresses', () => ({ EipAddresses: json(id('eip')) }), ['i1']], ['PublicIpAddresses', () => ({ PublicIpAddresses: json(id('public')) }), ['i2']],
    ['PrivateIpAddresses', () => ({ PrivateIpAddresses: json('10.0.1.9'), InstanceNetworkType: 'vpc' }), ['i1']],
    ['InnerIpAddresses', () => ({ InnerIpAddresses: json('10.0.1.9') }), []], ['RdmaIpAddresses', () => ({ RdmaIpAddresses: json('10.0.1.9') }), []],
    ['Ipv6Address', () => ({ 'Ipv6Address.1': '::1' }), []], ['InstanceNetworkType', () => ({ InstanceNetworkType: 'classic' }), []],
    ['ResourceGroupId: a stored "" is the default one (§2.9)', () => ({ ResourceGroupId: id('group') }), ['i1', 'i2']], ['another group', () => ({ ResourceGroupId: 'rg-x' }), []],
    ['Tag', () => ({ 'Tag.1.Key': 'role', 'Tag.1.Value': 'web' }), ['i1']], ['Tag of another value', () => ({ 'Tag.1.Key': 'role', 'Tag.1.Value': 'db' }), []],
    ['IoOptimized', () => ({ IoOptimized: false }), []], ['DeviceAvailable', () => ({ DeviceAvailable: false }), []], ['LockReason', () => ({ LockReason: 'financial' }), []],
    ['HpcClusterId', () => ({ HpcClusterId: 'hpc-1' }), []], ['HttpEndpoint', () => ({ HttpEndpoint: 'disabled' }), []], ['HttpTokens', () => ({ HttpTokens: 'required' }), []],
    ['Filter', () => ({ 'Filter.1.Key': 'CreationEndTime', 'Filter.1.Value': '2020-01-01T00:00Z' }), []],
    ['what is true of all', () => ({ IoOptimized: true, DeviceAvailable: true, HttpEndpoint: 'enabled', HttpTokens: 'optional', NeedSaleCycle: true }), ['i1', 'i2']],
  ])('%s', async (_, parameters, expected) => {
    expect(await found('DescribeInstances', 'Instances.Instance', 'InstanceId', parameters())).toEqual(expected);
  });

  it('refuses what is no list, too long a list, and private addresses without the network type', async () => {
    expect(await codeOf(ecs('DescribeInstances', { InstanceIds: 'i-1' }))).toBe('InvalidParameter');
    expect(await codeOf(ecs('DescribeInstances', { InstanceIds: JSON.stringify(Array.from({ length: 101 }, () => 'i')) }))).toBe('InvalidParameter');
    expect(await codeOf(ecs('DescribeInstances', { PrivateIpAddresses: json('10.0.1.9') }))).toBe('InvalidParameter');
  });
});

describe('§4.7 DescribeNetworkInterfaces', () => {
  it.each<[string, () => Values, readonly string[]]>([
    ['NetworkInterfaceId', () => ({ 'NetworkInterfaceId.1': id('eni1'), 'NetworkInterfaceId.2': 'eni-x' }), ['eni1']],
    ['InstanceId', () => ({ InstanceId: id('i1') }), ['primary']], ['VpcId', () => ({ VpcId: id('vpc2') }), ['eni2', 'primary']],
    ['VSwitchId', () => ({ VSwitchId: id('vsw1'), Type: 'Secondary' }), ['eni1']], ['SecurityGroupId', () => ({ SecurityGroupId: id('sg2'), Status: 'Available' }), ['eni2']],
    ['PrimaryIpAddress', () => ({ PrimaryIpAddress: '10.0.1.20' }), ['eni1']], ['PrimaryIpAddress of a secondary one', () => ({ PrimaryIpAddress: '10.0.1.21' }), []],
    ['PrivateIpAddress', () => ({ 'PrivateIpAddress.1': '10.0.2.21' }), ['eni2']], ['PrivateIpAddress of a primary one', () => ({ 'PrivateIpAddress.1': '10.0.2.20' }), []],
    ['Status', () => ({ Status: 'InUse' }), ['primary', 'primary']], ['Type', () => ({ Type: 'Secondary' }), ['eni1', 'eni2']],
    ['NetworkInterfaceName', () => ({ NetworkInterfaceName: 'nic2' }), ['eni2']], ['Tag', () => ({ 'Tag.1.Key': 'role' }), ['eni1']],
    ['ResourceGroupId', () => ({ ResourceGroupId: 'rg-x' }), []], ['the default group (§2.9)', () => ({ ResourceGroupId: id('group'), Type: 'Secondary' }), ['eni1', 'eni2']],
    ['ServiceManaged', () => ({ ServiceManaged: true }), []], ['Ipv6Address', () => ({ 'Ipv6Address.1': '::1' }), []],
  ])('%s', async (_, parameters, expected) => {
    expect(await found('DescribeNetworkInterfaces', 'NetworkInterfaceSets.NetworkInterfaceSet', 'NetworkInterfaceId', parameters())).toEqual(expected);
  });

  it('pages of tokens hold 10 to 500, numbered ones 100 at the most', async () => {
    const size = async (parameters: Values) => (await ecs('DescribeNetworkInterfaces', parameters))['PageSize'];
    expect([await size({}), await size({ MaxResults: 1 }), await size({ MaxResults: 501 }), await size({ PageSize: 101 })]).toEqual([10, 10, 500, 100]);
  });
});

describe('§4.8 DescribeSecurityGroups', () => {
  it.each<[string, () => Values, readonly string[]]>([
    ['SecurityGroupId', () => ({ SecurityGroupId: id('sg1') }), ['sg1']], ['SecurityGroupIds', () => ({ SecurityGroupIds: json(id('sg2'), 'sg-x') }), ['sg2']],
    ['VpcId', () => ({ VpcId: id('vpc1') }), ['sg1']], ['SecurityGroupType', () => ({ SecurityGroupType: 'enterprise' }), ['sg2']],
    ['SecurityGroupName', () => ({ SecurityGroupName: 'front1' }), ['sg1']], ['part of a name', () => ({ SecurityGroupName: 'front' }), []],
    ['FuzzyQuery', () => ({ SecurityGroupName: 'front*', FuzzyQuery: true }), ['sg1', 'sg2']], ['NetworkType', () => ({ NetworkType: 'classic' }), []],
    ['ResourceGroupId', () => ({ ResourceGroupId: 'rg-x' }), []], ['ServiceManaged', () => ({ ServiceManaged: true }), []],
    ['Tag', () => ({ 'Tag.1.Key': 'role', 'Tag.1.Value': 'web' }), ['sg1']],
  ])('%s', async (_, parameters, expected) => {
    expect(await found('DescribeSecurityGroups', 'SecurityGroups.SecurityGroup', 'SecurityGroupId', parameters())).toEqual(expected);
  });

  it('counts instances only where it is asked to', async () => {
    const row = async (parameters: Values) => field(await ecs('DescribeSecurityGroups', { SecurityGroupId: id('sg1'), ...parameters }), 'SecurityGroups.SecurityGroup.0') as JsonObject;
    expect([(await row({}))['EcsCount'], (await row({ IsQueryEcsCount: true }))['EcsCount']]).toEqual([undefined, 1]);
    expect(await row({})).toMatchObject({ RuleCount: 0, GroupToGroupRuleCount: 0, AvailableInstanceAmount: 2_000 - 3 });
  });
});
