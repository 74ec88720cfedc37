/** The EIPs of common bandwidth packages: which ones, and what each may have of what they share (behaviour §4.1). */
import type { Context } from './context.js';
import { packageErrors } from './errors/bandwidth-package.js';
import { common } from './errors/common.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import { quotaOf } from './quotas.js';
import type { AccountRow, BandwidthPackageRow, EipRow, Reads } from './resources.js';

/** EIPs of one AddCommonBandwidthPackageIps. */
const MOST_IDS = 10;

/** A package of the caller in the call's region. Throws Refusal. */
export function ownPackage({ account, region, read }: Context, packageId: string): BandwidthPackageRow {
  const row = read.get('bandwidthPackage', packageId);
  if (row === undefined || row.account !== account.id || row.region !== region.id) {
    throw new Refusal(packageErrors['InvalidBandwidthPackageId.NotFound']);
  }
  return row;
}

/** Nothing but queries and leaving while its account owes money for so long that what it pays as it goes is suspended (§7.5). */
export function isLocked({ arrears }: AccountRow): boolean {
  return arrears !== null && arrears.stage !== 'working';
}

/** In the order in which they were allocated. */
export function membersOf({ id }: BandwidthPackageRow, read: Reads): readonly EipRow[] {
  return read.linked('eip', link.package(id));
}

/** Mbit/s that an EIP may have now: inside a package its own bandwidth does not count. */
export function bandwidthNow({ bandwidth, packageId, sharedBandwidth, packageBandwidth }: EipRow): number {
  if (packageId === '') return bandwidth;
  return packageBandwidth === 0 ? sharedBandwidth : Math.min(packageBandwidth, sharedBandwidth);
}

/** The EIP on its own again. */
export function outOfPackage(eip: EipRow): EipRow {
  return { ...eip, packageId: '', sharedBandwidth: 0, packageBandwidth: 0, joiningPackage: false };
}

/** Parameters of AddCommonBandwidthPackageIps under their wire names. */
export interface PackageEntry {
  readonly BandwidthPackageId: string;
  readonly IpInstanceIds: readonly string[];
  readonly IpType?: string | undefined;
}

/** All of the EIPs on their way into the package, or none. Throws Refusal. */
export function addToPackage(context: Context, { BandwidthPackageId, IpInstanceIds, IpType }: PackageEntry): readonly EipRow[] {
  const { account, read } = context;
  const row = ownPackage(context, BandwidthPackageId);
  if (IpType !== undefined && IpType !== 'EIP') throw new Refusal(packageErrors['OperationUnsupported.IpType']);
  if (IpInstanceIds.length === 0 || IpInstanceIds.length > MOST_IDS) throw new Refusal(common.InvalidParameter, 'IpInstanceIds.N');
  const joining = IpInstanceIds.map((id, index) => {
    const eip = ownEipOf(context, id);
    if (eip === undefined) throw new Refusal(packageErrors['InvalidIpInstanceId.NotFound']);
    checkEntry(eip, row);
    if (IpInstanceIds.indexOf(id) < index) throw new Refusal(packageErrors['IpInstanceId.AlreadyInBandwidthPackage']);
    return { ...eip, packageId: row.id, sharedBandwidth: row.bandwidth, packageBandwidth: 0, joiningPackage: true };
  });
  if (isLocked(account)) throw new Refusal(packageErrors['BandwidthPackageId.InvalidBizStatus']);
  if (row.status === 'Modifying') throw new Refusal(packageErrors['BandwidthPackageOperation.conflict']);
  if (read.countLinked('eip', link.package(row.id)) + joining.length > quotaOf(account, 'eipsPerBandwidthPackage')) {
    throw new Refusal(packageErrors['IpInstanceId.QuotaExceeded']);
  }
  return joining;
}

/** Only what is paid as it goes, on a line of the package's kind, and in no package yet. */
function checkEntry(eip: EipRow, row: BandwidthPackageRow): void {
  if (eip.chargeType === 'PrePaid') throw new Refusal(packageErrors['IpInstanceId.ChargeType.NotSupport']);
  if (eip.packageId !== '') throw new Refusal(packageErrors['IpInstanceId.AlreadyInBandwidthPackage']);
  if (eip.isp !== row.isp) throw new Refusal(packageErrors['OperationUnsupported.IpType']);
  if (eip.securityProtectionTypes.join() !== row.securityProtectionTypes.join()) {
    throw new Refusal(packageErrors['OperationDenied.SecurityProtectionTypesInconsistent']);
  }
  checkUsable(eip);
}

function checkUsable(eip: EipRow): void {
  if (eip.locks.includes('security')) throw new Refusal(eipErrors['InvalidEIPStatus.BizDisabled']);
  if (eip.businessStatus !== 'Normal') throw new Refusal(eipErrors['Forbidden.FinancialLocked']);
  if ((eip.status !== 'Available' && eip.status !== 'InUse') || eip.joiningPackage) throw new Refusal(packageErrors['IncorrectStatus.Eip']);
}

/** Parameters of RemoveCommonBandwidthPackageIp under their wire names. */
export interface PackageExit {
  readonly BandwidthPackageId: string;
  readonly IpInstanceId: string;
}

/** The EIP with its own bandwidth again. Throws Refusal. */
export function removeFromPackage(context: Context, { BandwidthPackageId, IpInstanceId }: PackageExit): EipRow {
  return outOfPackage(member(context, BandwidthPackageId, IpInstanceId));
}

/** Parameters of ModifyCommonBandwidthPackageIpBandwidth under their wire names. */
export interface PackageShare {
  readonly BandwidthPackageId: string;
  readonly EipId: string;
  readonly Bandwidth: string;
}

/** The EIP with a maximum of its own inside the package. Throws Refusal. */
export function limitInPackage(context: Context, { BandwidthPackageId, EipId, Bandwidth }: PackageShare): EipRow {
  const eip = member(context, BandwidthPackageId, EipId);
  const most = /^\d{1,5}$/.test(Bandwidth) ? Number(Bandwidth) : 0;
  if (most < 1 || most > eip.sharedBandwidth) throw new Refusal(packageErrors['InvalidParameter.Bandwidth']);
  return { ...eip, packageBandwidth: most };
}

/** The EIP without one. Throws Refusal. */
export function unlimitInPackage(context: Context, { BandwidthPackageId, EipId }: Omit<PackageShare, 'Bandwidth'>): EipRow {
  return { ...member(context, BandwidthPackageId, EipId), packageBandwidth: 0 };
}

/** An EIP of a package, both at rest. Throws Refusal. */
function member(context: Context, packageId: string, eipId: string): EipRow {
  const row = ownPackage(context, packageId);
  const eip = ownEipOf(context, eipId);
  if (eip?.packageId !== row.id) throw new Refusal(packageErrors['OperationUnsupported.IpNotInCbwp']);
  checkUsable(eip);
  if (row.status === 'Modifying') throw new Refusal(packageErrors['BandwidthPackageOperation.conflict']);
  return eip;
}

function ownEipOf({ account, region, read }: Context, id: string): EipRow | undefined {
  const eip = read.get('eip', id);
  return eip?.account === account.id && eip.region === region.id ? eip : undefined;
}
