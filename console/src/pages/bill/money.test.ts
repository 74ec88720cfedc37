import { expect, it } from 'vitest';
import { moneyText, sumOf } from './money.js';

it('§7: amounts are added exactly, where floating-point numbers would not', () => {
  expect(sumOf(['0.1', '0.2'])).toBe('0.3');
  expect(sumOf(['9007199254740993', '0.000000000001'])).toBe('9007199254740993.000000000001');
  expect(sumOf(['0.045', '7.38'])).toBe('7.425');
  expect(sumOf(['1.5', '0.5'])).toBe('2');
  expect([sumOf([]), sumOf(['0']), sumOf(['0.000000000001'])]).toEqual(['0', '0', '0.000000000001']);
});

it('each digit that counts is written, in the user’s way', () => {
  expect(moneyText('en-US', 'USD', '9007199254740993.000000000001')).toBe('$9,007,199,254,740,993.000000000001');
  expect(moneyText('en-US', 'USD', '7.4')).toBe('$7.40');
  expect(moneyText('ja-JP', 'JPY', '0.0031')).toBe('￥0.0031');
  expect(moneyText('en-US', 'credits', '0.5')).toBe('0.50 credits');
});
