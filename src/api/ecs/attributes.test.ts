/** What the API says of instances beside the instance: as Terraform reads it (client facts §2.3, §2.4), and the catalogue it plans with. */
import { beforeEach, describe, expect, it } from 'vitest';
import { field, testCloud, TEST_ACCOUNT, textField, type TestCloud } from '../../control/testing.js';
import type { JsonObject } from '../action.js';

const R = { RegionId: 'cn-hangzhou' };
type Values = Readonly<Record<string, string | number | boolean>>;

let cloud: TestCloud;
let base: Values;
let vpc: string;

const ecs = (action: string, parameters: Values = {}): Promise<JsonObject> => cloud.call('Ecs', action, { ...R, ...parameters });
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(() => 'done', (problem: unknown) => (problem instanceof Error && 'code' in problem ? String(problem.code) : String(problem)));
const shown = async (id: string) => field(await ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) }), 'Instances.Instance.0');

async function created(parameters: Values = {}): Promise<string> {
  const id = textField(await ecs('CreateInstance', { ...base, ...parameters }), 'InstanceId');
  await cloud.settled();
  return id;
}

beforeEach(async () => {
  cloud = await testCloud();
  vpc = textField(await cloud.call('Vpc', 'CreateVpc', { ...R, CidrBlock: '10.0.0.0/16' }), 'VpcId');
  await cloud.settled();
  const VSwitchId = textField(await cloud.call('Vpc', 'CreateVSwitch', { ...R, VpcId: vpc, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
  await cloud.settled();
  const SecurityGroupId = textField(await ecs('CreateSecurityGroup', { VpcId: vpc }), 'SecurityGroupId');
  base = { ImageId: 'openeip_auto', InstanceType: 'ecs.g6.large', VSwitchId, SecurityGroupId };
});

describe('§2.4 CreateInstance', () => {
  it('goes Pending, then Stopped, its ENI InUse; StartInstance makes it run', async () => {
    cloud.agent.hold();
    const id = textField(await ecs('CreateInstance', { ...base, InstanceName: 'web', PrivateIpAddress: '10.0.0.30' }), 'InstanceId');
    expect(await shown(id)).toMatchObject({ Status: 'Pending', InstanceName: 'web' });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown(id)).toMatchObject({
      Status: 'Stopped', StoppedMode: 'KeepCharging', StartTime: '', VpcAttributes: { PrivateIpAddress: { IpAddress: ['10.0.0.30'] } },
      NetworkInterfaces: { NetworkInterface: [{ Type: 'Primary' }] },
    });
    expect(field(await ecs('DescribeNetworkInterfaces', { InstanceId: id }), 'NetworkInterfaceSets.NetworkInterfaceSet.0.Status')).toBe('InUse');
    await ecs('StartInstance', { InstanceId: id });
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ Status: 'Running', StoppedMode: 'Not-applicable' });
    expect(cloud.faults).toEqual([]);
  });

  it.each<[string, Values]>([
    ['InvalidInstanceType.ValueNotSupported', { InstanceType: 'ecs.none.large' }], ['InvalidImageId.NotFound', { ImageId: 'm-x' }],
    ['InvalidVSwitchId.NotFound', { VSwitchId: 'vsw-x' }], ['InvalidSecurityGroupId.NotFound', { SecurityGroupId: 'sg-x' }],
    ['InvalidSystemDiskCategory.ValueNotSupported', { 'SystemDisk.Category': 'x' }], ['UnsupportedParameter', { 'SystemDisk.StorageClusterId': 'dbsc-1' }],
    ['UnsupportedParameter', { HpcClusterId: 'hpc-1' }], ['UnsupportedParameter', { DedicatedHostId: 'dh-1' }], ['UnsupportedParameter', { DeploymentSetId: 'ds-1' }],
    ['DryRunOperation', { DryRun: true }],
  ])('%s for %o', async (code, parameters) => {
    expect(await codeOf(ecs('CreateInstance', { ...base, ...parameters }))).toBe(code);
    expect(field(await ecs('DescribeInstances'), 'TotalCount')).toBe(0);
  });

  it.each(['ImageId', 'InstanceType', 'VSwitchId', 'SecurityGroupId'])('misses %s', async (name) => {
    expect(await codeOf(ecs('CreateInstance', Object.fromEntries(Object.entries(base).filter(([key]) => key !== name))))).toBe('MissingParameter');
  });
});

describe('clients §2.3: every read of an instance', () => {
  it('DescribeInstanceAttribute says what DescribeInstances says', async () => {
    const id = await created({ HostName: 'web', Description: 'of the shop' });
    const { AllocationId = '' } = await cloud.call('Vpc', 'AllocateEipAddress', R);
    await cloud.call('Vpc', 'AssociateEipAddress', { ...R, AllocationId: String(AllocationId), InstanceId: id });
    await cloud.settled();
    expect(await ecs('DescribeInstanceAttribute', { InstanceId: id })).toMatchObject({
      InstanceId: id, HostName: 'web', Description: 'of the shop', Status: 'Stopped', InstanceType: 'ecs.g6.large', IoOptimized: 'optimized', RegionId: 'cn-hangzhou',
      ZoneId: 'cn-hangzhou-g', SecurityGroupIds: { SecurityGroupId: [base['SecurityGroupId']] }, EipAddress: { AllocationId }, VpcAttributes: { VpcId: vpc },
    });
    expect(await codeOf(ecs('DescribeInstanceAttribute', { InstanceId: 'i-x' }))).toBe('InvalidInstanceId.NotFound');
  });

  it('DescribeDisks shows the system disk as it was asked for', async () => {
    const id = await created({ 'SystemDisk.Category': 'cloud_essd', 'SystemDisk.Size': 60, 'SystemDisk.PerformanceLevel': 'PL2', 'SystemDisk.DiskName': 'root' });
    const other = await created();
    const disk = { InstanceId: id, DiskId: id.replace('i-', 'd-'), Type: 'system', Category: 'cloud_essd', Size: 60, PerformanceLevel: 'PL2', DiskName: 'root', Status: 'In_use', ResourceGroupId: '', Encrypted: false, StorageClusterId: '' };
    expect(await ecs('DescribeDisks', { InstanceId: id, DiskType: 'system' })).toMatchObject({ TotalCount: 1, Disks: { Disk: [disk] } });
    const ids = async (parameters: Values) => (field(await ecs('DescribeDisks', parameters), 'Disks.Disk') as readonly JsonObject[]).map((one) => one['InstanceId']);
    expect(await ids({})).toEqual([other, id]);
    expect(await ids({ DiskIds: JSON.stringify([disk.DiskId]) })).toEqual([id]);
    expect(await ids({ Category: 'cloud_essd' })).toEqual([id]);
    expect(await ids({ DiskName: 'ro*' })).toEqual([id]);
    expect(await ids({ Status: 'In_use', DeleteWithInstance: true, ZoneId: 'cn-hangzhou-g' })).toEqual([other, id]);
    for (const none of [{ DiskType: 'data' }, { Status: 'Available' }, { Encrypted: true }, { 'Tag.1.Key': 'a' }, { ZoneId: 'cn-hangzhou-h' }, { InstanceId: 'i-x' }, { SnapshotId: 's-1' }]) {
      expect([none, await ids(none)]).toEqual([none, []]);
    }
  });

  it('user data, RAM role, maintenance and attachment name the instance', async () => {
    const id = await created({ UserData: 'ZWNobw==', RamRoleName: 'reader' });
    const other = await created();
    expect(await ecs('DescribeUserData', { InstanceId: id })).toMatchObject({ InstanceId: id, RegionId: 'cn-hangzhou', UserData: 'ZWNobw==' });
    const names = JSON.stringify([id, other]);
    expect(await ecs('DescribeInstanceRamRole', { InstanceIds: names })).toMatchObject({
      TotalCount: 2, InstanceRamRoleSets: { InstanceRamRoleSet: [{ InstanceId: other, RamRoleName: '' }, { InstanceId: id, RamRoleName: 'reader' }] },
    });
    expect(await ecs('DescribeInstanceRamRole', { RamRoleName: 'reader' })).toMatchObject({ InstanceRamRoleSets: { InstanceRamRoleSet: [{ InstanceId: id }] } });
    expect(await ecs('DescribeInstanceMaintenanceAttributes', { 'InstanceId.1': id })).toMatchObject({
      TotalCount: 1, MaintenanceAttributes: { MaintenanceAttribute: [{ InstanceId: id, NotifyOnMaintenance: false, MaintenanceWindows: { MaintenanceWindow: [] } }] },
    });
    expect(await ecs('DescribeInstanceAttachmentAttributes', { InstanceIds: names })).toMatchObject({
      TotalCount: 2, Instances: { Instance: [{ InstanceId: other }, { InstanceId: id, PrivatePoolOptionsId: '' }] },
    });
    expect(field(await ecs('DescribeInstanceAttachmentAttributes', { InstanceIds: '["i-x"]' }), 'Instances.Instance')).toEqual([]);
  });

  it('shows changes by ModifyInstanceAttribute at once', async () => {
    const id = await created();
    const { SecurityGroupId: other = '' } = await ecs('CreateSecurityGroup', { VpcId: vpc, SecurityGroupType: 'enterprise' });
    await ecs('ModifyInstanceAttribute', { InstanceId: id, InstanceName: 'web', HostName: 'web', UserData: 'ZWNobw==', DeletionProtection: true, 'SecurityGroupIds.1': String(other) });
    expect(await shown(id)).toMatchObject({ InstanceName: 'web', HostName: 'web', DeletionProtection: true, SecurityGroupIds: { SecurityGroupId: [other] } });
    expect(await codeOf(ecs('DeleteInstance', { InstanceId: id }))).toBe('InvalidOperation.DeletionProtection');
    expect(field(await ecs('DescribeUserData', { InstanceId: id }), 'UserData')).toBe('ZWNobw==');
    expect(cloud.faults).toEqual([]);
  });

  it('a stopped instance that moves shows its new place, and its EIP goes with it', async () => {
    const id = await created();
    const { AllocationId = '' } = await cloud.call('Vpc', 'AllocateEipAddress', R);
    await cloud.call('Vpc', 'AssociateEipAddress', { ...R, AllocationId: String(AllocationId), InstanceId: id });
    const { VSwitchId = '' } = await cloud.call('Vpc', 'CreateVSwitch', { ...R, VpcId: vpc, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.1.0/24' });
    await cloud.settled();
    await ecs('ModifyInstanceVpcAttribute', { InstanceId: id, VSwitchId: String(VSwitchId), PrivateIpAddress: '10.0.1.9' });
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ VpcAttributes: { VSwitchId, PrivateIpAddress: { IpAddress: ['10.0.1.9'] } }, EipAddress: { AllocationId } });
    const eni = field(await ecs('DescribeNetworkInterfaces', { InstanceId: id }), 'NetworkInterfaceSets.NetworkInterfaceSet.0');
    expect(eni).toMatchObject({ VSwitchId, PrivateIpAddress: '10.0.1.9', AssociatedPublicIp: { AllocationId } });
    expect(cloud.faults).toEqual([]);
  });

  it('§3.5: an address that an EIP was bound to by itself takes no second public one along, by a move or by a new instance with bandwidth', async () => {
    const { Ipv4GatewayId = '' } = await cloud.call('Vpc', 'CreateIpv4Gateway', { ...R, VpcId: vpc });
    await cloud.settled();
    await cloud.call('Vpc', 'EnableVpcIpv4Gateway', { ...R, Ipv4GatewayId: String(Ipv4GatewayId) });
    await cloud.settled();
    const id = await created({ PrivateIpAddress: '10.0.0.50' });
    for (const to of [{ InstanceId: '10.0.0.60', InstanceType: 'IpAddress', VpcId: vpc }, { InstanceId: id }]) {
      const { AllocationId = '' } = await cloud.call('Vpc', 'AllocateEipAddress', R);
      await cloud.call('Vpc', 'AssociateEipAddress', { ...R, AllocationId: String(AllocationId), ...to });
      await cloud.settled();
    }
    const address = { PrivateIpAddress: '10.0.0.60' };
    expect(await codeOf(ecs('ModifyInstanceVpcAttribute', { InstanceId: id, VSwitchId: base['VSwitchId'] ?? '', ...address }))).toBe('ResourceAlreadyAssociated.IpAddress');
    expect(await codeOf(ecs('RunInstances', { ...base, ...address, InternetMaxBandwidthOut: 5 }))).toBe('ResourceAlreadyAssociated.IpAddress');
    expect(await codeOf(ecs('RunInstances', { ...base, ...address }))).toBe('done');
    expect(cloud.faults).toEqual([]);
  });
});

describe('§4.9 tags', () => {
  it('are set, changed and taken, with the names of this product and of older clients', async () => {
    const ids = [await created(), await created()];
    const both = { ResourceType: 'instance', 'ResourceId.1': ids[0] ?? '', 'ResourceId.2': ids[1] ?? '' };
    await ecs('TagResources', { ...both, 'Tag.1.Key': 'role', 'Tag.1.Value': 'web', 'Tag.2.Key': 'stage' });
    await ecs('AddTags', { ResourceType: 'instance', ResourceId: ids[0] ?? '', 'Tag.1.Key': 'role', 'Tag.1.Value': 'db' });
    expect(await shown(ids[0] ?? '')).toMatchObject({ Tags: { Tag: [{ TagKey: 'stage', TagValue: '' }, { TagKey: 'role', TagValue: 'db' }] } });
    await ecs('TagResources', { ResourceType: 'SecurityGroup', 'ResourceId.1': base['SecurityGroupId'] ?? '', 'Tag.1.Key': 'stage' });
    const tags = field(await ecs('DescribeTags'), 'Tags.Tag') as readonly JsonObject[];
    expect(tags.map((tag) => [tag['TagKey'], tag['TagValue'], field(tag, 'ResourceTypeCount.Instance'), field(tag, 'ResourceTypeCount.Securitygroup')]).sort()).toEqual([
      ['role', 'db', 1, 0], ['role', 'web', 1, 0], ['stage', '', 2, 1],
    ]);
    expect(field(await ecs('DescribeTags', { 'Tag.1.Key': 'role' }), 'TotalCount')).toBe(2);
    expect(field(await ecs('DescribeTags', { ResourceType: 'image', ResourceId: 'openeip_auto' }), 'TotalCount')).toBe(0);
    await ecs('RemoveTags', { ResourceType: 'instance', ResourceId: ids[0] ?? '', 'Tag.1.Key': 'role' });
    await ecs('UntagResources', { ...both, All: true });
    expect(field(await ecs('ListTagResources', both), 'TagResources.TagResource')).toEqual([]);
    expect(field(await ecs('ListTagResources', { ResourceType: 'securitygroup', 'TagFilter.1.TagKey': 'stage' }), 'TagResources.TagResource')).toEqual([
      { ResourceId: base['SecurityGroupId'], ResourceType: 'securitygroup', TagKey: 'stage', TagValue: '' },
    ]);
  });

  it.each<[string, string, Values]>([
    ['TagResources', 'InvalidResourceId.NotFound', { 'ResourceId.1': 'i-x', 'Tag.1.Key': 'a' }], ['TagResources', 'InvalidTagKey.Malformed', { 'Tag.1.Key': 'acs:a' }],
    ['TagResources', 'MissingParameter', {}], ['TagResources', 'InvalidParameter', { ResourceType: 'eip', 'Tag.1.Key': 'a' }],
    ['TagResources', 'InvalidResourceId.NotFound', { ResourceType: 'disk', 'Tag.1.Key': 'a' }], ['UntagResources', 'MissingParameter', {}],
    ['TagResources', 'InvalidParameter', Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`Tag.${index + 1}.Key`, `k${index}`]))],
  ])('%s: %s for %o', async (action, code, parameters) => {
    expect(await codeOf(ecs(action, { ResourceType: 'instance', 'ResourceId.1': await created(), ...parameters }))).toBe(code);
  });
});

describe('§2.9 JoinResourceGroup', () => {
  it('moves a resource, and refuses groups, types and resources that are not there', async () => {
    const group = textField(await cloud.call('ResourceManager', 'ListResourceGroups'), 'ResourceGroups.ResourceGroup.0.Id');
    const join = (parameters: Values) => ecs('JoinResourceGroup', { ResourceGroupId: group, ResourceType: 'securitygroup', ResourceId: base['SecurityGroupId'] ?? '', ...parameters });
    expect(field(await ecs('DescribeSecurityGroups'), 'SecurityGroups.SecurityGroup.0.ResourceGroupId')).toBe('');
    await join({});
    expect(field(await ecs('DescribeSecurityGroups', { ResourceGroupId: group }), 'SecurityGroups.SecurityGroup.0.ResourceGroupId')).toBe(group);
    expect(await codeOf(join({ ResourceGroupId: 'rg-x' }))).toBe('InvalidResourceGroup.NotFound');
    expect(await codeOf(join({ ResourceType: 'eip' }))).toBe('InvalidParameter');
    expect(await codeOf(join({ ResourceId: 'sg-x' }))).toBe('InvalidResourceId.NotFound');
  });
});

describe('§4.8 DescribeSecurityGroupReferences', () => {
  it('names the groups whose rules name a group', async () => {
    const id = String(base['SecurityGroupId']);
    const other = textField(await ecs('CreateSecurityGroup', { VpcId: vpc }), 'SecurityGroupId');
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId: other, IpProtocol: 'all', SourceGroupId: id });
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId: id, IpProtocol: 'all', SourceGroupId: id });
    expect(field(await ecs('DescribeSecurityGroupReferences', { 'SecurityGroupId.1': id, 'SecurityGroupId.2': other }), 'SecurityGroupReferences.SecurityGroupReference')).toEqual([
      { SecurityGroupId: id, ReferencingSecurityGroups: { ReferencingSecurityGroup: [{ AliUid: TEST_ACCOUNT, SecurityGroupId: other }] } },
      { SecurityGroupId: other, ReferencingSecurityGroups: { ReferencingSecurityGroup: [] } },
    ]);
    expect(await codeOf(ecs('DescribeSecurityGroupReferences'))).toBe('MissingParameter');
  });
});

describe('§4.6 DescribeAvailableResource', () => {
  const zones = async (parameters: Values) => field(await ecs('DescribeAvailableResource', parameters), 'AvailableZones.AvailableZone') as readonly JsonObject[];
  const values = async (parameters: Values) => {
    const [zone] = await zones(parameters);
    return zone === undefined ? 'no zone' : (field(zone, 'AvailableResources.AvailableResource.0.SupportedResources.SupportedResource') as readonly JsonObject[]).map((one) => one['Value']);
  };

  it.each<[Values, readonly string[] | 'no zone']>([
    [{ DestinationResource: 'IoOptimized' }, ['optimized']], [{ DestinationResource: 'Network' }, ['vpc']], [{ DestinationResource: 'ddh' }, []],
    [{ DestinationResource: 'InstanceType', InstanceType: 'ecs.g5.large', IoOptimized: 'optimized' }, ['ecs.g5.large']],
    [{ DestinationResource: 'InstanceType', Cores: 1, Memory: '0.5' }, ['ecs.t5-lc2m1.nano']], [{ DestinationResource: 'InstanceType', Cores: 3 }, []],
    [{ DestinationResource: 'SystemDisk', SystemDiskCategory: 'cloud_essd' }, ['cloud_essd']],
    [{ DestinationResource: 'DataDisk', ResourceType: 'disk' }, ['cloud_efficiency', 'cloud_ssd', 'cloud_essd', 'cloud_auto', 'cloud_essd_entry']],
    [{ DestinationResource: 'InstanceType', NetworkCategory: 'classic' }, 'no zone'], [{ DestinationResource: 'InstanceType', IoOptimized: 'none' }, 'no zone'],
    [{ DestinationResource: 'InstanceType', ResourceType: 'ddh' }, 'no zone'],
  ])('%o: %j', async (parameters, expected) => {
    expect(await values(parameters)).toEqual(expected);
  });

  it('clients §2.3: zones are available and not sold out, all or the named one', async () => {
    const all = await zones({ DestinationResource: 'Zone', IoOptimized: 'optimized' });
    expect(all.map((zone) => [zone['ZoneId'], zone['Status'], zone['StatusCategory']])).toContainEqual(['cn-hangzhou-g', 'Available', 'WithStock']);
    expect((await zones({ DestinationResource: 'Zone', ZoneId: 'cn-hangzhou-h' })).map((zone) => zone['ZoneId'])).toEqual(['cn-hangzhou-h']);
  });

  it.each<[string, Values]>([
    ['MissingParameter', {}], ['InvalidParameter', { DestinationResource: 'Moon' }], ['InvalidZoneId.NotFound', { DestinationResource: 'Zone', ZoneId: 'x' }],
    ['InvalidInstanceType.ValueNotSupported', { DestinationResource: 'Zone', InstanceType: 'x' }],
    ['InvalidSystemDiskCategory.ValueNotSupported', { DestinationResource: 'Zone', SystemDiskCategory: 'x' }],
    ['InvalidDataDiskCategory.ValueNotSupported', { DestinationResource: 'Zone', DataDiskCategory: 'x' }],
  ])('%s for %o', async (code, parameters) => {
    expect(await codeOf(ecs('DescribeAvailableResource', parameters))).toBe(code);
  });

  it('every image runs on every type', async () => {
    expect(await ecs('DescribeImageSupportInstanceTypes', { ImageId: 'openeip_manual' })).toMatchObject({
      ImageId: 'openeip_manual', InstanceTypes: { InstanceType: expect.arrayContaining([{ InstanceTypeId: 'ecs.g6.large', InstanceTypeFamily: 'ecs.g6', CpuCoreCount: 2, MemorySize: 8 }]) as unknown },
    });
    expect(await codeOf(ecs('DescribeImageSupportInstanceTypes', { ImageId: 'm-x' }))).toBe('InvalidImageId.NotFound');
  });
});
