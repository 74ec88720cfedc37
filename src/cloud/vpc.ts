/** VPCs (behaviour §2.5, §4.2). */
import { contains, overlaps, parseAddress, parseNetwork, parsePrefix, storedNetwork, within, type Cidr } from './cidr.js';
import { isLabel, refuseUnserved, type Context } from './context.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { vpcErrors } from './errors/vpc.js';
import { claim, link } from './indexes.js';
import { quotaOf } from './quotas.js';
import { defaultResourceGroup, resourceGroupExists } from './resource-groups.js';
import type { RouteTableRow, Row, VpcRow } from './resources.js';
import { ipv4GatewayOf } from './routing.js';
import { newTags, type GivenTag } from './tags.js';

/** Parameters of CreateVpc under their wire names. */
export interface NewVpc {
  readonly CidrBlock?: string | undefined;
  readonly VpcName?: string | undefined;
  readonly Description?: string | undefined;
  readonly UserCidr?: readonly string[] | undefined;
  readonly ResourceGroupId?: string | undefined;
  readonly EnableDnsHostname?: boolean | undefined;
  readonly EnableIpv6?: boolean | undefined;
  readonly Ipv4CidrMask?: number | undefined;
  readonly Ipv4IpamPoolId?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly Ipv6CidrMask?: string | undefined;
  readonly Ipv6IpamPoolId?: string | undefined;
  readonly Ipv6Isp?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

const DEFAULT_CIDR = '172.16.0.0/12';

/** Cloud services, multicast, loopback, link-local: no VPC may touch them. Nor may a block start with 0. */
const FORBIDDEN = ['100.64.0.0/10', '224.0.0.0/4', '127.0.0.0/8', '169.254.0.0/16', '0.0.0.0/8'].map(storedNetwork);
const CLOUD_SERVICES = storedNetwork('100.64.0.0/10');

const UNSERVED = [
  'EnableDnsHostname', 'EnableIpv6', 'Ipv4CidrMask', 'Ipv4IpamPoolId', 'Ipv6CidrBlock', 'Ipv6CidrMask', 'Ipv6IpamPoolId', 'Ipv6Isp',
] as const;

/** The wider of the documented ranges of VPC masks (U-24). */
const MASKS = { min: 8, max: 28 } as const;

/** A new VPC, `Pending`, with its system route table. Throws Refusal. */
export function createVpc(context: Context, asked: NewVpc): { readonly vpc: VpcRow; readonly routeTable: RouteTableRow } {
  const { account, region, now, ids, read } = context;
  const cidr = asked.CidrBlock ?? DEFAULT_CIDR;
  checkVpcCidr(cidr);
  checkNames(asked);
  refuseUnserved(asked, UNSERVED);
  const userCidrs = asked.UserCidr ?? [];
  checkUserCidrs(context, userCidrs);
  const resourceGroup = asked.ResourceGroupId ?? defaultResourceGroup(account.id);
  if (!resourceGroupExists(context, resourceGroup)) throw new Refusal(vpcErrors['ResourceNotFound.ResourceGroup']);
  const tags = newTags(account, asked.Tag);
  if (read.count('vpc', account.id, region.id) >= quotaOf(account, 'vpcsPerRegion')) {
    throw new Refusal(vpcErrors['QuotaExceeded.Vpc']);
  }
  const base = { n: 0, version: 0, account: account.id, region: region.id, resourceGroup, created: now } as const;
  const id = ids.make('vpc', region.id);
  const routerId = ids.make('vrt', region.id);
  const routeTableId = ids.make('vtb', region.id);
  return {
    vpc: {
      ...base, kind: 'vpc', id, status: 'Pending', name: asked.VpcName ?? '', description: asked.Description ?? '',
      cidr, secondaryCidrs: [], userCidrs, routerId, routeTableId, privateOnly: false, tags,
    },
    routeTable: {
      ...base, kind: 'routeTable', id: routeTableId, status: 'Available', type: 'System', associateType: 'VSwitch',
      vpcId: id, routerId, name: '', description: '', tags: [],
    },
  };
}

function checkVpcCidr(text: string): void {
  if (parsePrefix(text) === undefined) throw new Refusal(vpcErrors['InvalidCidrBlock.Malformed']);
  const cidr = parseNetwork(text);
  if (cidr === undefined || !isVpcBlock(cidr)) throw new Refusal(vpcErrors['InvalidParameter#vpcCidr']);
}

/** Whether a VPC may have the block, as its primary or a secondary one. */
export function isVpcBlock(cidr: Cidr): boolean {
  return cidr.length >= MASKS.min && cidr.length <= MASKS.max && !FORBIDDEN.some((block) => overlaps(cidr, block));
}

function checkNames({ VpcName, Description }: Pick<VpcChange, 'VpcName' | 'Description'>): void {
  if (!isLabel(VpcName, 128)) throw new Refusal(vpcErrors['InvalidVpcName.Malformed']);
  if (!isLabel(Description, 256)) throw new Refusal(vpcErrors['InvalidVpcDiscription.Malformed']);
}

function checkUserCidrs({ account }: Context, blocks: readonly string[]): void {
  if (blocks.length > quotaOf(account, 'userCidrsPerVpc')) throw new Refusal(vpcErrors['InvalidUserCidr.Quota']);
  for (const cidr of blocks.map(parseNetwork)) {
    if (cidr === undefined || overlaps(cidr, CLOUD_SERVICES)) throw new Refusal(vpcErrors['InvalidUserCidr.Malformed']);
  }
}

/**
 * The rows that go with an empty VPC: the system route table; with `force` also an IPv4 gateway and the routes to it. Throws Refusal.
 */
export function deleteVpc(context: Context, vpcId: string, force = false): readonly Row[] {
  const { read } = context;
  const vpc = ownVpc(context, vpcId);
  if (vpc.status !== 'Available') throw new Refusal(vpcErrors.IncorrectVpcStatus);
  const inside = link.vpc(vpc.id);
  if (read.countLinked('vswitch', inside) > 0) throw new Refusal(vpcErrors['DependencyViolation.VSwitch']);
  const gateway = ipv4GatewayOf(vpc.id, read);
  const entries = read.linked('routeEntry', inside);
  if (entries.some((entry) => !force || entry.nextHopId !== gateway?.id)) throw new Refusal(routeErrors['DependencyViolation.RouteEntry']);
  if (read.countLinked('securityGroup', inside) > 0) throw new Refusal(vpcErrors['DependencyViolation.SecurityGroup']);
  const tables = read.linked('routeTable', inside);
  if (tables.some((table) => table.type === 'Custom')) throw new Refusal(vpcErrors['DependencyViolation.RouteTable']);
  if (read.countLinked('eip', link.address(vpc.id)) > 0) throw new Refusal(routeErrors['DependencyViolation.Eip']);
  if (gateway !== undefined && !force) throw new Refusal(vpcErrors['DependencyViolation.Ipv4Gateway']);
  return [vpc, ...tables, ...entries, ...(gateway === undefined ? [] : [gateway])];
}

/** Parameters of ModifyVpcAttribute under their wire names; `UserCidr` in the older Ecs form only. */
export interface VpcChange {
  readonly VpcId: string;
  readonly VpcName?: string | undefined;
  readonly Description?: string | undefined;
  readonly CidrBlock?: string | undefined;
  readonly UserCidr?: readonly string[] | undefined;
  readonly EnableDnsHostname?: boolean | undefined;
  readonly EnableIPv6?: boolean | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly Ipv6Isp?: string | undefined;
}

/** The VPC under other names or, `Pending` until that is so, with another primary block or other user blocks. Throws Refusal. */
export function modifyVpc(context: Context, asked: VpcChange): VpcRow {
  const vpc = ownVpc(context, asked.VpcId);
  checkNames(asked);
  refuseUnserved(asked, ['EnableDnsHostname', 'EnableIPv6', 'Ipv6CidrBlock', 'Ipv6Isp']);
  const named = { ...vpc, name: asked.VpcName ?? vpc.name, description: asked.Description ?? vpc.description };
  const { CidrBlock: cidr = vpc.cidr, UserCidr: userCidrs = vpc.userCidrs } = asked;
  if (cidr === vpc.cidr && userCidrs.join() === vpc.userCidrs.join()) return named;
  checkUserCidrs(context, userCidrs);
  if (cidr !== vpc.cidr) checkNewPrimary(context, vpc, cidr);
  if (vpc.status !== 'Available') throw new Refusal(vpcErrors.IncorrectVpcStatus);
  return { ...named, status: 'Pending', cidr, userCidrs };
}

/** Parameters of ModifyVpcCidrBlock under their wire names. */
export interface PrimaryChange {
  readonly VpcId: string;
  readonly OriginalCidrBlock: string;
  readonly TargetCidrBlock: string;
}

/** The VPC with a larger or a smaller primary block, `Pending` until that is so. Throws Refusal. */
export function resizeVpc(context: Context, { VpcId, OriginalCidrBlock, TargetCidrBlock }: PrimaryChange): VpcRow {
  const vpc = ownVpc(context, VpcId);
  if (OriginalCidrBlock !== vpc.cidr) throw new Refusal(vpcErrors['InvalidParameter#vpcCidr']);
  return modifyVpc(context, { VpcId, CidrBlock: TargetCidrBlock });
}

/** It grows or shrinks where it is, over no other block of the VPC, and keeps what is in it. Throws Refusal. */
function checkNewPrimary({ read }: Context, vpc: VpcRow, text: string): void {
  checkVpcCidr(text);
  const [cidr, old] = [storedNetwork(text), storedNetwork(vpc.cidr)];
  if (!within(cidr, old) && !within(old, cidr)) throw new Refusal(vpcErrors['InvalidParameter#vpcCidr']);
  if (vpc.secondaryCidrs.some((other) => overlaps(cidr, storedNetwork(other)))) throw new Refusal(vpcErrors['InvalidParameter#vpcCidr']);
  const left = (first: number, length: number) => within({ first, length }, old) && !within({ first, length }, cidr);
  const lost = read.linked('vswitch', link.vpc(vpc.id)).map((vswitch) => storedNetwork(vswitch.cidr)).some(({ first, length }) => left(first, length)) ||
    read.linked('eip', link.address(vpc.id)).some((eip) => left(parseAddress(eip.binding?.privateIp ?? '') ?? NaN, 32));
  if (lost) throw new Refusal(routeErrors['OperationFailed.CidrInUse']);
  const tables = read.linked('routeTable', link.vpc(vpc.id));
  if (tables.some((table) => read.holder('routeEntry', claim.destination(table.id, text)) !== undefined)) {
    throw new Refusal(routeErrors['OperationFailed.ConflictWithEntry']);
  }
}

/** A VPC of the caller in the call's region. Throws Refusal. */
export function ownVpc({ account, region, read }: Context, vpcId: string): VpcRow {
  const vpc = read.get('vpc', vpcId);
  if (vpc === undefined || vpc.account !== account.id || vpc.region !== region.id) {
    throw new Refusal(vpcErrors['InvalidVpcId.NotFound']);
  }
  return vpc;
}

/** The VPC's blocks, primary first. */
export function blocksOf(vpc: VpcRow): readonly Cidr[] {
  return [vpc.cidr, ...vpc.secondaryCidrs].map(storedNetwork);
}

/** True for the text of an address inside one of the VPC's blocks. */
export function isInside(vpc: VpcRow, text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && blocksOf(vpc).some((block) => contains(block, address));
}
