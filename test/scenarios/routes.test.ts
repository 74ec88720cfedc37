/**
 * Routes with real packets (behaviour §2.6, §2.7, §3.4 to §3.6): what follows the tables of a VPC and what does not, with an IPv4 gateway
 * and without. E6, E17, E18; P5 to P8, P18.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { expose, INTERNET_HOST, SETTINGS } from '../support/exposure.js';
import { Tap } from '../support/traffic.js';
import { text, until, World, type Eip, type Eni } from '../support/world.js';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: { ...SETTINGS, quotas: { eipsPerAccount: 40, vpcsPerRegion: 40 } } });
});
afterAll(() => cloud.down());

async function run(instance: string, ...argv: readonly string[]): Promise<void> {
  const result = await cloud.exec(instance, argv);
  if (result.code !== 0) throw new Error(`${argv.join(' ')} in ${instance}: ${result.stderr}`);
}

/** Whether an address answers an echo from an instance within a second. */
const pings = async (instance: string, address: string, from?: string): Promise<boolean> =>
  (await cloud.exec(instance, ['ping', '-c', '1', '-W', '1', ...(from === undefined ? [] : ['-I', from]), address])).code === 0;

/** One address more for an instance, which its web server answers on. */
const alsoAt = (instance: string, address: string) => run(instance, 'ip', 'address', 'add', `${address}/32`, 'dev', 'lo');

const ENTRIES = z.object({ RouteEntrys: z.object({ RouteEntry: z.array(z.object({ RouteEntryId: z.string(), Status: z.string() })) }) });
const TABLES = z.object({ RouterTableList: z.object({ RouterTableListType: z.array(z.object({ RouteTableId: z.string(), RouteTableType: z.string(), Status: z.string() })) }) });

/** The calls on the routes of a world's VPC; each resolves when packets follow it. */
class Routes {
  private constructor(
    readonly world: World,
    readonly system: string,
  ) {}

  static async of(world: World): Promise<Routes> {
    const { RouterTableList } = TABLES.parse(await world.vpc('DescribeRouteTableList', { VpcId: world.vpcId, RouteTableType: 'System' }));
    return new Routes(world, RouterTableList.RouterTableListType[0]?.RouteTableId ?? '');
  }

  async add(destination: string, hop: { eni: Eni } | { instance: string } | { gateway: string }, table = this.system): Promise<string> {
    const [NextHopType, NextHopId] = 'eni' in hop ? ['NetworkInterface', hop.eni.id] : 'instance' in hop ? ['Instance', hop.instance] : ['Ipv4Gateway', hop.gateway];
    const id = text(await this.world.vpc('CreateRouteEntry', { RouteTableId: table, DestinationCidrBlock: destination, NextHopType, NextHopId }), 'RouteEntryId');
    await this.settled(table);
    return id;
  }

  async drop(id: string, table = this.system): Promise<void> {
    await this.world.vpc('DeleteRouteEntry', { RouteEntryId: id });
    await this.settled(table);
  }

  /** No entry of the table is on its way. */
  private async settled(table: string): Promise<void> {
    await until(async () => {
      const { RouteEntrys } = ENTRIES.parse(await this.world.vpc('DescribeRouteEntryList', { RouteTableId: table, MaxResult: 100 }));
      return RouteEntrys.RouteEntry.every((entry) => entry.Status === 'Available');
    });
  }

  async table(AssociateType: 'VSwitch' | 'Gateway' = 'VSwitch'): Promise<string> {
    const id = text(await this.world.vpc('CreateRouteTable', { VpcId: this.world.vpcId, AssociateType }), 'RouteTableId');
    await this.tableSettled(id);
    return id;
  }

  async associate(table: string, vswitch: string): Promise<void> {
    await this.world.vpc('AssociateRouteTable', { RouteTableId: table, VSwitchId: vswitch });
    await this.tableSettled(table);
  }

  async unassociate(table: string, vswitch: string): Promise<void> {
    await this.world.vpc('UnassociateRouteTable', { RouteTableId: table, VSwitchId: vswitch });
    await this.tableSettled(table);
  }

  private async tableSettled(table: string): Promise<void> {
    await until(async () => {
      const { RouterTableList } = TABLES.parse(await this.world.vpc('DescribeRouteTableList', { RouteTableId: table }));
      return RouterTableList.RouterTableListType[0]?.Status === 'Available';
    });
  }

  async gateway(): Promise<string> {
    const id = text(await this.world.vpc('CreateIpv4Gateway', { VpcId: this.world.vpcId }), 'Ipv4GatewayId');
    await this.gatewayIs(id, 'Created');
    return id;
  }

  async enable(gateway: string, tables: readonly string[] = []): Promise<void> {
    const list = Object.fromEntries(tables.map((table, index) => [`RouteTableList.${index + 1}`, table]));
    await this.world.vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: gateway, ...list });
    await this.gatewayIs(gateway, 'Created');
  }

  async remove(gateway: string, InternetMode: 'public' | 'private'): Promise<void> {
    await this.world.vpc('DeleteIpv4Gateway', { Ipv4GatewayId: gateway, InternetMode });
    await this.gatewayIs(gateway, undefined);
  }

  async gatewayTable(gateway: string): Promise<string> {
    const table = await this.table('Gateway');
    await this.world.vpc('AssociateRouteTableWithGateway', { RouteTableId: table, GatewayId: gateway });
    await this.gatewayIs(gateway, 'Created');
    return table;
  }

  async divert(table: string, destination: string, eni: Eni | undefined): Promise<void> {
    const hop = eni === undefined ? { NextHopType: 'Local' } : { NextHopType: 'NetworkInterface', NextHopId: eni.id };
    await this.world.vpc('UpdateGatewayRouteTableEntryAttribute', { GatewayRouteTableId: table, DestinationCidrBlock: destination, ...hop });
    await until(async () => {
      const body = await this.world.vpc('ListGatewayRouteTableEntries', { GatewayRouteTableId: table });
      const { GatewayRouteEntryModels } = z.object({ GatewayRouteEntryModels: z.array(z.object({ Status: z.string() })) }).parse(body);
      return GatewayRouteEntryModels.every((entry) => entry.Status === 'Available');
    });
  }

  private async gatewayIs(id: string, status: string | undefined): Promise<void> {
    const list = z.object({ Ipv4GatewayModels: z.array(z.object({ Status: z.string() })) });
    await until(async () => list.parse(await this.world.vpc('ListIpv4Gateways', { Ipv4GatewayId: id })).Ipv4GatewayModels[0]?.Status === status);
  }
}

/** An EIP on an instance itself. */
async function exposeInstance(world: World, instance: string): Promise<Eip> {
  const eip = await world.eip();
  await world.vpc('AssociateEipAddress', { AllocationId: eip.id, InstanceId: instance });
  await world.eipIs(eip, 'InUse');
  return eip;
}

describe('the IPv4 gateway', () => {
  let world: World;
  let routes: Routes;
  let web: string;
  let eip: Eip;
  let gateway: string;

  beforeAll(async () => {
    world = await World.create(cloud);
    web = await world.instance({ name: 'web' });
    eip = await exposeInstance(world, web);
    routes = await Routes.of(world);
  });

  /** [from the Internet in, from the guest out] */
  const ways = async (): Promise<readonly [boolean, boolean]> =>
    [await world.ask(eip.address, { seconds: 1 }) === 'web', await pings(web, INTERNET_HOST)];

  it('P7: one that is not activated changes nothing', async () => {
    expect(await ways()).toEqual([true, true]);
    gateway = await routes.gateway();
    expect(await ways()).toEqual([true, true]);
  });

  it('E6, P5: activated, without a route to it nothing passes either way, and nothing is delivered one way', async () => {
    await routes.enable(gateway);
    const tap = await Tap.open(cloud, web, (await world.primaryEni(web)).addresses[0] ?? '');
    expect(await ways()).toEqual([false, false]);
    tap.close();
    expect(tap.arrivals).toEqual([]);
  });

  it('E6, P6: a default route to it opens both ways', async () => {
    await routes.add('0.0.0.0/0', { gateway });
    expect(await ways()).toEqual([true, true]);
  });

  it('S-25: it is the table of the vSwitch that decides', async () => {
    const table = await routes.table();
    await routes.associate(table, world.vswitchId);
    expect(await ways()).toEqual([false, false]);
    const part = await routes.add('203.0.113.0/24', { gateway }, table);
    expect(await ways()).toEqual([true, true]);
    await routes.drop(part, table);
    await routes.add('192.0.2.0/24', { gateway }, table);
    expect(await ways()).toEqual([false, false]);
    await routes.unassociate(table, world.vswitchId);
    expect(await ways()).toEqual([true, true]);
  });

  it('a public destination follows the tables now: an entry leads it to an instance of the VPC', async () => {
    const box = await world.instance({ name: 'box' });
    await alsoAt(box, '192.0.2.9');
    expect(await world.ask('192.0.2.9', { where: web, seconds: 1 })).toBe('');
    const entry = await routes.add('192.0.2.9/32', { instance: box });
    expect(await world.ask('192.0.2.9', { where: web })).toBe('box');
    expect(await ways()).toEqual([true, true]);
    await routes.drop(entry);
  });

  it('P8, deleted in public mode: direct access again, and the routes to it are gone', async () => {
    await routes.remove(gateway, 'public');
    expect(await ways()).toEqual([true, true]);
    const { RouteEntrys } = ENTRIES.parse(await world.vpc('DescribeRouteEntryList', { RouteTableId: routes.system, RouteEntryType: 'Custom' }));
    expect(RouteEntrys.RouteEntry).toEqual([]);
  });

  it('P8, deleted in private mode: nothing passes in the whole VPC, direct EIPs included; the way back is another gateway', async () => {
    gateway = await routes.gateway();
    await routes.enable(gateway);
    await routes.remove(gateway, 'private');
    const cut = await world.instance({ name: 'cut' });
    const [eni, direct] = [await world.eni(), await world.eip()];
    await world.bind(direct, eni, { mode: 'BINDED' });
    await world.attach(eni, cut);
    await world.device(cut, eni);
    expect(await ways()).toEqual([false, false]);
    expect(await world.ask(direct.address, { seconds: 1 })).toBe('');
    expect(await pings(cut, INTERNET_HOST, direct.address)).toBe(false);
    // Inside, nothing has changed.
    expect(await world.ask((await world.primaryEni(cut)).addresses[0] ?? '', { where: web })).toBe('cut');

    await world.detach(eni, cut);
    await world.unbind(direct);
    gateway = await routes.gateway();
    expect(await ways()).toEqual([false, false]);
    await routes.remove(gateway, 'public');
    expect(await ways()).toEqual([true, true]);
  });
});

describe('entries, without a gateway', () => {
  let world: World;
  let routes: Routes;
  let client: string;
  let left: string;
  let right: string;
  const BRANCH = '192.168.7.9';

  beforeAll(async () => {
    world = await World.create(cloud);
    [client, left, right] = [await world.instance({ name: 'client' }), await world.instance({ name: 'left' }), await world.instance({ name: 'right' })];
    routes = await Routes.of(world);
    for (const instance of [left, right]) await alsoAt(instance, BRANCH);
  });

  const answers = () => world.ask(BRANCH, { where: client, seconds: 1 });

  it('a private destination leads nowhere but where an entry says', async () => {
    expect(await answers()).toBe('');
    const entry = await routes.add('192.168.0.0/16', { instance: left });
    expect(await answers()).toBe('left');
    await routes.drop(entry);
    expect(await answers()).toBe('');
  });

  it('§2.6: the longest prefix wins, whichever came first', async () => {
    const entries = [await routes.add('192.168.7.0/24', { instance: right }), await routes.add('192.168.0.0/16', { instance: left })];
    expect(await answers()).toBe('right');
    entries.push(await routes.add('192.168.7.9/32', { instance: left }));
    expect(await answers()).toBe('left');
    await routes.drop(entries.pop() ?? '');
    expect(await answers()).toBe('right');
    await routes.drop(entries.shift() ?? '');
    expect(await answers()).toBe('left');
    await routes.drop(entries.shift() ?? '');
  });

  it('ModifyRouteEntry leads elsewhere', async () => {
    const entry = await routes.add('192.168.7.0/24', { instance: left });
    await world.vpc('ModifyRouteEntry', { RouteEntryId: entry, NewNextHopType: 'Instance', NewNextHopId: right });
    await until(async () => ENTRIES.parse(await world.vpc('DescribeRouteEntryList', { RouteTableId: routes.system, RouteEntryId: entry }))
      .RouteEntrys.RouteEntry[0]?.Status === 'Available');
    expect(await answers()).toBe('right');
    await routes.drop(entry);
  });

  it('a public destination does not ask the tables', async () => {
    const eip = await exposeInstance(world, client);
    await alsoAt(left, '192.0.2.9');
    const entries = [await routes.add('0.0.0.0/0', { instance: left }), await routes.add('203.0.113.0/24', { instance: left })];
    expect(await pings(client, INTERNET_HOST)).toBe(true);
    expect(await world.ask('192.0.2.9', { where: client, seconds: 1 })).toBe('');
    for (const entry of entries) await routes.drop(entry);
    await world.unbind(eip);
  });

  it('an entry of a custom table is for the vSwitches on it only', async () => {
    const apart = await world.beside('10.0.1.0/24');
    const other = await apart.instance({ name: 'other' });
    const table = await routes.table();
    const entry = await routes.add('192.168.0.0/16', { instance: left }, table);
    await routes.associate(table, apart.vswitchId);
    expect(await world.ask(BRANCH, { where: other })).toBe('left');
    expect(await answers()).toBe('');
    await routes.unassociate(table, apart.vswitchId);
    expect(await world.ask(BRANCH, { where: other, seconds: 1 })).toBe('');
    await routes.drop(entry, table);
  });

  it('§2.3: an ENI is a next hop with its source check off, and passes nothing foreign with it on', async () => {
    const eni = await world.eni();
    const attach = async (instance: string) => {
      await world.attach(eni, instance);
      await world.device(instance, eni);
      // It answers for the branch over the ENI that is asked, by the documented recipe (§3.8).
      await run(instance, 'ip', 'rule', 'add', 'from', BRANCH, 'lookup', '1001');
    };
    await attach(left);
    await routes.add('192.168.0.0/16', { eni });
    expect(await answers()).toBe('left');
    const check = (SourceDestCheck: boolean) => world.ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: eni.id, SourceDestCheck });
    await check(true);
    await until(async () => (await answers()) === '');
    await check(false);
    await until(async () => (await answers()) === 'left');

    await world.detach(eni, left);
    expect(await answers()).toBe('');
    await attach(right);
    expect(await answers()).toBe('right');
    // U-08: with the ENI goes the route.
    await world.detach(eni, right);
    await world.ecs('DeleteNetworkInterface', { NetworkInterfaceId: eni.id });
    await until(async () => ENTRIES.parse(await world.vpc('DescribeRouteEntryList', { RouteTableId: routes.system, RouteEntryType: 'Custom' }))
      .RouteEntrys.RouteEntry.length === 0);
    expect(await answers()).toBe('');
  });
});

describe('a gateway route table', () => {
  let world: World;
  let routes: Routes;
  let web: string;
  let wall: string;
  let wallEni: Eni;
  let eip: Eip;
  let gateway: string;

  beforeAll(async () => {
    world = await World.create(cloud);
    const apart = await world.beside('10.0.1.0/24');
    [web, wall] = [await world.instance({ name: 'web' }), await apart.instance({ name: 'wall' })];
    wallEni = await apart.primaryEni(wall);
    eip = await exposeInstance(world, web);
    routes = await Routes.of(world);
    gateway = await routes.gateway();
    await routes.enable(gateway, [routes.system]);
  });

  it('leads packets from the Internet through a middlebox, and answers back through it', async () => {
    expect(await world.ask(eip.address)).toBe('web');
    const table = await routes.gatewayTable(gateway);
    expect(await world.ask(eip.address)).toBe('web');
    const tap = await Tap.open(cloud, wall, (await world.primaryEni(web)).addresses[0] ?? '');
    await routes.divert(table, '10.0.0.0/24', wallEni);

    await run(wall, 'sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_forward');
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    // What the wall does not let through has reached it.
    await until(() => Promise.resolve(tap.arrivals.length > 0));

    // The way out of the web server leads through the wall, too.
    const outward = await routes.table();
    await routes.add('0.0.0.0/0', { eni: wallEni }, outward);
    await routes.associate(outward, world.vswitchId);
    await run(wall, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    expect(await world.ask(eip.address)).toBe('web');
    tap.close();

    await routes.unassociate(outward, world.vswitchId);
    await routes.divert(table, '10.0.0.0/24', undefined);
    await run(wall, 'sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_forward');
    expect(await world.ask(eip.address)).toBe('web');
  });
});

describe('§3.5 IpAddress', () => {
  it('E18: the EIP of an address that no ENI has is where the routes lead', async () => {
    const world = await World.create(cloud);
    const wall = await world.instance({ name: 'wall' });
    const routes = await Routes.of(world);
    const gateway = await routes.gateway();
    await routes.enable(gateway);
    const eip = await world.eip();
    await world.vpc('AssociateEipAddress', { AllocationId: eip.id, InstanceId: '10.9.9.9', InstanceType: 'IpAddress', VpcId: world.vpcId });
    await world.eipIs(eip, 'InUse');
    await alsoAt(wall, '10.9.9.9');

    const toWall = await routes.add('10.9.9.0/24', { instance: wall });
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    const out = await routes.add('0.0.0.0/0', { gateway });
    expect(await world.ask(eip.address)).toBe('wall');
    expect(await pings(wall, INTERNET_HOST, '10.9.9.9')).toBe(true);
    await routes.drop(toWall);
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await routes.drop(out);
    await world.unbind(eip);
    await routes.remove(gateway, 'public');
  });
});

describe('§3.6 the secondary-CIDR method', () => {
  it('E17, P18: the Internet reaches it as an EIP, a peer of the VPC as a private address', async () => {
    const { world, instance, eip, inside } = await expose(cloud, 'SECONDARY_CIDR');
    expect(inside).toBe(eip.address);
    await run(instance, 'sh', '-c', 'mkdir -p /tmp/www && hostname > /tmp/www/index.html && busybox httpd -p 80 -h /tmp/www');
    expect(await world.ask(eip.address)).toBe('secondary-cidr');
    const peer = await world.instance({ name: 'peer' });
    const tap = await Tap.open(cloud, instance, eip.address);
    // A peer without an EIP of its own: the way is inside the VPC.
    expect(await world.ask(eip.address, { where: peer })).toBe('secondary-cidr');
    await until(() => Promise.resolve(tap.arrivals.length > 0));
    tap.close();
  });
});
