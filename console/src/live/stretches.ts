/** The rates of several EIPs as those of one: stretches of time in which all stayed the same. */
import { STILL, sumOf, type Rate } from './rates.js';
import type { Moment } from './recent.js';

/** Of each EIP oldest first. The result begins when all are known, or when the window does, and ends now. */
export function togetherOf(each: readonly (readonly Moment[])[], now: number, window: number): readonly Moment[] {
  const begin = Math.max(now - window, ...each.map(([first]) => first?.time ?? now));
  const times = [...new Set([begin, ...each.flat().map(({ time }) => time).filter((time) => begin < time && time < now), now])].sort((a, b) => a - b);
  const at = each.map(() => 0);
  return times.map((time) => ({
    time,
    ...sumOf(each.map((moments, index): Rate => {
      let place = at[index] ?? 0;
      while ((moments[place + 1]?.time ?? Infinity) <= time) place += 1;
      at[index] = place;
      return moments[place] ?? STILL;
    })),
  }));
}

export interface Figures {
  readonly now: number;
  readonly average: number;
  readonly peak: number;
  /** Rate × seconds. */
  readonly total: number;
}

/** Of one rate over stretches. */
export function figuresOf(moments: readonly Moment[], name: keyof Rate): Figures {
  let total = 0;
  let peak = 0;
  moments.forEach((moment, index) => {
    const next = moments[index + 1];
    if (next !== undefined) total += moment[name] * ((next.time - moment.time) / 1_000);
    peak = Math.max(peak, moment[name]);
  });
  const seconds = ((moments.at(-1)?.time ?? 0) - (moments[0]?.time ?? 0)) / 1_000;
  return { now: moments.at(-1)?.[name] ?? 0, average: seconds > 0 ? total / seconds : 0, peak, total };
}
