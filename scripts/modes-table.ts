/**
 * Writes docs/modes.md from what the tests saw; with `--check` only says whether the page is what they saw. No cell is written by hand:
 * one that no test filled, and one of which tests saw different things, is an error.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ipAddress, MODES } from '../src/cloud/association-modes/index.js';
import { PROPERTIES, readObserved, ROOT, WAYS, type Way } from '../test/support/properties.js';

const PAGE = join(ROOT, 'docs/modes.md');

interface Label {
  readonly en: string;
  readonly ja: string;
  readonly zh: string;
}

const { NAT, BINDED, MULTI_BINDED } = MODES;
const COLUMNS: Readonly<Record<Way, Label>> = {
  NAT: NAT.labels,
  BINDED: BINDED.labels,
  MULTI_BINDED: MULTI_BINDED.labels,
  SECONDARY_CIDR: named(NAT.labels, { en: 'secondary CIDR block', ja: 'セカンダリCIDRブロック', zh: '附加网段' }),
  IP_ADDRESS: named(ipAddress.labels, { en: '`InstanceType=IpAddress`', ja: '`InstanceType=IpAddress`', zh: '`InstanceType=IpAddress`' }),
};

/** A mode's label, and what is particular about its use. */
function named(mode: Label, use: Label): Label {
  return { en: `${mode.en}, ${use.en}`, ja: `${mode.ja}、${use.ja}`, zh: `${mode.zh}，${use.zh}` };
}

const cell = ({ en, ja, zh }: Label): string => [en, ja, zh].join('<br>');
const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(): { readonly text: string; readonly lacks: readonly string[] } {
  const seen = new Map<string, Set<string>>();
  const tests = new Map<string, Set<string>>();
  for (const { way, property, value, test } of readObserved()) {
    seen.set(`${way} ${property}`, (seen.get(`${way} ${property}`) ?? new Set()).add(value));
    tests.set(property, (tests.get(property) ?? new Set()).add(test));
  }
  const lacks: string[] = [];
  const rows = Object.entries(PROPERTIES).map(([property, row]) => {
    const cells = WAYS.map((way) => {
      if (way === 'IP_ADDRESS' && 'ofEni' in row) return '–';
      const values = [...(seen.get(`${way} ${property}`) ?? [])].sort();
      if (values.length !== 1) lacks.push(`${property} in ${way}: ${values.length === 0 ? 'no test saw it' : `tests saw ${values.join(' and ')}`}`);
      return values.join(' / ');
    });
    return tableRow([cell(row), ...cells, [...(tests.get(property) ?? [])].sort().map((test) => `[${test.split('/').at(-1)?.replace('.test.ts', '') ?? ''}](../${test})`).join(', ')]);
  });
  const text = [
    '# What the modes do\n',
    'Each cell is what the tests of the last column saw: answers of the API, programs, packets. `npm test` fails when they see anything else.',
    '`npm run modes` writes this page after a run of all of them. –: says nothing of an address that no ENI has.\n',
    tableRow(['', ...WAYS.map((way) => cell(COLUMNS[way])), 'seen by']),
    tableRow(['', ...WAYS, ''].map(() => '---')),
    ...rows,
    '',
  ].join('\n');
  return { text, lacks };
}

const { text, lacks } = table();
if (lacks.length > 0) fail('The table of modes is not complete.', lacks.join('\n        '), 'Run all tests; each cell needs a test that calls observe().');
else if (!process.argv.includes('--check')) writeFileSync(PAGE, text);
else if (current() !== text) fail('docs/modes.md is not what the tests saw.', 'A mode behaves otherwise, or the page is old.', 'Run "npm run modes", look at the difference, and commit it.');

function current(): string {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch {
    return '';
  }
}

function fail(what: string, why: string, mend: string): void {
  console.error(`error: ${what}\n  why: ${why}\n  do:  ${mend}`);
  process.exitCode = 1;
}
