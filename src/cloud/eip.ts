/** Allocation and release of EIPs (behaviour §4.1). */
import { outOfPackage } from './bandwidth-package-members.js';
import { monthsLater } from './calendar.js';
import type { Region } from './catalogue/regions.js';
import { isLabel, type Context } from './context.js';
import { placeFor, releasedOf, type WantedAddress } from './eip-address.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { quotaOf } from './quotas.js';
import { defaultResourceGroup, resourceGroupExists } from './resource-groups.js';
import type { EipRow, WriteSet } from './resources.js';
import { newTags, type GivenTag } from './tags.js';

/** Parameters of AllocateEipAddress under their wire names. */
export interface Allocation extends WantedAddress {
  readonly Bandwidth?: string | undefined;
  readonly InstanceChargeType?: string | undefined;
  readonly InternetChargeType?: string | undefined;
  readonly PricingCycle?: string | undefined;
  readonly Period?: number | undefined;
  readonly AutoPay?: boolean | undefined;
  readonly ISP?: string | undefined;
  readonly Netmode?: string | undefined;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
  readonly ResourceGroupId?: string | undefined;
  readonly PublicIpAddressPoolId?: string | undefined;
  readonly Zone?: string | undefined;
  readonly SecurityProtectionTypes: readonly string[];
  readonly Tag: readonly GivenTag[];
}

/** Regions with premium BGP lines. */
const BGP_PRO_REGIONS: ReadonlySet<string> = new Set([
  'cn-hongkong', 'ap-southeast-1', 'ap-northeast-1', 'ap-southeast-3', 'ap-southeast-6', 'ap-southeast-5', 'ap-southeast-7',
]);

/** Most Mbit/s that an EIP may have. */
const MAX_BANDWIDTH = { PrePaid: 1_000, PayByBandwidth: 500, PayByTraffic: 200 } as const;

/** A new EIP, `Available`; its address is nobody's to have back any more. Throws Refusal. */
export function allocateEip(context: Context, asked: Allocation): { readonly eip: EipRow; readonly write: WriteSet } {
  const eip = newEip(context, asked);
  return { eip, write: { put: [eip], remove: releasedOf(eip.address, context.read) } };
}

function newEip(context: Context, asked: Allocation): EipRow {
  const { account, region, now, settings } = context;
  const plan = planOf(asked, now);
  const isp = asked.ISP ?? 'BGP';
  if (!isLine(isp, region)) throw new Refusal(eipErrors['IllegalParam.Isp']);
  if (asked.Netmode !== undefined && asked.Netmode !== 'public') throw invalid('Netmode');
  if (asked.Zone !== undefined && !region.zones.includes(asked.Zone)) throw invalid('Zone');
  if (!isLabel(asked.Name, 128)) throw invalid('Name');
  if (!isLabel(asked.Description, 256)) throw invalid('Description');
  const protection = asked.SecurityProtectionTypes;
  if (protection.length > 1 || protection.some((type) => type !== 'AntiDDoS_Enhanced')) throw invalid('SecurityProtectionTypes');
  if (asked.ResourceGroupId !== undefined && !resourceGroupExists(context, asked.ResourceGroupId)) {
    throw new Refusal(eipErrors.InvalidResourceGroupId);
  }
  if (asked.PublicIpAddressPoolId !== undefined) {
    if (asked.Zone !== undefined) throw new Refusal(eipErrors['ExclusiveParam.ZoneAndPublicIpAddressPoolId']);
    throw new Refusal(eipErrors['ResourceNotFound.PublicIpAddressPool']);
  }
  const tags = newTags(account, asked.Tag);
  if (asked.IpAddress !== undefined && asked.InstanceId !== undefined) throw invalid('IpAddress');
  if (account.arrears !== null) throw new Refusal(eipErrors.InsufficientBalance);
  if (context.read.countOfAccount('eip', account.id) >= quotaOf(account, 'eipsPerAccount')) {
    throw new Refusal(eipErrors['QuotaExceeded.Eip']);
  }
  const { id, address } = placeFor(context, asked);
  const named = plan.chargeType === 'PostPaid';
  return {
    kind: 'eip', id, n: 0, version: 0, account: account.id, region: region.id,
    status: 'Available', address, mode: 'NAT', binding: null,
    // The cloud ignores both for subscriptions.
    name: named ? (asked.Name ?? '') : '',
    description: named ? (asked.Description ?? '') : '',
    ...plan, packageId: '', sharedBandwidth: 0, packageBandwidth: 0, joiningPackage: false,
    businessStatus: plan.chargeType === 'PrePaid' && !settings.prepaidPaidAtOnce && asked.AutoPay !== true ? 'Unactivated' : 'Normal',
    locks: [], isp, netmode: 'public', zone: asked.Zone ?? '', deletionProtection: false, monitorLog: null,
    securityProtectionTypes: protection,
    resourceGroup: asked.ResourceGroupId ?? defaultResourceGroup(account.id), tags, created: now,
  };
}

/** Whether there are lines of this kind in a region. Those of single carriers are for selected accounts only, and none is selected. */
export function isLine(isp: string, { id }: Region): boolean {
  return isp === 'BGP' || isp === 'BGP_FinanceCloud' || (isp === 'BGP_PRO' && BGP_PRO_REGIONS.has(id));
}

/** How the EIP is paid for and what it may carry. */
function planOf(
  asked: Allocation,
  now: number,
): Pick<EipRow, 'chargeType' | 'internetChargeType' | 'bandwidth' | 'expires'> {
  const chargeType = asked.InstanceChargeType ?? 'PostPaid';
  if (chargeType !== 'PostPaid' && chargeType !== 'PrePaid') throw invalid('InstanceChargeType');
  const internetChargeType = asked.InternetChargeType ?? 'PayByBandwidth';
  if (internetChargeType !== 'PayByBandwidth' && internetChargeType !== 'PayByTraffic') throw invalid('InternetChargeType');
  if (chargeType === 'PrePaid' && internetChargeType !== 'PayByBandwidth') throw invalid('InternetChargeType');
  const bandwidth = asked.Bandwidth ?? '5';
  if (!isBandwidth(bandwidth, { chargeType, internetChargeType })) throw invalid('Bandwidth');
  return {
    chargeType,
    internetChargeType,
    bandwidth: Number(bandwidth),
    expires: chargeType === 'PrePaid' ? expiryOf(asked, now) : 0,
  };
}

/** Whether an EIP that is paid for in this way may have so many Mbit/s. */
export function isBandwidth(text: string, { chargeType, internetChargeType }: Pick<EipRow, 'chargeType' | 'internetChargeType'>): boolean {
  const most = MAX_BANDWIDTH[chargeType === 'PrePaid' ? 'PrePaid' : internetChargeType];
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}

function expiryOf({ PricingCycle = 'Month', Period }: Allocation, now: number): number {
  if (PricingCycle !== 'Month' && PricingCycle !== 'Year') throw invalid('PricingCycle');
  const most = PricingCycle === 'Month' ? 9 : 5;
  if (Period === undefined || Period < 1 || Period > most) throw invalid('Period');
  return monthsLater(now, PricingCycle === 'Month' ? Period : 12 * Period);
}

/** The EIP on its way out: gone once no packet can take it any more. Throws Refusal. */
export function releaseEip(context: Context, allocationId: string): EipRow {
  const eip = ownEip(context, allocationId);
  if (eip.chargeType === 'PrePaid') throw new Refusal(eipErrors['Forbidden.ChargeTypeIsPrepaid']);
  if (eip.deletionProtection) throw new Refusal(eipErrors['InvalidOperation.DeletionProtection']);
  if (eip.status !== 'Available') throw new Refusal(eipErrors.IncorrectEipStatus);
  return { ...outOfPackage(eip), status: 'Releasing' };
}

/** An EIP of the caller in the call's region. Throws Refusal. */
export function ownEip({ account, region, read }: Context, allocationId: string): EipRow {
  const eip = read.get('eip', allocationId);
  if (eip === undefined || eip.account !== account.id || eip.region !== region.id) {
    throw new Refusal(eipErrors['InvalidAllocationId.NotFound']);
  }
  return eip;
}

function invalid(parameter: string): Refusal {
  return new Refusal(eipErrors['InvalidParameter#value'], parameter);
}
