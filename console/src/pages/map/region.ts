/** A region's rows as what stands in what: instances and ENIs in vSwitches, those in VPCs, EIPs beside the ENIs that they lead to. */
import type { Eip, Eni, Instance, Ipv4Gateway, Mode, Vpc, VSwitch } from '../../api/rows.js';

export interface Rows {
  readonly eips: readonly Eip[];
  readonly enis: readonly Eni[];
  readonly instances: readonly Instance[];
  readonly vpcs: readonly Vpc[];
  readonly vswitches: readonly VSwitch[];
  readonly gateways: readonly Ipv4Gateway[];
}

/** How an EIP leads to an ENI: a mode, or by the bare address that the ENI has. */
export type Way = Mode | 'IpAddress';
export const WAYS: readonly Way[] = ['NAT', 'BINDED', 'MULTI_BINDED', 'IpAddress'];

export interface EniPlace {
  readonly eni: Eni;
  readonly eips: readonly Eip[];
}

/** An instance with its ENIs, or an ENI that is at no instance. */
export interface Cell {
  readonly instance: Instance | undefined;
  readonly enis: readonly EniPlace[];
}

export interface VSwitchPlace {
  readonly vswitch: VSwitch;
  readonly cells: readonly Cell[];
}

export interface VpcPlace {
  readonly vpc: Vpc;
  readonly gateway: Ipv4Gateway | undefined;
  readonly vswitches: readonly VSwitchPlace[];
  /** EIPs on addresses that no ENI has. */
  readonly loose: readonly Eip[];
}

export interface RegionTree {
  readonly vpcs: readonly VpcPlace[];
  /** EIPs bound to nothing. */
  readonly unbound: readonly Eip[];
}

export function wayOf({ InstanceType, Mode }: Eip): Way {
  return InstanceType === 'IpAddress' ? 'IpAddress' : Mode;
}

/** Kept back by the platform, for a debt or for security. */
export function isSuspended({ BusinessStatus }: Eip): boolean {
  return BusinessStatus !== 'Normal';
}

/** EIPs of a VPC, wherever they lead to in it. */
export function eipsIn({ vswitches, loose }: VpcPlace): readonly Eip[] {
  return [...loose, ...vswitches.flatMap(({ cells }) => cells.flatMap(({ enis }) => enis.flatMap(({ eips }) => eips)))];
}

/** What belongs to the resource groups, with what it is in, at or leads to, whosever that is. */
export function ofGroups(rows: Rows, groups: readonly string[]): Rows {
  const isOwn = ({ ResourceGroupId }: { readonly ResourceGroupId: string }) => groups.includes(ResourceGroupId);
  const eips = rows.eips.filter(isOwn);
  const targets = new Targets(rows.enis);
  const led = new Set(eips.map((eip) => targets.of(eip)));
  const owned = new Set(rows.instances.filter(isOwn).map(({ InstanceId }) => InstanceId));
  const enis = rows.enis.filter((eni) => isOwn(eni) || led.has(eni.NetworkInterfaceId) || owned.has(eni.InstanceId));
  const holders = new Set([...owned, ...enis.map(({ InstanceId }) => InstanceId)]);
  const instances = rows.instances.filter(({ InstanceId }) => holders.has(InstanceId));
  const around = new Set([...enis.map(({ VSwitchId }) => VSwitchId), ...instances.map(({ VpcAttributes }) => VpcAttributes.VSwitchId)]);
  const vswitches = rows.vswitches.filter((vswitch) => isOwn(vswitch) || around.has(vswitch.VSwitchId));
  const gateways = rows.gateways.filter(isOwn);
  const outer = new Set([...led, ...[...vswitches, ...enis, ...gateways].map(({ VpcId }) => VpcId)]);
  // A VPC that is shown has its gateway, whosever that is: packets pass it.
  return { eips, enis, instances, vswitches, vpcs: rows.vpcs.filter((vpc) => isOwn(vpc) || outer.has(vpc.VpcId)), gateways: rows.gateways };
}

/** @param vpcId of the only VPC to be shown; '' for the whole region */
export function treeOf(rows: Rows, vpcId = ''): RegionTree {
  // Pages that were read while rows came or went may overlap.
  const enis = unique(rows.enis, ({ NetworkInterfaceId }) => NetworkInterfaceId);
  const targets = new Targets(enis);
  const led = grouped(unique(rows.eips, ({ AllocationId }) => AllocationId), (eip) => targets.of(eip));
  const places = enis.toSorted(byDevice).map((eni): EniPlace => ({ eni, eips: (led.get(eni.NetworkInterfaceId) ?? []).toSorted(byAddress) }));
  const atInstance = grouped(places, ({ eni }) => eni.InstanceId);
  const instances = unique(rows.instances, ({ InstanceId }) => InstanceId).toSorted((one, other) => compare(one.InstanceName, other.InstanceName) || compare(one.InstanceId, other.InstanceId));
  const known = new Set(instances.map(({ InstanceId }) => InstanceId));
  const cells = grouped<Cell>([
    ...instances.map((instance) => ({ instance, enis: atInstance.get(instance.InstanceId) ?? [] })),
    ...places.filter(({ eni }) => !known.has(eni.InstanceId)).map((place) => ({ instance: undefined, enis: [place] })),
  ], ({ instance, enis: [first] }) => instance?.VpcAttributes.VSwitchId ?? first?.eni.VSwitchId ?? '');
  const vswitches = grouped(
    unique(rows.vswitches, ({ VSwitchId }) => VSwitchId).toSorted((one, other) => compare(one.CidrBlock, other.CidrBlock) || compare(one.VSwitchId, other.VSwitchId)),
    ({ VpcId }) => VpcId,
  );
  const vpcs = unique(rows.vpcs, ({ VpcId }) => VpcId)
    .filter(({ VpcId }) => vpcId === '' || VpcId === vpcId)
    .toSorted((one, other) => compare(one.VpcName, other.VpcName) || compare(one.VpcId, other.VpcId));
  return {
    vpcs: vpcs.map((vpc) => ({
      vpc,
      gateway: rows.gateways.find(({ VpcId }) => VpcId === vpc.VpcId),
      vswitches: (vswitches.get(vpc.VpcId) ?? []).map((vswitch) => ({ vswitch, cells: cells.get(vswitch.VSwitchId) ?? [] })),
      loose: (led.get(vpc.VpcId) ?? []).toSorted(byAddress),
    })),
    unbound: vpcId === '' ? (led.get('') ?? []).toSorted(byAddress) : [],
  };
}

/** Finds what EIPs lead to: an ENI's id, a VPC's for an address that nobody has, '' for nothing. */
class Targets {
  private readonly ids: ReadonlySet<string>;
  private readonly primaries: ReadonlyMap<string, string>;
  private readonly holders: ReadonlyMap<string, string>;

  constructor(enis: readonly Eni[]) {
    this.ids = new Set(enis.map(({ NetworkInterfaceId }) => NetworkInterfaceId));
    this.primaries = new Map(enis.filter(({ Type }) => Type === 'Primary').map(({ InstanceId, NetworkInterfaceId }) => [InstanceId, NetworkInterfaceId]));
    this.holders = new Map(enis.flatMap(({ VpcId, NetworkInterfaceId, PrivateIpSets: { PrivateIpSet } }) => (
      PrivateIpSet.map(({ PrivateIpAddress }) => [`${VpcId} ${PrivateIpAddress}`, NetworkInterfaceId] as const)
    )));
  }

  of({ InstanceType, InstanceId, VpcId }: Eip): string {
    if (InstanceType === 'IpAddress') return this.holders.get(`${VpcId} ${InstanceId}`) ?? VpcId;
    if (this.ids.has(InstanceId)) return InstanceId;
    return this.primaries.get(InstanceId) ?? '';
  }
}

function unique<Row>(rows: readonly Row[], id: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [id(row), row])).values()];
}

function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** As the instance counts its NICs. */
function byDevice(one: Eni, other: Eni): number {
  return (one.Attachment.DeviceIndex ?? 0) - (other.Attachment.DeviceIndex ?? 0) || compare(one.NetworkInterfaceId, other.NetworkInterfaceId);
}

function byAddress(one: Eip, other: Eip): number {
  return compare(one.IpAddress, other.IpAddress);
}
