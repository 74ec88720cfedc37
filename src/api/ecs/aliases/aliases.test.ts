import { beforeEach, describe, expect, it } from 'vitest';
import { field, testCloud, textField, type TestCloud } from '../../../control/testing.js';
import type { JsonObject } from '../../action.js';
import { ALL_ACTIONS } from '../../registry.js';
import { shapeFaults } from '../../testing-shapes.js';
import { aliases } from './index.js';

const REGION = { RegionId: 'cn-hangzhou' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});

type Parameters = NonNullable<globalThis.Parameters<TestCloud['call']>[2]>;

/** By the older name; the answer is the SDK's shape of it, to the field. */
async function ecs(action: string, parameters: Parameters = {}): Promise<JsonObject> {
  const body = await cloud.call('Ecs', action, { ...REGION, ...parameters });
  expect([action, shapeFaults('@alicloud/ecs20140526', action, body)]).toEqual([action, []]);
  await cloud.settled();
  return body;
}

const vpc = (action: string, parameters: Parameters = {}) => cloud.call('Vpc', action, { ...REGION, ...parameters });

async function network() {
  const created = await ecs('CreateVpc', { CidrBlock: '10.0.0.0/16', VpcName: 'net', UserCidr: '1.0.0.0/8', 'Tag.1.Key': 'k' });
  const VpcId = textField(created, 'VpcId');
  const VSwitchId = textField(await ecs('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24', VSwitchName: 'front' }), 'VSwitchId');
  return { VpcId, VSwitchId, RouteTableId: textField(created, 'RouteTableId'), VRouterId: textField(created, 'VRouterId') };
}

describe('client facts §9: the actions of Vpc under their older names in Ecs', () => {
  it('a VPC and a vSwitch are made, shown, changed and deleted, the same ones as in Vpc', async () => {
    const { VpcId, VSwitchId, VRouterId } = await network();
    expect(await ecs('DescribeVpcs', { VpcId })).toMatchObject({
      PageNumber: 1, TotalCount: 1, Vpcs: { Vpc: [{ VpcId, VpcName: 'net', VRouterId, VSwitchIds: { VSwitchId: [VSwitchId] }, UserCidrs: { UserCidr: ['1.0.0.0/8'] } }] },
    });
    // Parameters that only the newer form has are none here.
    expect(field(await vpc('DescribeVpcAttribute', { VpcId }), 'Tags.Tag')).toEqual([]);
    await ecs('ModifyVpcAttribute', { VpcId, VpcName: 'other', UserCidr: '2.0.0.0/8,3.0.0.0/8' });
    expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ VpcName: 'other', UserCidrs: { UserCidr: ['2.0.0.0/8', '3.0.0.0/8'] }, Status: 'Available' });
    await ecs('ModifyVSwitchAttribute', { VSwitchId, Description: 'changed' });
    expect(field(await ecs('DescribeVSwitches', { VpcId }), 'VSwitches.VSwitch')).toMatchObject([{ VSwitchId, VSwitchName: 'front', Description: 'changed', Status: 'Available' }]);
    expect(field(await ecs('DescribeVRouters'), 'VRouters.VRouter')).toMatchObject([{ VRouterId, VpcId }]);
    await expect(ecs('DeleteVpc', { VpcId })).rejects.toMatchObject({ code: 'DependencyViolation.VSwitch' });
    await ecs('DeleteVSwitch', { VSwitchId });
    await ecs('DeleteVpc', { VpcId });
    expect(await ecs('DescribeVpcs')).toMatchObject({ TotalCount: 0, Vpcs: { Vpc: [] } });
  });

  it('a route entry is made, shown without its id, and deleted', async () => {
    const { VpcId, VSwitchId, RouteTableId } = await network();
    const SecurityGroupId = textField(await cloud.call('Ecs', 'CreateSecurityGroup', { ...REGION, VpcId }), 'SecurityGroupId');
    const eni = textField(await cloud.call('Ecs', 'CreateNetworkInterface', { ...REGION, VSwitchId, SecurityGroupId }), 'NetworkInterfaceId');
    const entry = { RouteTableId, DestinationCidrBlock: '192.168.0.0/16' };
    expect(await ecs('CreateRouteEntry', { ...entry, NextHopType: 'NetworkInterface', NextHopId: eni })).toEqual({});
    expect(field(await ecs('DescribeRouteTables', { RouteTableId }), 'RouteTables.RouteTable.0.RouteEntrys.RouteEntry.0')).toEqual({
      ...entry, Type: 'Custom', Status: 'Available', NextHopType: 'NetworkInterface', InstanceId: eni, NextHops: { NextHop: [] },
    });
    await ecs('DeleteRouteEntry', { ...entry, NextHopId: eni });
    expect(field(await ecs('DescribeRouteTables', { RouteTableId }), 'RouteTables.RouteTable.0.RouteEntrys.RouteEntry')).toHaveLength(2);
  });

  it('an EIP is allocated, bound, shown without mode and private address, unbound and released', async () => {
    const { VpcId, VSwitchId } = await network();
    const SecurityGroupId = textField(await cloud.call('Ecs', 'CreateSecurityGroup', { ...REGION, VpcId }), 'SecurityGroupId');
    const InstanceId = textField(await cloud.call('Ecs', 'CreateNetworkInterface', { ...REGION, VSwitchId, SecurityGroupId }), 'NetworkInterfaceId');
    const { AllocationId, EipAddress } = await ecs('AllocateEipAddress', { Bandwidth: 7, InternetChargeType: 'PayByTraffic', Name: 'unknown here' });
    const id = { AllocationId: String(AllocationId) };
    await ecs('ModifyEipAddressAttribute', { ...id, Bandwidth: 9 });
    await ecs('AssociateEipAddress', { ...id, InstanceId, InstanceType: 'NetworkInterface' });
    expect(await ecs('DescribeEipAddresses', { EipAddress: String(EipAddress) })).toMatchObject({
      TotalCount: 1,
      EipAddresses: {
        EipAddress: [{
          AllocationId, IpAddress: EipAddress, Status: 'InUse', InstanceId, InstanceType: 'NetworkInterface', Bandwidth: '9', InternetChargeType: 'PayByTraffic',
          OperationLocks: { LockReason: [] },
        }],
      },
    });
    expect(await vpc('DescribeEipAddresses', id)).toMatchObject({ EipAddresses: { EipAddress: [{ Mode: 'NAT', Name: '' }] } });
    await ecs('DescribeEipMonitorData', { ...id, StartTime: '2026-01-02T03:00:00Z', EndTime: '2026-01-02T03:04:00Z' });
    await ecs('UnassociateEipAddress', { ...id, InstanceId });
    await ecs('ReleaseEipAddress', id);
    expect(await ecs('DescribeEipAddresses', id)).toMatchObject({ TotalCount: 0, EipAddresses: { EipAddress: [] } });
    await expect(ecs('ReleaseEipAddress', id)).rejects.toMatchObject({ code: 'InvalidAllocationId.NotFound', status: 404 });
  });

  it('each has an action of the same name in Vpc', () => {
    const names = new Set(ALL_ACTIONS.filter(({ product }) => product === 'Vpc').map(({ name }) => name));
    expect(aliases.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
  });
});
