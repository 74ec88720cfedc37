/** What breaks named clients where an answer differs from the cloud's: one test each, numbered as in the list of client facts, §10 (15, 17 and 19: forms.test.ts; 16: tokens.test.ts). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/action.js';
import { field } from '../../src/control/testing.js';
import type { CallError } from '../support/cloud.js';
import { firstOf, instanceOf, scene, text, type Scene } from './world.js';

const SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const MINUTES = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/;

let live: Scene;
beforeAll(async () => {
  live = await scene();
});
afterAll(() => live.down());

const vpc = (action: string, parameters: JsonObject = {}) => live.vpc(action, parameters);
const ecs = (action: string, parameters: JsonObject = {}) => live.ecs(action, parameters);
const eipOf = (id: string) => live.eipRow(id);
const eniOf = (id: string) => live.eniRow(id);
const instanceRow = (id: string) => live.instanceRow(id);
const bound = () => vpc('AssociateEipAddress', { AllocationId: live.eip.id, InstanceId: live.eni.id, InstanceType: 'NetworkInterface' });
const unbound = () => vpc('UnassociateEipAddress', { AllocationId: live.eip.id });
const refusal = async (call: Promise<unknown>) => call.then(
  () => expect.fail('the call was not refused'),
  (error: unknown) => error as CallError,
);

/** Where each list action puts its rows. */
const LISTS = [
  ['Vpc', 'DescribeEipAddresses', 'EipAddresses.EipAddress'], ['Vpc', 'DescribeVpcs', 'Vpcs.Vpc'], ['Vpc', 'DescribeVSwitches', 'VSwitches.VSwitch'],
  ['Vpc', 'DescribeRouteTableList', 'RouterTableList.RouterTableListType'], ['Ecs', 'DescribeInstances', 'Instances.Instance'],
  ['Ecs', 'DescribeInstanceStatus', 'InstanceStatuses.InstanceStatus'], ['Ecs', 'DescribeSecurityGroups', 'SecurityGroups.SecurityGroup'],
  ['Ecs', 'DescribeNetworkInterfaces', 'NetworkInterfaceSets.NetworkInterfaceSet'], ['Ecs', 'ListTagResources', 'TagResources.TagResource'],
] as const;

describe('1: every list wrapper, even of an empty list', () => {
  it.each(LISTS)('%s.%s in a region without anything', async (product, action, list) => {
    const body = await live.cloud.call(product, action, { RegionId: 'cn-beijing', ResourceType: 'instance' });
    expect(field(body as JsonObject, list)).toEqual([]);
  });

  it('of what has just been made', async () => {
    const id = text(await vpc('CreateVpc'), 'VpcId');
    const attribute = await vpc('DescribeVpcAttribute', { VpcId: id });
    for (const list of [
      'SecondaryCidrBlocks.SecondaryCidrBlock', 'UserCidrs.UserCidr', 'Ipv6CidrBlocks.Ipv6CidrBlock', 'VSwitchIds.VSwitchId', 'Tags.Tag',
      'AssociatedCens.AssociatedCen',
    ]) expect([list, field(attribute, list)]).toEqual([list, []]);
    const table = firstOf(await vpc('DescribeRouteTableList', { VpcId: id }), 'RouterTableList.RouterTableListType');
    for (const list of ['VSwitchIds.VSwitchId', 'Tags.Tag']) expect([list, field(table, list)]).toEqual([list, []]);
    await vpc('DeleteVpc', { VpcId: id });
    const eip = await eipOf(live.eip.id);
    for (const list of ['OperationLocks.LockReason', 'Tags.Tag', 'SecurityProtectionTypes.SecurityProtectionType']) {
      expect([list, field(eip, list)]).toEqual([list, []]);
    }
    const row = await instanceRow(live.instance);
    for (const list of ['PublicIpAddress.IpAddress', 'InnerIpAddress.IpAddress', 'RdmaIpAddress.IpAddress', 'OperationLocks.LockReason', 'Tags.Tag']) {
      expect([list, field(row, list)]).toEqual([list, []]);
    }
  });
});

it('2: irregular wrapper names', async () => {
  const ran = await ecs('RunInstances', {
    ImageId: 'openeip_auto', InstanceType: 'ecs.g6.large', VSwitchId: live.world.vswitchId, SecurityGroupId: live.world.openGroup,
  });
  expect(field(ran, 'InstanceIdSets.InstanceIdSet.0')).toMatch(/^i-/);
  const added = await ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: live.eni.id, SecondaryPrivateIpAddressCount: 1 });
  const address = field(added, 'AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress.0');
  expect(address).toMatch(/^10\.0\./);
  await ecs('UnassignPrivateIpAddresses', { NetworkInterfaceId: live.eni.id, PrivateIpAddress: [String(address)] });
  const zone = firstOf(await ecs('DescribeZones'), 'Zones.Zone');
  expect(field(zone, 'AvailableInstanceTypes.InstanceTypes')).toContain('ecs.g6.large');
  expect(field(zone, 'AvailableDiskCategories.DiskCategories')).toContain('cloud_essd');
  await ecs('DeleteInstance', { InstanceId: instanceOf(ran), Force: true });
});

it('3: misspelt keys are the real ones', async () => {
  const made = await vpc('AllocateEipAddress', { Description: 'the text' });
  expect(await eipOf(text(made, 'AllocationId'))).toMatchObject({ Description: 'the text', Descritpion: 'the text' });
  await vpc('ReleaseEipAddress', { AllocationId: text(made, 'AllocationId') });
});

it('4: tags are Key/Value in Vpc, TagKey/TagValue in Ecs, and types come in any case', async () => {
  const Tag = [{ Key: 'k', Value: 'v' }];
  const eip = text(await vpc('AllocateEipAddress', { Tag }), 'AllocationId');
  expect(field(await eipOf(eip), 'Tags.Tag')).toEqual([{ Key: 'k', Value: 'v' }]);
  await vpc('ReleaseEipAddress', { AllocationId: eip });
  const eni = text(await ecs('CreateNetworkInterface', { VSwitchId: live.world.vswitchId, SecurityGroupId: live.world.openGroup, Tag }), 'NetworkInterfaceId');
  expect(field(await eniOf(eni), 'Tags.Tag')).toEqual([{ TagKey: 'k', TagValue: 'v' }]);
  for (const ResourceType of ['eni', 'ENI', 'Eni']) {
    expect(field(await ecs('ListTagResources', { ResourceType, ResourceId: [eni] }), 'TagResources.TagResource')).toEqual([
      { ResourceId: eni, ResourceType: 'eni', TagKey: 'k', TagValue: 'v' },
    ]);
  }
  await ecs('DeleteNetworkInterface', { NetworkInterfaceId: eni });
});

it('5: JSON types', async () => {
  const list = await vpc('DescribeEipAddresses', { PageSize: '50' });
  expect([list['TotalCount'], list['PageNumber'], list['PageSize']]).toEqual([1, 1, 50]);
  expect(await eipOf(live.eip.id)).toMatchObject({
    Bandwidth: '5', EipBandwidth: '5', BandwidthPackageBandwidth: '', HasReservationData: 'false', HDMonitorStatus: 'OFF',
    DeletionProtection: false, SecondLimited: false, ServiceManaged: 0,
  });
  expect(await vpc('DescribeVpcAttribute', { VpcId: live.world.vpcId })).toMatchObject({
    IsDefault: false, ClassicLinkEnabled: false, EnabledIpv6: false, OwnerId: 1234567890123456,
  });
  const tables = await vpc('DescribeRouteTableList', { VpcId: live.world.vpcId });
  expect(firstOf(tables, 'RouterTableList.RouterTableListType')).toMatchObject({ RoutePropagationEnable: true });
  expect(await eniOf(live.eni.id)).toMatchObject({ ServiceManaged: false, OwnerId: '1234567890123456' });
  const rules = await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: live.world.openGroup });
  expect(firstOf(rules, 'Permissions.Permission')).toMatchObject({ Priority: '1', Policy: 'Accept', NicType: 'intranet' });
  expect(await instanceRow(live.instance)).toMatchObject({ InternetMaxBandwidthIn: -1, SpotPriceLimit: 0 });
});

it("6: EipBandwidth is always the EIP's own", async () => {
  const id = text(await vpc('AllocateEipAddress', { Bandwidth: '37' }), 'AllocationId');
  expect(await eipOf(id)).toMatchObject({ Bandwidth: '37', EipBandwidth: '37' });
  await vpc('ReleaseEipAddress', { AllocationId: id });
});

it('7: PrivateIpAddress is shown only where it was asked for, VpcId not at all', async () => {
  await bound();
  expect(await eipOf(live.eip.id)).toMatchObject({ PrivateIpAddress: '', VpcId: '' });
  await unbound();
  const second = live.eni.addresses[1] ?? '';
  await vpc('AssociateEipAddress', { AllocationId: live.eip.id, InstanceId: live.eni.id, InstanceType: 'NetworkInterface', PrivateIpAddress: second });
  expect(await eipOf(live.eip.id)).toMatchObject({ PrivateIpAddress: second, VpcId: '' });
  await unbound();
});

it('8: the very next answer shows a binding, and no more once it is given up', async () => {
  for (let round = 0; round < 20; round++) {
    // Not through the scene, which waits for what is on its way.
    const call = (action: string, parameters: Record<string, string>) => live.cloud.vpc(action, { AllocationId: live.eip.id, ...parameters });
    const seen = async () => firstOf(await call('DescribeEipAddresses', {}) as JsonObject, 'EipAddresses.EipAddress');
    await call('AssociateEipAddress', { InstanceId: live.eni.id, InstanceType: 'NetworkInterface' });
    expect(await seen()).toMatchObject({ InstanceId: live.eni.id, InstanceType: 'NetworkInterface', Status: expect.stringMatching(/^(Associating|InUse)$/) as string });
    await live.store.settled();
    await call('UnassociateEipAddress', {});
    expect(await seen()).toMatchObject({ InstanceId: '', Status: expect.stringMatching(/^(Unassociating|Available)$/) as string });
    await live.store.settled();
  }
});

describe('9: not found', () => {
  it.each([
    ['Vpc', 'DescribeEipAddresses', { AllocationId: 'eip-x' }, 'EipAddresses.EipAddress'],
    ['Vpc', 'DescribeVpcs', { VpcId: 'vpc-x' }, 'Vpcs.Vpc'],
    ['Vpc', 'DescribeVSwitches', { VSwitchId: 'vsw-x' }, 'VSwitches.VSwitch'],
    ['Vpc', 'DescribeRouteTableList', { RouteTableId: 'vtb-x' }, 'RouterTableList.RouterTableListType'],
    ['Ecs', 'DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': 'eni-x' }, 'NetworkInterfaceSets.NetworkInterfaceSet'],
    ['Ecs', 'DescribeInstances', { InstanceIds: '["i-x"]' }, 'Instances.Instance'],
    ['Ecs', 'DescribeInstanceStatus', { 'InstanceId.1': 'i-x' }, 'InstanceStatuses.InstanceStatus'],
    ['Ecs', 'DescribeSecurityGroups', { SecurityGroupId: 'sg-x' }, 'SecurityGroups.SecurityGroup'],
  ] as const)('%s.%s lists nothing', async (product, action, parameters, list) => {
    expect(field(await live.cloud.call(product, action, parameters) as JsonObject, list)).toEqual([]);
  });

  it.each([
    ['Vpc', 'DescribeVpcAttribute', { VpcId: 'vpc-x' }, 'InvalidVpcId.NotFound'],
    ['Vpc', 'DescribeVSwitchAttributes', { VSwitchId: 'vsw-x' }, 'InvalidVswitchID.NotFound'],
    ['Ecs', 'DescribeSecurityGroupAttribute', { SecurityGroupId: 'sg-x' }, 'InvalidSecurityGroupId.NotFound'],
    ['Ecs', 'DescribeNetworkInterfaceAttribute', { NetworkInterfaceId: 'eni-x' }, 'InvalidEniId.NotFound'],
    ['Vpc', 'DeleteVpc', { VpcId: 'vpc-x' }, 'InvalidVpcId.NotFound'],
    ['Vpc', 'DeleteVSwitch', { VSwitchId: 'vsw-x' }, 'InvalidVSwitchId.NotFound'],
    ['Vpc', 'ReleaseEipAddress', { AllocationId: 'eip-x' }, 'InvalidAllocationId.NotFound'],
    ['Ecs', 'DeleteSecurityGroup', { SecurityGroupId: 'sg-x' }, 'InvalidSecurityGroupId.NotFound'],
    ['Ecs', 'DeleteNetworkInterface', { NetworkInterfaceId: 'eni-x' }, 'InvalidEniId.NotFound'],
    ['Ecs', 'DeleteInstance', { InstanceId: 'i-x' }, 'InvalidInstanceId.NotFound'],
  ] as const)('%s.%s %j is 404 %s', async (product, action, parameters, code) => {
    expect(await refusal(live.cloud.call(product, action, parameters))).toMatchObject({ status: 404, code });
  });
});

it('10: an error always has a Code and its fields are text', async () => {
  for (const query of ['', 'Action=DescribeVpcs', 'Action=Nothing&Version=2016-04-28', 'Action=DescribeVpcs&Version=2016-04-28&Signature=x']) {
    const response = await fetch(`${live.cloud.endpoint}/?${query}`, { method: 'POST' });
    const body = await response.json() as Record<string, unknown>;
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    for (const name of ['Code', 'Message', 'RequestId', 'HostId']) expect([query, name, body[name]]).toEqual([query, name, expect.stringMatching(/./)]);
    expect(body['RequestId']).toBe(response.headers.get('x-acs-request-id'));
  }
});

it('11: token paging ends with an empty NextToken, and all tags of a resource are on one page', async () => {
  expect(await ecs('DescribeInstanceTypes')).toMatchObject({ NextToken: '' });
  expect(await ecs('DescribeNetworkInterfaces', { MaxResults: 10 })).toMatchObject({ NextToken: '' });
  const Tag = Array.from({ length: 20 }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));
  const id = text(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId, Tag }), 'SecurityGroupId');
  const listed = await ecs('ListTagResources', { ResourceType: 'securitygroup', ResourceId: [id] });
  expect(field(listed, 'TagResources.TagResource')).toHaveLength(20);
  expect(listed['NextToken']).toBe('');
  await ecs('DeleteSecurityGroup', { SecurityGroupId: id });
});

it('12: times with seconds, but those of instances', async () => {
  expect(await vpc('DescribeVpcAttribute', { VpcId: live.world.vpcId })).toMatchObject({ CreationTime: expect.stringMatching(SECONDS) as string });
  expect(await eipOf(live.eip.id)).toMatchObject({ AllocationTime: expect.stringMatching(SECONDS) as string, ExpiredTime: '' });
  expect(await eniOf(live.eni.id)).toMatchObject({ CreationTime: expect.stringMatching(SECONDS) as string });
  const groups = await ecs('DescribeSecurityGroups', { SecurityGroupId: live.world.openGroup });
  expect(firstOf(groups, 'SecurityGroups.SecurityGroup')).toMatchObject({ CreationTime: expect.stringMatching(SECONDS) as string });
  expect(await instanceRow(live.instance)).toMatchObject({
    CreationTime: expect.stringMatching(MINUTES) as string, StartTime: expect.stringMatching(MINUTES) as string, ExpiredTime: '2099-12-31T15:59Z',
  });
  const prepaid = await vpc('AllocateEipAddress', { InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1 });
  expect(await eipOf(text(prepaid, 'AllocationId'))).toMatchObject({ ChargeType: 'PrePaid', ExpiredTime: expect.stringMatching(MINUTES) as string });
});

it('13: a VPC comes with its router and, at once, its system route table', async () => {
  const made = await live.cloud.vpc('CreateVpc');
  const tables = await live.cloud.vpc('DescribeRouteTableList', { VpcId: made['VpcId'] }) as JsonObject;
  expect(field(tables, 'RouterTableList.RouterTableListType')).toMatchObject([{
    RouteTableType: 'System', VpcId: made['VpcId'], RouteTableId: made['RouteTableId'], RouterId: made['VRouterId'], RouteTableName: '', Description: '',
  }]);
  await live.store.settled();
  await vpc('DeleteVpc', { VpcId: String(made['VpcId']) });
});

it('18: a RequestId of its own in every body, in the header too', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => vpc('DescribeEipAddresses').then((body) => text(body, 'RequestId'))));
  expect(new Set(ids).size).toBe(20);
});

it('20: instance and ENI mirror the association', async () => {
  const none = { AllocationId: '', IpAddress: '' };
  expect(await instanceRow(live.instance)).toMatchObject({ EipAddress: none, PublicIpAddress: { IpAddress: [] } });
  await vpc('AssociateEipAddress', { AllocationId: live.eip.id, InstanceId: live.instance });
  const primary = await live.world.primaryEni(live.instance);
  expect(await instanceRow(live.instance)).toMatchObject({ EipAddress: { AllocationId: live.eip.id, IpAddress: live.eip.address, Bandwidth: 5 } });
  const mirrored = { AllocationId: live.eip.id, PublicIpAddress: live.eip.address };
  expect(await eniOf(primary.id)).toMatchObject({ AssociatedPublicIp: mirrored, PrivateIpSets: { PrivateIpSet: [{ AssociatedPublicIp: mirrored }] } });
  await unbound();
  expect(await instanceRow(live.instance)).toMatchObject({ EipAddress: none });
  expect((await eniOf(primary.id))['AssociatedPublicIp']).toEqual({});

  await vpc('AssociateEipAddress', { AllocationId: live.eip.id, InstanceId: live.eni.id, InstanceType: 'NetworkInterface', PrivateIpAddress: live.eni.addresses[1] ?? '' });
  expect(await eniOf(live.eni.id)).toMatchObject({
    AssociatedPublicIp: {}, PrivateIpSets: { PrivateIpSet: [{ AssociatedPublicIp: {} }, { AssociatedPublicIp: mirrored }] },
  });
  await unbound();
});
