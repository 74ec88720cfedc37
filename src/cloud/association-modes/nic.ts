/** What its EIPs make of an ENI. */
import { link } from '../indexes.js';
import type { EipRow, EniRow, Reads } from '../resources.js';
import { modeOf } from './index.js';
import { isLive } from './mode.js';

/** EIPs that the ENI carries, oldest first: without those on their way out. */
export function eipsOn(eni: EniRow, read: Reads): readonly EipRow[] {
  return read.linked('eip', link.eni(eni.id)).filter(isLive);
}

/** Whether its private addresses work: not under a cut-through EIP (S-29), nor once such a one was taken away from it while attached (S-31). */
export function hasPrivateNetwork(eni: EniRow, read: Reads): boolean {
  return !eni.privateSuppressed && eipsOn(eni, read).every((eip) => modeOf(eip).keepsPrivateNetwork);
}

/** The EIP that DHCP hands out on the NIC instead of the primary private address. */
export function leasedEip(eni: EniRow, read: Reads): EipRow | undefined {
  return eipsOn(eni, read).find((eip) => modeOf(eip).lease === 'the EIP');
}
