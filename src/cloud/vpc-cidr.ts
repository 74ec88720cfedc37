/** Secondary IPv4 blocks of a VPC (behaviour §2.5, §4.2). Public ones are allowed: so an EIP can be a private address, too (§3.6). */
import { contains, overlaps, parseAddress, parseNetwork, storedNetwork, within } from './cidr.js';
import { refuseUnserved, type Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { claim, link } from './indexes.js';
import { quotaOf } from './quotas.js';
import type { VpcRow } from './resources.js';
import { blocksOf, isVpcBlock, ownVpc } from './vpc.js';

/** Parameters of AssociateVpcCidrBlock under their wire names. */
export interface NewBlock {
  readonly VpcId: string;
  readonly SecondaryCidrBlock?: string | undefined;
  readonly IpVersion?: string | undefined;
  readonly IPv6CidrBlock?: string | undefined;
  readonly Ipv6CidrMask?: number | undefined;
  readonly Ipv6Isp?: string | undefined;
  readonly SecondaryCidrMask?: number | undefined;
  readonly IpamPoolId?: string | undefined;
}

/** The VPC with one block more, `Pending` until that is so. Throws Refusal. */
export function associateBlock(context: Context, asked: NewBlock): VpcRow {
  const { account, read } = context;
  const vpc = ownVpc(context, asked.VpcId);
  refuseUnserved(asked, ['IPv6CidrBlock', 'Ipv6CidrMask', 'Ipv6Isp', 'SecondaryCidrMask', 'IpamPoolId']);
  if ((asked.IpVersion ?? 'IPV4').toUpperCase() !== 'IPV4') throw new Refusal(common.UnsupportedParameter, 'IpVersion');
  const block = asked.SecondaryCidrBlock;
  if (block === undefined) throw new Refusal(routeErrors['MissingParam.SecondaryCidrBlockOrIpv6CidrBlock']);
  const cidr = parseNetwork(block);
  if (cidr === undefined || !isVpcBlock(cidr)) throw new Refusal(routeErrors['IllegalParam.SecondaryCidrBlock']);
  if (vpc.secondaryCidrs.includes(block)) throw new Refusal(routeErrors['Duplicated.SecondaryCidrBlock']);
  if (blocksOf(vpc).some((other) => overlaps(cidr, other))) throw new Refusal(routeErrors['IllegalParam.SecondaryCidrBlock']);
  if (vpc.secondaryCidrs.length >= quotaOf(account, 'secondaryCidrsPerVpc')) throw new Refusal(routeErrors['QuotaExceeded.VpcMultiCidr']);
  if (vpc.status !== 'Available') throw new Refusal(routeErrors['IncorrectStatus.Vpc']);
  const tables = read.linked('routeTable', link.vpc(vpc.id));
  if (tables.some((table) => read.holder('routeEntry', claim.destination(table.id, block)) !== undefined)) {
    throw new Refusal(routeErrors['OperationFailed.ConflictWithEntry']);
  }
  return { ...vpc, status: 'Pending', secondaryCidrs: [...vpc.secondaryCidrs, block] };
}

/** The VPC with one block less, `Pending` until that is so. Throws Refusal. */
export function unassociateBlock(context: Context, vpcId: string, block: string | undefined): VpcRow {
  const { read } = context;
  const vpc = ownVpc(context, vpcId);
  if (block === undefined) throw new Refusal(routeErrors['MissingParam.SecondaryCidrBlockOrIpv6CidrBlock']);
  if (!vpc.secondaryCidrs.includes(block)) throw new Refusal(routeErrors['ResourceNotFound.SecondaryCidrBlock']);
  const cidr = storedNetwork(block);
  const used = read.linked('vswitch', link.vpc(vpc.id)).some((vswitch) => within(storedNetwork(vswitch.cidr), cidr)) ||
    read.linked('eip', link.address(vpc.id)).some((eip) => contains(cidr, parseAddress(eip.binding?.privateIp ?? '') ?? NaN));
  if (used) throw new Refusal(routeErrors['OperationFailed.CidrInUse']);
  if (vpc.status !== 'Available') throw new Refusal(routeErrors['IncorrectStatus.Vpc']);
  return { ...vpc, status: 'Pending', secondaryCidrs: vpc.secondaryCidrs.filter((other) => other !== block) };
}
