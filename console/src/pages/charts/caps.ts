/** How much EIPs may carry: each by its own bandwidth, those of a bandwidth package by what they share. */
import type { Eip } from '../../api/rows.js';

export interface Caps {
  /** bit/s, from the Internet: at least 10 Mbit/s each, as the cloud gives. */
  readonly received: number;
  readonly sent: number;
}

const MBIT = 1_000_000;
const LEAST_RECEIVED = 10;

export function capsOf(eips: readonly Eip[]): Caps {
  const limits = new Map<string, number>();
  for (const { AllocationId, BandwidthPackageId, Bandwidth } of eips) {
    const key = BandwidthPackageId === '' ? AllocationId : BandwidthPackageId;
    limits.set(key, Math.max(limits.get(key) ?? 0, Number(Bandwidth)));
  }
  const sum = (of: (limit: number) => number) => [...limits.values()].reduce((total, limit) => total + of(limit), 0) * MBIT;
  return { received: sum((limit) => Math.max(limit, LEAST_RECEIVED)), sent: sum((limit) => limit) };
}
