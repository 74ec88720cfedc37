import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SKEW, Nonces } from './nonces.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

describe('§6.5: nonces', () => {
  it('refuses the second use, also with another timestamp, but not another key’s', () => {
    const nonces = new Nonces();
    expect(nonces.use('a', 'n', NOW, NOW)).toBe('fresh');
    expect(nonces.use('a', 'n', NOW, NOW)).toBe('used');
    expect(nonces.use('a', 'n', NOW + 5 * MINUTE, NOW)).toBe('used');
    expect(nonces.use('b', 'n', NOW, NOW)).toBe('fresh');
  });

  it('remembers for 30 minutes after the use, whatever the timestamp was, and not for ever', () => {
    const nonces = new Nonces();
    for (const skew of [-MAX_SKEW, 0, MAX_SKEW]) expect(nonces.use('a', `n${skew}`, NOW + skew, NOW)).toBe('fresh');
    const later = NOW + 30 * MINUTE;
    for (const skew of [-MAX_SKEW, 0, MAX_SKEW]) expect(nonces.use('a', `n${skew}`, later, later)).toBe('used');
    nonces.use('a', 'other', NOW + 120 * MINUTE, NOW + 120 * MINUTE);
    expect(nonces.size).toBe(1);
  });

  it('forgets the oldest timestamps at the bound, and refuses as expired what is as old as these', () => {
    const nonces = new Nonces(3);
    const old = NOW - 10 * MINUTE;
    expect(nonces.use('a', 'old', old, NOW)).toBe('fresh');
    for (const name of ['1', '2']) expect(nonces.use('a', name, NOW, NOW)).toBe('fresh');
    expect(nonces.use('a', '3', NOW + MINUTE, NOW)).toBe('fresh');
    expect(nonces.size).toBe(3);
    expect(nonces.use('a', 'old', old, NOW)).toBe('expired');
    expect(nonces.use('a', 'never seen', old, NOW)).toBe('expired');
    expect(nonces.use('a', '1', NOW, NOW)).toBe('used');
  });

  it('refuses newcomers when nothing older than they is left to forget', () => {
    const nonces = new Nonces(2);
    for (const name of ['1', '2']) nonces.use('a', name, NOW, NOW);
    expect(nonces.use('a', '3', NOW, NOW)).toBe('full');
    expect(nonces.use('a', '1', NOW, NOW)).toBe('used');
  });

  it('never admits one request twice, in any order and at any bound', () => {
    const request = fc.record({ nonce: fc.nat(30), skew: fc.integer({ min: -MAX_SKEW, max: MAX_SKEW }) });
    const step = fc.record({ request, wait: fc.nat(10 * MINUTE), replay: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (steps, capacity) => {
        const nonces = new Nonces(capacity);
        const admitted: { nonce: string; timestamp: number }[] = [];
        let now = NOW;
        for (const { request, wait, replay } of steps) {
          now += wait;
          const old = replay ? admitted[request.nonce % (admitted.length || 1)] : undefined;
          const { nonce, timestamp } = old ?? { nonce: `${request.nonce}`, timestamp: now + request.skew };
          if (Math.abs(timestamp - now) > MAX_SKEW) continue;
          if (nonces.use('a', nonce, timestamp, now) !== 'fresh') continue;
          expect(admitted).not.toContainEqual({ nonce, timestamp });
          admitted.push({ nonce, timestamp });
          expect(nonces.size).toBeLessThanOrEqual(capacity);
        }
      }),
    );
  });
});
