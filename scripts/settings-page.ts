/** `docs/settings.md`: every setting with its default, from the schema and the comments on it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { configSchema, variableName } from '../src/cli/config.js';
import { QUOTAS } from '../src/cloud/quotas.js';

const ROOT = join(import.meta.dirname, '..');

/** What stands above each property of the schemas' object literals. Throws for a setting without a word. */
function comments(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of ['src/cloud/settings.ts', 'src/cli/config.ts']) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && node.name.getText() in configSchema.shape) {
        const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
        const words = ranges.map(({ pos, end }) => text.slice(pos + '/**'.length, end - '*/'.length).replaceAll(/^\s*\* /gm, '').trim().replaceAll(/\s+/g, ' '));
        found.set(node.name.getText(), words.join(' '));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

export function settingsPage(): string {
  const words = comments();
  const defaults: Readonly<Record<string, unknown>> = configSchema.parse({});
  const rows = Object.keys(configSchema.shape).map((name) => {
    const said = words.get(name);
    if (said === undefined || said === '') throw new Error(`the setting ${name} has no comment that says what it does`);
    return `| \`${name}\` | \`${variableName(name)}\` | ${shown(name, defaults[name])} | ${said.replaceAll('|', '\\|')} |`;
  });
  return [
    '# Settings\n',
    'Written by `npm run docs` from the schema. A setting is a flag of `openeip up` where that has one, else a variable, else a member of the one JSON object in',
    '`openeip.json` in OPENEIP_HOME; the first of these wins. A value that is no text is written as JSON.\n',
    '| setting | variable | default | what it does |\n|---|---|---|---|',
    ...rows,
    '\n## Quotas\n',
    'Names for `quotas`, and for `openeip account quota` at runtime.\n',
    '| quota | vendor\'s value |\n|---|---|',
    ...Object.entries(QUOTAS).map(([name, value]) => `| \`${name}\` | ${String(value)} |`),
    '',
  ].join('\n');
}

function shown(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (name === 'prices') return 'sample data';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
