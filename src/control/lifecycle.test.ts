/** Cross-resource lifecycle (behaviour §11): what an event on one resource does to the others, through the API. A test bears the row's event. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../api/action.js';
import { CallError, field, textField } from './testing.js';
import { TestWorld, type Given } from './testing-world.js';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.make();
});
afterEach(() => {
  expect(world.cloud.faults).toEqual([]);
  world.close();
});

const codeOf = (call: Promise<JsonObject>) => call.then(() => 'accepted', (error: unknown) => (error instanceof CallError ? error.code : String(error)));
const row = (id: string) => world.cloud.store.read.get('eni', id);

async function tableId(): Promise<string> {
  return textField(await world.vpc('DescribeRouteTableList', { VpcId: world.vpcId }), 'RouterTableList.RouterTableListType.0.RouteTableId');
}
async function routeTo(NextHopId: string, NextHopType = 'NetworkInterface', DestinationCidrBlock = '10.9.0.0/24'): Promise<JsonObject> {
  return world.vpc('CreateRouteEntry', { RouteTableId: await tableId(), DestinationCidrBlock, NextHopId, NextHopType });
}
async function routes(): Promise<readonly string[]> {
  const entries = field(await world.vpc('DescribeRouteEntryList', { RouteTableId: await tableId(), RouteEntryType: 'Custom' }), 'RouteEntrys.RouteEntry');
  return Array.isArray(entries) ? entries.map((entry: JsonObject) => String(entry['DestinationCidrBlock'])) : [];
}
const associate = (AllocationId: string, InstanceId: string, more: Given = {}) =>
  world.vpc('AssociateEipAddress', { AllocationId, InstanceId, InstanceType: 'NetworkInterface', ...more });

describe('§11', () => {
  it.each(['NAT', 'BINDED', 'MULTI_BINDED'] as const)('DetachNetworkInterface, %s: bindings are kept, S-31’s and S-37’s flags are not', async (mode) => {
    const [eip, eni, instance] = [await world.eip(), await world.eni(), await world.instance()];
    await world.bind(eip, eni, mode);
    await world.attach(eni, instance);
    await world.detach(eni, instance);
    expect(await world.shownEip(eip)).toMatchObject({ Status: 'InUse', InstanceId: eni, Mode: mode });
    expect(row(eni)).toMatchObject({ status: 'Available', leased: false, privateSuppressed: false });
  });

  it('DeleteNetworkInterface with EIP: the EIP is Available, the routes are gone, then the ENI', async () => {
    const [eip, eni] = [await world.eip(), await world.eni()];
    await world.bind(eip, eni);
    await routeTo(eni);
    await world.ecs('DeleteNetworkInterface', { NetworkInterfaceId: eni });
    expect([await world.shownEip(eip), await routes(), row(eni)]).toMatchObject([{ Status: 'Available', InstanceId: '' }, [], undefined]);
  });

  it('DeleteInstance: ENIs go with it, or stay with EIP, addresses, groups and routes where DeleteOnRelease is off', async () => {
    const [instance, going, staying] = [await world.instance(), await world.eni(), await world.eni({ DeleteOnRelease: false, SecondaryPrivateIpAddressCount: 1 })];
    const [goes, stays, own] = [await world.eip(), await world.eip(), await world.eip()];
    await world.bind(goes, going);
    await world.bind(stays, staying);
    await world.vpc('AssociateEipAddress', { AllocationId: own, InstanceId: instance });
    for (const eni of [going, staying]) await world.attach(eni, instance);
    await routeTo(going);
    await routeTo(staying, 'NetworkInterface', '10.9.1.0/24');
    await world.ecs('DeleteInstance', { InstanceId: instance, Force: true });
    expect([await world.shownEip(goes), await world.shownEip(stays), await world.shownEip(own)])
      .toMatchObject([{ Status: 'Available' }, { Status: 'InUse', InstanceId: staying }, { Status: 'Available' }]);
    expect(row(going)).toBeUndefined();
    expect(row(staying)).toMatchObject({ status: 'Available', groupIds: [world.groupId], privateIps: [expect.any(String), expect.any(String)] });
    expect(await routes()).toEqual(['10.9.1.0/24']);
  });

  it('StopInstance: EIP and bindings are unchanged, and so they are after a start and a reboot', async () => {
    const [instance, eni, eip] = [await world.instance(), await world.eni(), await world.eip()];
    await world.bind(eip, eni, 'BINDED');
    await world.attach(eni, instance);
    await world.cloud.plane.order('release', eip);
    await world.cloud.settled();
    for (const action of ['StopInstance', 'StartInstance', 'RebootInstance']) {
      await world.ecs(action, { InstanceId: instance });
      expect(row(eni)).toMatchObject({ status: 'InUse', privateSuppressed: true });
    }
  });

  it('UnassignPrivateIpAddresses of a mapped address: refused until unbound', async () => {
    const [eni, eip] = [await world.eni({ SecondaryPrivateIpAddressCount: 1 }), await world.eip()];
    const address = row(eni)?.privateIps[1] ?? '';
    await world.bind(eip, eni, 'NAT', { PrivateIpAddress: address });
    const unassign = () => codeOf(world.ecs('UnassignPrivateIpAddresses', { NetworkInterfaceId: eni, 'PrivateIpAddress.1': address }));
    expect(await unassign()).toBe('InvalidAction');
    await world.vpc('UnassociateEipAddress', { AllocationId: eip });
    expect(await unassign()).toBe('accepted');
  });

  it('UnassociateVpcCidrBlock: refused while a vSwitch is in it', async () => {
    await world.vpc('AssociateVpcCidrBlock', { VpcId: world.vpcId, SecondaryCidrBlock: '172.16.0.0/16' });
    const ZoneId = textField(await world.vpc('DescribeZones'), 'Zones.Zone.0.ZoneId');
    const vswitch = textField(await world.vpc('CreateVSwitch', { VpcId: world.vpcId, ZoneId, CidrBlock: '172.16.1.0/24' }), 'VSwitchId');
    const unassociate = () => codeOf(world.vpc('UnassociateVpcCidrBlock', { VpcId: world.vpcId, SecondaryCidrBlock: '172.16.0.0/16' }));
    expect(await unassociate()).not.toBe('accepted');
    await world.vpc('DeleteVSwitch', { VSwitchId: vswitch });
    expect(await unassociate()).toBe('accepted');
  });

  it('CreateIpv4Gateway: refused with direct EIPs, on detached ENIs too', async () => {
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.bind(eip, eni, 'BINDED');
    const create = () => codeOf(world.vpc('CreateIpv4Gateway', { VpcId: world.vpcId }));
    expect(await create()).toBe('OperationDenied.ExistDirectEip');
    await world.vpc('UnassociateEipAddress', { AllocationId: eip });
    expect(await create()).toBe('accepted');
  });

  it('DeleteIpv4Gateway: refused while an IpAddress EIP is bound in the VPC', async () => {
    const gateway = textField(await world.vpc('CreateIpv4Gateway', { VpcId: world.vpcId }), 'Ipv4GatewayId');
    await world.vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: gateway, 'RouteTableList.1': await tableId() });
    const eip = await world.eip();
    await world.vpc('AssociateEipAddress', { AllocationId: eip, InstanceId: '10.0.0.77', InstanceType: 'IpAddress', VpcId: world.vpcId });
    const remove = () => codeOf(world.vpc('DeleteIpv4Gateway', { Ipv4GatewayId: gateway, InternetMode: 'public' }));
    expect(await remove()).not.toBe('accepted');
    await world.vpc('UnassociateEipAddress', { AllocationId: eip });
    expect(await remove()).toBe('accepted');
  });

  it('a route entry to an ENI and a direct bind exclude each other', async () => {
    const [hop, direct, eip] = [await world.eni(), await world.eni(), await world.eip()];
    await routeTo(hop);
    expect(await codeOf(associate(eip, hop, { Mode: 'BINDED' }))).toBe('InvalidNexthop.DirectEni');
    await world.bind(eip, direct, 'BINDED');
    expect(await codeOf(routeTo(direct, 'NetworkInterface', '10.9.1.0/24'))).toBe('InvalidNexthop.DirectEni');
  });

  it('AssignPrivateIpAddresses to a BINDED ENI: refused; U-05: to a multi-EIP one: accepted', async () => {
    const [direct, multi] = [await world.eni(), await world.eni()];
    await world.bind(await world.eip(), direct, 'BINDED');
    await world.bind(await world.eip(), multi, 'MULTI_BINDED');
    const assign = (eni: string) => codeOf(world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: eni, SecondaryPrivateIpAddressCount: 1 }));
    expect([await assign(direct), await assign(multi)]).toEqual(['InvalidAction', 'accepted']);
  });

  it('AttachNetworkInterface of a direct ENI: the family is asked again (S-36, U-04)', async () => {
    const [eni, instance] = [await world.eni(), await world.instance('ecs.g6.large')];
    await world.bind(await world.eip(), eni, 'MULTI_BINDED');
    expect(await codeOf(world.ecs('AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: instance }))).toBe('InvalidOperation.InvalidGeneration');
  });

  it('AttachNetworkInterface while an EIP of the ENI is Associating: accepted, InUse when both are real', async () => {
    const [eni, instance, eip] = [await world.eni(), await world.instance(), await world.eip()];
    world.cloud.agent.hold();
    await associate(eip, eni);
    await world.attach(eni, instance);
    expect([await world.shownEip(eip), await world.shownEni(eni)]).toMatchObject([{ Status: 'Associating' }, { Status: 'Attaching' }]);
    world.cloud.agent.release();
    await world.cloud.settled();
    expect([await world.shownEip(eip), await world.shownEni(eni)]).toMatchObject([{ Status: 'InUse' }, { Status: 'InUse' }]);
  });

  it('forced release of a BINDED EIP: an attached ENI is without private network until a detach, a detached one is a plain ENI', async () => {
    const [attached, detached, instance] = [await world.eni(), await world.eni(), await world.instance()];
    const [first, second] = [await world.eip(), await world.eip()];
    await world.bind(first, attached, 'BINDED');
    await world.bind(second, detached, 'BINDED');
    await world.attach(attached, instance);
    for (const eip of [first, second]) await world.cloud.plane.order('release', eip);
    await world.cloud.settled();
    expect([row(attached)?.privateSuppressed, row(detached)?.privateSuppressed]).toEqual([true, false]);
    await world.detach(attached, instance);
    expect(row(attached)?.privateSuppressed).toBe(false);
  });

  it('ModifyEipAddressAttribute: another bandwidth, the same binding', async () => {
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.bind(eip, eni);
    await world.vpc('ModifyEipAddressAttribute', { AllocationId: eip, Bandwidth: '9' });
    expect(await world.shownEip(eip)).toMatchObject({ Status: 'InUse', InstanceId: eni, Bandwidth: '9' });
    expect(world.cloud.plane.network.find(({ kind }) => kind === 'shape')).toMatchObject({ egress: 9_000_000, ingress: 10_000_000 });
  });

  it('delete of a VPC or vSwitch with ENIs: refused', async () => {
    await world.eni();
    expect(await codeOf(world.vpc('DeleteVSwitch', { VSwitchId: world.vswitchId }))).toMatch(/^DependencyViolation/);
    expect(await codeOf(world.vpc('DeleteVpc', { VpcId: world.vpcId }))).toMatch(/^DependencyViolation/);
  });

  it('MoveResourceGroup of an EIP: the binding is untouched, the ENI keeps its own group', async () => {
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.bind(eip, eni);
    const group = textField(await world.cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'other', DisplayName: 'other' }), 'ResourceGroup.Id');
    const before = await world.shownEni(eni);
    await world.vpc('MoveResourceGroup', { ResourceId: eip, ResourceType: 'EIP', NewResourceGroupId: group });
    expect(await world.shownEip(eip)).toMatchObject({ Status: 'InUse', InstanceId: eni, ResourceGroupId: group });
    expect(await world.shownEni(eni)).toEqual(before);
  });
});
