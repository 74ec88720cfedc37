/** What Terraform reads back: types that it asserts, and defaults that would make a plan dirty (client facts §2.3, §2.4). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/action.js';
import { field } from '../../src/control/testing.js';
import { firstOf, scene, text, type Scene } from './world.js';

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

it('§2.3: what Terraform asserts of an ENI: wrappers, and Primary as a boolean, attached or not', async () => {
  const check = async () => {
    const row = await eniOf(live.eni.id);
    expect(field(row, 'PrivateIpSets.PrivateIpSet')).toMatchObject([
      { PrivateIpAddress: live.eni.addresses[0], Primary: true }, { PrivateIpAddress: live.eni.addresses[1], Primary: false },
    ]);
    expect(field(row, 'Ipv6Sets.Ipv6Set')).toEqual([]);
    expect(field(row, 'Ipv4PrefixSets.Ipv4PrefixSet')).toEqual([]);
    expect(field(row, 'SecurityGroupIds.SecurityGroupId')).toEqual([live.world.openGroup]);
  };
  await check();
  await live.world.attach(live.eni, live.instance);
  await check();
  await live.world.detach(live.eni, live.instance);
});

describe('§2.4: nothing that a plan would want to change', () => {
  it('of a binding: private_ip_address, vpc_id', async () => {
    await bound();
    expect(await eipOf(live.eip.id)).toMatchObject({ PrivateIpAddress: '', VpcId: '', InstanceType: 'NetworkInterface', Mode: 'NAT' });
    await unbound();
  });

  it('of an ENI: resource_group_id, source_dest_check, description; of its attachment: trunk and card', async () => {
    expect(await eniOf(live.eni.id)).toMatchObject({ ResourceGroupId: '', SourceDestCheck: false, Description: '', NetworkInterfaceName: '' });
    await live.world.attach(live.eni, live.instance);
    expect(await eniOf(live.eni.id)).toMatchObject({ Attachment: { InstanceId: live.instance, TrunkNetworkInterfaceId: '', NetworkCardIndex: 0 } });
    await live.world.detach(live.eni, live.instance);
  });

  it('of an EIP: public_ip_address_pool_id, security_protection_types, tags', async () => {
    expect(await eipOf(live.eip.id)).toMatchObject({
      PublicIpAddressPoolId: '', SecurityProtectionTypes: { SecurityProtectionType: [] }, Tags: { Tag: [] }, Description: '', Name: '',
    });
  });

  it('of a VPC and a vSwitch', async () => {
    expect(await vpc('DescribeVpcAttribute', { VpcId: live.world.vpcId })).toMatchObject({ ClassicLinkEnabled: false, Description: '', VpcName: '' });
    const tables = await vpc('DescribeRouteTableList', { VpcId: live.world.vpcId });
    expect(firstOf(tables, 'RouterTableList.RouterTableListType')).toMatchObject({ RouteTableName: '', Description: '' });
    expect(await vpc('DescribeVSwitchAttributes', { VSwitchId: live.world.vswitchId })).toMatchObject({ Ipv6CidrBlock: '', Description: '', VSwitchName: '' });
  });

  it('of an instance', async () => {
    expect(await instanceRow(live.instance)).toMatchObject({
      HpcClusterId: '', DeploymentSetId: '', AutoReleaseTime: '', DeletionProtection: false, ResourceGroupId: '', KeyPairName: '',
      DedicatedHostAttribute: { DedicatedHostId: '' },
    });
    const InstanceIds = JSON.stringify([live.instance]);
    expect(firstOf(await ecs('DescribeDisks', { InstanceId: live.instance, DiskType: 'system' }), 'Disks.Disk')).toMatchObject({
      Type: 'system', Size: 40, StorageClusterId: '', BurstingEnabled: false, ResourceGroupId: '', Tags: { Tag: [] },
    });
    expect(await ecs('DescribeUserData', { InstanceId: live.instance })).toMatchObject({ InstanceId: live.instance, UserData: '' });
    expect(field(await ecs('DescribeInstanceRamRole', { InstanceIds }), 'InstanceRamRoleSets.InstanceRamRoleSet')).toEqual([{ InstanceId: live.instance, RamRoleName: '' }]);
    expect(firstOf(await ecs('DescribeInstanceMaintenanceAttributes', { InstanceId: [live.instance] }), 'MaintenanceAttributes.MaintenanceAttribute')).toMatchObject({
      InstanceId: live.instance, NotifyOnMaintenance: false, MaintenanceWindows: { MaintenanceWindow: [] },
    });
    expect(firstOf(await ecs('DescribeInstanceAttachmentAttributes', { InstanceIds }), 'Instances.Instance')).toMatchObject({ InstanceId: live.instance });
    expect(await ecs('DescribeInstanceAttribute', { InstanceId: live.instance })).toMatchObject({ InstanceId: live.instance });
  });

  it('of a rule: as it was given, owner accounts empty', async () => {
    const SecurityGroupId = text(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId }), 'SecurityGroupId');
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId, Permissions: [{ IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '192.0.2.0/24' }] });
    const body = await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId, Direction: 'ingress', NicType: 'intranet' });
    const rule = firstOf(body, 'Permissions.Permission');
    expect(rule).toMatchObject({ PortRange: '22/22', SourceCidrIp: '192.0.2.0/24', Priority: '1', SourceGroupOwnerAccount: '', Description: '', Ipv6SourceCidrIp: '' });
    expect([rule['IpProtocol'], rule['Policy']].map((word) => String(word).toLowerCase())).toEqual(['tcp', 'accept']);
    await ecs('DeleteSecurityGroup', { SecurityGroupId });
  });
});

/** As the provider's resources make their requests: create, read, update in place, delete, delete again. */
describe('§2.3: bandwidth packages', () => {
  const packageOf = async (id: string) => firstOf(await vpc('DescribeCommonBandwidthPackages', { BandwidthPackageId: id }), 'CommonBandwidthPackages.CommonBandwidthPackage');
  const order = { Bandwidth: 1000, InternetChargeType: 'PayByTraffic', Name: 'tf', Description: 'of a plan', ClientToken: 'TF-Create-1' };

  it('common_bandwidth_package, with tags, group and protection', async () => {
    const id = text(await vpc('CreateCommonBandwidthPackage', order), 'BandwidthPackageId');
    expect(text(await vpc('CreateCommonBandwidthPackage', order), 'BandwidthPackageId')).toBe(id);
    expect(await packageOf(id)).toMatchObject({
      Status: 'Available', Bandwidth: '1000', InternetChargeType: 'PayByTraffic', DeletionProtection: false, Name: 'tf', Description: 'of a plan', ISP: 'BGP',
      SecurityProtectionTypes: { SecurityProtectionType: [] }, Zone: '',
    });
    const tags = { ResourceType: 'COMMONBANDWIDTHPACKAGE', ResourceId: [id] };
    expect(field(await vpc('ListTagResources', tags), 'TagResources.TagResource')).toEqual([]);
    await vpc('TagResources', { ...tags, Tag: [{ Key: 'For', Value: 'plan' }] });
    expect(field(await vpc('ListTagResources', tags), 'TagResources.TagResource')).toMatchObject([{ ResourceId: id, TagKey: 'For', TagValue: 'plan' }]);
    await vpc('UnTagResources', { ...tags, TagKey: ['For'] });
    await vpc('ModifyCommonBandwidthPackageAttribute', { BandwidthPackageId: id, Name: 'other', Description: 'changed' });
    await vpc('ModifyCommonBandwidthPackageSpec', { BandwidthPackageId: id, Bandwidth: '500' });
    await vpc('MoveResourceGroup', { ResourceType: 'bandwidthpackage', ResourceId: id, NewResourceGroupId: text(await packageOf(id), 'ResourceGroupId') });
    for (const ProtectionEnable of [true, false]) await vpc('DeletionProtection', { InstanceId: id, Type: 'CBWP', ProtectionEnable });
    expect(await packageOf(id)).toMatchObject({ Status: 'Available', Bandwidth: '500', Name: 'other', Description: 'changed', DeletionProtection: false });
    await vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id, Force: 'false' });
    await expect(vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id, Force: 'false' })).rejects.toMatchObject({
      code: 'InvalidBandwidthPackageId.NotFound', status: 404,
    });
    expect(field(await vpc('DescribeCommonBandwidthPackages', { BandwidthPackageId: id }), 'CommonBandwidthPackages.CommonBandwidthPackage')).toEqual([]);
  });

  it('common_bandwidth_package_attachment, with a maximum of its own', async () => {
    const id = text(await vpc('CreateCommonBandwidthPackage', { ...order, ClientToken: 'TF-Create-2' }), 'BandwidthPackageId');
    const [entry, share] = [{ BandwidthPackageId: id, IpInstanceId: live.eip.id }, { BandwidthPackageId: id, EipId: live.eip.id }];
    await vpc('AddCommonBandwidthPackageIp', { ...entry, IpType: 'EIP', ClientToken: 'TF-Add-1' });
    expect(await packageOf(id)).toMatchObject({ Status: 'Available', PublicIpAddresses: { PublicIpAddresse: [{ AllocationId: live.eip.id, IpAddress: live.eip.address }] } });
    expect(await eipOf(live.eip.id)).toMatchObject({ BandwidthPackageId: id, Bandwidth: '1000' });
    await vpc('ModifyCommonBandwidthPackageIpBandwidth', { ...share, Bandwidth: '300' });
    expect(await eipOf(live.eip.id)).toMatchObject({ BandwidthPackageId: id, Bandwidth: '300' });
    await vpc('CancelCommonBandwidthPackageIpBandwidth', share);
    expect(await eipOf(live.eip.id)).toMatchObject({ Bandwidth: '1000' });
    await vpc('RemoveCommonBandwidthPackageIp', { ...entry, ClientToken: 'TF-Remove-1' });
    // An EIP that is in it no more is what the provider wants.
    await expect(vpc('RemoveCommonBandwidthPackageIp', { ...entry, ClientToken: 'TF-Remove-2' })).rejects.toMatchObject({ code: 'OperationUnsupported.IpNotInCbwp' });
    expect(await packageOf(id)).toMatchObject({ PublicIpAddresses: { PublicIpAddresse: [] } });
    await vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id, Force: 'true' });
  });
});
