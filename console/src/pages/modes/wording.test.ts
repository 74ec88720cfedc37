import { describe, expect, it } from 'vitest';
import { modeTable } from '../../../../src/cloud/eip-modes.js';
import { settingsSchema } from '../../../../src/cloud/settings.js';
import { modes as en } from '../../i18n/seeing/modes/en.js';
import { modes as ja } from '../../i18n/seeing/modes/ja.js';
import { modes as zh } from '../../i18n/seeing/modes/zh.js';
import { cellText, wordOf } from './wording.js';

const table = modeTable(settingsSchema.parse({}));

describe('§3.1: the comparison table that the mode objects make', () => {
  it.each([['en', en], ['ja', ja], ['zh', zh]] as const)('has a word for each row and each cell in %s', (_, texts) => {
    expect(table.map(({ key }) => key).filter((key) => !Object.hasOwn(texts.rows, key))).toEqual([]);
    const values = new Set(table.flatMap(({ cells }) => cells.flatMap(({ values: found }) => found)));
    expect([...values].filter((value) => wordOf(texts, value) === undefined)).toEqual([]);
  });

  it('writes several as a list', () => {
    expect(cellText(en, ['icmp', 'tcp'], ', ')).toBe('ICMP, TCP');
    expect(cellText(ja, ['primary', 'secondary'], '、')).toBe('プライマリ、セカンダリ');
  });
});
