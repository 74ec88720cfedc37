/** The association modes. Only here a name or an EIP leads to its mode. */
import type { Direct, Translation } from '../../network/objects.js';
import type { EipRow, ModeName, Reads } from '../resources.js';
import { cutThrough } from './cut-through.js';
import { ipAddress } from './ip-address.js';
import type { AssociationMode } from './mode.js';
import { multiEip } from './multi-eip.js';
import { nat } from './nat.js';

/** The modes of an ENI, in the order of the source document's table. */
export const MODES: Readonly<Record<ModeName, AssociationMode>> = { NAT: nat, BINDED: cutThrough, MULTI_BINDED: multiEip };

/** The mode of a bind that asks for none, where the EIP has not stored another. */
export const DEFAULT_MODE: ModeName = nat.name;

/** The mode of that wire name, or undefined. */
export function findMode(name: string): AssociationMode | undefined {
  return Object.values(MODES).find((mode) => mode.name === name);
}

/** The mode in which an EIP is bound. */
function modeOf(eip: EipRow): Pick<AssociationMode, 'network' | 'unbindChecks'> {
  return eip.binding?.type === 'IpAddress' ? ipAddress : MODES[eip.mode];
}

/** What an EIP adds to the desired network: `translation/n` or `direct/n` with the EIP's number, or nothing while it is not bound. */
export function networkOf(eip: EipRow, read: Reads): Translation | Direct | undefined {
  return modeOf(eip).network(eip, read);
}

/** What must hold for an EIP to be unbound, in order. */
export function unbindChecksOf(eip: EipRow): AssociationMode['unbindChecks'] {
  return modeOf(eip).unbindChecks;
}

export { ipAddress };
