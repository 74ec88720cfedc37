/** vSwitches (behaviour §2.5, §4.3). */
import { findRegion } from './catalogue/regions.js';
import {
  formatPrefix, lastOf, overlaps, parseNetwork, parsePrefix, storedNetwork, vswitchAddresses, within, type Cidr,
} from './cidr.js';
import { isLabel, refuseUnserved, type Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { vpcErrors } from './errors/vpc.js';
import { claim, link } from './indexes.js';
import { quotaOf } from './quotas.js';
import type { Reads, VpcRow, VSwitchRow, WriteSet } from './resources.js';
import { newTags, type GivenTag } from './tags.js';
import { blocksOf, ownVpc } from './vpc.js';

/** Parameters of CreateVSwitch under their wire names. */
export interface NewVSwitch {
  readonly VpcId: string;
  readonly ZoneId: string;
  readonly CidrBlock?: string | undefined;
  readonly CidrMask?: number | undefined;
  readonly VSwitchName?: string | undefined;
  readonly Description?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly Ipv6CidrMask?: string | undefined;
  readonly VpcIpv6CidrBlock?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

const MASKS = { min: 16, max: 29 } as const;

/** A new vSwitch, `Pending`, on the VPC's system route table. Throws Refusal. */
export function createVSwitch(context: Context, asked: NewVSwitch): VSwitchRow {
  const { account, region, now, ids, read } = context;
  if (!findRegion(region.id)?.zones.includes(asked.ZoneId)) throw new Refusal(vpcErrors['InvalidZoneId.NotFound']);
  const vpc = ownVpc(context, asked.VpcId);
  checkNames(asked);
  refuseUnserved(asked, ['Ipv6CidrBlock', 'Ipv6CidrMask', 'VpcIpv6CidrBlock']);
  const tags = newTags(account, asked.Tag);
  if (vpc.status !== 'Available') throw new Refusal(vpcErrors['TaskConflict#vpc']);
  const siblings = read.linked('vswitch', link.vpc(vpc.id));
  if (siblings.some((sibling) => sibling.status === 'Pending')) throw new Refusal(vpcErrors.IncorrectVSwitchStatus);
  if (siblings.length >= quotaOf(account, 'vswitchesPerVpc')) throw new Refusal(vpcErrors['QuotaExceeded.VSwitch']);
  const cidr = blockFor(asked, vpc, siblings.map((sibling) => storedNetwork(sibling.cidr)));
  const tables = read.linked('routeTable', link.vpc(vpc.id));
  if (tables.some((table) => read.holder('routeEntry', claim.destination(table.id, cidr)) !== undefined)) {
    throw new Refusal(vpcErrors['InvalidCidrBlock.Overlapped#entry']);
  }
  return {
    kind: 'vswitch', id: ids.make('vsw', region.id), n: 0, version: 0, account: account.id, region: region.id, status: 'Pending',
    vpcId: vpc.id, zone: asked.ZoneId, cidr, name: asked.VSwitchName ?? '',
    description: asked.Description ?? '', routeTableId: vpc.routeTableId, resourceGroup: vpc.resourceGroup, tags, created: now,
  };
}

function blockFor({ CidrBlock, CidrMask }: NewVSwitch, vpc: VpcRow, taken: readonly Cidr[]): string {
  if (CidrBlock === undefined) {
    if (CidrMask === undefined) throw new Refusal(common.MissingParameter, 'CidrBlock');
    return formatPrefix(freeBlock(CidrMask, vpc, taken));
  }
  if (parsePrefix(CidrBlock) === undefined) throw new Refusal(vpcErrors['InvalidCidrBlock.Malformed']);
  const cidr = parseNetwork(CidrBlock);
  if (cidr === undefined) throw new Refusal(vpcErrors['InvalidParameter#vswitchCidr']);
  checkMask(cidr.length);
  if (!blocksOf(vpc).some((block) => within(cidr, block))) throw new Refusal(vpcErrors['InvalidParameter#vswitchCidr']);
  if (taken.some((other) => overlaps(cidr, other))) throw new Refusal(vpcErrors['InvalidCidrBlock.Overlapped']);
  return CidrBlock;
}

/** The first free block of that length in the VPC, hopping over what is taken. */
function freeBlock(length: number, vpc: VpcRow, taken: readonly Cidr[]): Cidr {
  checkMask(length);
  const step = 2 ** (32 - length);
  for (const block of blocksOf(vpc)) {
    let cidr = { first: block.first, length };
    while (within(cidr, block)) {
      const other = taken.find((one) => overlaps(cidr, one));
      if (other === undefined) return cidr;
      cidr = { first: Math.ceil((Math.max(lastOf(other), cidr.first) + 1) / step) * step, length };
    }
  }
  throw new Refusal(vpcErrors.ResourceNotAvailable);
}

function checkMask(length: number): void {
  if (length < MASKS.min || length > MASKS.max) throw new Refusal(vpcErrors['InvalidCirdrBlock.MaskLength']);
}

/** Parameters of ModifyVSwitchAttribute under their wire names. */
export interface VSwitchChange {
  readonly VSwitchId: string;
  readonly VSwitchName?: string | undefined;
  readonly Description?: string | undefined;
  readonly EnableIPv6?: boolean | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly Ipv6CidrMask?: string | undefined;
  readonly VpcIpv6CidrBlock?: string | undefined;
}

/** The vSwitch under other names, `Pending` for a moment as in the cloud; its block never changes. Throws Refusal. */
export function modifyVSwitch(context: Context, asked: VSwitchChange): VSwitchRow {
  const vswitch = ownVSwitch(context, asked.VSwitchId);
  checkNames(asked);
  refuseUnserved(asked, ['EnableIPv6', 'Ipv6CidrBlock', 'Ipv6CidrMask', 'VpcIpv6CidrBlock']);
  if (vswitch.status !== 'Available') throw new Refusal(vpcErrors.IncorrectVSwitchStatus);
  return { ...vswitch, status: 'Pending', name: asked.VSwitchName ?? vswitch.name, description: asked.Description ?? vswitch.description };
}

function checkNames({ VSwitchName, Description }: Pick<VSwitchChange, 'VSwitchName' | 'Description'>): void {
  if (!isLabel(VSwitchName, 128)) throw new Refusal(vpcErrors['InvalidVSwitchName.Malformed']);
  if (!isLabel(Description, 256)) throw new Refusal(vpcErrors['InvalidVSwitchDiscription.Malformed']);
}

/** What goes with an empty vSwitch: its row, and where a gateway table diverts its packets, that entry. Throws Refusal. */
export function deleteVSwitch(context: Context, vswitchId: string): WriteSet {
  const { read } = context;
  const vswitch = ownVSwitch(context, vswitchId);
  if (vswitch.status !== 'Available') throw new Refusal(vpcErrors.IncorrectVSwitchStatus);
  if (read.countLinked('instance', link.vswitch(vswitch.id)) > 0) throw new Refusal(vpcErrors.DependencyViolation);
  if (read.countLinked('eni', link.vswitch(vswitch.id)) > 0) {
    throw new Refusal(vpcErrors['DependencyViolation.NetworkInterface']);
  }
  if (read.get('vpc', vswitch.vpcId)?.routeTableId !== vswitch.routeTableId) {
    throw new Refusal(vpcErrors['DependencyViolation.RouteTable']);
  }
  const diverted = read.linked('routeTable', link.vpc(vswitch.vpcId))
    .map((table) => read.holder('routeEntry', claim.destination(table.id, vswitch.cidr)))
    .filter((entry) => entry !== undefined);
  return { put: diverted.map((entry) => ({ ...entry, status: 'Deleting' })), remove: [vswitch] };
}

/** A vSwitch of the caller in the call's region. Throws Refusal; the cloud has two spellings of the code. */
export function ownVSwitch(
  { account, region, read }: Context,
  vswitchId: string,
  unknown = vpcErrors['InvalidVSwitchId.NotFound'],
): VSwitchRow {
  const vswitch = read.get('vswitch', vswitchId);
  if (vswitch === undefined || vswitch.account !== account.id || vswitch.region !== region.id) {
    throw new Refusal(unknown);
  }
  return vswitch;
}

/** Addresses that no ENI holds yet. */
export function freeAddresses(vswitch: VSwitchRow, read: Reads): number {
  const held = read.linked('eni', link.vswitch(vswitch.id)).reduce((sum, eni) => sum + eni.privateIps.length, 0);
  return vswitchAddresses(storedNetwork(vswitch.cidr)).count - held;
}
