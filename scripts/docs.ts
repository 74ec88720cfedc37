/** Writes the generated pages of `docs/`; with `--check` only says whether they are current. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_TABLES } from '../src/cloud/errors/index.js';
import { errors as wireErrors } from '../src/gateway/errors.js';
import { CAUSES } from '../src/network/walk/causes.js';
import { NOTES } from '../src/network/walk/notes.js';
import { conformance } from './conformance.js';
import { settingsPage } from './settings-page.js';

const DOCS = join(import.meta.dirname, '../docs');

interface Documented {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly retry: 'retry' | 'final';
}

function errorPage(): string {
  const tables: readonly { readonly title: string; readonly rows: Readonly<Record<string, Documented>> }[] = [
    { title: 'The wire, before any action runs', rows: wireErrors }, ...ERROR_TABLES,
  ];
  const pages = tables.map(({ title, rows: table }) => {
    const rows = Object.values(table)
      .map((row) => `| ${row.status} | \`${row.code}\` | ${row.message.replaceAll('|', '\\|')} | ${row.retry === 'retry' ? 'yes' : ''} |`)
      .sort();
    return `## ${title}\n\n| HTTP | code | message | clients may retry |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return ['# The errors that OpenEIP answers\n', 'Written by `npm run docs` from the error tables; `{0}` stands for a value.\n', ...pages].join('\n');
}

function causes(): string {
  const table = (rows: Readonly<Record<string, { readonly what: string; readonly mend: string }>>) =>
    Object.entries(rows).map(([code, { what, mend }]) =>
      `| \`${code}\` | ${cell(what)} | ${mend.split('\n').map((line) => (line.startsWith('openeip ') ? `\`${line.replaceAll('|', '\\|')}\`` : cell(line))).join('<br>')} |`);
  return [
    '# Why a packet dies\n',
    'Written by `npm run docs` from the tables of the packet walk. `openeip trace` tells the one cause of a death by its code, which stays the same between',
    'releases, with what mends it; here `{eni}` and the like stand for the values of the case, and `<…>` for what the reader chooses.\n',
    '| code | what happens | what mends it |\n|---|---|---|',
    ...table(CAUSES),
    '\n## What a trace takes for granted\n',
    'A guest\'s own addresses and routes are its own affair: where a walk ends at one, it says what that guest must have configured.\n',
    '| code | what it takes for granted | how it comes about |\n|---|---|---|',
    ...table(NOTES),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}

const pages = { 'conformance.md': conformance(), 'errors.md': errorPage(), 'causes.md': causes(), 'settings.md': settingsPage() };
const stale = Object.entries(pages).filter(([name, text]) => {
  try {
    return readFileSync(join(DOCS, name), 'utf8') !== text;
  } catch {
    return true;
  }
});
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`docs/${stale.map(([name]) => name).join(', docs/')} are not current: run "npm run docs" and commit the result.`);
    process.exitCode = 1;
  }
} else {
  for (const [name, text] of stale) writeFileSync(join(DOCS, name), text);
}
