/**
 * What DescribeEipMonitorData shows (behaviour §4.1): one point for each period of the range, also where nothing passed.
 *
 * Checks in this order `[OpenEIP]`: StartTime, EndTime, Period, AllocationId, the size of the range.
 */
import type { Context } from './context.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import type { EipRow } from './resources.js';

const MINUTE = 60_000;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** s */
const PERIODS: readonly number[] = [60, 300, 900, 3_600];
/** Also how long traffic is kept, ms. */
const LONGEST = 31 * 24 * 60 * MINUTE;
const MOST_POINTS = 400;

export interface MonitorRequest {
  readonly StartTime: string;
  readonly EndTime: string;
  readonly Period?: number | undefined;
}

/** Minutes of the epoch. */
export interface MonitorRange {
  readonly from: number;
  /** The first one after the range. */
  readonly until: number;
  readonly minutes: number;
  readonly points: number;
}

/** Of IP packets, headers included: Internet → EIP, EIP → Internet. */
export interface Passed {
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
}

export interface PassedInPeriod extends Passed {
  /** Number of periods after the first of the range. */
  readonly index: number;
}

export interface MonitorPoint {
  /** ms */
  readonly time: number;
  readonly received: number;
  readonly sent: number;
  readonly packets: number;
  /** bit/s */
  readonly bandwidth: number;
}

/** Throws Refusal. `find` looks for the EIP. */
export function monitorRange(
  { now }: Pick<Context, 'now'>, asked: MonitorRequest, find: () => EipRow | undefined,
): { readonly eip: EipRow; readonly range: MonitorRange } {
  const from = minuteOf(asked.StartTime);
  if (from === undefined) throw new Refusal(eipErrors['InvalidStartTime.Malformed']);
  if (from < Math.floor((now - LONGEST) / MINUTE)) throw new Refusal(eipErrors['InvalidStartTime.TooEarly']);
  const until = minuteOf(asked.EndTime);
  if (until === undefined || until < from) throw new Refusal(eipErrors['InvalidEndTime.Malformed']);
  const { Period = 60 } = asked;
  if (!PERIODS.includes(Period)) throw new Refusal(eipErrors['InvalidPeriod.ValueNotSupported']);
  const eip = find();
  if (eip === undefined) throw new Refusal(eipErrors['InvalidAllocationId.NotFound']);
  const minutes = Period / 60;
  const points = Math.ceil((until - from) / minutes);
  if ((until - from) * MINUTE > LONGEST || points > MOST_POINTS) throw new Refusal(eipErrors['OperationDenied.TooManyDataQueried']);
  return { eip, range: { from, until, minutes, points } };
}

/** `periods` are those with traffic, by their place in the range. */
export function monitorPoints({ from, minutes, points }: MonitorRange, periods: readonly PassedInPeriod[]): readonly MonitorPoint[] {
  const found = new Map(periods.map((period) => [period.index, period]));
  return Array.from({ length: points }, (_, index) => {
    const { receivedBytes = 0, sentBytes = 0, receivedPackets = 0, sentPackets = 0 } = found.get(index) ?? {};
    return {
      time: (from + index * minutes) * MINUTE,
      received: receivedBytes,
      sent: sentBytes,
      packets: receivedPackets + sentPackets,
      bandwidth: Math.floor(((receivedBytes + sentBytes) * 8) / (minutes * 60)),
    };
  });
}

/** Taken up to the minute; undefined for what is no time. */
function minuteOf(text: string): number | undefined {
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.ceil(time / MINUTE);
}
