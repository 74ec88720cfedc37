import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../cloud/testing-reads.js';
import { pageOf, slice, tokenSlice } from './paging.js';

const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ n: (count - i) * 3 }));

describe('page style A', () => {
  it('starts at page 1 with 10 rows and cuts the size down to the most', () => {
    expect(pageOf({}, 100)).toEqual({ number: 1, limit: 10, offset: 0 });
    expect(pageOf({ PageNumber: 3, PageSize: 500 }, 50)).toEqual({ number: 3, limit: 50, offset: 100 });
  });

  it('a page behind the end is empty; one far too deep is refused', () => {
    expect(slice([1, 2, 3], pageOf({ PageNumber: 2 }, 50))).toEqual([]);
    expect(codeOf(() => pageOf({ PageNumber: 1_000_000, PageSize: 50 }, 50))).toBe('Throttling.DeepPageSkip');
  });
});

describe('page style B', () => {
  it('tokens lead over all rows once, whatever the size', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }), (count, size) => {
        const all = rows(count);
        const seen = [];
        let token: string | undefined;
        do {
          const page = tokenSlice(all, { MaxResults: size, NextToken: token }, 10, 100);
          seen.push(...page.rows);
          token = page.nextToken;
        } while (token !== '');
        expect(seen).toEqual(all);
      }),
    );
  });

  it('a row removed between two pages neither repeats nor hides another', () => {
    const all = rows(6);
    const { nextToken } = tokenSlice(all, { MaxResults: 3 }, 10, 100);
    const left = all.filter((_, index) => index !== 1 && index !== 2);
    expect(tokenSlice(left, { MaxResults: 3, NextToken: nextToken }, 10, 100).rows).toEqual(all.slice(3));
  });

  it('the last page has the token ""', () => {
    expect(tokenSlice(rows(10), {}, 10, 100).nextToken).toBe('');
  });

  it.each(['x', 'YmVmb3Jl', '../../etc'])('a token that we never gave is refused: %s', (NextToken) => {
    expect(codeOf(() => tokenSlice(rows(3), { NextToken }, 10, 100))).toBe('InvalidParameter.NextToken');
  });
});
