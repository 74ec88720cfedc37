import { expect, it } from 'vitest';
import { sample } from '../cloud/testing.js';
import { RowCache } from './cache.js';

const vpc = (n: number, name = '') => sample.vpc({ id: `vpc-${n}`, n, name });

it('keeps what is used, forgets what is not, and never holds more than its capacity', () => {
  const cache = new RowCache(10);
  for (let n = 1; n <= 100; n++) {
    cache.put(vpc(n));
    expect(cache.number(1)?.id).toBe('vpc-1');
  }
  const kept = Array.from({ length: 100 }, (_, i) => i + 1).filter((n) => cache.number(n) !== undefined);
  expect(kept).toContain(1);
  expect(kept).toContain(100);
  expect(kept.length).toBeLessThanOrEqual(10);
});

it('never shows an older version of a row, by number or id', () => {
  const cache = new RowCache(4);
  cache.put(vpc(1, 'old'));
  cache.put(vpc(2));
  cache.put(vpc(1, 'new'));
  for (let n = 3; n <= 5; n++) {
    cache.put(vpc(n));
    expect([cache.number(1), cache.id('vpc', 'vpc-1')]).toMatchObject([{ name: 'new' }, { name: 'new' }]);
  }
  cache.drop(vpc(1));
  expect([cache.number(1), cache.id('vpc', 'vpc-1')]).toEqual([undefined, undefined]);
});
