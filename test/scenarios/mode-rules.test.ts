/**
 * The rules by which the ways to use an EIP differ, as any client finds them out: by trying (S-07 to S-12, S-16 to S-18, S-30, S-36; E8, E11,
 * E12, E13, E15, E18, E28). No packets; those are in modes.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CallError, Cloud } from '../support/cloud.js';
import { blockOf, eniWithAddress, withBlock } from '../support/exposure.js';
import { observe } from '../support/observed.js';
import { numbered, text, until, World, type Eip, type Eni, type ModeName } from '../support/world.js';

/** A region of all modes. */
const REGION = 'cn-shanghai';
const MODES: readonly ModeName[] = ['NAT', 'BINDED', 'MULTI_BINDED'];
/** Ways that use an ENI. */
const ON_ENI = [...MODES, 'SECONDARY_CIDR'] as const;
const WAYS = [...ON_ENI, 'IP_ADDRESS'] as const;
type Way = (typeof WAYS)[number];
const modeOf = (way: (typeof ON_ENI)[number]): ModeName => (way === 'SECONDARY_CIDR' ? 'NAT' : way);

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({
    dataplane: 'memory', settings: { multiEip: true, eipPool: '198.18.0.0/24', quotas: { eipsPerAccount: 250, vpcsPerRegion: 50 } },
  });
});
afterAll(() => cloud.down());

/** The code of a refusal, or 'accepted'. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (error instanceof CallError) return error.code;
    throw error;
  }
}

/** The vSwitches of public blocks: the pool has one block only. */
const besides = new Map<World, World>();

/** An EIP and the ENI that the way puts it on. */
async function prepare(world: World, way: (typeof ON_ENI)[number]): Promise<{ readonly eip: Eip; readonly eni: Eni }> {
  const eip = await world.eip();
  if (way !== 'SECONDARY_CIDR') return { eip, eni: await world.eni() };
  const beside = besides.get(world) ?? (await withBlock(world, blockOf(eip)));
  besides.set(world, beside);
  return { eip, eni: await eniWithAddress(beside, eip) };
}

/** Binds an EIP as the way does; to an address of the VPC where it needs no ENI. */
async function tryWay(world: World, way: Way): Promise<string> {
  if (way === 'IP_ADDRESS') {
    const { id } = await world.eip();
    return outcome(world.vpc('AssociateEipAddress', { AllocationId: id, InstanceType: 'IpAddress', InstanceId: '10.9.9.9', VpcId: world.vpcId }));
  }
  const { eip, eni } = await prepare(world, way);
  return outcome(world.bind(eip, eni, { mode: modeOf(way) }));
}

async function instance(world: World, type: string): Promise<string> {
  const body = await world.ecs('RunInstances', {
    InstanceType: type, ImageId: 'openeip_manual', VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup,
  });
  const [id = ''] = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.array(z.string()) }) }).parse(body).InstanceIdSets.InstanceIdSet;
  await world.instanceIs(id, 'Running');
  return id;
}

async function gateway(world: World): Promise<string> {
  const id = text(await world.vpc('CreateIpv4Gateway', { VpcId: world.vpcId }), 'Ipv4GatewayId');
  await until(async () => (await world.vpc('GetIpv4GatewayAttribute', { Ipv4GatewayId: id }))['Status'] === 'Created');
  return id;
}

async function activate(world: World, id: string): Promise<void> {
  await world.vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: id });
  await until(async () => (await world.vpc('GetIpv4GatewayAttribute', { Ipv4GatewayId: id }))['Status'] === 'Created');
}

describe.each(MODES)('%s', (mode) => {
  let world: World;
  beforeAll(async () => {
    world = await World.create(cloud, { region: REGION });
  });

  /** Binds EIPs to an ENI until one is refused. */
  async function fill(eni: Eni): Promise<{ readonly count: number; readonly code: string }> {
    const eips: Eip[] = [];
    for (let code = ''; ;) {
      const eip = await world.eip();
      code = await outcome(world.bind(eip, eni, { mode }));
      if (code !== 'accepted') {
        for (const one of [...eips, eip]) {
          if (one !== eip) await world.unbind(one);
          await world.vpc('ReleaseEipAddress', { AllocationId: one.id });
        }
        return { count: eips.length, code };
      }
      eips.push(eip);
    }
  }

  it('S-09, S-11, E28: how many EIPs a primary ENI takes', async () => {
    const id = await instance(world, 'ecs.g6.4xlarge');
    const eni = await world.primaryEni(id);
    await world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: eni.id, SecondaryPrivateIpAddressCount: 9 });
    const { count, code } = await fill(eni);
    expect([count, code]).toEqual(mode === 'NAT' ? [1, 'InvalidAssociation.Duplicated'] : [0, 'InvalidParameter.EniInstanceId']);
    observe(mode, 'onPrimary', count);
    observe(mode, 'eniTypes', count > 0 ? 'primary, secondary' : 'secondary');
  });

  it('S-12, E13, E28: how many EIPs a secondary ENI takes', async () => {
    const { count, code } = await fill(await world.eni({ addresses: mode === 'BINDED' ? 1 : 10 }));
    expect([count, code]).toEqual({
      NAT: [10, 'InvalidEip.EipQuotaExceeded'], BINDED: [1, 'InvalidAssociation.Duplicated'], MULTI_BINDED: [10, 'QuotaExceed.MultiBindedEip'],
    }[mode]);
    observe(mode, 'onSecondary', mode === 'BINDED' ? '1, and none beside secondary private addresses' : count);
  });

  it('S-12: whether it stands beside secondary private addresses', async () => {
    const code = await outcome(world.bind(await world.eip(), await world.eni({ addresses: 2 }), { mode }));
    expect(code).toBe(mode === 'BINDED' ? 'Eni.HasSubIp' : 'accepted');
    observe(mode, 'secondaryAddresses', code === 'accepted');
  });

  it('E15, S-38: what DescribeEipGatewayInfo tells', async () => {
    const eni = await world.eni({ addresses: mode === 'NAT' ? 2 : 1 });
    const eips = await Promise.all(Array.from({ length: mode === 'BINDED' ? 1 : 2 }, () => world.eip()));
    for (const eip of eips) await world.bind(eip, eni, { mode });
    const body = await world.vpc('DescribeEipGatewayInfo', { InstanceId: eni.id });
    const rows = eips.map(({ address }) => ({ Ip: address, IpGw: '198.18.0.1', IpMask: '255.255.255.0' }));
    expect(body).toMatchObject({ Code: '200', Message: 'successful', EipInfos: { EipInfo: mode === 'MULTI_BINDED' ? rows : [] } });
    observe(mode, 'gatewayInfo', mode === 'MULTI_BINDED' ? 'one per EIP' : 'none');
  });
});

describe.each(ON_ENI)('%s', (way) => {
  let world: World;
  beforeAll(async () => {
    world = await World.create(cloud, { region: REGION });
  });

  it('E7, S-21, S-30, U-31: whether it binds to an attached ENI and lets go of one', async () => {
    const id = await instance(world, 'ecs.g5.4xlarge');
    const [first, second] = [await prepare(world, way), await prepare(world, way)];
    await world.attach(first.eni, id);
    const bound = await outcome(world.bind(first.eip, first.eni, { mode: modeOf(way) }));
    await world.bind(second.eip, second.eni, { mode: modeOf(way) });
    await world.attach(second.eni, id);
    const unbound = await outcome(world.unbind(second.eip));
    const direct = way === 'BINDED' || way === 'MULTI_BINDED';
    expect([bound, unbound]).toEqual(direct ? ['Eni.Attached', 'Eni.Attached'] : ['accepted', 'accepted']);
    observe(way, 'bindAttached', bound === 'accepted');
    observe(way, 'unbindAttached', unbound === 'accepted');
    if (direct) {
      await world.detach(second.eni, id);
      await world.unbind(second.eip);
    }
  });

  it('S-36, E13: to instances of which families its ENI can be attached', async () => {
    const { eip, eni } = await prepare(world, way);
    await world.bind(eip, eni, { mode: modeOf(way) });
    const shape = z.object({
      InstanceTypes: z.object({ InstanceType: z.array(z.object({ InstanceTypeId: z.string(), InstanceTypeFamily: z.string() })) }),
    });
    const types = shape.parse(await world.ecs('DescribeInstanceTypes', {})).InstanceTypes.InstanceType;
    const families = [...new Map(types.map((one) => [one.InstanceTypeFamily, one.InstanceTypeId])).entries()];
    const taken: string[] = [];
    for (const [family, type] of families) {
      const id = await instance(world, type);
      const code = await outcome(world.attach(eni, id));
      expect(code).toMatch(/^(accepted|InvalidOperation\.InvalidGeneration)$/);
      if (code === 'accepted') {
        taken.push(family);
        await world.detach(eni, id);
      }
      await world.ecs('DeleteInstance', { InstanceId: id, Force: true });
    }
    if (way === 'MULTI_BINDED') {
      expect(taken.sort()).toEqual([
        'ecs.c5', 'ecs.g5', 'ecs.i2', 'ecs.r1', 'ecs.r5', 'ecs.re4', 'ecs.re4e', 'ecs.sccg5', 'ecs.sccg6', 'ecs.scch5', 'ecs.se1ne', 'ecs.sn1ne',
        'ecs.sn2ne', 'ecs.t5',
      ]);
    } else expect(taken).toHaveLength(families.length);
    observe(way, 'families', taken.length === families.length ? 'all' : taken.length);
  });

  it('§2.6: whether a route may lead to its ENI', async () => {
    const route = (eni: Eni) => outcome(world.vpc('CreateRouteEntry', {
      RouteTableId: systemTable, DestinationCidrBlock: '192.168.0.0/16', NextHopType: 'NetworkInterface', NextHopId: eni.id,
    }));
    const tables = z.object({ RouterTableList: z.object({ RouterTableListType: z.array(z.object({ RouteTableId: z.string() })) }) });
    const systemTable = tables.parse(await world.vpc('DescribeRouteTableList', { VpcId: world.vpcId })).RouterTableList.RouterTableListType[0]?.RouteTableId;
    const [bound, free] = [await prepare(world, way), await prepare(world, way)];
    await world.bind(bound.eip, bound.eni, { mode: modeOf(way) });
    const after = await route(bound.eni);
    if (after !== 'accepted') expect(await route(free.eni)).toBe('accepted');
    const before = await outcome(world.bind(free.eip, free.eni, { mode: modeOf(way) }));
    const direct = way === 'BINDED' || way === 'MULTI_BINDED';
    expect([after, before]).toEqual(direct ? ['InvalidNexthop.DirectEni', 'InvalidNexthop.DirectEni'] : ['accepted', 'accepted']);
    observe(way, 'nextHop', after === 'accepted');
  });
});

describe.each(WAYS)('%s', (way) => {
  it('E8, E18, S-25, S-30, U-29: with or without an IPv4 gateway in the VPC', async () => {
    const world = await World.create(cloud, { region: REGION });
    const without = await tryWay(world, way);
    const created = await outcome(gateway(world));
    if (way === 'BINDED' || way === 'MULTI_BINDED') {
      expect([without, created]).toEqual(['accepted', 'OperationDenied.ExistDirectEip']);
      const other = await World.create(cloud, { region: REGION });
      const id = await gateway(other);
      expect(await tryWay(other, way)).toBe('OperationDenied.Ipv4GatewayExist');
      await activate(other, id);
      expect(await tryWay(other, way)).toBe('OperationDenied.Ipv4GatewayExist');
      observe(way, 'ipv4Gateway', 'forbidden');
      return;
    }
    const inactive = await tryWay(world, way);
    const shape = z.object({ Ipv4GatewayModels: z.array(z.object({ Ipv4GatewayId: z.string() })) });
    await activate(world, shape.parse(await world.vpc('ListIpv4Gateways', { VpcId: world.vpcId })).Ipv4GatewayModels[0]?.Ipv4GatewayId ?? '');
    const active = await tryWay(world, way);
    expect([without, inactive, active]).toEqual(way === 'IP_ADDRESS'
      ? ['OperationFailed.Ipv4GatewayNotOpenedInVpc', 'OperationFailed.Ipv4GatewayNotActivatedInVpc', 'accepted']
      : ['accepted', 'accepted', 'accepted']);
    observe(way, 'ipv4Gateway', way === 'IP_ADDRESS' ? 'must be activated' : 'optional');
  });
});

it('S-16, S-17, S-18, E11, E29: in how many regions each is served', async () => {
  const shape = z.object({ Regions: z.object({ Region: z.array(z.object({ RegionId: z.string() })) }) });
  const regions = shape.parse(await cloud.vpc('DescribeRegions', {})).Regions.Region.map(({ RegionId }) => RegionId);
  const served = new Map<Way, string[]>(WAYS.map((way) => [way, []]));
  for (const region of regions) {
    const [plain, routed] = [await World.create(cloud, { region }), await World.create(cloud, { region })];
    await activate(routed, await gateway(routed));
    for (const way of WAYS) {
      const code = await tryWay(way === 'IP_ADDRESS' ? routed : plain, way);
      expect(code).toMatch(/^(accepted|UnsupportedRegion)$/);
      if (code === 'accepted') served.get(way)?.push(region);
    }
  }
  expect(WAYS.map((way) => served.get(way)?.length)).toEqual([regions.length, 14, 9, regions.length, regions.length]);
  expect(served.get('BINDED')).not.toContain('ap-northeast-1');
  expect(served.get('MULTI_BINDED')).not.toContain('cn-hangzhou');
  for (const way of WAYS) observe(way, 'regions', served.get(way)?.length === regions.length ? 'all' : (served.get(way)?.length ?? 0));
});

it('S-07, E12: which are open to a new account', async () => {
  const fresh = await Cloud.up({ dataplane: 'memory', settings: { eipPool: '198.18.0.0/24' } });
  try {
    for (const way of WAYS) {
      const world = await World.create(fresh, { region: REGION });
      if (way === 'IP_ADDRESS') await activate(world, await gateway(world));
      const code = await tryWay(world, way);
      expect(code).toBe(way === 'MULTI_BINDED' ? 'Mode.NotSupport' : 'accepted');
      observe(way, 'entitlement', code === 'accepted');
    }
  } finally {
    await fresh.down();
  }
});

it('AssociateEipAddressBatch binds ten multi-EIPs at once, and not eleven', async () => {
  const world = await World.create(cloud, { region: REGION });
  const eips = await Promise.all(Array.from({ length: 11 }, () => world.eip()));
  const batch = (eni: Eni, count: number) => outcome(world.vpc('AssociateEipAddressBatch', {
    BindedInstanceId: eni.id, BindedInstanceType: 'NetworkInterface', Mode: 'MULTI_BINDED', ...numbered('InstanceIds', eips.slice(0, count).map(({ id }) => id)),
  }));
  const eni = await world.eni();
  expect(await batch(eni, 11)).toBe('QuotaExceed.MultiBindedEip');
  expect(await batch(eni, 10)).toBe('accepted');
  for (const eip of eips.slice(0, 10)) await world.eipIs(eip, 'InUse');
});
