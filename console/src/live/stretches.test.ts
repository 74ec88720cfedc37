import { describe, expect, it } from 'vitest';
import { STILL, type Rate } from './rates.js';
import type { Moment } from './recent.js';
import { figuresOf, togetherOf } from './stretches.js';

const from = (time: number, bits: number): Moment => ({ ...STILL, time, receivedBits: bits });
const bits = (moments: readonly (Rate & { readonly time: number })[]) => moments.map(({ time, receivedBits }) => [time, receivedBits]);

describe('rates over the last minutes', () => {
  it('of several EIPs change whenever one of them does, and go on until now', () => {
    expect(bits(togetherOf([[from(0, 0), from(2_000, 8)], [from(0, 1), from(1_000, 2), from(2_000, 4)]], 5_000, 10_000)))
      .toEqual([[0, 1], [1_000, 2], [2_000, 12], [5_000, 12]]);
  });

  it('begin with the window, with the rate that held then', () => {
    expect(bits(togetherOf([[from(0, 3), from(6_000, 5)]], 10_000, 5_000))).toEqual([[5_000, 3], [6_000, 5], [10_000, 5]]);
  });

  it('begin when the last of the EIPs is known', () => {
    expect(bits(togetherOf([[from(0, 3)], [from(4_000, 1)]], 6_000, 10_000))).toEqual([[4_000, 4], [6_000, 4]]);
    expect(bits(togetherOf([], 6_000, 1_000))).toEqual([[5_000, 0], [6_000, 0]]);
  });

  it('have a peak, and a total that weighs each by how long it lasted', () => {
    const moments = togetherOf([[from(0, 0), from(2_000, 10), from(3_000, 2)]], 5_000, 10_000);
    expect(figuresOf(moments, 'receivedBits')).toEqual({ now: 2, peak: 10, total: 14, average: 2.8 });
    expect(figuresOf([], 'receivedBits')).toEqual({ now: 0, peak: 0, total: 0, average: 0 });
  });
});
