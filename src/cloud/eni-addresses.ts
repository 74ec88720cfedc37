/** Secondary private addresses of ENIs: assigned and unassigned (behaviour §2.3, §4.7). */
import type { Ipv4 } from '../network/objects.js';
import { modeOf } from './association-modes/index.js';
import { findInstanceType } from './catalogue/instance-types.js';
import type { Context } from './context.js';
import { ownEni } from './eni.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { FreeAddresses } from './free-addresses.js';
import { link } from './indexes.js';
import { quotaOf } from './quotas.js';
import type { EniRow } from './resources.js';
import { checkRoom, ownGroup } from './security-group.js';

/** Parameters of AssignPrivateIpAddresses under their wire names. */
export interface Assignment {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddress: readonly string[];
  readonly SecondaryPrivateIpAddressCount?: number | undefined;
}

/** Addresses named in one call of AssignPrivateIpAddresses at the most (U-17). */
const MOST_ASSIGNED = 32;

/** The ENI with secondary addresses more, and these. Throws Refusal. */
export function assignAddresses(context: Context, asked: Assignment): { readonly eni: EniRow; readonly added: readonly Ipv4[] } {
  const { read } = context;
  const eni = ownEni(context, asked.NetworkInterfaceId);
  const { PrivateIpAddress: named, SecondaryPrivateIpAddressCount: count } = asked;
  if (named.length > 0 && count !== undefined) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'PrivateIpAddress.N', 'SecondaryPrivateIpAddressCount');
  }
  if (named.length === 0 && count === undefined) throw new Refusal(common.MissingParameter, 'PrivateIpAddress.N');
  if (named.length > MOST_ASSIGNED) throw new Refusal(common.InvalidParameter, 'PrivateIpAddress.N');
  checkStill(context, eni);
  const eips = read.linked('eip', link.eni(eni.id));
  if (eips.some((eip) => !modeOf(eip).keepsPrivateNetwork)) throw new Refusal(ecsErrors['InvalidAction#cutThrough']);
  const more = count ?? named.length;
  const most = mostAddresses(context, eni);
  if (eni.privateIps.length + more > most) throw new Refusal(ecsErrors['InvalidOperation.Ipv4CountExceeded'], most);
  const vswitch = read.get('vswitch', eni.vswitchId);
  if (vswitch === undefined) throw new Refusal(ecsErrors['InvalidVSwitchId.NotFound'], eni.vswitchId);
  const free = new FreeAddresses(context, vswitch);
  const added = count === undefined ? named.map((address) => free.take(address)) : Array.from({ length: count }, () => free.next());
  for (const id of eni.groupIds) checkRoom(context, ownGroup(context, id), more);
  return { eni: { ...eni, privateIps: [...eni.privateIps, ...added] }, added };
}

/** The ENI without some of its secondary addresses. Throws Refusal. */
export function unassignAddresses(context: Context, id: string, addresses: readonly string[]): EniRow {
  const { read } = context;
  const eni = ownEni(context, id);
  if (addresses.length === 0) throw new Refusal(common.MissingParameter, 'PrivateIpAddress.N');
  checkStill(context, eni);
  const eips = read.linked('eip', link.eni(eni.id));
  addresses.forEach((address, index) => {
    if (addresses.indexOf(address) !== index) throw new Refusal(ecsErrors['InvalidIp.IpRepeated'], address);
    if (!eni.privateIps.includes(address)) throw new Refusal(ecsErrors['InvalidIp.IpUnassigned'], address);
    if (address === eni.privateIps[0]) throw new Refusal(common.InvalidParameter, `PrivateIpAddress.${index + 1}`);
    const mapped = eips.find((eip) => eip.binding?.privateIp === address);
    if (mapped !== undefined) throw new Refusal(ecsErrors['InvalidAction#mapped'], address, mapped.id);
  });
  return { ...eni, privateIps: eni.privateIps.filter((address) => !addresses.includes(address)) };
}

/** The ENI is at rest; so is the instance of a primary one. */
function checkStill({ read }: Context, eni: EniRow): void {
  if (eni.status !== 'Available' && eni.status !== 'InUse') {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'Available/InUse', eni.status);
  }
  const instance = read.get('instance', eni.instanceId);
  if (eni.type === 'Primary' && instance !== undefined && instance.status !== 'Running' && instance.status !== 'Stopped') {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEcsState'], 'Running/Stopped', instance.status);
  }
}

/** How many addresses the ENI may have where it is now, the primary one included. */
function mostAddresses({ account, read }: Context, eni: EniRow): number {
  const type = findInstanceType(read.get('instance', eni.instanceId)?.type ?? '');
  return type?.privateIpsPerEni ?? quotaOf(account, 'privateIpsPerEni');
}
