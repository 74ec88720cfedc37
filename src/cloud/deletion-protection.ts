/** Deletion protection of what may be released through the Vpc product (behaviour §2.2, §4.1): a switch on the row that its release asks. */
import type { Context } from './context.js';
import { checkAtRest } from './eip-status.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import type { BandwidthPackageRow, EipRow } from './resources.js';

/** Parameters of DeletionProtection under their wire names. */
export interface Protection {
  readonly InstanceId: string;
  /** `EIP`, `CBWP` or `NATGW`, of which there are none here. */
  readonly Type: string;
  readonly ProtectionEnable: boolean;
}

/** The EIP or bandwidth package with its protection switched. Throws Refusal, also where it is as asked for already. */
export function protect(context: Context, { InstanceId, Type, ProtectionEnable }: Protection): EipRow | BandwidthPackageRow {
  const row = protectable(context, Type, InstanceId);
  if (row.kind === 'eip' && row.chargeType === 'PrePaid') throw new Refusal(eipErrors['DeletionProtection.PrePaidNotSupport']);
  if (row.kind === 'eip') checkAtRest(row);
  if (row.deletionProtection === ProtectionEnable) {
    throw new Refusal(eipErrors[ProtectionEnable ? 'DeletionProtection.AlreadyEnabled' : 'DeletionProtection.NotExist']);
  }
  return { ...row, deletionProtection: ProtectionEnable };
}

/** Throws Refusal. */
function protectable({ account, region, read }: Context, type: string, id: string): EipRow | BandwidthPackageRow {
  if (type !== 'EIP' && type !== 'CBWP' && type !== 'NATGW') throw new Refusal(eipErrors['DeletionProtection.TypeNotSupport']);
  const row = type === 'NATGW' ? undefined : read.get(type === 'EIP' ? 'eip' : 'bandwidthPackage', id);
  if (row?.account !== account.id || row.region !== region.id) {
    throw new Refusal(eipErrors[type === 'EIP' ? 'InvalidAllocationId.NotFound' : 'DeletionProtection.ResourceNotExist']);
  }
  return row;
}
