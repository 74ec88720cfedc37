/** A cloud as big as one host is meant to carry: 500 instances, 1,000 ENIs and 10,000 EIPs in all modes, built through the API. */
import { z } from 'zod';
import { Cloud } from './cloud.js';
import { numbered, World, type ModeName } from './world.js';

const INSTANCES = 500;
const PER_PRIMARY = 10;
const PER_MULTI = 10;
/** Of a family that takes every mode; eight ENIs of twenty addresses. */
const TYPE = 'ecs.g5.4xlarge';
/** Instances in one RunInstances, calls at once. */
const BATCH = 100;
const LANES = 8;

export interface Resident {
  readonly id: string;
  /** EIPs of its secondary ENI. */
  readonly mode: ModeName;
  /** What its user has to configure on eth0 and eth1: secondary private addresses and multi-EIP EIPs. */
  readonly addresses: readonly (readonly [device: string, address: string])[];
  readonly eips: readonly string[];
}

export interface Metropolis {
  readonly cloud: Cloud;
  readonly world: World;
  readonly residents: readonly Resident[];
  readonly enis: number;
  readonly eips: number;
}

/** The mode of an instance's secondary ENI by the instance's place, and how many EIPs the ENI has: 10,000 in all with those of the primary ENIs. */
function share(index: number): readonly [ModeName, number] {
  switch (index % 5) {
    case 0: return ['BINDED', 1];
    case 1: case 2: return ['MULTI_BINDED', PER_MULTI];
    default: return ['NAT', index % 2 === 0 ? 14 : 15];
  }
}

const sets = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.array(z.string()) }) });
const created = z.object({
  NetworkInterfaceId: z.string(), PrivateIpSets: z.object({ PrivateIpSet: z.array(z.object({ PrivateIpAddress: z.string() })) }),
});
const primaries = z.object({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(z.object({ NetworkInterfaceId: z.string() })) }) });
const assigned = z.object({ AssignedPrivateIpAddressesSet: z.object({ PrivateIpSet: z.object({ PrivateIpAddress: z.array(z.string()) }) }) });
const total = z.object({ TotalCount: z.int() });
const allocation = z.object({ AllocationId: z.string(), EipAddress: z.string() });

export async function buildMetropolis(home: string): Promise<Metropolis> {
  const quotas = { eipsPerAccount: 20_000, enisPerRegion: 2_000 };
  const cloud = await Cloud.up({ dataplane: 'linux', home, settings: { quotas, multiEip: true, maxEipPerPrimaryEni: PER_PRIMARY } });
  try {
    return await populate(cloud);
  } catch (error) {
    await cloud.down();
    throw error;
  }
}

async function populate(cloud: Cloud): Promise<Metropolis> {
  const world = await World.create(cloud, { region: 'cn-shanghai', vswitch: '10.0.0.0/16' });
  const group = await world.group({ SecurityGroupType: 'enterprise' });
  await world.allow(group, { IpProtocol: 'ALL', PortRange: '-1/-1', SourceCidrIp: '0.0.0.0/0' });
  await world.ecs('AuthorizeSecurityGroupEgress', {
    SecurityGroupId: group, 'Permissions.1.IpProtocol': 'ALL', 'Permissions.1.PortRange': '-1/-1', 'Permissions.1.DestCidrIp': '0.0.0.0/0',
  });
  const [image = ''] = await world.images();
  const ids: string[] = [];
  for (let made = 0; made < INSTANCES; made += BATCH) {
    const body = await world.ecs('RunInstances', {
      InstanceType: TYPE, ImageId: image, VSwitchId: world.vswitchId, Amount: BATCH, ...numbered('SecurityGroupIds', [group]),
    });
    ids.push(...sets.parse(body).InstanceIdSets.InstanceIdSet);
  }
  const running = async () => total.parse(await world.ecs('DescribeInstances', { Status: 'Running', PageSize: 1 })).TotalCount;
  await reached(running, INSTANCES);
  const residents = await lanes(ids, (id, index) => settle(world, group, id, index));
  const eips = residents.reduce((sum, resident) => sum + resident.eips.length, 0);
  const inUse = async () => total.parse(await world.vpc('DescribeEipAddresses', { Status: 'InUse', PageSize: 1 })).TotalCount;
  await reached(inUse, eips);
  const attached = async () =>
    total.parse(await world.ecs('DescribeNetworkInterfaces', { Status: 'InUse', PageNumber: 1, PageSize: 1 })).TotalCount;
  await reached(attached, 2 * INSTANCES);
  return { cloud, world, residents, enis: await attached(), eips };
}

async function settle(world: World, group: string, id: string, index: number): Promise<Resident> {
  const [mode, count] = share(index);
  const found = primaries.parse(await world.ecs('DescribeNetworkInterfaces', { InstanceId: id, Type: 'Primary' }));
  const primary = found.NetworkInterfaceSets.NetworkInterfaceSet[0]?.NetworkInterfaceId ?? '';
  const more = assigned.parse(await world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: primary, SecondaryPrivateIpAddressCount: PER_PRIMARY - 1 }));
  const onPrimary = more.AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress;
  const secondary = created.parse(await world.ecs('CreateNetworkInterface', {
    VSwitchId: world.vswitchId, ...numbered('SecurityGroupIds', [group]),
    ...(mode === 'NAT' ? { SecondaryPrivateIpAddressCount: count - 1 } : {}),
  }));
  const bind = async (eniId: string, many: number, how: ModeName) => {
    const eips = [];
    for (let one = 0; one < many; one++) eips.push(allocation.parse(await world.vpc('AllocateEipAddress', {})));
    for (const eip of eips) {
      await world.vpc('AssociateEipAddress', { AllocationId: eip.AllocationId, InstanceId: eniId, InstanceType: 'NetworkInterface', Mode: how });
    }
    return eips.map((eip) => eip.EipAddress);
  };
  const eips = [...await bind(primary, PER_PRIMARY, 'NAT'), ...await bind(secondary.NetworkInterfaceId, count, mode)];
  await world.ecs('AttachNetworkInterface', { NetworkInterfaceId: secondary.NetworkInterfaceId, InstanceId: id });
  const [, ...besides] = secondary.PrivateIpSets.PrivateIpSet.map((one) => one.PrivateIpAddress);
  const onSecondary = mode === 'MULTI_BINDED' ? eips.slice(PER_PRIMARY) : besides;
  return {
    id, mode, eips,
    addresses: [...onPrimary.map((address) => ['eth0', address] as const), ...onSecondary.map((address) => ['eth1', address] as const)],
  };
}

/** Which of a resident's EIPs do not answer an echo from the Internet side, once its guest is configured. */
export async function unreachable({ cloud }: Metropolis, resident: Resident): Promise<readonly string[]> {
  const configure = ['until ip -4 -o address show dev eth1 | grep -q inet; do sleep 0.05; done', ...resident.addresses.map(([device, address]) => `ip address add ${address}/24 dev ${device}`)];
  const done = await cloud.exec(resident.id, ['sh', '-ec', configure.join('\n')], { timeout: 60_000 });
  if (done.code !== 0) throw new Error(`${resident.id} could not be configured: ${done.stderr}`);
  const asks = resident.eips.map((address) => `ping -n -q -c 1 -W 3 ${address} >/dev/null || echo ${address}`);
  return (await cloud.exec('internet', ['sh', '-c', asks.join('\n')], { timeout: 120_000 })).stdout.split('\n').filter((line) => line !== '');
}

async function reached(count: () => Promise<number>, wanted: number): Promise<void> {
  const end = Date.now() + 300_000;
  while (await count() < wanted) {
    if (Date.now() > end) throw new Error(`only ${await count()} of ${wanted} came within 300 s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Runs work for each thing, some at once; results in the order of the things. */
async function lanes<T, R>(things: readonly T[], work: (thing: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = things.entries();
  const lane = async () => {
    for (const [index, thing] of queue) results[index] = await work(thing, index);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
