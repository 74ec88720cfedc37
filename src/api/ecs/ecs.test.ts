import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testCloud, type TestCloud } from '../../control/testing.js';

const R = { RegionId: 'cn-hangzhou' };
type Values = Readonly<Record<string, string | number | boolean>>;

const word = z.string().default('');
const eniRow = z.looseObject({
  NetworkInterfaceId: z.string(),
  PrivateIpSets: z.object({ PrivateIpSet: z.array(z.looseObject({ PrivateIpAddress: z.string() })) }),
});
const instanceRow = z.looseObject({ InstanceName: z.string(), Status: z.string() });
/** What the tests look into; the rest is kept as it is. */
const answer = z.looseObject({
  VpcId: word, VSwitchId: word, SecurityGroupId: word, NetworkInterfaceId: word, PrivateIpAddress: word, AllocationId: word,
  EipAddress: word, NextToken: word,
  TotalCount: z.number().default(-1),
  InstanceIdSets: z.object({ InstanceIdSet: z.array(z.string()) }).default({ InstanceIdSet: [] }),
  NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(eniRow) }).default({ NetworkInterfaceSet: [] }),
  Instances: z.object({ Instance: z.array(instanceRow) }).default({ Instance: [] }),
  InstanceStatuses: z.object({ InstanceStatus: z.array(z.object({ InstanceId: z.string(), Status: z.string() })) }).default({ InstanceStatus: [] }),
  EipAddresses: z.object({ EipAddress: z.array(z.looseObject({ Status: z.string() })) }).default({ EipAddress: [] }),
});
type Body = z.infer<typeof answer>;

let cloud: TestCloud;
let vpc: string;
let vswitch: string;
let group: string;

const ecs = async (action: string, parameters: Values = {}): Promise<Body> => answer.parse(await cloud.call('Ecs', action, { ...R, ...parameters }));
const vpcCall = async (action: string, parameters: Values = {}): Promise<Body> => answer.parse(await cloud.call('Vpc', action, { ...R, ...parameters }));

/** The n-th of a list that must have it. */
function nth<T>(list: readonly T[], n = 0): T {
  const item = list[n];
  if (item === undefined) throw new Error(`nothing at ${n}`);
  return item;
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (problem) {
    return problem instanceof Error && 'code' in problem ? String(problem.code) : String(problem);
  }
}

async function eni(parameters: Values = {}): Promise<Body> {
  return ecs('CreateNetworkInterface', { VSwitchId: vswitch, SecurityGroupId: group, ...parameters });
}

const image = { ImageId: 'openeip_auto', InstanceType: 'ecs.g6.xlarge' };

async function instance(parameters: Values = {}): Promise<string> {
  const { InstanceIdSets } = await ecs('RunInstances', { ...image, VSwitchId: vswitch, SecurityGroupId: group, ...parameters });
  await cloud.settled();
  return nth(InstanceIdSets.InstanceIdSet);
}

const listed = async (id: string) =>
  (await ecs('DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': id })).NetworkInterfaceSets.NetworkInterfaceSet[0];
const shown = async (id: string) =>
  (await ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) })).Instances.Instance[0];
const eipStatus = async (id: string): Promise<string> =>
  nth((await vpcCall('DescribeEipAddresses', { AllocationId: id })).EipAddresses.EipAddress).Status;

beforeEach(async () => {
  cloud = await testCloud();
  ({ VpcId: vpc } = await vpcCall('CreateVpc', { CidrBlock: '10.0.0.0/16' }));
  await cloud.settled();
  ({ VSwitchId: vswitch } = await vpcCall('CreateVSwitch', { VpcId: vpc, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }));
  await cloud.settled();
  ({ SecurityGroupId: group } = await ecs('CreateSecurityGroup', { VpcId: vpc }));
});

describe('§4.7 CreateNetworkInterface', () => {
  it('is Available at once, with the addresses asked for; nothing has a value that was not given', async () => {
    const made = await eni({ PrimaryIpAddress: '10.0.0.10', 'PrivateIpAddress.1': '10.0.0.11', 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' });
    expect(made).toMatchObject({ Status: 'Available', Type: 'Secondary', PrivateIpAddress: '10.0.0.10', Tags: { Tag: [{ TagKey: 'a', TagValue: 'b' }] } });
    expect(await listed(made.NetworkInterfaceId)).toMatchObject({
      Status: 'Available', ResourceGroupId: '', SourceDestCheck: false, Description: '', DeleteOnRelease: true, InstanceId: '',
      Attachment: {}, AssociatedPublicIp: {},
      PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: '10.0.0.10', Primary: true }, { PrivateIpAddress: '10.0.0.11', Primary: false }] },
    });
  });

  it.each<[string, Values]>([
    ['InvalidVSwitchId.NotFound', { VSwitchId: 'vsw-x' }],
    ['InvalidSecurityGroupId.NotFound', { SecurityGroupId: 'sg-x' }],
    ['InvalidParameter.Conflict', { 'SecurityGroupIds.1': 'sg-x' }],
    ['InvalidParameter.Conflict', { 'PrivateIpAddress.1': '10.0.0.9', SecondaryPrivateIpAddressCount: 1 }],
    ['InvalidPrivateIpAddress.Duplicated', { PrimaryIpAddress: '10.0.0.9', 'PrivateIpAddress.1': '10.0.0.9' }],
    ['InvalidIp.IpRepeated', { 'PrivateIpAddress.1': '10.0.0.9', 'PrivateIpAddress.2': '10.0.0.9' }],
    ['InvalidVSwitchId.IpInvalid', { PrimaryIpAddress: '10.0.0.253' }],
    ['InvalidParameter', { SecondaryPrivateIpAddressCount: 50 }],
    ['InvalidParameter', { NetworkInterfaceName: '1st' }],
    ['UnsupportedParameter', { InstanceType: 'Trunk' }],
    ['UnsupportedParameter', { Ipv6AddressCount: 1 }],
    ['UnsupportedParameter', { EnablePrimaryIPv6: true }],
    ['InvalidResourceGroup.NotFound', { ResourceGroupId: 'rg-x' }],
    ['InvalidTagKey.Malformed', { 'Tag.1.Key': 'acs:x' }],
  ])('%s for %j', async (code, parameters) => {
    expect(await codeOf(eni(parameters))).toBe(code);
  });

  it('refuses taken addresses, mixed group types, groups of another VPC, too many groups and too many ENIs', async () => {
    await eni({ PrimaryIpAddress: '10.0.0.9' });
    expect(await codeOf(eni({ PrimaryIpAddress: '10.0.0.9' }))).toBe('InvalidIp.IpAssigned');
    const { SecurityGroupId: enterprise } = await ecs('CreateSecurityGroup', { VpcId: vpc, SecurityGroupType: 'enterprise' });
    const two = { VSwitchId: vswitch, 'SecurityGroupIds.1': group, 'SecurityGroupIds.2': enterprise };
    expect(await codeOf(ecs('CreateNetworkInterface', two))).toBe('InvalidOperation.MultiGroupType');
    const { VpcId: far } = await vpcCall('CreateVpc', { CidrBlock: '10.0.0.0/16' });
    const { SecurityGroupId: foreign } = await ecs('CreateSecurityGroup', { VpcId: far });
    expect(await codeOf(eni({ SecurityGroupId: foreign }))).toBe('InvalidOperation.VpcMismatch');
    for (let made = 1; made < 100; made++) await eni();
    expect(await codeOf(eni())).toBe('MaxEniCountExceeded');
  });
});

describe('§2.3 an ENI', () => {
  it('S-03: moves with its address and its EIP; states are seen in between', async () => {
    const [a, b] = [await instance(), await instance()];
    const { NetworkInterfaceId: id, PrivateIpAddress: address } = await eni();
    const { AllocationId, EipAddress } = await vpcCall('AllocateEipAddress');
    await vpcCall('AssociateEipAddress', { AllocationId, InstanceId: id, InstanceType: 'NetworkInterface' });
    cloud.agent.hold();
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: id, InstanceId: a });
    expect(await listed(id)).toMatchObject({ Status: 'Attaching', InstanceId: a, Attachment: { DeviceIndex: 1, InstanceId: a } });
    cloud.agent.release();
    await cloud.settled();
    const publicIp = { AllocationId, PublicIpAddress: EipAddress };
    expect(await listed(id)).toMatchObject({ Status: 'InUse', AssociatedPublicIp: publicIp, PrivateIpSets: { PrivateIpSet: [{ AssociatedPublicIp: publicIp }] } });
    expect(await shown(a)).toMatchObject({ EipAddress: { AllocationId: '', IpAddress: '' } });
    await ecs('DetachNetworkInterface', { NetworkInterfaceId: id, InstanceId: a });
    await cloud.settled();
    expect(await listed(id)).toMatchObject({ Status: 'Available', InstanceId: '', PrivateIpAddress: address });
    expect(await eipStatus(AllocationId)).toBe('InUse');
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: id, InstanceId: b });
    await cloud.settled();
    expect(await listed(id)).toMatchObject({ Status: 'InUse', InstanceId: b, AssociatedPublicIp: publicIp });
    expect(cloud.faults).toEqual([]);
  });

  it('that is deleted gives its addresses back and leaves its EIP Available', async () => {
    const { NetworkInterfaceId: id } = await eni({ PrimaryIpAddress: '10.0.0.9' });
    const { AllocationId } = await vpcCall('AllocateEipAddress');
    await vpcCall('AssociateEipAddress', { AllocationId, InstanceId: id, InstanceType: 'NetworkInterface' });
    await cloud.settled();
    await ecs('DeleteNetworkInterface', { NetworkInterfaceId: id });
    await cloud.settled();
    expect([await listed(id), await eipStatus(AllocationId)]).toEqual([undefined, 'Available']);
    expect(await codeOf(ecs('DeleteNetworkInterface', { NetworkInterfaceId: id }))).toBe('InvalidEniId.NotFound');
    expect(await codeOf(eni({ PrimaryIpAddress: '10.0.0.9' }))).toBe('done');
  });

  it('gets and loses secondary addresses, but not a mapped or the primary one', async () => {
    const { NetworkInterfaceId: id } = await eni({ PrimaryIpAddress: '10.0.0.9' });
    const named = { NetworkInterfaceId: id, 'PrivateIpAddress.1': '10.0.0.20' };
    expect(await ecs('AssignPrivateIpAddresses', named)).toMatchObject({
      AssignedPrivateIpAddressesSet: { NetworkInterfaceId: id, PrivateIpSet: { PrivateIpAddress: ['10.0.0.20'] } },
    });
    expect(await codeOf(ecs('AssignPrivateIpAddresses', named))).toBe('InvalidIp.IpAssigned');
    expect(await codeOf(ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: 49 }))).toBe('InvalidOperation.Ipv4CountExceeded');
    await ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: 8 });
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: id, InstanceId: await instance() });
    await cloud.settled();
    expect(await codeOf(ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: 1 }))).toBe('InvalidOperation.Ipv4CountExceeded');
    const { AllocationId } = await vpcCall('AllocateEipAddress');
    await vpcCall('AssociateEipAddress', { AllocationId, InstanceId: id, InstanceType: 'NetworkInterface', PrivateIpAddress: '10.0.0.20' });
    await cloud.settled();
    const codes = ['10.0.0.20', '10.0.0.9', '10.0.0.99'].map((address) => codeOf(ecs('UnassignPrivateIpAddresses', { NetworkInterfaceId: id, 'PrivateIpAddress.1': address })));
    expect(await Promise.all(codes)).toEqual(['InvalidAction', 'InvalidParameter', 'InvalidIp.IpUnassigned']);
    await vpcCall('UnassociateEipAddress', { AllocationId });
    await cloud.settled();
    await ecs('UnassignPrivateIpAddresses', { NetworkInterfaceId: id, 'PrivateIpAddress.1': '10.0.0.20' });
    expect((await listed(id))?.PrivateIpSets.PrivateIpSet).toHaveLength(9);
  });

  it('changes its groups as a whole; a primary one only through its instance', async () => {
    const { NetworkInterfaceId: id } = await eni();
    const { SecurityGroupId: other } = await ecs('CreateSecurityGroup', { VpcId: vpc });
    await ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: id, 'SecurityGroupId.1': other, SourceDestCheck: true, DeleteOnRelease: false });
    expect(await listed(id)).toMatchObject({ SecurityGroupIds: { SecurityGroupId: [other] }, SourceDestCheck: true, DeleteOnRelease: false });
    const vm = await instance();
    const primary = nth((await ecs('DescribeNetworkInterfaces', { InstanceId: vm })).NetworkInterfaceSets.NetworkInterfaceSet);
    const change = { NetworkInterfaceId: primary.NetworkInterfaceId };
    expect(await codeOf(ecs('ModifyNetworkInterfaceAttribute', { ...change, 'SecurityGroupId.1': other }))).toBe('InvalidOperation.InvalidEniType');
    expect(await codeOf(ecs('ModifyNetworkInterfaceAttribute', { ...change, NetworkInterfaceName: 'eth0' }))).toBe('done');
    const join = { SecurityGroupId: other, InstanceId: vm };
    expect(await codeOf(ecs('JoinSecurityGroup', join))).toBe('done');
    expect(await codeOf(ecs('JoinSecurityGroup', join))).toBe('InvalidInstanceId.AlreadyExists');
    expect(await codeOf(ecs('LeaveSecurityGroup', { SecurityGroupId: group, InstanceId: vm }))).toBe('done');
    expect(await codeOf(ecs('LeaveSecurityGroup', { SecurityGroupId: group, InstanceId: vm }))).toBe('InvalidSecurityGroupAssociation.NotFound');
    expect(await codeOf(ecs('LeaveSecurityGroup', join))).toBe('InstanceLastSecurityGroup');
    expect(await shown(vm)).toMatchObject({ SecurityGroupIds: { SecurityGroupId: [other] } });
    expect(await codeOf(ecs('DeleteSecurityGroup', { SecurityGroupId: other }))).toBe('DependencyViolation');
    expect(await codeOf(ecs('DeleteSecurityGroup', { SecurityGroupId: group }))).toBe('done');
    expect(await codeOf(ecs('DeleteSecurityGroup', { SecurityGroupId: group }))).toBe('InvalidSecurityGroupId.NotFound');
  });
});

describe('§4.7 DescribeNetworkInterfaces', () => {
  it('§10.11: pages by number and by token, and filters', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 12; index++) ids.unshift((await eni(index === 3 ? { SecondaryPrivateIpAddressCount: 1 } : {})).NetworkInterfaceId);
    const idsOf = (body: Body): string[] => body.NetworkInterfaceSets.NetworkInterfaceSet.map((row) => row.NetworkInterfaceId);
    const first = await ecs('DescribeNetworkInterfaces', { MaxResults: 1 });
    expect([idsOf(first), first.NextToken === '']).toEqual([ids.slice(0, 10), false]);
    const second = await ecs('DescribeNetworkInterfaces', { MaxResults: 10, NextToken: first.NextToken });
    expect([idsOf(second), second.NextToken]).toEqual([ids.slice(10), '']);
    const page = await ecs('DescribeNetworkInterfaces', { PageNumber: 3, PageSize: 5 });
    expect(page).toMatchObject({ PageNumber: 3, PageSize: 5, TotalCount: 12, NextToken: '' });
    expect(idsOf(page)).toEqual(ids.slice(10));
    const addresses = (await listed(nth(ids, 8)))?.PrivateIpSets.PrivateIpSet.map((one) => one.PrivateIpAddress) ?? [];
    const [primary, secondary] = [nth(addresses), nth(addresses, 1)];
    expect(idsOf(await ecs('DescribeNetworkInterfaces', { 'PrivateIpAddress.1': secondary }))).toEqual([ids[8]]);
    expect(idsOf(await ecs('DescribeNetworkInterfaces', { 'PrivateIpAddress.1': primary }))).toEqual([]);
    expect(idsOf(await ecs('DescribeNetworkInterfaces', { PrimaryIpAddress: primary }))).toEqual([ids[8]]);
    expect(idsOf(await ecs('DescribeNetworkInterfaces', { RegionId: 'cn-beijing', VpcId: vpc }))).toEqual([]);
    expect(await codeOf(ecs('DescribeNetworkInterfaces', { NextToken: 'x' }))).toBe('InvalidParameter.NextToken');
  });
});

describe('§2.4 an instance', () => {
  it('goes Pending, Starting, Running; stops, starts and reboots with its ENI InUse', async () => {
    cloud.agent.hold();
    const { InstanceIdSets } = await ecs('RunInstances', { ...image, VSwitchId: vswitch, SecurityGroupId: group, PrivateIpAddress: '10.0.0.30', HostName: 'web' });
    const id = nth(InstanceIdSets.InstanceIdSet);
    expect(await shown(id)).toMatchObject({ Status: 'Pending', HostName: 'web', VpcAttributes: { PrivateIpAddress: { IpAddress: ['10.0.0.30'] } } });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ Status: 'Running', StartTime: '2026-01-02T03:04Z', InternetMaxBandwidthIn: -1 });
    expect(await codeOf(ecs('StartInstance', { InstanceId: id }))).toBe('IncorrectInstanceStatus');
    cloud.agent.hold();
    await ecs('RebootInstance', { InstanceId: id });
    expect(await shown(id)).toMatchObject({ Status: 'Starting' });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ Status: 'Running' });
    expect(await codeOf(ecs('StopInstance', { InstanceId: id, StoppedMode: 'Hibernate' }))).toBe('InvalidParameter');
    await ecs('StopInstance', { InstanceId: id, StoppedMode: 'StopCharging' });
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ Status: 'Stopped', StoppedMode: 'StopCharging' });
    expect(await ecs('DescribeNetworkInterfaces', { InstanceId: id })).toMatchObject({ NetworkInterfaceSets: { NetworkInterfaceSet: [{ Status: 'InUse', Type: 'Primary' }] } });
    expect(await codeOf(ecs('RebootInstance', { InstanceId: id }))).toBe('IncorrectInstanceStatus');
    await ecs('StartInstance', { InstanceId: id });
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ Status: 'Running', StoppedMode: 'Not-applicable' });
    expect(cloud.faults).toEqual([]);
  });

  it('is gone after DeleteInstance; its EIP is Available, its kept ENI too, with its own EIP', async () => {
    const id = await instance();
    const kept = await eni({ DeleteOnRelease: false });
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: kept.NetworkInterfaceId, InstanceId: id });
    const own = await vpcCall('AllocateEipAddress');
    await vpcCall('AssociateEipAddress', { AllocationId: own.AllocationId, InstanceId: id });
    const other = await vpcCall('AllocateEipAddress');
    await cloud.settled();
    await vpcCall('AssociateEipAddress', { AllocationId: other.AllocationId, InstanceId: kept.NetworkInterfaceId, InstanceType: 'NetworkInterface' });
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ EipAddress: { AllocationId: own.AllocationId, IpAddress: own.EipAddress, Bandwidth: 5, IsSupportUnassociate: true } });
    expect(await codeOf(ecs('DeleteInstance', { InstanceId: id }))).toBe('IncorrectInstanceStatus');
    cloud.agent.hold();
    await ecs('DeleteInstance', { InstanceId: id, Force: true });
    expect(await shown(id)).toMatchObject({ Status: 'Stopping', EipAddress: { AllocationId: '' } });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown(id)).toBeUndefined();
    expect([await eipStatus(own.AllocationId), await eipStatus(other.AllocationId)]).toEqual(['Available', 'InUse']);
    expect(await listed(kept.NetworkInterfaceId)).toMatchObject({ Status: 'Available', InstanceId: '', AssociatedPublicIp: { AllocationId: other.AllocationId } });
    expect(await codeOf(ecs('DeleteInstance', { InstanceId: id, Force: true }))).toBe('InvalidInstanceId.NotFound');
    expect((await ecs('DescribeNetworkInterfaces', { VpcId: vpc })).TotalCount).toBe(1);
  });

  it('in batches: all together or each by itself, and dry runs', async () => {
    const { InstanceIdSets } = await ecs('RunInstances', { ...image, VSwitchId: vswitch, SecurityGroupId: group, Amount: 2, UniqueSuffix: true, InstanceName: 'vm' });
    await cloud.settled();
    const [a, b] = [nth(InstanceIdSets.InstanceIdSet), nth(InstanceIdSets.InstanceIdSet, 1)];
    expect((await shown(b))?.InstanceName).toBe('vm002');
    await ecs('StopInstance', { InstanceId: a });
    await cloud.settled();
    const both = { 'InstanceId.1': a, 'InstanceId.2': b };
    expect(await codeOf(ecs('StopInstances', both))).toBe('IncorrectInstanceStatus');
    expect((await shown(b))?.Status).toBe('Running');
    expect(await ecs('StopInstances', { ...both, BatchOptimization: 'SuccessFirst' })).toMatchObject({
      InstanceResponses: {
        InstanceResponse: [
          { InstanceId: a, Code: 'IncorrectInstanceStatus', PreviousStatus: 'Stopped', CurrentStatus: 'Stopped' },
          { InstanceId: b, Code: '200', PreviousStatus: 'Running', CurrentStatus: 'Stopping' },
        ],
      },
    });
    await cloud.settled();
    expect(await codeOf(ecs('StartInstances', { ...both, DryRun: true }))).toBe('DRYRUN.SUCCESS');
    expect(await codeOf(ecs('StartInstances', { 'InstanceId.1': 'i-x', DryRun: true }))).toBe('InvalidInstanceId.NotFound');
    expect(await codeOf(ecs('StartInstance', { InstanceId: a, DryRun: true }))).toBe('DryRunOperation');
    expect((await shown(a))?.Status).toBe('Stopped');
    await ecs('StartInstances', both);
    await cloud.settled();
    expect((await ecs('DescribeInstanceStatus', both)).InstanceStatuses.InstanceStatus.map((one) => one.Status)).toEqual(['Running', 'Running']);
    await ecs('DeleteInstances', { ...both, Force: true });
    await cloud.settled();
    expect((await ecs('DescribeInstances')).TotalCount).toBe(0);
  });
});

describe('§4.6 RunInstances', () => {
  const top = (): Values => ({ ...image, VSwitchId: vswitch, SecurityGroupId: group });

  it.each<[string, Values]>([
    ['InvalidParameter', { Amount: 101 }],
    ['InvalidParameter', { Amount: 2, MinAmount: 3 }],
    ['InvalidInstanceType.ValueNotSupported', { InstanceType: 'ecs.none.large' }],
    ['InvalidImageId.NotFound', { ImageId: 'm-x' }],
    ['InvalidVSwitchId.NotFound', { VSwitchId: 'vsw-x' }],
    ['InvalidSecurityGroupId.NotFound', { SecurityGroupId: 'sg-x' }],
    ['InvalidParameter.Conflict', { 'SecurityGroupIds.1': 'sg-x' }],
    ['InvalidPrivateIpAddress', { PrivateIpAddress: '10.0.0.9', Amount: 2 }],
    ['InvalidPrivateIpAddress', { PrivateIpAddress: '10.0.1.9' }],
    ['InvalidPrivateIpAddress.Malformed', { PrivateIpAddress: 'ten' }],
    ['InvalidZoneId.NotFound', { ZoneId: 'cn-hangzhou-z' }],
    ['InvalidParameter.Conflict', { ZoneId: 'cn-hangzhou-h' }],
    ['InvalidUserData.Base64FormatInvalid', { UserData: '#!/bin/sh' }],
    ['InvalidUserData.SizeExceeded', { UserData: Buffer.alloc(32 * 1024 + 1, 'a').toString('base64') }],
    ['InvalidHostName.Malformed', { HostName: 'a;b' }],
    ['InvalidParameter.Conflict', { 'NetworkInterface.1.InstanceType': 'Primary', 'NetworkInterface.1.VSwitchId': 'vsw-1' }],
    ['InvalidEniId.NotFound', { 'NetworkInterface.1.NetworkInterfaceId': 'eni-x' }],
    ['MaxEniCountExceeded', Object.fromEntries([1, 2, 3].map((n) => [`NetworkInterface.${n}.SecondaryPrivateIpAddressCount`, 1]))],
    ['InvalidOperation.Ipv4CountExceeded', { 'NetworkInterface.1.SecondaryPrivateIpAddressCount': 10 }],
    ['UnsupportedParameter', { LaunchTemplateId: 'lt-1' }],
    ['DryRunOperation', { DryRun: true }],
    ['done', { UserData: Buffer.alloc(32 * 1024, 'a').toString('base64'), 'NetworkInterface.1.SecondaryPrivateIpAddressCount': 9 }],
  ])('%s for %o', async (code, parameters) => {
    expect(await codeOf(ecs('RunInstances', { ...top(), ...parameters }))).toBe(code);
    expect((await ecs('DescribeInstances')).TotalCount).toBe(code === 'done' ? 1 : 0);
  });

  it.each(['ImageId', 'InstanceType', 'VSwitchId', 'SecurityGroupId'])('misses %s', async (name) => {
    const without = Object.fromEntries(Object.entries(top()).filter(([key]) => key !== name));
    expect(await codeOf(ecs('RunInstances', without))).toBe('MissingParameter');
  });

  it('takes a taken address for duplicated, and a group of another VPC for inconsistent', async () => {
    await eni({ PrimaryIpAddress: '10.0.0.9' });
    expect(await codeOf(ecs('RunInstances', { ...top(), PrivateIpAddress: '10.0.0.9' }))).toBe('InvalidPrivateIpAddress.Duplicated');
    const { VpcId: far } = await vpcCall('CreateVpc', { CidrBlock: '10.0.0.0/16' });
    const { SecurityGroupId: foreign } = await ecs('CreateSecurityGroup', { VpcId: far });
    expect(await codeOf(ecs('RunInstances', { ...top(), SecurityGroupId: foreign }))).toBe('OperationDenied.InconsistentNetwork');
  });

  it('U-01: uses an existing ENI as the primary one unless it carries more EIPs than that may have', async () => {
    const made = await eni({ SecondaryPrivateIpAddressCount: 1 });
    const bind = async () => {
      const { AllocationId } = await vpcCall('AllocateEipAddress');
      await vpcCall('AssociateEipAddress', { AllocationId, InstanceId: made.NetworkInterfaceId, InstanceType: 'NetworkInterface' });
      await cloud.settled();
      return AllocationId;
    };
    const run = { ...image, 'NetworkInterface.1.InstanceType': 'Primary', 'NetworkInterface.1.NetworkInterfaceId': made.NetworkInterfaceId };
    await bind();
    const second = await bind();
    expect(await codeOf(ecs('RunInstances', run))).toBe('InvalidAction');
    await vpcCall('UnassociateEipAddress', { AllocationId: second });
    await cloud.settled();
    const { InstanceIdSets } = await ecs('RunInstances', run);
    await cloud.settled();
    expect(await shown(nth(InstanceIdSets.InstanceIdSet))).toMatchObject({ VpcAttributes: { PrivateIpAddress: { IpAddress: [made.PrivateIpAddress] } } });
    expect(await listed(made.NetworkInterfaceId)).toMatchObject({ Type: 'Primary', Status: 'InUse' });
  });

  it('makes as many as there are addresses for, from MinAmount on', async () => {
    const { VSwitchId: small } = await vpcCall('CreateVSwitch', { VpcId: vpc, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.1.0/29' });
    await cloud.settled();
    expect(await codeOf(ecs('RunInstances', { ...top(), VSwitchId: small, Amount: 6, MinAmount: 5 }))).toBe('InvalidVSwitchId.IpNotEnough');
    const { InstanceIdSets } = await ecs('RunInstances', { ...top(), VSwitchId: small, Amount: 6, MinAmount: 2 });
    expect(InstanceIdSets.InstanceIdSet).toHaveLength(4);
  });

  it('answers a repeated ClientToken with the same instances', async () => {
    const once = await ecs('RunInstances', { ...top(), ClientToken: 'token-1' });
    expect((await ecs('RunInstances', { ...top(), ClientToken: 'token-1' })).InstanceIdSets).toEqual(once.InstanceIdSets);
    expect((await ecs('DescribeInstances')).TotalCount).toBe(1);
  });
});

describe('§2.8, §4.8 security groups', () => {
  it('§10: are found by id, name and tag; rules show their priority as text and vanish when revoked', async () => {
    const { SecurityGroupId: id } = await ecs('CreateSecurityGroup', { VpcId: vpc, SecurityGroupName: 'front', 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' });
    const total = async (parameters: Values) => (await ecs('DescribeSecurityGroups', parameters)).TotalCount;
    expect([
      await total({}), await total({ SecurityGroupId: id }), await total({ SecurityGroupIds: JSON.stringify([id, 'sg-x']) }),
      await total({ SecurityGroupName: 'fro' }), await total({ SecurityGroupName: 'fro', FuzzyQuery: true }),
      await total({ 'Tag.1.Key': 'a' }), await total({ 'Tag.1.Key': 'a', 'Tag.1.Value': 'c' }), await total({ VpcId: 'vpc-x' }),
    ]).toEqual([2, 1, 1, 0, 1, 1, 0, 0]);
    const rule = { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '10.159.6.18/12', Priority: 7, Policy: 'drop', NicType: 'intranet', Description: 'ssh' };
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId: id, ...rule });
    expect(await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: id, Direction: 'ingress', NicType: 'intranet' })).toMatchObject({
      InnerAccessPolicy: 'Accept',
      Permissions: {
        Permission: [{ IpProtocol: 'TCP', PortRange: '22/22', SourceCidrIp: '10.159.6.18/12', Priority: '7', Policy: 'Drop', NicType: 'intranet', Direction: 'ingress', Description: 'ssh' }],
      },
    });
    await ecs('RevokeSecurityGroup', { SecurityGroupId: id, ...rule });
    expect(await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: id })).toMatchObject({ Permissions: { Permission: [] } });
    expect(await codeOf(ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: 'sg-x' }))).toBe('InvalidSecurityGroupId.NotFound');
    expect(await codeOf(ecs('DescribeSecurityGroups', { SecurityGroupIds: 'sg-x' }))).toBe('InvalidParameter');
  });

  it('take rules for IPv6, which change nothing in the network', async () => {
    await instance();
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId: group, IpProtocol: 'ALL', Ipv6SourceCidrIp: '::/0' });
    expect(await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: group })).toMatchObject({
      Permissions: { Permission: [{ Ipv6SourceCidrIp: '::/0', SourceCidrIp: '' }] },
    });
    expect(cloud.faults).toEqual([]);
  });
});

describe('ListTagResources', () => {
  it('§4.9: lists the tags of named resources, of any kind that has some', async () => {
    const { NetworkInterfaceId: id } = await eni({ 'Tag.1.Key': 'a', 'Tag.1.Value': '1', 'Tag.2.Key': 'b' });
    await eni();
    const rows = [
      { ResourceId: id, ResourceType: 'eni', TagKey: 'a', TagValue: '1' }, { ResourceId: id, ResourceType: 'eni', TagKey: 'b', TagValue: '' },
    ];
    expect(await ecs('ListTagResources', { ResourceType: 'eni', 'ResourceId.1': id })).toMatchObject({ NextToken: '', TagResources: { TagResource: rows } });
    expect(await ecs('ListTagResources', { ResourceType: 'eni', 'Tag.1.Key': 'a' })).toMatchObject({ TagResources: { TagResource: rows } });
    expect(await ecs('ListTagResources', { ResourceType: 'eni', 'Tag.1.Key': 'x' })).toMatchObject({ TagResources: { TagResource: [] } });
    expect(await ecs('ListTagResources', { ResourceType: 'disk', 'ResourceId.1': 'd-1' })).toMatchObject({ TagResources: { TagResource: [] } });
    expect(await codeOf(ecs('ListTagResources', { ResourceType: 'eip' }))).toBe('InvalidParameter');
  });
});
