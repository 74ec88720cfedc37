/** Changing an EIP's bandwidth, name and description (behaviour §4.1, ModifyEipAddressAttribute). */
import { isLabel, type Context } from './context.js';
import { isBandwidth, ownEip } from './eip.js';
import { checkAtRest } from './eip-status.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import type { EipRow } from './resources.js';

/** Parameters of ModifyEipAddressAttribute under their wire names. */
export interface EipChange {
  readonly AllocationId: string;
  readonly Bandwidth?: string | undefined;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
}

/** The changed EIP, bound or not. Throws Refusal. */
export function modifyEip(context: Context, { AllocationId, Bandwidth, Name, Description }: EipChange): EipRow {
  const eip = ownEip(context, AllocationId);
  if (Bandwidth !== undefined && !mayHave(eip, Bandwidth)) throw new Refusal(eipErrors['InvalidParameter#unsupported'], 'Bandwidth');
  if (!isLabel(Name, 128)) throw new Refusal(eipErrors['InvalidParameter#value'], 'Name');
  if (!isLabel(Description, 256)) throw new Refusal(eipErrors['InvalidParameter#value'], 'Description');
  checkAtRest(eip);
  if (eip.locks.includes('financial')) throw new Refusal(eipErrors['InsufficientBalance.Eip']);
  return {
    ...eip,
    bandwidth: Bandwidth === undefined ? eip.bandwidth : Number(Bandwidth),
    name: Name ?? eip.name,
    description: Description ?? eip.description,
  };
}

/** A subscription's bandwidth is changed by another order. */
function mayHave(eip: EipRow, bandwidth: string): boolean {
  return isBandwidth(bandwidth, eip) && (eip.chargeType === 'PostPaid' || Number(bandwidth) === eip.bandwidth);
}
