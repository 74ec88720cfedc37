/** What the platform does to an EIP whoever owns it: suspending it, resuming it, releasing it by force (behaviour §7.5). */
import { outOfPackage } from './bandwidth-package-members.js';
import { modeOf } from './association-modes/index.js';
import type { EipRow, EniRow, Reads, WriteSet } from './resources.js';

const FINANCIAL = 'financial';

const NOTHING: WriteSet = { put: [], remove: [] };

/** Unpaid: hardly any bandwidth is left (P20), and it can be neither bound nor changed. Its binding stays. */
function suspend(eip: EipRow): WriteSet {
  if (eip.locks.includes(FINANCIAL)) return NOTHING;
  return { put: [{ ...eip, businessStatus: 'OperationLock', locks: [...eip.locks, FINANCIAL] }], remove: [] };
}

/** Paid again: all is as before, at once. */
function resume(eip: EipRow): WriteSet {
  if (!eip.locks.includes(FINANCIAL)) return NOTHING;
  const locks = eip.locks.filter((lock) => lock !== FINANCIAL);
  return { put: [{ ...eip, businessStatus: locks.length === 0 ? 'Normal' : 'OperationLock', locks }], remove: [] };
}

/**
 * The EIP on its way out, whatever its state, charge type or binding. An attached ENI whose private network it stood for has none from
 * then on, until it is detached (S-31); any other ENI keeps working with the rest.
 */
function release(eip: EipRow, read: Reads): WriteSet {
  if (eip.status === 'Releasing') return NOTHING;
  const eni = read.get('eni', eip.binding?.eniId ?? '');
  const suppressed = eni !== undefined && eni.instanceId !== '' && !modeOf(eip).keepsPrivateNetwork ? [withoutPrivateNetwork(eni)] : [];
  // As with an unbind, the rest of the binding stays until no packet takes it.
  const binding = eip.binding === null ? null : { ...eip.binding, shownId: '' };
  return { put: [{ ...outOfPackage(eip), status: 'Releasing', binding }, ...suppressed], remove: [] };
}

/** No lease of before counts any more: there is nothing left to hand out. */
function withoutPrivateNetwork(eni: EniRow): EniRow {
  return { ...eni, privateSuppressed: true, leased: false };
}

/** Each is nothing where it has been done before. */
export const PLATFORM_ORDERS = { suspend, resume, release } as const;

export type PlatformOrder = keyof typeof PLATFORM_ORDERS;
