import { expect, it } from 'vitest';
import { LANGUAGES } from '../../i18n/languages.js';
import { durationOf, spanOf } from './span.js';

it.each([['72h', 259_200_000], ['3d12h', 302_400_000], ['1m500ms', 60_500]])('%s is %i ms', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});

it.each<[number, string, string, string]>([
  [30 * 86_400_000, '30 days', '30 日', '30天'],
  [90_061_000, '1 day 1 hour', '1 日 1 時間', '1天 1小时'],
  [3_601_000, '1 hour', '1 時間', '1小时'],
  [500, '500 milliseconds', '500 ミリ秒', '500毫秒'],
])('%i ms reads as people say it', (ms, ...said) => {
  expect([LANGUAGES.en, LANGUAGES.ja, LANGUAGES.zh].map((language) => spanOf(ms, { language }))).toEqual(said);
});
