/** What the commands of clock, faults, bill and history share: a call of OpenEIP's own product, printed as text or as JSON. */
import type { z } from 'zod';
import { homeOf } from './config.js';
import { Home } from './home.js';
import { signedCall } from './signed-call.js';
import { findTarget } from './target.js';

export interface PrintOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** Parameters that are undefined are left out. */
export async function operate<T>(
  { data, json = false }: PrintOptions,
  [action, parameters]: readonly [string, Readonly<Record<string, string | undefined>>],
  schema: z.ZodType<T>,
  print: (body: T) => string,
): Promise<void> {
  const given = Object.fromEntries(Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const body = await signedCall(findTarget(new Home(homeOf(data, process.env))), 'OpenEIP', action, given);
  process.stdout.write(json ? `${JSON.stringify(body)}\n` : print(schema.parse(body)));
}

/** Rows with their columns one below another; numbers in texts are not special. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [column, text] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
  return rows.map((row) => `${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

/** `2026-01-02 03:04:05` in UTC. */
export function time(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
