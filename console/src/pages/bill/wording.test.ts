import { describe, expect, it } from 'vitest';
import { REASONS } from '../../../../src/cloud/billing/meter.js';
import { bill as en } from '../../i18n/seeing/bill/en.js';
import { bill as ja } from '../../i18n/seeing/bill/ja.js';
import { bill as zh } from '../../i18n/seeing/bill/zh.js';
import { quantityText, reasonText } from './wording.js';

describe('§7.1: the lines of a bill', () => {
  it.each([['en', en], ['ja', ja], ['zh', zh]] as const)('give every reason that the meter has in %s', (_, { reasons }) => {
    expect(Object.keys(reasons).sort()).toEqual(Object.values(REASONS).sort());
  });

  it('keep a reason that nobody has translated', () => {
    expect(reasonText(ja, { Reason: 'a new fee' })).toBe('a new fee');
  });

  it('say what was used', () => {
    const quantities = ['1 h', '60.5 GB', '20 Mbit/s', '1 month of 5 Mbit/s', '12 months of 10 Mbit/s', '2 elephants'];
    expect(quantities.map((Quantity) => quantityText(ja, String, { Quantity }))).toEqual([
      '', '60.5 GB', '20 Mbit/s', '1か月 (5 Mbit/s)', '12か月 (10 Mbit/s)', '2 elephants',
    ]);
  });
});
