/**
 * An instance on an EIP, ready for it as its user would make it: in each association mode, by the secondary-CIDR method (§3.6), and for an address that no
 * ENI has (§3.5).
 */
import { z } from 'zod';
import type { Cloud } from './cloud.js';
import type { Way } from './properties.js';
import { numbered, text, until, World, type Eip, type Eni } from './world.js';

/** A region that has all modes (S-17, S-18). */
export const REGION = 'cn-shanghai';
export const INTERNET_HOST = '203.0.113.10';
const INTERNET = '203.0.113.0/24';
/** In the VPC, and in none of its vSwitches. */
const ROUTED = '10.9.0.1';
/** Of a family that takes multi-EIP ENIs (S-36). */
const TYPE = 'ecs.g5.4xlarge';

export interface Exposed {
  readonly way: Way;
  readonly world: World;
  readonly instance: string;
  readonly eni: Eni;
  readonly eip: Eip;
  /** The address by which the guest knows itself there, which its programs put into payloads: the EIP where that is on the NIC. */
  readonly inside: string;
  /** The gateway of `inside`. */
  readonly gateway: string;
  /** The guest's interface of the ENI. */
  readonly device: string;
}

/** What `Cloud.up` needs for all of them. */
export const SETTINGS = { multiEip: true, quotas: { eipsPerAccount: 40 } } as const;

/** In a VPC of its own. The guest sends to the Internet side through the ENI (S-42: a specific route), whatever its default route is. */
export async function expose(cloud: Cloud, way: Way): Promise<Exposed> {
  const world = await World.create(cloud, { region: REGION });
  const booting = world.instance({ name: way.toLowerCase().replace('_', '-'), type: TYPE, script: '' });
  const eip = await world.eip();
  const eni = way === 'SECONDARY_CIDR' ? await eniWithAddress(await withBlock(world, blockOf(eip)), eip) : await world.eni();
  if (way !== 'IP_ADDRESS') await world.bind(eip, eni, { mode: way === 'SECONDARY_CIDR' ? 'NAT' : way });
  const instance = await booting;
  await world.attach(eni, instance);
  const device = await world.device(instance, eni);
  const inside = { NAT: eni.addresses[0] ?? '', BINDED: eip.address, MULTI_BINDED: eip.address, SECONDARY_CIDR: eip.address, IP_ADDRESS: ROUTED }[way];
  if (way === 'IP_ADDRESS') {
    await bindRouted(world, eni, eip);
    await inGuest(cloud, instance, 'ip', 'address', 'add', `${ROUTED}/32`, 'dev', device);
    // As for a secondary private address: the image keeps a table for each NIC.
    await inGuest(cloud, instance, 'ip', 'rule', 'add', 'from', ROUTED, 'lookup', device.replace('eth', '100'));
  }
  const gateway = way === 'MULTI_BINDED' ? await configured(world, instance, eni, eip, device) : await leased(cloud, instance, device);
  await inGuest(cloud, instance, 'ip', 'route', 'replace', INTERNET, 'via', gateway, 'dev', device, 'onlink', 'src', inside);
  return { way, world, instance, eni, eip, inside, gateway, device };
}

/** §3.5: an IPv4 gateway, routes to it and to the ENI, and the EIP for an address that is in no vSwitch. */
async function bindRouted(world: World, eni: Eni, eip: Eip): Promise<void> {
  const gateway = text(await world.vpc('CreateIpv4Gateway', { VpcId: world.vpcId }), 'Ipv4GatewayId');
  const stands = async (enabled: boolean) => {
    const { Status, Enabled } = await world.vpc('GetIpv4GatewayAttribute', { Ipv4GatewayId: gateway });
    return Status === 'Created' && Enabled === enabled;
  };
  await until(() => stands(false));
  await world.vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: gateway });
  await until(() => stands(true));
  const { RouterTableList: { RouterTableListType: [table] } } = z
    .object({ RouterTableList: z.object({ RouterTableListType: z.array(z.object({ RouteTableId: z.string() })) }) })
    .parse(await world.vpc('DescribeRouteTableList', { VpcId: world.vpcId }));
  const hops = [['0.0.0.0/0', 'Ipv4Gateway', gateway], [`${ROUTED}/32`, 'NetworkInterface', eni.id]] as const;
  for (const [DestinationCidrBlock, NextHopType, NextHopId] of hops) {
    await world.vpc('CreateRouteEntry', { RouteTableId: table?.RouteTableId, DestinationCidrBlock, NextHopType, NextHopId });
    await until(async () => {
      const entries = z
        .object({ RouteEntrys: z.object({ RouteEntry: z.array(z.object({ DestinationCidrBlock: z.string(), Status: z.string() })) }) })
        .parse(await world.vpc('DescribeRouteEntryList', { RouteTableId: table?.RouteTableId })).RouteEntrys.RouteEntry;
      return entries.some((entry) => entry.DestinationCidrBlock === DestinationCidrBlock && entry.Status === 'Available');
    });
  }
  await world.vpc('AssociateEipAddress', { AllocationId: eip.id, InstanceId: ROUTED, InstanceType: 'IpAddress', VpcId: world.vpcId });
  await world.eipIs(eip, 'InUse');
}

/** §3.6: a public block joins the VPC, as a vSwitch of it. */
export async function withBlock(world: World, block: string): Promise<World> {
  await world.vpc('AssociateVpcCidrBlock', { VpcId: world.vpcId, SecondaryCidrBlock: block });
  await until(async () => (await world.vpc('DescribeVpcAttribute', { VpcId: world.vpcId }))['Status'] === 'Available');
  return world.beside(block);
}

/** §3.6: an ENI that has an EIP's address as its private one, in the vSwitch of its block. */
export async function eniWithAddress(beside: World, eip: Eip): Promise<Eni> {
  const body = await beside.ecs('CreateNetworkInterface', {
    VSwitchId: beside.vswitchId, PrimaryIpAddress: eip.address, ...numbered('SecurityGroupIds', [beside.openGroup]),
  });
  return { id: text(body, 'NetworkInterfaceId'), mac: text(body, 'MacAddress'), addresses: [eip.address] };
}

/** The prefix of an EIP (behaviour §4.1). */
export function blockOf({ address }: Eip): string {
  return `${address.split('.').slice(0, 3).join('.')}.0/24`;
}

/** S-38: the EIP by hand, with the gateway and mask that the cloud names for it. */
async function configured(world: World, instance: string, eni: Eni, eip: Eip, device: string): Promise<string> {
  const shape = z.object({
    EipInfos: z.object({ EipInfo: z.array(z.object({ Ip: z.string(), IpMask: z.string(), IpGw: z.string() })) }),
  });
  const infos = shape.parse(await world.vpc('DescribeEipGatewayInfo', { InstanceId: eni.id })).EipInfos.EipInfo;
  const info = infos.find((one) => one.Ip === eip.address);
  if (info === undefined) throw new Error(`no gateway is named for ${eip.address}`);
  await inGuest(world.cloud, instance, 'ip', 'address', 'add', `${info.Ip}/${info.IpMask}`, 'dev', device);
  return info.IpGw;
}

/** The gateway that the guest took from its lease, in whichever table it keeps it: its routes come a moment after its address. */
async function leased(cloud: Cloud, instance: string, device: string): Promise<string> {
  let gateway = '';
  await until(async () => {
    const routes = await inGuest(cloud, instance, 'ip', 'route', 'show', 'table', 'all', 'dev', device);
    gateway = /^default via (\S+)/m.exec(routes)?.[1] ?? '';
    return gateway !== '';
  });
  return gateway;
}

/** Runs in the guest (or on the Internet side) and must succeed; returns what it printed. */
export async function inGuest(cloud: Cloud, where: string, ...argv: readonly string[]): Promise<string> {
  const result = await cloud.exec(where, argv);
  if (result.code !== 0) throw new Error(`${argv.join(' ')} in ${where}: ${result.stderr}`);
  return result.stdout;
}
