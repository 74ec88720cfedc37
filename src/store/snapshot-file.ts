/**
 * A snapshot as a file: JSON lines, one row of a table each, in an order that lets two of them be compared line by line.
 *
 *     {"openeip":"snapshot","format":1,"schema":4,"time":"2026-03-01T00:00:00.000Z","saved":"2026-03-01T00:00:00.000Z","resources":{"eip":2}}
 *     {"row":{"kind":"eip","id":"eip-bp1…",…}}
 *     {"end":{"lines":17,"sha256":"…"}}
 *
 * The last line says whether all before it are there as they were written.
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';

/** Of the lines; what is in the tables is told by the schema. */
export const FORMAT = 1;
const CHUNK = 1 << 20;
const NEWLINE = 10;

const headerSchema = z.strictObject({
  openeip: z.literal('snapshot'),
  format: z.int(),
  /** Number of migrations that had made the tables. */
  schema: z.int().min(1),
  /** The cloud's clock. */
  time: z.iso.datetime(),
  /** The host's clock. */
  saved: z.iso.datetime(),
  /** Rows of every account, by kind. */
  resources: z.record(z.string(), z.int()),
});
export type SnapshotHeader = Readonly<z.infer<typeof headerSchema>>;
/** Of any release. */
const anyHeaderSchema = z.object({ openeip: z.literal('snapshot'), format: z.int() });

const endSchema = z.strictObject({ end: z.strictObject({ lines: z.int(), sha256: z.string() }) });

/** It is not, or no longer, what was written: cut, changed, or no snapshot at all. */
export class DamagedSnapshot extends Error {
  override readonly name = 'DamagedSnapshot';
}

/** A newer release wrote it. */
export class NewerSnapshot extends Error {
  override readonly name = 'NewerSnapshot';
}

/** A new file for its owner only, since it holds keys; durable when it returns. */
export function writeSnapshotFile(path: string, header: SnapshotHeader, lines: Iterable<string>): void {
  const file = openSync(path, 'w', 0o600);
  const digest = createHash('sha256');
  let count = 0;
  let text = '';
  const flush = () => {
    writeAll(file, Buffer.from(text));
    text = '';
  };
  const write = (line: string) => {
    digest.update(`${line}\n`);
    count += 1;
    text += `${line}\n`;
    if (text.length > CHUNK) flush();
  };
  try {
    write(JSON.stringify(header));
    for (const line of lines) write(line);
    text += `${JSON.stringify({ end: { lines: count, sha256: digest.digest('hex') } })}\n`;
    flush();
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Throws DamagedSnapshot, NewerSnapshot, and what the system says of a file that cannot be read. */
export function readSnapshotHeader(path: string): SnapshotHeader {
  for (const line of linesOf(path)) return headerOf(line);
  throw new DamagedSnapshot('it is empty');
}

/** What a line between the header and the end says, with its number. */
export interface SnapshotLine {
  readonly number: number;
  readonly value: unknown;
}

/** All lines but the header and the last. Throws DamagedSnapshot, at the latest after the last of them. */
export function* readSnapshotLines(path: string): Generator<SnapshotLine> {
  const digest = createHash('sha256');
  let number = 0;
  let found: z.infer<typeof endSchema>['end'] | undefined;
  for (const line of linesOf(path)) {
    if (found !== undefined) throw new DamagedSnapshot('something follows its last line');
    if (line.startsWith('{"end":')) {
      found = endOf(line);
      if (found.lines !== number || found.sha256 !== digest.digest('hex')) throw new DamagedSnapshot('it was changed since it was written');
      continue;
    }
    number += 1;
    digest.update(`${line}\n`);
    if (number > 1) yield { number, value: jsonOf(line, number) };
  }
  if (found === undefined) throw new DamagedSnapshot('its end is missing');
}

function headerOf(line: string): SnapshotHeader {
  const value = jsonOf(line, 1);
  const any = anyHeaderSchema.safeParse(value);
  if (!any.success) throw new DamagedSnapshot('its first line is not that of a snapshot');
  if (any.data.format > FORMAT) throw new NewerSnapshot(`format ${String(any.data.format)}, of which this release knows ${String(FORMAT)}`);
  const header = headerSchema.safeParse(value);
  if (!header.success) throw new DamagedSnapshot('its first line is not that of a snapshot');
  return header.data;
}

function endOf(line: string) {
  const end = endSchema.safeParse(jsonOf(line, 0));
  if (!end.success) throw new DamagedSnapshot('its last line was changed');
  return end.data.end;
}

function jsonOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new DamagedSnapshot(`line ${String(number)} is not JSON`);
  }
}

/** Whole lines, a piece of the file in memory at a time: the log of a large cloud is longer than any text may be. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK);
  let parts: Buffer[] = [];
  try {
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const data = Buffer.from(chunk.subarray(0, size));
      let from = 0;
      for (let end = data.indexOf(NEWLINE); end !== -1; end = data.indexOf(NEWLINE, from)) {
        parts.push(data.subarray(from, end));
        yield Buffer.concat(parts).toString('utf8');
        parts = [];
        from = end + 1;
      }
      if (from < size) parts.push(data.subarray(from));
    }
  } finally {
    closeSync(file);
  }
  if (parts.length > 0) throw new DamagedSnapshot('it ends in the middle of a line');
}

function writeAll(file: number, data: Buffer): void {
  for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
}
