import { describe, expect, it } from 'vitest';
import type { Difference } from './difference.js';
import type { ElementItem, Item } from './items.js';
import { Retirement } from './retirement.js';

const counting = (counts: number, element = '198.18.0.5'): ElementItem => ({ kind: 'element', set: 'sent', element, counts });
const other: Item = { kind: 'element', set: 'dn', element: '198.18.0.5', data: '10.0.0.5' };

/** What is left of a plan in one namespace, and what has to be read at once. */
function hold(retirement: Retirement, add: readonly Item[], remove: readonly Item[]) {
  const difference: Difference = { add: add.map((item) => ({ item, owner: 'shape/1' })), remove: remove.map((item) => ({ item, owner: 'shape/1' })) };
  const changing = retirement.hold(new Map([['edge', difference]])).map(({ item }) => item);
  return { add: difference.add.map(({ item }) => item), remove: difference.remove.map(({ item }) => item), changing };
}

describe('counters that are retired', () => {
  it('stay until they are dropped; what does not count goes at once', () => {
    const retirement = new Retirement();
    expect(hold(retirement, [], [counting(1), other])).toEqual({ add: [], remove: [other], changing: [] });
    const retired = retirement.waitingIn('edge').get('198.18.0.5');
    expect(retired?.item).toEqual(counting(1));
    expect(retirement.itemsIn('edge').map(({ item }) => item)).toEqual([counting(1)]);
    if (retired !== undefined) retirement.drop(retired);
    expect(retirement.itemsIn('edge')).toEqual([]);
  });

  it('go on when the same shape comes back, and retired again are others', () => {
    const retirement = new Retirement();
    hold(retirement, [], [counting(1)]);
    const first = retirement.waitingIn('edge').get('198.18.0.5');
    expect(hold(retirement, [counting(1), other], [])).toEqual({ add: [other], remove: [], changing: [] });
    hold(retirement, [], [counting(1)]);
    expect(first !== undefined && retirement.has(first)).toBe(false);
  });

  it('are read at once when the address counts for another shape', () => {
    const retirement = new Retirement();
    expect(hold(retirement, [counting(2)], [counting(1)])).toEqual({ add: [counting(2)], remove: [counting(1)], changing: [counting(1)] });
    hold(retirement, [], [counting(2)]);
    expect(hold(retirement, [counting(3)], [])).toEqual({ add: [counting(3)], remove: [counting(2)], changing: [counting(2)] });
    expect(retirement.itemsIn('edge')).toEqual([]);
  });

  it('are as many as a cold rebuild has', () => {
    const many = Array.from({ length: 200_000 }, (_, n) => counting(n, `198.${String(n >> 16)}.${String((n >> 8) & 255)}.${String(n & 255)}`));
    expect(hold(new Retirement(), [...many, other], [])).toEqual({ add: [...many, other], remove: [], changing: [] });
  });
});
