import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from './common.js';

describe('a pattern with stars', () => {
  it.each([
    ['web-1', 'web-1', true], ['web-1', 'web', false], ['web-1', 'web*', true], ['web-1', '*1', true], ['web-1', 'w*b*1', true],
    ['web-1', '*', true], ['', '*', true], ['', '', true], ['a', '', false], ['aba', 'ab*ba', false], ['abba', 'ab*ba', true],
    ['a.c', 'a.c', true], ['abc', 'a.c', false], ['a\nb', 'a*b', true],
  ])('%j matches %j: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it('means the same as the expression with .* for each star', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), short, (text, pattern) => {
      expect(matchesPattern(text, pattern)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
    }), { numRuns: 2_000 });
  });

  it('never backtracks', () => {
    // As an expression this would outlast the test by ages.
    expect(matchesPattern('a'.repeat(128), `${'*a'.repeat(60)}*b`)).toBe(false);
  });
});
