/** An EIP on its way is only asked about (behaviour §2.2). */
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import type { EipRow } from './resources.js';

export const isAtRest = ({ status }: EipRow): boolean => status === 'Available' || status === 'InUse';

/** Throws Refusal. */
export function checkAtRest(eip: EipRow): void {
  if (!isAtRest(eip)) throw new Refusal(eipErrors.IncorrectEipStatus);
}
