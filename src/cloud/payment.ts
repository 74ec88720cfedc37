/** Paying: for the next months of a subscription, and what an account owes (behaviour §7.5). */
import { monthsLater } from './calendar.js';
import { joined, payAsYouGo } from './due.js';
import { PLATFORM_ORDERS } from './eip-platform.js';
import { operatorErrors } from './errors/operator.js';
import { Refusal } from './errors/refusal.js';
import type { AccountRow, EipRow, Reads, WriteSet } from './resources.js';

/**
 * The subscription goes on for so many months from the end of what is paid for, or from now where that is past. What was suspended or
 * never paid for works at once. Throws Refusal.
 */
export function paid(eip: EipRow, months: number, now: number): WriteSet {
  if (eip.chargeType !== 'PrePaid') throw new Refusal(operatorErrors['InvalidOperation.NotSubscription'], eip.id);
  if (eip.status === 'Releasing') throw new Refusal(operatorErrors['InvalidResourceId.NotFound'], eip.id);
  // The first payment is for the months that were ordered.
  if (eip.businessStatus === 'Unactivated') return { put: [{ ...eip, businessStatus: 'Normal' }], remove: [] };
  const renewed: EipRow = { ...eip, expires: monthsLater(Math.max(eip.expires, now), months) };
  const [resumed] = PLATFORM_ORDERS.resume(renewed).put;
  return { put: [resumed ?? renewed], remove: [] };
}

/** From now on the account owes money, or no longer does: then what was suspended for it works at once. */
export function inArrears(account: AccountRow, owes: boolean, now: number, read: Reads): WriteSet {
  if (owes) return account.arrears === null ? { put: [{ ...account, arrears: { since: now, stage: 'working' } }], remove: [] } : { put: [], remove: [] };
  return joined({ put: [{ ...account, arrears: null }], remove: [] }, ...payAsYouGo(account, read).map(PLATFORM_ORDERS.resume));
}
