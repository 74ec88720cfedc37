import { expect, it } from 'vitest';
import { LANGUAGES } from '../../i18n/languages.js';
import { unitsOf } from './units.js';

const { bits, bytes, count, percent } = unitsOf(LANGUAGES.en);

it('rates are in thousands, amounts in 1024s, with three digits that count', () => {
  expect([0, 12, 999.6, 1_234, 5_000_000, 1.5e9].map(bits)).toEqual(['0 bit/s', '12 bit/s', '1 kbit/s', '1.23 kbit/s', '5 Mbit/s', '1.5 Gbit/s']);
  expect([0, 1_023, 1_024, 60 * 1024 ** 3].map(bytes)).toEqual(['0 B', '1,023 B', '1 KiB', '60 GiB']);
  expect([0, 0.25, 12_345].map(count)).toEqual(['0', '0.25', '12,345']);
  expect([0.004, 0.5, 1.04].map(percent)).toEqual(['0.4%', '50%', '100%']);
});
