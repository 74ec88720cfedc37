/** Binds in all modes through the actions: what they answer and what the other answers show of them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { field, testCloud, textField, type TestCloud } from '../../control/testing.js';
import type { Json, JsonObject } from '../action.js';
import { shapeFaults } from '../testing-shapes.js';

const REGION = { RegionId: 'cn-shanghai' };
type Given = Parameters<TestCloud['call']>[2];

let cloud: TestCloud;
let vpcId: string;
let vswitchId: string;
let groupId: string;
const vpc = (action: string, parameters: Given = {}) => cloud.call('Vpc', action, { ...REGION, ...parameters });
const ecs = (action: string, parameters: Given = {}) => cloud.call('Ecs', action, { ...REGION, ...parameters });

beforeEach(async () => {
  cloud = await testCloud({ settings: { multiEip: true } });
  const zone = textField(await vpc('DescribeZones'), 'Zones.Zone.0.ZoneId');
  vpcId = textField(await vpc('CreateVpc', { CidrBlock: '10.0.0.0/8' }), 'VpcId');
  await cloud.settled();
  vswitchId = textField(await vpc('CreateVSwitch', { VpcId: vpcId, ZoneId: zone, CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
  groupId = textField(await ecs('CreateSecurityGroup', { VpcId: vpcId }), 'SecurityGroupId');
  await cloud.settled();
});

async function eip(): Promise<{ readonly id: string; readonly address: string }> {
  const body = await vpc('AllocateEipAddress');
  return { id: textField(body, 'AllocationId'), address: textField(body, 'EipAddress') };
}

async function eni(): Promise<string> {
  return textField(await ecs('CreateNetworkInterface', { VSwitchId: vswitchId, SecurityGroupId: groupId }), 'NetworkInterfaceId');
}

async function instance(type: string, nic?: string): Promise<string> {
  const images = await ecs('DescribeImages');
  const body = await ecs('RunInstances', {
    InstanceType: type, ImageId: textField(images, 'Images.Image.0.ImageId'), VSwitchId: vswitchId, SecurityGroupId: groupId,
    ...(nic === undefined ? {} : { 'NetworkInterface.1.NetworkInterfaceId': nic, 'NetworkInterface.1.InstanceType': 'Secondary' }),
  });
  await cloud.settled();
  return textField(body, 'InstanceIdSets.InstanceIdSet.0');
}

async function bind(allocation: string, to: string, Mode: string): Promise<void> {
  await vpc('AssociateEipAddress', { AllocationId: allocation, InstanceId: to, InstanceType: 'NetworkInterface', Mode });
  await cloud.settled();
}

const eniRow = async (id: string): Promise<Json | undefined> =>
  field(await ecs('DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': id }), 'NetworkInterfaceSets.NetworkInterfaceSet.0');
const eipRow = async (id: string): Promise<JsonObject> => {
  const row = field(await vpc('DescribeEipAddresses', { AllocationId: id }), 'EipAddresses.EipAddress.0');
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new Error(`no row of ${id}`);
  return row as JsonObject;
};
const gateways = async (id: string) => field(await vpc('DescribeEipGatewayInfo', { InstanceId: id }), 'EipInfos.EipInfo');

describe('§4.1 DescribeEipGatewayInfo (S-38, E15)', () => {
  it('gives address, gateway and mask of every multi-EIP, and nothing for the other modes', async () => {
    const [multi, nat, direct, none] = [await eni(), await eni(), await eni(), await eni()];
    const [first, second, third, fourth] = [await eip(), await eip(), await eip(), await eip()];
    await bind(first.id, multi, 'MULTI_BINDED');
    await bind(second.id, multi, 'MULTI_BINDED');
    await bind(third.id, nat, 'NAT');
    await bind(fourth.id, direct, 'BINDED');
    const body = await vpc('DescribeEipGatewayInfo', { InstanceId: multi });
    expect(shapeFaults('@alicloud/vpc20160428', 'DescribeEipGatewayInfo', body)).toEqual([]);
    expect(body).toMatchObject({
      Code: '200', Message: 'successful',
      EipInfos: {
        EipInfo: [first, second].map(({ address }) => ({ Ip: address, IpGw: address.replace(/\d+$/, '1'), IpMask: '255.255.255.0' })),
      },
    });
    for (const other of [nat, direct, none]) expect(await gateways(other)).toEqual([]);
    cloud.agent.hold();
    await vpc('UnassociateEipAddress', { AllocationId: first.id });
    expect(await gateways(multi)).toHaveLength(1);
  });

  it('knows no other ENI', async () => {
    const id = await eni();
    await expect(vpc('DescribeEipGatewayInfo', { InstanceId: 'eni-9' })).rejects.toMatchObject({ code: 'InvalidInstanceId.NotFound', status: 404 });
    await expect(vpc('DescribeEipGatewayInfo', { InstanceId: id, RegionId: 'cn-beijing' })).rejects.toMatchObject({ status: 404 });
    await cloud.plane.openAccount('2', 'LTAI2', 's');
    await expect(cloud.call('Vpc', 'DescribeEipGatewayInfo', { ...REGION, InstanceId: id }, { account: '2' })).rejects.toMatchObject({ code: 'Forbbiden', status: 403 });
  });
});

describe('what the ENI shows of its EIPs (§2.3, U-32)', () => {
  it('cut-through: on the primary private address, which stays shown; multi-EIP: nothing', async () => {
    const [direct, multi] = [await eni(), await eni()];
    const [first, second] = [await eip(), await eip()];
    await bind(first.id, direct, 'BINDED');
    await bind(second.id, multi, 'MULTI_BINDED');
    const shown = { AllocationId: first.id, PublicIpAddress: first.address };
    expect(await eniRow(direct)).toMatchObject({
      AssociatedPublicIp: shown, PrivateIpAddress: expect.stringMatching(/^10\./) as string,
      PrivateIpSets: { PrivateIpSet: [{ AssociatedPublicIp: shown, Primary: true }] },
    });
    expect(await eniRow(multi)).toMatchObject({ AssociatedPublicIp: {}, PrivateIpSets: { PrivateIpSet: [{ AssociatedPublicIp: {} }] } });
    expect(await eipRow(second.id)).toMatchObject({ InstanceId: multi, InstanceType: 'NetworkInterface', Mode: 'MULTI_BINDED', PrivateIpAddress: '' });
  });

  it('§4.6: an instance shows the EIP of its primary ENI only', async () => {
    const nic = await eni();
    const [direct, own] = [await eip(), await eip()];
    await bind(direct.id, nic, 'BINDED');
    const id = await instance('ecs.g6.large', nic);
    const shown = async () => field(await ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) }), 'Instances.Instance.0.EipAddress.AllocationId');
    expect(await shown()).toBe('');
    await vpc('AssociateEipAddress', { AllocationId: own.id, InstanceId: id });
    await cloud.settled();
    expect(await shown()).toBe(own.id);
  });
});

describe('§4.1 AssociateEipAddressBatch', () => {
  it('binds all or none', async () => {
    const [nic, first, second] = [await eni(), await eip(), await eip()];
    const batch = (ids: readonly string[], Mode: string) => vpc('AssociateEipAddressBatch', {
      BindedInstanceId: nic, BindedInstanceType: 'NetworkInterface', Mode,
      ...Object.fromEntries(ids.map((id, index) => [`InstanceIds.${index + 1}`, id])),
    });
    await expect(batch([first.id, second.id], 'NAT')).rejects.toMatchObject({ code: 'InvalidEip.EipQuotaExceeded' });
    expect(await eipRow(first.id)).toMatchObject({ Status: 'Available', InstanceId: '' });
    cloud.agent.hold();
    await batch([first.id, second.id], 'MULTI_BINDED');
    for (const { id } of [first, second]) expect(await eipRow(id)).toMatchObject({ Status: 'Associating', InstanceId: nic });
    cloud.agent.release();
    await cloud.settled();
    for (const { id } of [first, second]) expect(await eipRow(id)).toMatchObject({ Status: 'InUse', Mode: 'MULTI_BINDED' });
  });
});

describe('§3.7 ModifyEipForwardMode', () => {
  it('is done when it answers, and InUse throughout', async () => {
    const [nic, one] = [await eni(), await eip()];
    await bind(one.id, nic, 'NAT');
    await vpc('ModifyEipForwardMode', { InstanceId: one.id, Mode: 'BINDED' });
    expect(await eipRow(one.id)).toMatchObject({ Status: 'InUse', Mode: 'BINDED', InstanceId: nic });
    expect(cloud.plane.network.filter(({ kind }) => kind === 'direct' || kind === 'translation')).toMatchObject([{ kind: 'direct', gate: 'open' }]);
  });
});

describe('§4.1 ModifyEipAddressAttribute', () => {
  it('changes bandwidth, name and description of a bound EIP, and its shape with it', async () => {
    const [nic, one] = [await eni(), await eip()];
    await bind(one.id, nic, 'NAT');
    await vpc('ModifyEipAddressAttribute', { AllocationId: one.id, Bandwidth: '100', Name: 'front', Description: 'of the shop' });
    expect(await eipRow(one.id)).toMatchObject({ Bandwidth: '100', EipBandwidth: '100', Name: 'front', Description: 'of the shop', Status: 'InUse' });
    expect(cloud.plane.network.filter(({ kind }) => kind === 'shape')).toMatchObject([{ publics: [one.address], ingress: 100_000_000, egress: 100_000_000 }]);
  });
});

describe('ENIs with EIPs on them', () => {
  it('§11: an attach is accepted while the bind is under way, and ends after it', async () => {
    const [nic, one, id] = [await eni(), await eip(), await instance('ecs.g6.large')];
    cloud.agent.hold();
    await vpc('AssociateEipAddress', { AllocationId: one.id, InstanceId: nic, InstanceType: 'NetworkInterface', Mode: 'BINDED' });
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: nic, InstanceId: id });
    expect([(await eipRow(one.id))['Status'], field((await eniRow(nic)) ?? null, 'Status')]).toEqual(['Associating', 'Attaching']);
    cloud.agent.release();
    await cloud.settled();
    expect([(await eipRow(one.id))['Status'], field((await eniRow(nic)) ?? null, 'Status')]).toEqual(['InUse', 'InUse']);
  });

  it('§4.6: come with a new instance of a family that takes them, never as its primary ENI', async () => {
    const [nic, one] = [await eni(), await eip()];
    await bind(one.id, nic, 'MULTI_BINDED');
    await expect(instance('ecs.g6.large', nic)).rejects.toMatchObject({ code: 'InvalidOperation.InvalidGeneration' });
    const asPrimary = ecs('RunInstances', {
      InstanceType: 'ecs.g5.large', ImageId: 'openeip_manual',
      'NetworkInterface.1.NetworkInterfaceId': nic, 'NetworkInterface.1.InstanceType': 'Primary',
    });
    await expect(asPrimary).rejects.toMatchObject({ code: 'InvalidAction', status: 403 });
    await instance('ecs.g5.large', nic);
    expect(await eniRow(nic)).toMatchObject({ Status: 'InUse', Type: 'Secondary' });
  });

  it('U-05: cut-through refuses more private addresses, multi-EIP takes them', async () => {
    const [direct, multi] = [await eni(), await eni()];
    await bind((await eip()).id, direct, 'BINDED');
    await bind((await eip()).id, multi, 'MULTI_BINDED');
    const assign = (id: string) => ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: 1 });
    await expect(assign(direct)).rejects.toMatchObject({ code: 'InvalidAction', status: 403 });
    await assign(multi);
  });

  it('U-08: leave their EIPs behind when they are deleted, in every mode', async () => {
    for (const mode of ['NAT', 'BINDED', 'MULTI_BINDED']) {
      const [nic, one] = [await eni(), await eip()];
      await bind(one.id, nic, mode);
      await ecs('DeleteNetworkInterface', { NetworkInterfaceId: nic });
      await cloud.settled();
      expect(await eipRow(one.id), mode).toMatchObject({ Status: 'Available', InstanceId: '', Mode: 'NAT' });
    }
  });
});

describe('S-31 through the operator', () => {
  it('an EIP released by force is gone; its ENI is without private network until it is detached', async () => {
    const [nic, one, id] = [await eni(), await eip(), await instance('ecs.g6.large')];
    await bind(one.id, nic, 'BINDED');
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: nic, InstanceId: id });
    await cloud.settled();
    expect(await cloud.plane.order('release', one.id)).toBe(true);
    await cloud.settled();
    expect(field(await vpc('DescribeEipAddresses', { AllocationId: one.id }), 'TotalCount')).toBe(0);
    expect(await eniRow(nic)).toMatchObject({ Status: 'InUse', AssociatedPublicIp: {} });
    const port = () => cloud.plane.network.filter((object) => object.kind === 'port').map(({ slot, addresses }) => [slot, addresses.length]).sort();
    expect(port()).toEqual([[0, 1], [1, 0]]);
    await ecs('DetachNetworkInterface', { NetworkInterfaceId: nic, InstanceId: id });
    await cloud.settled();
    await ecs('AttachNetworkInterface', { NetworkInterfaceId: nic, InstanceId: id });
    await cloud.settled();
    expect(port()).toEqual([[0, 1], [1, 1]]);
    expect(cloud.store.events.history('eip', one.id).map(({ action }) => action).slice(-2)).toEqual(['operator.releaseEip', 'system.settle']);
    expect(await cloud.plane.order('release', one.id)).toBe(false);
  });

  it('a suspended EIP says so, is shaped and cannot be bound until it is resumed', async () => {
    const [nic, one] = [await eni(), await eip()];
    await cloud.plane.order('suspend', one.id);
    expect(await eipRow(one.id)).toMatchObject({ BusinessStatus: 'OperationLock', OperationLocks: { LockReason: [{ LockReason: 'financial' }] } });
    await expect(bind(one.id, nic, 'NAT')).rejects.toMatchObject({ code: 'Forbidden.FinancialLocked' });
    await cloud.plane.order('resume', one.id);
    await bind(one.id, nic, 'NAT');
    await cloud.plane.order('suspend', one.id);
    expect(cloud.plane.network.filter(({ kind }) => kind === 'shape')).toMatchObject([{ ingress: 1000, egress: 1000 }]);
    expect(await eipRow(one.id)).toMatchObject({ Status: 'InUse', InstanceId: nic });
  });
});
