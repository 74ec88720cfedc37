/** A logged call as the line that makes it again. Whoever called may have sent anything: the line must do nothing else where it is pasted. */
import { quoted } from '../../guide/snippets.js';
import type { RequestRecord } from '../../live/feed.js';

/** What the log writes for a secret, and at the end of a value that it cut. */
const SECRET = '***';
const CUT = '…';
/** Parameters that the log keeps of a request. */
const MOST = 100;

/** '' for what was no call that a command can make. `own`: the account that commands call as. */
export function callLine({ product, action, account, parameters }: RequestRecord, own: string): string {
  if (product === '' || !/^\w+$/.test(action)) return '';
  const as = account === '' || account === own ? [] : ['--account', account];
  // Other names than these are none of any action.
  const pairs = Object.entries(parameters).filter(([name]) => /^[A-Za-z][\w.]*$/.test(name));
  return ['openeip', 'call', ...as, product.toLowerCase(), action, ...pairs.map(([name, value]) => option(name, value))].join(' ');
}

/** The log does not have all of it: the line must be completed before it is run. */
export function isIncomplete({ parameters }: RequestRecord): boolean {
  const values = Object.values(parameters);
  return values.length >= MOST || values.some((value) => value === SECRET || value.endsWith(CUT));
}

function option(name: string, value: string): string {
  return `--${name}${value.startsWith('--') ? '=' : ' '}${word(value)}`;
}

/** Bytes that move a terminal's cursor, or end a line, are written as escapes. */
function word(value: string): string {
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(value)) return quoted(value);
  const escaped = [...value].map((char) => {
    if (char === "'" || char === '\\') return `\\${char}`;
    const code = char.charCodeAt(0);
    return code < 0x20 || (code >= 0x7f && code < 0xa0) ? `\\u${code.toString(16).padStart(4, '0')}` : char;
  });
  return `$'${escaped.join('')}'`;
}
