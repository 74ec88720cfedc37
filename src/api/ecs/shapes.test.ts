import { beforeAll, describe, expect, it } from 'vitest';
import { testCloud, textField, type TestCloud } from '../../control/testing.js';
import type { JsonObject } from '../action.js';
import { ABSENT } from '../testing-allowances.js';
import { shapeFaults } from '../testing-shapes.js';
import { aliases } from './aliases/index.js';
import { ecsActions } from './index.js';

const R = { RegionId: 'cn-hangzhou' };
type Values = Readonly<Record<string, string | number | boolean>>;

let cloud: TestCloud;
/** The last answer of each action. */
const answers = new Map<string, JsonObject>();

async function ecs(action: string, parameters: Values = {}): Promise<JsonObject> {
  const body = await cloud.call('Ecs', action, { ...R, ...parameters });
  answers.set(action, body);
  await cloud.settled();
  return body;
}

/** Every action once, in an order in which each succeeds. */
beforeAll(async () => {
  cloud = await testCloud();
  const VpcId = textField(await cloud.call('Vpc', 'CreateVpc', { ...R, CidrBlock: '10.0.0.0/16' }), 'VpcId');
  await cloud.settled();
  const place = { ...R, VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' };
  const VSwitchId = textField(await cloud.call('Vpc', 'CreateVSwitch', place), 'VSwitchId');
  await cloud.settled();
  const group = { SecurityGroupId: textField(await ecs('CreateSecurityGroup', { VpcId, 'Tag.1.Key': 'a' }), 'SecurityGroupId') };
  const second = { SecurityGroupId: textField(await ecs('CreateSecurityGroup', { VpcId }), 'SecurityGroupId') };
  const from = { 'Permissions.1.IpProtocol': 'TCP', 'Permissions.1.PortRange': '80/80', 'Permissions.1.SourceCidrIp': '0.0.0.0/0' };
  const to = { IpProtocol: 'all', DestCidrIp: '0.0.0.0/0' };
  await ecs('AuthorizeSecurityGroup', { ...group, ...from });
  await ecs('AuthorizeSecurityGroup', { ...group, IpProtocol: 'all', SourceGroupId: second.SecurityGroupId });
  await ecs('AuthorizeSecurityGroupEgress', { ...group, ...to });
  await ecs('DescribeSecurityGroupAttribute', group);
  await ecs('DescribeSecurityGroups', { IsQueryEcsCount: true });
  const eni = await ecs('CreateNetworkInterface', { VSwitchId, ...group, SecondaryPrivateIpAddressCount: 1, 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' });
  const NetworkInterfaceId = textField(eni, 'NetworkInterfaceId');
  await ecs('ListTagResources', { ResourceType: 'ENI', 'ResourceId.1': NetworkInterfaceId });
  const run = { ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', VSwitchId, ...group, 'Tag.1.Key': 'k' };
  const InstanceId = textField(await ecs('RunInstances', run), 'InstanceIdSets.InstanceIdSet.0');
  const AllocationId = textField(await cloud.call('Vpc', 'AllocateEipAddress', R), 'AllocationId');
  await cloud.call('Vpc', 'AssociateEipAddress', { ...R, AllocationId, InstanceId });
  await ecs('AttachNetworkInterface', { NetworkInterfaceId, InstanceId });
  await ecs('DescribeNetworkInterfaceAttribute', { NetworkInterfaceId });
  await ecs('DescribeNetworkInterfaces');
  await ecs('DescribeInstances');
  await ecs('DescribeInstanceStatus');
  await ecs('DescribeInstanceAttribute', { InstanceId });
  await ecs('DescribeUserData', { InstanceId });
  await ecs('DescribeInstanceRamRole', { InstanceIds: JSON.stringify([InstanceId]) });
  await ecs('DescribeInstanceMaintenanceAttributes', { 'InstanceId.1': InstanceId });
  await ecs('DescribeInstanceAttachmentAttributes', { InstanceIds: JSON.stringify([InstanceId]) });
  await ecs('DescribeDisks', { InstanceId, DiskType: 'system' });
  await ecs('ModifyInstanceAttribute', { InstanceId, InstanceName: 'front' });
  const tagged = { ResourceType: 'instance', 'ResourceId.1': InstanceId };
  await ecs('TagResources', { ...tagged, 'Tag.1.Key': 't' });
  await ecs('UntagResources', { ...tagged, 'TagKey.1': 't' });
  await ecs('AddTags', { ResourceType: 'instance', ResourceId: InstanceId, 'Tag.1.Key': 't' });
  await ecs('DescribeTags');
  await ecs('RemoveTags', { ResourceType: 'instance', ResourceId: InstanceId, 'Tag.1.Key': 't' });
  const ResourceGroupId = textField(await cloud.call('ResourceManager', 'ListResourceGroups'), 'ResourceGroups.ResourceGroup.0.Id');
  await ecs('JoinResourceGroup', { ResourceGroupId, ResourceType: 'instance', ResourceId: InstanceId });
  await ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Description: 'changed' });
  const added = textField(await ecs('AssignPrivateIpAddresses', { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 }), 'AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress.0');
  await ecs('UnassignPrivateIpAddresses', { NetworkInterfaceId, 'PrivateIpAddress.1': added });
  await ecs('JoinSecurityGroup', { InstanceId, ...second });
  await ecs('LeaveSecurityGroup', { InstanceId, ...second });
  await ecs('DetachNetworkInterface', { NetworkInterfaceId, InstanceId });
  await ecs('DeleteNetworkInterface', { NetworkInterfaceId });
  await ecs('RebootInstance', { InstanceId });
  await ecs('StopInstance', { InstanceId });
  await ecs('ModifyInstanceVpcAttribute', { InstanceId, VSwitchId, PrivateIpAddress: '10.0.0.99' });
  await ecs('StartInstance', { InstanceId });
  await ecs('RebootInstances', { 'InstanceId.1': InstanceId });
  await ecs('StopInstances', { 'InstanceId.1': InstanceId });
  await ecs('StartInstances', { 'InstanceId.1': InstanceId });
  await ecs('DeleteInstance', { InstanceId, Force: true });
  await ecs('DeleteInstances', { 'InstanceId.1': textField(await ecs('RunInstances', run), 'InstanceIdSets.InstanceIdSet.0'), Force: true });
  const created = textField(await ecs('CreateInstance', run), 'InstanceId');
  await ecs('ModifyInstanceNetworkSpec', { InstanceId: created, InternetMaxBandwidthOut: 5 });
  await ecs('AllocatePublicIpAddress', { InstanceId: created });
  await ecs('DeleteInstance', { InstanceId: created });
  await ecs('DescribeSecurityGroupReferences', { 'SecurityGroupId.1': second.SecurityGroupId });
  await ecs('ModifySecurityGroupRule', { ...group, IpProtocol: 'all', SourceGroupId: second.SecurityGroupId, Description: 'changed' });
  await ecs('ModifySecurityGroupEgressRule', { ...group, ...to, Description: 'changed' });
  await ecs('ModifySecurityGroupAttribute', { ...group, SecurityGroupName: 'web' });
  await ecs('ModifySecurityGroupPolicy', { ...group, InnerAccessPolicy: 'drop' });
  await ecs('RevokeSecurityGroup', { ...group, IpProtocol: 'all', SourceGroupId: second.SecurityGroupId });
  await ecs('RevokeSecurityGroupEgress', { ...group, ...to });
  await ecs('DeleteSecurityGroup', second);
  await ecs('DescribeRegions');
  await ecs('DescribeZones');
  await ecs('DescribeAvailableResource', { DestinationResource: 'InstanceType' });
  await ecs('DescribeInstanceTypes');
  await ecs('DescribeInstanceTypeFamilies');
  await ecs('DescribeImages');
  await ecs('DescribeImageSupportInstanceTypes', { ImageId: 'openeip_auto' });
});

describe('the answer', () => {
  // Those under older names: `aliases/aliases.test.ts`.
  it.each(ecsActions.filter((one) => !aliases.includes(one)).map(({ name }) => name))('of %s has the fields of the official model, of its types', (name) => {
    const body = answers.get(name);
    expect(body).toBeDefined();
    expect(shapeFaults('@alicloud/ecs20140526', name, body ?? {}, { absent: ABSENT[name] ?? [] })).toEqual([]);
  });

  it('§10.10: never has Code, Success or Message', () => {
    expect([...answers.values()].flatMap((body) => Object.keys(body)).filter((key) => /^(Code|Success|Message)$/.test(key))).toEqual([]);
  });

  it('comes without any fault of the system', () => {
    expect(cloud.faults).toEqual([]);
  });
});

describe('the catalogue', () => {
  const text = (action: string) => JSON.stringify(answers.get(action));

  it('§3.8: lists the auto-configuring image first', () => {
    expect(text('DescribeImages')).toMatch(/openeip_auto.*openeip_manual/);
  });

  it('clients §2.3: zones have disk categories and instance types, resources are in stock', () => {
    expect(text('DescribeZones')).toMatch(/"AvailableDiskCategories":\{"DiskCategories":\["cloud_efficiency".*"AvailableInstanceTypes":\{"InstanceTypes":\["ecs\./);
    expect(text('DescribeAvailableResource')).toContain('{"Value":"ecs.g6.large","Status":"Available","StatusCategory":"WithStock"}');
  });

  it('§4.6: EniQuantity counts the primary one', async () => {
    const body = await cloud.call('Ecs', 'DescribeInstanceTypes', { 'InstanceTypes.1': 'ecs.g6.large' });
    expect(body).toMatchObject({ InstanceTypes: { InstanceType: [{ EniQuantity: 2, EniPrivateIpAddressQuantity: 6 }] }, NextToken: '' });
  });
});
