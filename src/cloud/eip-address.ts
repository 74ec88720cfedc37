/**
 * Which address a new EIP gets (behaviour §4.1): any free one of the pool, or one that its account released less than a week ago (§2.2).
 * Then it is the same EIP again, by its id, with nothing else of what it was.
 */
import type { Ipv4 } from '../network/objects.js';
import { eipPool, gives, pickAddress } from './address-pool.js';
import type { Context } from './context.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { claim, link } from './indexes.js';
import type { Reads, ReleasedEipRow } from './resources.js';

/** At most one of both. */
export interface WantedAddress {
  readonly IpAddress?: string | undefined;
  /** Of a released EIP. */
  readonly InstanceId?: string | undefined;
}

interface Place {
  readonly id: string;
  readonly address: Ipv4;
}

/** Throws Refusal. */
export function placeFor(context: Context, { IpAddress, InstanceId }: WantedAddress): Place {
  const { region, read, ids, settings } = context;
  if (InstanceId !== undefined) return recovered(context, read.get('releasedEip', InstanceId) ?? read.get('eip', InstanceId));
  if (IpAddress !== undefined) {
    checkFree(IpAddress, context);
    return recovered(context, releasedOf(IpAddress, read).find(({ account }) => account === context.account.id));
  }
  const address = pickAddress(eipPool(settings.eipPool), ids, (one) => isTaken(one, read));
  if (address === undefined) throw new Refusal(eipErrors.ReserveIpFail);
  return { id: ids.make('eip', region.id), address };
}

/** Who may have an address back: nobody any more once it is given away. */
export function releasedOf(address: Ipv4, read: Reads): readonly ReleasedEipRow[] {
  return read.linked('releasedEip', link.released(address));
}

function recovered(context: Context, was: (Place & Pick<ReleasedEipRow, 'account' | 'region'>) | undefined): Place {
  if (was?.account !== context.account.id || was.region !== context.region.id) throw new Refusal(eipErrors['OperationFailed.AllocateUnfamiliarIp']);
  checkFree(was.address, context);
  return { id: was.id, address: was.address };
}

/** Throws Refusal. */
function checkFree(address: Ipv4, { read, settings }: Context): void {
  if (!gives(eipPool(settings.eipPool), address)) throw new Refusal(eipErrors['ResourceNotFound.Ip']);
  if (read.holder('eip', claim.publicIp(address))?.status === 'Releasing') throw new Refusal(eipErrors['IncorrectStatus.Ip']);
  if (isTaken(address, read)) throw new Refusal(eipErrors['Ip.Allocated']);
}

/** Whether an EIP or an instance has the address. */
export function isTaken(address: Ipv4, read: Reads): boolean {
  return read.holder('eip', claim.publicIp(address)) !== undefined || read.holder('instance', claim.publicIp(address)) !== undefined;
}
