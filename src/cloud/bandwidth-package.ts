/**
 * Common bandwidth packages: one bandwidth that EIPs of a region share (behaviour §4.1; what it leaves open is as the vendor's pages of
 * the actions say). Which EIPs, and what each may have of it: `bandwidth-package-members.ts`.
 */
import { isLocked, membersOf, outOfPackage, ownPackage } from './bandwidth-package-members.js';
import { isLabel, type Context } from './context.js';
import { isLine } from './eip.js';
import { packageErrors } from './errors/bandwidth-package.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { quotaOf } from './quotas.js';
import { defaultResourceGroup, resourceGroupExists } from './resource-groups.js';
import type { BandwidthPackageRow, WriteSet } from './resources.js';
import { newTags, type GivenTag } from './tags.js';

/** Parameters of CreateCommonBandwidthPackage under their wire names. */
export interface PackageOrder {
  readonly Bandwidth: string;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
  readonly InternetChargeType?: string | undefined;
  readonly Ratio?: number | undefined;
  readonly ISP?: string | undefined;
  readonly Zone?: string | undefined;
  readonly ResourceGroupId?: string | undefined;
  readonly SecurityProtectionTypes: readonly string[];
  readonly Tag: readonly GivenTag[];
}

type ChargeType = BandwidthPackageRow['internetChargeType'];

/** Least and most Mbit/s by how a package is paid for. */
const BANDWIDTHS: Readonly<Record<ChargeType, readonly [least: number, most: number]>> = {
  PayByBandwidth: [2, 20_000],
  PayByTraffic: [1, 1_000],
  PayBy95: [200, 20_000],
  PayByDominantTraffic: [1, 2_000],
};

/** %; the one share that a package paid by its 95th percentile may have. */
const RATIO_OF_95 = 20;

/** A new package without EIPs. Throws Refusal. */
export function createPackage(context: Context, asked: PackageOrder): BandwidthPackageRow {
  const { account, region, read, ids, now } = context;
  checkTexts(asked);
  const internetChargeType = asked.InternetChargeType ?? 'PayByBandwidth';
  if (!isChargeType(internetChargeType)) throw new Refusal(packageErrors['InvalidParameter.InvalidChargeType']);
  const bandwidth = bandwidthOf(asked.Bandwidth, internetChargeType);
  const ratio = asked.Ratio ?? 100;
  if (internetChargeType === 'PayBy95' ? ratio !== RATIO_OF_95 : ratio < 1 || ratio > 100) throw new Refusal(packageErrors['IllegalParam.Ratio']);
  const isp = asked.ISP ?? 'BGP';
  if (!isLine(isp, region)) throw new Refusal(eipErrors['IllegalParam.Isp']);
  if (asked.Zone !== undefined) {
    // Only a cloud box has packages of a zone.
    throw new Refusal(packageErrors[region.zones.includes(asked.Zone) ? 'OperationUnsupported.InvalidZone' : 'InvalidZoneId.NotFound']);
  }
  const protection = asked.SecurityProtectionTypes;
  if (protection.length > 1 || protection.some((type) => type !== 'AntiDDoS_Enhanced')) {
    throw new Refusal(eipErrors['InvalidParameter#value'], 'SecurityProtectionTypes');
  }
  if (asked.ResourceGroupId !== undefined && !resourceGroupExists(context, asked.ResourceGroupId)) {
    throw new Refusal(eipErrors.InvalidResourceGroupId);
  }
  const tags = newTags(account, asked.Tag);
  // An account that owes money buys nothing.
  if (account.arrears !== null) throw new Refusal(packageErrors['OperationFailed.SaleValidate']);
  if (read.count('bandwidthPackage', account.id, region.id) >= quotaOf(account, 'bandwidthPackagesPerRegion')) {
    throw new Refusal(packageErrors['BandwidthPackage.QuotaExceeded']);
  }
  return {
    kind: 'bandwidthPackage', id: ids.make('cbwp', region.id), n: 0, version: 0, account: account.id, region: region.id, status: 'Available',
    name: asked.Name ?? '', description: asked.Description ?? '', bandwidth, internetChargeType, ratio, isp, deletionProtection: false,
    securityProtectionTypes: protection, resourceGroup: asked.ResourceGroupId ?? defaultResourceGroup(account.id), tags, created: now,
  };
}

/** Parameters of ModifyCommonBandwidthPackageAttribute under their wire names. */
export interface PackageChange {
  readonly BandwidthPackageId: string;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
}

/** Throws Refusal. */
export function modifyPackage(context: Context, asked: PackageChange): BandwidthPackageRow {
  const row = ownPackage(context, asked.BandwidthPackageId);
  checkTexts(asked);
  if (row.status === 'Modifying') throw new Refusal(packageErrors['BandwidthPackageOperation.conflict']);
  return { ...row, name: asked.Name ?? row.name, description: asked.Description ?? row.description };
}

/** Parameters of ModifyCommonBandwidthPackageSpec under their wire names. */
export interface PackageSpec {
  readonly BandwidthPackageId: string;
  readonly Bandwidth: string;
}

/** The package with another bandwidth, `Modifying` until packets are held to it, and its EIPs with it. Throws Refusal. */
export function resizePackage(context: Context, asked: PackageSpec): WriteSet {
  const row = ownPackage(context, asked.BandwidthPackageId);
  const bandwidth = bandwidthOf(asked.Bandwidth, row.internetChargeType);
  if (isLocked(context.account)) throw new Refusal(packageErrors['BandwidthPackage.FinancialLocked']);
  if (row.status === 'Modifying') throw new Refusal(packageErrors['IncorrectStatus.CbwpModifying']);
  const members = membersOf(row, context.read).map((eip) => ({ ...eip, sharedBandwidth: bandwidth }));
  return { put: [{ ...row, status: 'Modifying', bandwidth }, ...members], remove: [] };
}

/** Without the package; `force` takes its EIPs out of it first. Throws Refusal. */
export function deletePackage(context: Context, packageId: string, force: boolean): WriteSet {
  const row = ownPackage(context, packageId);
  if (row.deletionProtection) throw new Refusal(eipErrors['InvalidOperation.DeletionProtection']);
  // The bill of the month is made at its end.
  if (row.internetChargeType === 'PayBy95') throw new Refusal(packageErrors['OperationUnsupported.Release95Instance']);
  if (row.status === 'Modifying') throw new Refusal(packageErrors['BandwidthPackageOperation.conflict']);
  const members = membersOf(row, context.read);
  if (members.length > 0 && !force) throw new Refusal(packageErrors['OperationFailed.BandwidthPackageNotEmpty']);
  return { put: members.map(outOfPackage), remove: [row] };
}

function checkTexts({ Name, Description }: Pick<PackageChange, 'Name' | 'Description'>): void {
  if (!isLabel(Name, 128)) throw new Refusal(packageErrors['InvalidParameter.Name.Malformed']);
  if (!isLabel(Description, 256)) throw new Refusal(packageErrors['InvalidParameter.Description.Malformed']);
}

function isChargeType(text: string): text is ChargeType {
  return Object.hasOwn(BANDWIDTHS, text);
}

/** Throws Refusal. */
function bandwidthOf(text: string, chargeType: ChargeType): number {
  const [least, most] = BANDWIDTHS[chargeType];
  const bandwidth = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(bandwidth >= least && bandwidth <= most)) throw new Refusal(packageErrors['InvalidParameter.Bandwidth']);
  return bandwidth;
}
