import fc from 'fast-check';
import { expect, it } from 'vitest';
import { claim, link } from '../cloud/indexes.js';
import type { EipRow, Page } from '../cloud/resources.js';
import { sample } from '../cloud/testing.js';
import { Conflict } from './apply.js';
import { QueryCache } from './queries.js';
import { openStore } from './store.js';

const cause = { time: 7, requestId: 'R1', account: '1', action: 'Vpc.Test' };
const PAGES: readonly Page[] = [{ limit: 2, offset: 0 }, { limit: 2, offset: 2 }, { limit: 50, offset: 0 }];

it('a page is the same array until a row of its kind changes', () => {
  const store = openStore(':memory:');
  const page = () => store.read.list('eip', '1', 'cn-hangzhou', { limit: 10, offset: 0 });
  const write = (row: ReturnType<typeof sample.eip> | ReturnType<typeof sample.vpc>) => {
    store.begin();
    store.apply({ put: [row], remove: [] }, cause);
    store.commit();
  };
  write(sample.eip({ id: 'eip-a' }));
  const first = page();
  write(sample.vpc({ id: 'vpc-a' }));
  expect(page()).toBe(first);
  write({ ...sample.eip({ id: 'eip-a' }), ...first[0], name: 'new' });
  expect(page().map((row) => row.name)).toEqual(['new']);
  store.close();
});

it('pages, totals, links and holders are what the rows say after any writes, refused write sets and batches rolled back', () => {
  const step = fc.record({
    op: fc.constantFrom('add' as const, 'rename' as const, 'remove' as const, 'clash' as const, 'rollback' as const, 'commit' as const),
    id: fc.integer({ min: 0, max: 7 }).map((n) => `eip-${n}`),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const store = openStore(':memory:');
    let rows: readonly EipRow[] = [];
    let committed = rows;
    const check = () => {
      const newest = [...rows].reverse();
      for (const at of PAGES) expect(store.read.list('eip', '1', 'cn-hangzhou', at)).toEqual(newest.slice(at.offset, at.offset + at.limit));
      expect(store.read.count('eip', '1', 'cn-hangzhou')).toBe(rows.length);
      for (const name of ['', '0', '5']) {
        const filtered = link.filtered({ account: '1', region: 'cn-hangzhou' }, 'name', name);
        const named = newest.filter((row) => row.name === name);
        expect(store.read.countLinked('eip', filtered)).toBe(named.length);
        for (const at of PAGES) expect(store.read.matching('eip', [filtered], at)).toEqual(named.slice(at.offset, at.offset + at.limit));
        const since = named.filter((row) => row.created >= 3);
        const wanted = [filtered, link.createdBetween({ account: '1', region: 'cn-hangzhou' }, 3, 1_000)];
        expect(store.read.countMatching('eip', wanted)).toBe(since.length);
        for (const at of PAGES) expect(store.read.matching('eip', wanted, at)).toEqual(since.slice(at.offset, at.offset + at.limit));
      }
      for (let index = 0; index < steps.length; index++) {
        const address = `198.18.1.${index}`;
        expect(store.read.holder('eip', claim.publicIp(address))).toEqual(rows.find((row) => row.address === address));
      }
    };
    const apply = (put: readonly EipRow[], remove: readonly EipRow[]) => {
      for (const { before, after } of store.apply({ put, remove }, cause)) {
        rows = rows.filter((row) => row.id !== before?.id || after !== undefined);
        if (after?.kind !== 'eip') continue;
        rows = before === undefined ? [...rows, after] : rows.map((row) => (row.id === after.id ? after : row));
      }
    };
    for (const [index, { op, id }] of steps.entries()) {
      if (!store.open) store.begin();
      const row = store.read.get('eip', id);
      if (op === 'commit') {
        store.commit();
        committed = rows;
      } else if (op === 'rollback') {
        store.rollback();
        rows = committed;
      } else if (op === 'clash') {
        const twice = sample.eip({ id: `eip-clash-${index}`, address: '198.18.9.9' });
        expect(() => store.apply({ put: [twice, { ...twice, id: 'eip-other' }], remove: [] }, cause)).toThrow(Conflict);
      } else if (op === 'add' && row === undefined) apply([sample.eip({ id, address: `198.18.1.${index}`, created: index })], []);
      else if (op === 'rename' && row !== undefined) apply([{ ...row, name: String(index) }], []);
      else if (op === 'remove' && row !== undefined) apply([], [row]);
      check();
    }
    store.close();
  }), { numRuns: 200 });
});

it('holds a bounded number of pages', () => {
  const pages = new QueryCache();
  let asked = 0;
  const total = (name: string) => pages.total('eip', name, () => (asked += 1));
  for (let n = 0; n < 1_000; n++) total(String(n));
  expect(total('999')).toBe(1_000);
  expect(total('0')).toBe(1_001);
});
