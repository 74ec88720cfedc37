import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dueOf } from '../cloud/due.js';
import { sample } from '../cloud/testing.js';
import { openStore, type Store } from './store.js';

const cause = { time: 0, requestId: '', account: '', action: '' };
let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => {
  store.close();
});

/** All entries in their order. */
function entries() {
  const all = [];
  for (let next = store.timetable.next(); next !== undefined; next = store.timetable.next(next)) all.push(next);
  return all;
}

const eip = fc.record({
  id: fc.integer({ min: 0, max: 9 }).map((i) => `eip-${String(i)}`),
  gone: fc.boolean(),
  given: fc.record({
    chargeType: fc.constantFrom('PrePaid' as const, 'PostPaid' as const), expires: fc.integer({ min: 0, max: 9 }),
    businessStatus: fc.constantFrom('Normal' as const, 'Unactivated' as const), locks: fc.constantFrom([], ['financial'], ['security']),
    status: fc.constantFrom('Available' as const, 'Releasing' as const),
  }),
});

it('holds exactly what a look at every row would find, in order, whatever is written', () => {
  fc.assert(fc.property(fc.array(eip, { maxLength: 30 }), (writes) => {
    store.begin();
    for (const { id, gone, given } of writes) {
      const known = store.read.get('eip', id);
      const row = { ...sample.eip({ id, address: id }), ...known, ...given };
      if (gone && known !== undefined) store.apply({ put: [], remove: [known] }, cause);
      else store.apply({ put: [row], remove: [] }, cause);
    }
    const scanned = store.all('eip').flatMap((row) => {
      const time = dueOf(row);
      return time === undefined ? [] : [{ time, n: row.n, kind: 'eip' }];
    });
    expect(entries()).toEqual(scanned.sort((a, b) => a.time - b.time || a.n - b.n));
    store.rollback();
  }), { numRuns: 300 });
});

it('keeps nothing of a write set that was refused', () => {
  store.begin();
  const first = sample.eip({ id: 'eip-a', chargeType: 'PrePaid', expires: 5 });
  store.apply({ put: [first], remove: [] }, cause);
  expect(() => store.apply({ put: [{ ...first, id: 'eip-b', expires: 1 }], remove: [] }, cause)).toThrow();
  store.commit();
  expect(entries().map(({ n }) => store.read.byNumber('eip', n)?.id)).toEqual(['eip-a']);
});
