import { describe, expect, it } from 'vitest';
import { CAUSES } from '../../../../src/network/walk/causes.js';
import { DECISIONS } from '../../../../src/network/walk/hops.js';
import { NOTES } from '../../../../src/network/walk/notes.js';
import { walk as en } from '../../i18n/seeing/walk/en.js';
import { walk as ja } from '../../i18n/seeing/walk/ja.js';
import { walk as zh } from '../../i18n/seeing/walk/zh.js';
import { causeText, commandsOf, mendText, packetText } from './telling.js';

const whats = (rows: Readonly<Record<string, { readonly what: string }>>) => Object.fromEntries(Object.entries(rows).map(([code, { what }]) => [code, what]));
const places = (text: string) => text.match(/\{\w+\}/g)?.sort() ?? [];

describe('the texts of a trace', () => {
  it('are those of the packet walk, for each of its codes', () => {
    expect(en.causes).toEqual(whats(CAUSES));
    expect(en.notes).toEqual(whats(NOTES));
    // Where a packet starts and where it dies are told by the packet and by its cause.
    const told = Object.entries(DECISIONS).filter(([code]) => code !== 'sent' && code !== 'dropped');
    expect(en.decisions).toEqual({ ...Object.fromEntries(told), sent: en.decisions.sent });
  });

  it.each([['ja', ja], ['zh', zh]] as const)('%s has the same facts in each', (_, texts) => {
    for (const table of ['decisions', 'causes', 'mends', 'notes'] as const) {
      const other: Readonly<Record<string, string>> = texts[table];
      for (const [code, text] of Object.entries(en[table])) expect(places(other[code] ?? ''), code).toEqual(places(text));
    }
  });

  it.each(Object.entries({ ...CAUSES, ...NOTES }))('%s says what to do by a command or in words', (code, { mend }) => {
    const facts = Object.fromEntries(places(mend).map((place) => [place.slice(1, -1), 'x']));
    expect([...commandsOf(mend), mendText(en, { code, what: '', mend, facts })].join('')).not.toBe('');
  });

  it('are filled with the facts, and words among them are translated', () => {
    const cause = { code: 'ServiceRefuses', what: 'as the API says', mend: '', facts: { destination: '100.100.2.136', services: ' and requests for names' } };
    expect([en, ja, zh].map((texts) => causeText(texts, cause))).toEqual([
      '100.100.2.136 answers pings and requests for names, nothing else.', '100.100.2.136はpingと名前の問い合わせにのみ応答します。', '100.100.2.136只应答ping和域名查询。',
    ]);
    expect(causeText(en, { ...cause, code: 'Newer' })).toBe('as the API says');
  });
});

it('packets as people write them', () => {
  const packet = { source: '10.0.0.5', destination: '198.18.0.2', protocol: 6, sourcePort: 4_000, destinationPort: 80 };
  expect(packetText(packet)).toBe('tcp 10.0.0.5:4000 → 198.18.0.2:80');
  expect(packetText({ ...packet, protocol: 132, sourcePort: null, destinationPort: null })).toBe('protocol 132 10.0.0.5 → 198.18.0.2');
});
