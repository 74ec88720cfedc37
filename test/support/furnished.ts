/** A region in which every page of the console has something to show: all modes, all kinds of resources, each with name, description and tag. */
import { z } from 'zod';
import type { Cloud, Parameters } from './cloud.js';
import { numbered, text, until, World, type Eip, type Eni } from './world.js';

/** Of all modes (S-17, S-18). */
const REGION = 'cn-shanghai';
/** Of a family that takes ENIs in every mode (S-36), with room for them. */
const TYPE = 'ecs.g5.4xlarge';

export interface Furnished {
  readonly world: World;
  readonly instance: string;
  /** Where the EIPs are. Only that of the NAT mode is attached yet. */
  readonly enis: Readonly<Record<'nat' | 'cut' | 'multi', Eni>>;
  readonly eips: Readonly<Record<'nat' | 'cut' | 'one' | 'two' | 'free' | 'subscription', Eip>>;
}

/** @param wording what a resource is described by and tagged with, and called where a name may be any text */
export async function furnish(cloud: Cloud, { wording, script = '#!/bin/sh\n' }: { readonly wording: (what: string) => string; readonly script?: string }): Promise<Furnished> {
  await cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: true });
  const tag = { 'Tag.1.Key': wording('owner'), 'Tag.1.Value': wording('shop') };
  const called = (field: string, what: string, description = 'Description') => ({ [field]: wording(what), [description]: wording(`the ${what}`) });
  /** ECS has names of letters, digits and a few marks only. */
  const plainly = (field: string, what: string) => ({ [field]: what, Description: wording(`the ${what}`), ...tag });
  await cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'shop', DisplayName: wording('shop') });

  const world = await vpc(cloud, called('VpcName', 'shop'), called('VSwitchName', 'front'));
  await world.vpc('TagResources', { ResourceType: 'VPC', 'ResourceId.1': world.vpcId, ...tag });
  await world.vpc('AssociateVpcCidrBlock', { VpcId: world.vpcId, SecondaryCidrBlock: '198.51.100.0/24' });
  await until(async () => (await world.vpc('DescribeVpcAttribute', { VpcId: world.vpcId }))['Status'] === 'Available');
  await world.beside('198.51.100.0/25');
  const group = await world.group(plainly('SecurityGroupName', 'web'));
  for (const [protocol, ports] of [['TCP', '80/80'], ['TCP', '22/22'], ['ICMP', '-1/-1'], ['UDP', '1/65535']]) {
    await world.allow(group, { IpProtocol: protocol, PortRange: ports, SourceCidrIp: '0.0.0.0/0', Description: wording('visitors') });
  }
  const run = await world.ecs('RunInstances', {
    InstanceType: TYPE, ImageId: (await world.images())[0], VSwitchId: world.vswitchId, HostName: 'shop', UserData: Buffer.from(script).toString('base64'),
    ...plainly('InstanceName', 'shop'), ...numbered('SecurityGroupIds', [group]),
  });
  const instance = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string()]) }) }).parse(run).InstanceIdSets.InstanceIdSet[0];
  await world.instanceIs(instance, 'Running');

  const eni = async (what: string, more: Parameters = {}): Promise<Eni> => {
    const id = text(await world.ecs('CreateNetworkInterface', {
      VSwitchId: world.vswitchId, ...plainly('NetworkInterfaceName', what), ...numbered('SecurityGroupIds', [group]), ...more,
    }), 'NetworkInterfaceId');
    await world.eniIs(id, 'Available');
    const { MacAddress, PrivateIpSets } = await world.describeEni(id);
    return { id, mac: MacAddress, addresses: PrivateIpSets.PrivateIpSet.map(({ PrivateIpAddress }) => PrivateIpAddress) };
  };
  const enis = { nat: await eni('nat', { SecondaryPrivateIpAddressCount: 2 }), cut: await eni('cut-through'), multi: await eni('multi-eip') };
  const eip = (what: string, more: Parameters = {}) => world.eip({ ...called('Name', what), ...tag, Bandwidth: 20, ...more });
  const eips = {
    nat: await eip('nat'), cut: await eip('cut-through'), one: await eip('first'), two: await eip('second'), free: await eip('free'),
    subscription: await eip('subscription', { InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, AutoPay: true }),
  };
  await world.attach(enis.nat, instance);
  await world.bind(eips.nat, enis.nat);
  await world.bind(eips.cut, enis.cut, { mode: 'BINDED' });
  await world.bind(eips.one, enis.multi, { mode: 'MULTI_BINDED' });
  await world.bind(eips.two, enis.multi, { mode: 'MULTI_BINDED' });

  const table = text(await world.vpc('CreateRouteTable', { VpcId: world.vpcId, ...called('RouteTableName', 'by way of the shop'), ...tag }), 'RouteTableId');
  await until(async () => (await world.vpc('DescribeRouteTables', { RouteTableId: table }))['TotalCount'] === 1);
  await world.vpc('CreateRouteEntry', {
    RouteTableId: table, DestinationCidrBlock: '192.168.0.0/16', NextHopType: 'NetworkInterface', NextHopId: enis.nat.id, ...called('RouteEntryName', 'branch'),
  });
  // An IPv4 gateway forbids the modes that need none: in a VPC of its own.
  const other = await vpc(cloud, called('VpcName', 'office'), called('VSwitchName', 'desks'));
  await other.vpc('CreateIpv4Gateway', { VpcId: other.vpcId, ...called('Ipv4GatewayName', 'way out', 'Ipv4GatewayDescription'), ...tag });
  return { world, instance, enis, eips };
}

/** A VPC of that name, with a vSwitch. */
async function vpc(cloud: Cloud, named: Parameters, vswitch: Parameters): Promise<World> {
  const world = await World.create(cloud, { region: REGION });
  await world.vpc('ModifyVpcAttribute', { VpcId: world.vpcId, ...named });
  await world.vpc('ModifyVSwitchAttribute', { VSwitchId: world.vswitchId, ...vswitch });
  return world;
}
