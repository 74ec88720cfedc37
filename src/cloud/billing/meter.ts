/**
 * What one EIP costs, and why (behaviour §7.1 and §7.2, S-40). Pure: out of the states that the EIP went through, so that the order and
 * number of askings cannot matter.
 *
 * Hours are counted from the allocation, a started one is a whole one, and each belongs to the UTC day that it starts in.
 */
import { monthsBetween } from '../calendar.js';
import type { State } from '../history.js';
import type { BandwidthPackageRow, EipRow } from '../resources.js';
import { Decimal, hourOf, NONE, partsOf, type Parts } from './money.js';
import { tierPrice, type RegionPrices } from './prices.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GB = 1024 ** 3;

export type Item = 'configuration' | 'bandwidth' | 'traffic' | 'subscription';

/** Why a line is there, in the words of the bill. */
export const REASONS = {
  subscription: 'subscription EIP: no configuration fee',
  unbound: 'pay-as-you-go EIP, not bound: configuration fee',
  address: 'pay-as-you-go EIP, bound to an IP address: configuration fee',
  secondaryEni: 'pay-as-you-go EIP, bound to a secondary ENI: configuration fee',
  instance: 'pay-as-you-go EIP, bound to an ECS instance: no configuration fee',
  instanceOfMany: 'pay-as-you-go EIP, bound to an ECS instance, by an account whose EIP quota is above 2000: configuration fee',
  bandwidth: 'pay-by-bandwidth: the highest bandwidth of the day, by the hour',
  package: 'common bandwidth package: the highest bandwidth of the day, by the hour',
  traffic: 'pay-by-traffic: what was sent to the Internet; what is received is free',
  advance: 'subscription EIP: bandwidth, paid in advance',
} as const;

export interface Line {
  readonly item: Item;
  /** Start of the hour, or the moment of a payment in advance, ms. */
  readonly time: number;
  /** Hours that the line stands for; 0 for payments in advance. */
  readonly hours: number;
  /** What was used, as it is shown: `20 Mbit/s`, `1.5 GB`. */
  readonly quantity: string;
  readonly amount: Parts;
  readonly reason: string;
}

export interface Metered {
  /** All states of the EIP in one of its lives, oldest first. */
  readonly states: readonly State<EipRow>[];
  readonly prices: RegionPrices;
  /** True for the primary ENI of an instance. */
  readonly isPrimary: (eniId: string) => boolean;
  /** The account's quota is one with which EIPs of instances cost no configuration fee. */
  readonly freeOnInstances: boolean;
  /** Bytes that the EIP sent to the Internet between two moments. */
  readonly sentBytes: (from: number, to: number) => number;
}

/** The lines of the hours that start, and of the payments that are made, from `from` until before `to`; oldest first. */
export function meter(eip: Metered, from: number, to: number): readonly Line[] {
  const states = eip.states.filter(({ row, from: start, until }) => row.status !== 'Releasing' && start < until);
  const [first] = states;
  const last = states.at(-1);
  if (first === undefined || last === undefined) return [];
  const lines = payments(states, eip.prices).filter(({ time }) => from <= time && time < to);
  for (const start of hoursOf(first.from, from, Math.min(to, last.until))) lines.push(...hour(eip, states, start));
  return lines.sort((a, b) => a.time - b.time);
}

/**
 * The same for a common bandwidth package: by the highest bandwidth of the day, whichever way it is said to be paid for, with its EIPs
 * or without any (§7.1).
 */
export function meterPackage(states: readonly State<BandwidthPackageRow>[], prices: RegionPrices, from: number, to: number): readonly Line[] {
  const [first] = states;
  const end = Math.min(to, states.at(-1)?.until ?? 0);
  return first === undefined ? [] : hoursOf(first.from, from, end).map((time): Line => {
    const most = mostOf(states, time);
    return {
      item: 'bandwidth', time, hours: 1, quantity: `${String(most)} Mbit/s`, amount: tierPrice(prices.packagePerDay, most),
      reason: REASONS.package,
    };
  });
}

/** Starts of the hours, counted from one moment, that lie in a span. */
function hoursOf(first: number, from: number, to: number): readonly number[] {
  const start = first + HOUR * Math.max(Math.ceil((from - first) / HOUR), 0);
  return Array.from({ length: Math.max(Math.ceil((to - start) / HOUR), 0) }, (_, index) => start + index * HOUR);
}

/** The highest bandwidth on the day of a moment. */
function mostOf(states: readonly State<EipRow | BandwidthPackageRow>[], time: number): number {
  const day = Math.floor(time / DAY) * DAY;
  return Math.max(...overlapping(states, day, day + DAY).map(({ row }) => row.bandwidth));
}

/** Lines that differ in nothing but the hour, as one. */
export function runs(lines: readonly Line[]): readonly Line[] {
  const merged: Line[] = [];
  for (const line of lines) {
    const at = merged.findLastIndex(({ item }) => item === line.item);
    const before = merged[at];
    if (before !== undefined && continues(before, line)) {
      merged[at] = { ...before, hours: before.hours + line.hours, amount: before.amount.plus(line.amount) };
    } else merged.push(line);
  }
  return merged;
}

function continues(before: Line, line: Line): boolean {
  return line.item !== 'traffic' && line.hours > 0 && before.time + before.hours * HOUR === line.time
    && before.quantity === line.quantity && before.reason === line.reason
    && before.amount.times(line.hours).equals(line.amount.times(before.hours));
}

function hour(eip: Metered, states: readonly State<EipRow>[], start: number): readonly Line[] {
  const within = overlapping(states, start, start + HOUR);
  return [
    configuration(eip, within, start),
    ...bandwidth(eip, states, within, start),
    ...traffic(eip, states, within, start),
  ];
}

/** Charged unless the EIP was all the hour one for which there is none. */
function configuration({ prices, isPrimary, freeOnInstances }: Metered, within: readonly State<EipRow>[], time: number): Line {
  const uses = within.map(({ row }) => useOf(row, isPrimary, freeOnInstances));
  const use = uses.find(({ free }) => !free) ?? uses[0];
  const fee = prices.configuration;
  const amount = 'perDay' in fee ? hourOf(fee.perDay) : partsOf(new Decimal(fee.perHour));
  return {
    item: 'configuration', time, hours: 1, quantity: '1 h', amount: use?.free === false ? amount : NONE, reason: use?.reason ?? '',
  };
}

/** S-40 */
function useOf({ chargeType, binding }: EipRow, isPrimary: (eniId: string) => boolean, freeOnInstances: boolean): { readonly free: boolean; readonly reason: string } {
  if (chargeType === 'PrePaid') return { free: true, reason: REASONS.subscription };
  if (binding === null) return { free: false, reason: REASONS.unbound };
  if (binding.eniId === '') return { free: false, reason: REASONS.address };
  if (!isPrimary(binding.eniId)) return { free: false, reason: REASONS.secondaryEni };
  return freeOnInstances
    ? { free: true, reason: REASONS.instance }
    : { free: false, reason: REASONS.instanceOfMany };
}

/** By the highest bandwidth of the day. */
function bandwidth({ prices }: Metered, states: readonly State<EipRow>[], within: readonly State<EipRow>[], time: number): readonly Line[] {
  if (!within.some(({ row }) => paysByBandwidth(row))) return [];
  const most = mostOf(states.filter(({ row }) => paysByBandwidth(row)), time);
  return [{
    item: 'bandwidth', time, hours: 1, quantity: `${String(most)} Mbit/s`, amount: tierPrice(prices.bandwidthPerDay, most),
    reason: REASONS.bandwidth,
  }];
}

function paysByBandwidth(eip: EipRow): boolean {
  return paysForItself(eip) && eip.internetChargeType === 'PayByBandwidth';
}

/** A subscription is paid for in advance, and in a package the package is. */
function paysForItself({ chargeType, packageId }: EipRow): boolean {
  return chargeType === 'PostPaid' && packageId === '';
}

function traffic({ prices, sentBytes }: Metered, states: readonly State<EipRow>[], within: readonly State<EipRow>[], time: number): readonly Line[] {
  // The last hour has the rest, which is counted by the minute.
  const last = states.at(-1);
  const end = time + (time + HOUR >= (last?.until ?? Infinity) ? 2 : 1) * HOUR;
  const bytes = within
    .filter(({ row }) => paysForItself(row) && row.internetChargeType === 'PayByTraffic')
    .reduce((sum, state) => sum + sentBytes(Math.max(state.from, time), state === last ? end : Math.min(state.until, end)), 0);
  if (bytes === 0) return [];
  const gb = new Decimal(bytes).div(GB);
  return [{
    item: 'traffic', time, hours: 1, quantity: `${gb.toDecimalPlaces(9).toFixed()} GB`, amount: partsOf(gb.times(prices.trafficPerGb)),
    reason: REASONS.traffic,
  }];
}

/** One line where a subscription is bought or goes on. */
function payments(states: readonly State<EipRow>[], prices: RegionPrices): Line[] {
  const lines: Line[] = [];
  let paidUntil = 0;
  for (const { row, from } of states) {
    if (row.chargeType !== 'PrePaid' || row.businessStatus === 'Unactivated' || row.expires <= paidUntil) continue;
    const months = monthsBetween(paidUntil === 0 ? row.created : Math.max(paidUntil, from), row.expires);
    lines.push({
      item: 'subscription', time: from, hours: 0, quantity: `${String(months)} ${months === 1 ? 'month' : 'months'} of ${String(row.bandwidth)} Mbit/s`,
      amount: partsOf(tierPrice(prices.subscriptionPerMonth, row.bandwidth).times(months)),
      reason: REASONS.advance,
    });
    paidUntil = row.expires;
  }
  return lines;
}

function overlapping<R extends EipRow | BandwidthPackageRow>(states: readonly State<R>[], from: number, to: number): readonly State<R>[] {
  return states.filter((state) => state.from < to && state.until > from);
}
