/** The association modes. Only here a name or an EIP leads to its mode. */
import type { EipRow, ModeName } from '../resources.js';
import { cutThrough } from './cut-through.js';
import { ipAddress } from './ip-address.js';
import type { AssociationMode, ModeTraits } from './mode.js';
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
export function modeOf(eip: EipRow): ModeTraits {
  return eip.binding?.type === 'IpAddress' ? ipAddress : MODES[eip.mode];
}

export { ipAddress };
