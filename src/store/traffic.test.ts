import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../cloud/testing.js';
import type { Counter, TrafficDirection } from '../network/protocol.js';
import { openStore, type Store } from './store.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 2, 12);
const DAY = 24 * 60 * MINUTE;

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => {
  store.close();
});

const counter = (eip: number, direction: TrafficDirection, life: string, bytes: number, packets = Math.ceil(bytes / 100)): Counter =>
  ({ key: `shape/${eip}`, direction, life, bytes, packets });

function record(now: number, ...counters: readonly Counter[]): void {
  store.begin();
  store.traffic.record(counters, now);
  store.commit();
}

const minutes = (eip: number, from: number, until: number, of = 1) => store.traffic.periods(eip, from / MINUTE, until / MINUTE, of);
const total = (eip: number) => store.traffic.totals(eip - 1, 1).find((one) => one.eip === eip);

describe('traffic', () => {
  it('of the same life is the difference, of another life the whole, per direction', () => {
    record(NOON, counter(7, 'received', 'a', 1_000), counter(7, 'sent', 'b', 300));
    record(NOON + 1, counter(7, 'received', 'a', 1_500));
    record(NOON + 2, counter(7, 'received', 'c', 200), counter(7, 'sent', 'b', 300));
    expect(total(7)).toEqual({ eip: 7, receivedBytes: 1_700, receivedPackets: 17, sentBytes: 300, sentPackets: 3 });
  });

  it('of the old life is told once more beside the new one: nothing is lost or counted twice', () => {
    record(NOON, counter(7, 'received', 'old', 1_000));
    record(NOON, counter(7, 'received', 'old', 1_100), counter(7, 'received', 'new', 50));
    // The agent connected again and tells all.
    record(NOON, counter(7, 'received', 'new', 60), counter(7, 'received', 'old', 1_100));
    expect(total(7)?.receivedBytes).toBe(1_160);
  });

  it('is kept by the minute in which it was told, and summed to periods from the start of a range', () => {
    record(NOON, counter(7, 'sent', 'a', 100));
    record(NOON + 59_999, counter(7, 'sent', 'a', 300));
    record(NOON + MINUTE, counter(7, 'sent', 'a', 700));
    record(NOON + 7 * MINUTE, counter(7, 'sent', 'a', 800), counter(8, 'sent', 'b', 5_000));
    expect(minutes(7, NOON, NOON + 8 * MINUTE).map(({ index, sentBytes }) => [index, sentBytes])).toEqual([[0, 300], [1, 400], [7, 100]]);
    expect(minutes(7, NOON, NOON + 8 * MINUTE, 5).map(({ index, sentBytes }) => [index, sentBytes])).toEqual([[0, 700], [1, 100]]);
    expect(minutes(7, NOON + MINUTE, NOON + 7 * MINUTE, 5).map(({ index, sentBytes }) => [index, sentBytes])).toEqual([[0, 400]]);
    expect(minutes(7, NOON + 2 * MINUTE, NOON + 3 * MINUTE)).toEqual([]);
    expect(store.traffic.sentBytes(7, NOON, NOON + MINUTE)).toBe(300);
    expect(store.traffic.sentBytes(7, NOON, NOON + DAY)).toBe(800);
  });

  it('is forgotten after 31 days, with the counters of EIPs that are gone', () => {
    store.begin();
    const [change] = store.apply({ put: [sample.eip({ id: 'eip-a' })], remove: [] }, { time: 0, requestId: '', account: '1', action: '' });
    store.commit();
    const n = change?.after?.n ?? 0;
    record(NOON, counter(n, 'sent', 'a', 100), counter(99, 'sent', 'b', 100));
    record(NOON + 31 * DAY, counter(n, 'sent', 'a', 100));
    expect(minutes(n, NOON, NOON + MINUTE)).toHaveLength(1);
    record(NOON + 31 * DAY + MINUTE, counter(n, 'sent', 'a', 150));
    expect(minutes(n, NOON, NOON + MINUTE)).toEqual([]);
    expect(total(n)?.sentBytes).toBe(150);
    expect(total(99)).toBeUndefined();
  });

  it('writes nothing where nothing passed', () => {
    record(NOON, counter(7, 'sent', 'a', 0), counter(7, 'received', 'b', 0));
    expect(store.traffic.totals(0, 10)).toEqual([]);
    record(NOON, counter(7, 'sent', 'a', 100));
    record(NOON + MINUTE, counter(7, 'sent', 'a', 100));
    expect(minutes(7, NOON, NOON + 2 * MINUTE)).toHaveLength(1);
  });

  it('equals what passed, whatever is told again, lost on the way or cut off by a crash', () => {
    const step = fc.oneof(
      fc.record({ pass: fc.integer({ min: 1, max: 1_000 }) }), fc.constant('tell' as const), fc.constant('tell all' as const), fc.constant('rebind' as const),
      fc.constant('crash' as const),
    );
    fc.assert(fc.property(fc.array(step), (steps) => {
      const directory = mkdtempSync(join(tmpdir(), 'traffic-'));
      const path = join(directory, 'cloud.db');
      let file = openStore(path);
      /** Counters of the kernel; those before the last are retired: told until they were recorded. */
      let kernel = [{ life: 'life0', bytes: 0 }];
      let [passed, lives] = [0, 0];
      const tell = (): void => {
        file.begin();
        file.traffic.record(kernel.map(({ life, bytes }) => counter(1, 'sent', life, bytes, bytes)), NOON);
        file.commit();
        kernel = kernel.slice(-1);
      };
      for (const one of steps) {
        if (typeof one === 'object') {
          passed += one.pass;
          kernel = kernel.map((each, index) => (index === kernel.length - 1 ? { ...each, bytes: each.bytes + one.pass } : each));
        } else if (one === 'rebind') kernel = [...kernel, { life: `life${(lives += 1)}`, bytes: 0 }].slice(-16);
        else if (one === 'crash') {
          file.begin();
          file.traffic.record(kernel.map(({ life, bytes }) => counter(1, 'sent', life, bytes, bytes)), NOON);
          file.rollback();
          file.close();
          file = openStore(path);
        } else tell();
        if (kernel.length === 16) tell();
      }
      tell();
      const [found] = file.traffic.totals(0, 1);
      file.close();
      rmSync(directory, { recursive: true });
      expect(found?.sentBytes ?? 0).toBe(passed);
    }), { numRuns: 30 });
  });
});
