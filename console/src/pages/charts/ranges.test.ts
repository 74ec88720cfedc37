import { expect, it } from 'vitest';
import { fits, periodOf, PERIODS, RANGES, type Range } from './ranges.js';

it('§4.1: no range is asked for in more than 400 points, and each has a period', () => {
  const asked = (Object.keys(RANGES) as Range[]).map((range) => [range, PERIODS.filter((seconds) => fits(range, seconds))]);
  expect(Object.fromEntries(asked)).toEqual({ '1h': [60, 300, 900], '6h': [60, 300, 900, 3_600], '1d': [300, 900, 3_600], '3d': [900, 3_600], '14d': [3_600] });
  expect([periodOf('1h', 300), periodOf('1d', 60), periodOf('14d', 900)]).toEqual([300, 300, 3_600]);
});
