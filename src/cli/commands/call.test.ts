import { describe, expect, it } from 'vitest';
import { parsePairs } from './call.js';

describe('parameters of call', () => {
  it.each([
    [['--A', '1', '--B.1.C', 'x y'], { A: '1', 'B.1.C': 'x y' }],
    [['--A=1=2', '--B='], { A: '1=2', B: '' }],
    [['--DryRun', '--A', '-5'], { DryRun: 'true', A: '-5' }],
    [[], {}],
  ])('%j', (words, pairs) => {
    expect(parsePairs(words)).toEqual(pairs);
  });

  it.each([[['A', '1']], [['--A', '1', '2']], [['--1A', '1']]])('%j is refused', (words) => {
    expect(() => parsePairs(words)).toThrow(/is not understood/);
  });
});
