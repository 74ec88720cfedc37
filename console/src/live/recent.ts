/** The last minutes of EIPs that somebody looks at or has looked at: rates are told once, and whoever comes back wants to see what was before. */
import { rates, type Rate } from './rates.js';

/** A rate, from a moment on until the next one. */
export interface Moment extends Rate {
  /** ms of this browser's clock */
  readonly time: number;
}

/** ms */
export const WINDOW = 5 * 60_000;

class Recent {
  private readonly kept = new Map<string, Moment[]>();

  constructor() {
    rates.changed.follow(() => {
      for (const [eip, moments] of this.kept) keep(moments, rates.of(eip));
    });
  }

  /** From the first call on it is kept. Oldest first; the first may be of before the window. */
  of(eip: string): readonly Moment[] {
    const moments = this.kept.get(eip) ?? [];
    if (moments.length === 0) {
      this.kept.set(eip, moments);
      keep(moments, rates.of(eip));
    }
    return moments;
  }
}

function keep(moments: Moment[], rate: Rate): void {
  const time = Date.now();
  const last = moments.at(-1);
  if (last !== undefined && same(last, rate)) return;
  moments.push({ ...rate, time });
  // What held when the window begins is needed for its first stretch.
  while ((moments[1]?.time ?? time) < time - WINDOW) moments.shift();
}

function same(one: Rate, other: Rate): boolean {
  return one.receivedBits === other.receivedBits && one.sentBits === other.sentBits && one.receivedPackets === other.receivedPackets && one.sentPackets === other.sentPackets;
}

export const recent = new Recent();
