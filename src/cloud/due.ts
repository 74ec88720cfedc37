/** When time itself changes a row, and to what (behaviour §7.5). Pure: the timetable of the store keeps the moments in order. */
import { REGIONS } from './catalogue/regions.js';
import { PLATFORM_ORDERS } from './eip-platform.js';
import type { AccountRow, EipRow, Reads, Row, WriteSet } from './resources.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A subscription that ran out works on for so long, and is released so long after its expiry. */
const SUBSCRIPTION = { suspended: 72 * HOUR, released: 144 * HOUR } as const;
/** The same of what an account in arrears pays as it goes, counted from their beginning. */
const ARREARS = { suspended: 15 * DAY, released: 30 * DAY } as const;

/** For so long a released EIP may be had back (§2.2). */
const RECOVERABLE = 7 * DAY;

/** The next moment at which time changes the row, ms; undefined where only calls do. A function of the row alone. */
export function dueOf(row: Row): number | undefined {
  switch (row.kind) {
    case 'eip':
      return expiryDue(row);
    case 'releasedEip':
      return row.released + RECOVERABLE;
    case 'account':
      return arrearsDue(row);
    default:
      return undefined;
  }
}

/** An unpaid subscription was never granted, so that nothing runs out. */
function expiryDue(eip: EipRow): number | undefined {
  if (eip.chargeType !== 'PrePaid' || eip.status === 'Releasing' || eip.businessStatus === 'Unactivated') return undefined;
  return eip.expires + SUBSCRIPTION[isSuspended(eip) ? 'released' : 'suspended'];
}

function arrearsDue({ arrears }: AccountRow): number | undefined {
  if (arrears === null || arrears.stage === 'released') return undefined;
  return arrears.since + ARREARS[arrears.stage === 'working' ? 'suspended' : 'released'];
}

/** What becomes of a row whose moment has come. */
export function due(row: Row, read: Reads): WriteSet {
  switch (row.kind) {
    case 'eip':
      return isSuspended(row) ? PLATFORM_ORDERS.release(row, read) : PLATFORM_ORDERS.suspend(row);
    case 'releasedEip':
      return { put: [], remove: [row] };
    case 'account':
      return arrearsGrow(row, read);
    default:
      return { put: [], remove: [] };
  }
}

function arrearsGrow(account: AccountRow, read: Reads): WriteSet {
  if (account.arrears === null) return { put: [], remove: [] };
  const stage = account.arrears.stage === 'working' ? 'suspended' : 'released';
  const order = PLATFORM_ORDERS[stage === 'suspended' ? 'suspend' : 'release'];
  // Packages go with their EIPs, which are all paid for as they go.
  const remove = stage === 'released' ? REGIONS.flatMap(({ id }) => read.list('bandwidthPackage', account.id, id)) : [];
  return joined({ put: [{ ...account, arrears: { ...account.arrears, stage } }], remove }, ...payAsYouGo(account, read).map((eip) => order(eip, read)));
}

/** All EIPs that an account in arrears does not pay for. */
export function payAsYouGo(account: AccountRow, read: Reads): readonly EipRow[] {
  return REGIONS.flatMap(({ id }) => read.list('eip', account.id, id)).filter(({ chargeType }) => chargeType === 'PostPaid');
}

export function joined(...writes: readonly WriteSet[]): WriteSet {
  return { put: writes.flatMap(({ put }) => put), remove: writes.flatMap(({ remove }) => remove) };
}

function isSuspended(eip: EipRow): boolean {
  return eip.locks.includes('financial');
}
