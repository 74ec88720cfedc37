import { describe, expect, it } from 'vitest';
import { rateBetween, STILL, sumOf, type Sample } from './rates.js';

const at = (time: number, bytes: number, packets: number): Sample => ({ time, received: bytes, sent: 2 * bytes, receivedPackets: packets, sentPackets: 2 * packets });

describe('rates from counters', () => {
  it('are what passed between two readings, in bits and packets a second', () => {
    expect(rateBetween(at(0, 0, 0), at(1_000, 1_250, 10))).toEqual({ receivedBits: 10_000, sentBits: 20_000, receivedPackets: 10, sentPackets: 20 });
    expect(rateBetween(at(0, 0, 0), at(2_000, 1_250, 10))).toMatchObject({ receivedBits: 5_000, receivedPackets: 5 });
  });

  it('after a silence the change is of the last second: idle counters are not told', () => {
    expect(rateBetween(at(0, 0, 0), at(60_000, 1_250, 10))).toMatchObject({ receivedBits: 10_000, receivedPackets: 10 });
  });

  it('a first reading, and one of counters that began anew, say nothing', () => {
    expect(rateBetween(undefined, at(1_000, 5, 1))).toBe(STILL);
    expect(rateBetween(at(0, 500, 5), at(1_000, 5, 1))).toBe(STILL);
    expect(rateBetween(at(1_000, 5, 1), at(1_000, 6, 2))).toBe(STILL);
  });

  it('of several add up', () => {
    const one = rateBetween(at(0, 0, 0), at(1_000, 1_250, 10));
    expect(sumOf([one, one])).toEqual({ receivedBits: 20_000, sentBits: 40_000, receivedPackets: 20, sentPackets: 40 });
    expect(sumOf([])).toEqual(STILL);
  });
});
