/**
 * Rules of the source document that no other test bears, and the choices among what the vendor's documentation leaves open (behaviour
 * §13), through the API. Those that packets have to show are in `test/`.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../api/action.js';
import { MODES } from '../cloud/association-modes/index.js';
import { CallError, field, textField } from './testing.js';
import { TestWorld } from './testing-world.js';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.make();
});
afterEach(() => {
  expect(world.cloud.faults).toEqual([]);
  world.close();
});

const refusal = (call: Promise<JsonObject>) =>
  call.then(() => 'accepted', (error: unknown) => (error instanceof CallError ? `${String(error.status)} ${error.code}` : String(error)));
const objects = () => world.cloud.plane.network;

describe('the source document', () => {
  it('S-02: an ENI has a private address from its creation, and keeps it beside an EIP but in cut-through mode', async () => {
    const [nat, direct, instance] = [await world.eni(), await world.eni(), await world.instance()];
    expect(await world.shownEni(nat)).toMatchObject({ PrivateIpAddress: expect.stringMatching(/^10\.0\.0\.\d+$/) as unknown });
    await world.bind(await world.eip(), nat);
    await world.bind(await world.eip(), direct, 'BINDED');
    for (const eni of [nat, direct]) await world.attach(eni, instance);
    const numbers = [nat, direct].map((id) => world.cloud.store.read.get('eni', id)?.n);
    const addresses = numbers.map((n) => {
      const port = objects().find(({ key }) => key === `port/${String(n)}`);
      return port?.kind === 'port' ? port.addresses.length : undefined;
    });
    expect(addresses).toEqual([1, 0]);
  });

  it('S-19: an ENI is in a VPC, and takes EIPs of its own region only', async () => {
    const eni = await world.eni();
    expect(await world.shownEni(eni)).toMatchObject({ VpcId: world.vpcId });
    const elsewhere = textField(await world.cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-beijing' }), 'AllocationId');
    expect(await refusal(world.cloud.call('Vpc', 'AssociateEipAddress', {
      RegionId: 'cn-beijing', AllocationId: elsewhere, InstanceId: eni, InstanceType: 'NetworkInterface',
    }))).toBe('400 InvalidParameter.Mismatch');
  });

  it('S-22: to attach before one binds is advice, no rule', async () => {
    const instance = await world.instance();
    for (const attachFirst of [true, false]) {
      const [eni, eip] = [await world.eni(), await world.eip()];
      if (attachFirst) await world.attach(eni, instance);
      await world.bind(eip, eni);
      if (!attachFirst) await world.attach(eni, instance);
      expect(await world.shownEip(eip)).toMatchObject({ Status: 'InUse', InstanceId: eni });
    }
  });

  it('S-35: multi-EIP binds once per EIP, then the ENI is attached', async () => {
    const [eni, instance] = [await world.eni(), await world.instance()];
    const eips = [await world.eip(), await world.eip(), await world.eip()];
    for (const eip of eips) await world.bind(eip, eni, 'MULTI_BINDED');
    await world.attach(eni, instance);
    for (const eip of eips) expect(await world.shownEip(eip)).toMatchObject({ Status: 'InUse', Mode: 'MULTI_BINDED' });
    expect(field(await world.vpc('DescribeEipGatewayInfo', { InstanceId: eni }), 'EipInfos.EipInfo')).toHaveLength(3);
  });

  it('S-44: an instance has several EIPs by secondary ENIs in NAT mode', async () => {
    const instance = await world.instance();
    const own = await world.eip();
    await world.vpc('AssociateEipAddress', { AllocationId: own, InstanceId: instance });
    for (let more = 0; more < 2; more++) {
      const eni = await world.eni();
      await world.bind(await world.eip(), eni);
      await world.attach(eni, instance);
    }
    const shown = field(await world.vpc('DescribeEipAddresses', { Status: 'InUse' }), 'TotalCount');
    expect(shown).toBe(3);
  });
});

it('§2.1: every id says what it is of, and every time has the precision of its resource', async () => {
  const id = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}-[a-z0-9]{17,20}$`)) as string;
  const [seconds, minutes] = ['T\\d\\d:\\d\\d:\\d\\dZ', 'T\\d\\d:\\d\\dZ'].map((time) => expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\d${time}$`)) as string);
  const { vpcId: VpcId, vswitchId: VSwitchId, groupId: SecurityGroupId } = world;
  expect([VpcId, VSwitchId, SecurityGroupId]).toEqual([id('vpc'), id('vsw'), id('sg')]);
  const [eip, eni, instance] = [await world.eip(), await world.eni(), await world.instance()];
  expect(await world.shownEip(eip)).toMatchObject({ AllocationId: id('eip'), AllocationTime: seconds, ResourceGroupId: expect.stringMatching(/^rg-/) as string });
  expect(await world.shownEni(eni)).toMatchObject({
    NetworkInterfaceId: id('eni'), CreationTime: seconds, MacAddress: expect.stringMatching(/^00:16:3e(:[0-9a-f]{2}){3}$/) as string,
  });
  const instances = await world.ecs('DescribeInstances', { InstanceIds: JSON.stringify([instance]) });
  expect(field(instances, 'Instances.Instance.0')).toMatchObject({ InstanceId: id('i'), CreationTime: minutes, StartTime: minutes, ExpiredTime: minutes });
  expect(await world.vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ VRouterId: id('vrt'), CreationTime: seconds });
  expect(await world.vpc('DescribeVSwitchAttributes', { VSwitchId })).toMatchObject({ CreationTime: seconds, RouteTable: { RouteTableId: id('vtb') } });
  const entry = { RouteTableId: textField(await world.vpc('DescribeVSwitchAttributes', { VSwitchId }), 'RouteTable.RouteTableId'), DestinationCidrBlock: '192.0.2.0/24' };
  const route = { ...entry, NextHopType: 'NetworkInterface', NextHopId: eni };
  expect(await world.vpc('CreateRouteEntry', route)).toMatchObject({ RouteEntryId: id('rte') });
  const gateway = await world.vpc('CreateIpv4Gateway', { VpcId });
  expect(gateway).toMatchObject({ Ipv4GatewayId: id('ipv4gw') });
  expect(await world.vpc('GetIpv4GatewayAttribute', { Ipv4GatewayId: textField(gateway, 'Ipv4GatewayId') })).toMatchObject({ CreateTime: seconds });
  expect(field(await world.vpc('ListIpv4Gateways'), 'Ipv4GatewayModels.0')).toMatchObject({ GmtCreate: seconds });
  await world.ecs('AuthorizeSecurityGroup', { SecurityGroupId, IpProtocol: 'ICMP', PortRange: '-1/-1', SourceCidrIp: '192.0.2.0/24' });
  const rules = await world.ecs('DescribeSecurityGroupAttribute', { SecurityGroupId });
  expect(field(rules, 'Permissions.Permission.0')).toMatchObject({ SecurityGroupRuleId: id('sgr'), CreateTime: seconds });
  const groups = await world.cloud.call('ResourceManager', 'ListResourceGroups');
  expect(field(groups, 'ResourceGroups.ResourceGroup.0')).toMatchObject({ Id: expect.stringMatching(/^rg-/) as string, CreateDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string });
});

describe('§13', () => {
  it('U-02: 14 families take multi-EIPs, and ecs.sccg6 of the source document is one of them', () => {
    expect(MODES.MULTI_BINDED.instanceFamilies).toContain('ecs.sccg6');
    expect(MODES.MULTI_BINDED.instanceFamilies).toHaveLength(14);
  });

  it('U-12: a dry run that would succeed is 400 DryRunOperation', async () => {
    await expect(world.vpc('CreateIpv4Gateway', { VpcId: world.vpcId, DryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation', status: 400, message: 'Request validation has been passed with DryRun flag set.' });
  });

  it('U-14: an action’s parameter that is missing is MissingParameter', async () => {
    expect(await refusal(world.vpc('ReleaseEipAddress'))).toBe('400 MissingParameter');
  });

  it('U-17: an ENI that is Available takes 49 secondary addresses in all, at most 10 listed at its creation and 32 in one call', async () => {
    const listed = (count: number, from: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`PrivateIpAddress.${String(index + 1)}`, `10.0.0.${String(from + index)}`]));
    expect(await refusal(world.ecs('CreateNetworkInterface', {
      VSwitchId: world.vswitchId, SecurityGroupId: world.groupId, ...listed(11, 100),
    }))).not.toBe('accepted');
    const eni = await world.eni(listed(10, 100));
    const assign = (more: Readonly<Record<string, string | number>>) => refusal(world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: eni, ...more }));
    expect(await assign(listed(33, 120))).not.toBe('accepted');
    expect(await assign(listed(32, 120))).toBe('accepted');
    expect(await assign({ SecondaryPrivateIpAddressCount: 8 })).toBe('403 InvalidOperation.Ipv4CountExceeded');
    expect(await assign({ SecondaryPrivateIpAddressCount: 7 })).toBe('accepted');
  });

  it('U-19: NAT carries ICMP, TCP and UDP; direct modes carry everything', () => {
    expect(Object.values(MODES).map(({ protocols }) => protocols)).toEqual([['icmp', 'tcp', 'udp'], 'all', 'all']);
  });

  it('U-21: in private mode a gateway with routes left is not deleted', async () => {
    const gateway = textField(await world.vpc('CreateIpv4Gateway', { VpcId: world.vpcId }), 'Ipv4GatewayId');
    const table = textField(await world.vpc('DescribeRouteTableList', { VpcId: world.vpcId }), 'RouterTableList.RouterTableListType.0.RouteTableId');
    await world.vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: gateway, 'RouteTableList.1': table });
    expect(await refusal(world.vpc('DeleteIpv4Gateway', { Ipv4GatewayId: gateway, InternetMode: 'private' }))).toBe('400 DependencyViolation.RouteEntry');
  });

  it('U-23: HDMonitorStatus is OFF, the address of a gateway’s row is Ip, and a pay-as-you-go EIP has an empty ExpiredTime', async () => {
    const [eip, eni] = [await world.eip(), await world.eni()];
    await world.bind(eip, eni, 'MULTI_BINDED');
    expect(await world.shownEip(eip)).toMatchObject({ HDMonitorStatus: 'OFF', ExpiredTime: '' });
    expect(field(await world.vpc('DescribeEipGatewayInfo', { InstanceId: eni }), 'EipInfos.EipInfo.0')).toHaveProperty('Ip');
  });

  it('U-24: the wider of old and new limits: a VPC of /8, a subscription of five years', async () => {
    expect(field(await world.vpc('DescribeVpcAttribute', { VpcId: world.vpcId }), 'CidrBlock')).toBe('10.0.0.0/8');
    expect(await refusal(world.vpc('AllocateEipAddress', { InstanceChargeType: 'PrePaid', PricingCycle: 'Year', Period: 5 }))).toBe('accepted');
    expect(await refusal(world.vpc('AllocateEipAddress', { InstanceChargeType: 'PrePaid', PricingCycle: 'Year', Period: 6 }))).not.toBe('accepted');
  });

  it('U-25: an ENI is released with its instance unless asked otherwise', async () => {
    expect(await world.shownEni(await world.eni())).toMatchObject({ DeleteOnRelease: true });
  });

  it('U-26: no network ACL stands before a multi-EIP: there are none', async () => {
    await world.bind(await world.eip(), await world.eni(), 'MULTI_BINDED');
    expect([...new Set(objects().map(({ kind }) => kind))].sort()).toEqual(['direct', 'set', 'shape', 'space', 'table']);
  });

  it('U-27: an EIP that is bound to an instance shows NAT', async () => {
    const [eip, instance] = [await world.eip(), await world.instance()];
    await world.vpc('AssociateEipAddress', { AllocationId: eip, InstanceId: instance });
    expect(await world.shownEip(eip)).toMatchObject({ InstanceType: 'EcsInstance', Mode: 'NAT' });
  });

  it('U-30: in the wrong state an attach is 400 InvalidOperation.InvalidEniState', async () => {
    const [eni, instance] = [await world.eni(), await world.instance()];
    await world.attach(eni, instance);
    expect(await refusal(world.ecs('AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: instance }))).toBe('400 InvalidOperation.InvalidEniState');
  });
});
