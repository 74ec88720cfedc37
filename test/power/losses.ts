/** The power goes while the store writes, at many moments and in many ways: what both the short test and the campaign look for. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Random } from '../../src/cloud/ids.js';
import { seeded } from '../../src/cloud/random.js';
import { MIGRATIONS } from '../../src/store/schema.js';
import { openStore } from '../../src/store/store.js';
import { Disk, recorded, type Call } from '../support/disk.js';
import { commitsIn, contentsOf, write } from './commits.js';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));
const DATABASE = 'cloud.db';

type Files = ReadonlyMap<string, Buffer>;

export interface Written {
  readonly calls: readonly Call[];
  /** The disk before. */
  readonly before: Files;
  /** By the number of commits, a digest of what the store holds after them; those of before come first. */
  readonly contents: ReadonlyMap<number, string>;
}

/** Runs the writer, for so many commits, on a disk that holds these files. */
export async function written(commits: number, { before = new Map(), synchronous = 'FULL' }: { before?: Files; synchronous?: string } = {}): Promise<Written> {
  const calls = await onFiles(before, (path) => recorded(path, ['--import', 'tsx', WRITER, path, String(commits), synchronous]));
  const contents = await onFiles(before, (path) => {
    const store = openStore(path);
    const digests = new Map([[commitsIn(store), contentsOf(path).digest]]);
    store.close();
    write(path, commits, 'FULL', (commit) => digests.set(commit, contentsOf(path).digest));
    return digests;
  });
  const last = acknowledgedBy(calls.findLast((call) => acknowledgedBy(call) !== undefined));
  if (last !== Math.max(...contents.keys())) throw new Error(`the writer's last acknowledgement that was seen is ${String(last)}`);
  return { calls, before, contents };
}

/** How many commits a call says are there. */
function acknowledgedBy(call: Call | undefined): number | undefined {
  const said = call?.call === 'say' ? /^acknowledged (\d+)\n$/.exec(call.text)?.[1] : undefined;
  return said === undefined ? undefined : Number(said);
}

/** Does something with a database in a directory of these files, which is gone afterwards. */
export async function onFiles<T>(files: Files, work: (database: string) => T): Promise<Awaited<T>> {
  const directory = mkdtempSync(join(tmpdir(), 'power-'));
  try {
    for (const [name, content] of files) writeFileSync(join(directory, name), content);
    return await work(join(directory, DATABASE));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What an earlier release left when it was killed: rows in the write-ahead log, which are to be migrated. */
export function earlierRelease(): Promise<Files> {
  return onFiles(new Map(), (path) => {
    const database = new Database(path);
    try {
      database.exec(`PRAGMA journal_mode = WAL; ${MIGRATIONS[0] ?? ''}; PRAGMA user_version = 1`);
      const insert = database.prepare("INSERT INTO row (kind, id, account, region, version, data) VALUES ('eip', ?, '1', 'cn-hangzhou', 1, ?)");
      for (let n = 0; n < 100; n++) {
        insert.run(`eip-old-${String(n)}`, JSON.stringify({ address: `198.18.1.${String(n)}`, status: 'Available', tags: [], locks: [] }));
      }
      database.exec(`INSERT INTO event (time, request_id, account, action, kind, id, before, after)
        SELECT 1, '', '1', 'test', kind, id, NULL, data FROM row`);
      return new Map([DATABASE, `${DATABASE}-wal`].map((name) => [name, readFileSync(join(dirname(path), name))]));
    } finally {
      database.close();
    }
  });
}

/** How often the store brought its write-ahead log into the database of its own accord. */
export function checkpointsIn({ calls }: Written): number {
  return calls.filter((call, index) => call.call === 'sync' && call.file === DATABASE && calls[index + 1]?.call === 'say').length;
}

/** The same on a disk that never syncs one of the files, '' for the directory. */
export function withoutSync(run: Written, file: string): Written {
  return { ...run, calls: run.calls.filter((call) => !(call.call === 'sync' && call.file === file)) };
}

interface Cut {
  /** Calls until then. */
  readonly after: number;
  /** What is on the disk. */
  readonly left: Files;
  /** Commits acknowledged until then. */
  readonly acknowledged: number;
}

/** The power goes so many times, each time anew. */
export function* cuts({ calls, before, contents }: Written, count: number, random: Random): Generator<Cut> {
  const disk = new Disk(before);
  let acknowledged = Math.min(...contents.keys());
  let next = 0;
  const moments = momentsOf(calls, count, random);
  for (const [index, call] of [...calls, undefined].entries()) {
    for (; moments[next] === index; next++) yield { after: index, left: disk.left(random), acknowledged };
    if (call === undefined) break;
    disk.take(call);
    acknowledged = acknowledgedBy(call) ?? acknowledged;
  }
}

/** In order: a third while the database is made or migrated, a third around checkpoints and files that come and go, a third at any time. */
function momentsOf(calls: readonly Call[], count: number, random: Random): readonly number[] {
  const first = calls.findIndex((call) => acknowledgedBy(call) !== undefined);
  const all = calls.map((_, index) => index + 1);
  const rare = (call: Call | undefined) => call?.call === 'create' || call?.call === 'unlink' || (call?.call !== 'say' && call?.file === DATABASE);
  const kinds = [all.slice(0, first), all.filter((after) => after > first && rare(calls[after - 1])), all];
  const moments = Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? all;
    return kind[random.int(kind.length)] ?? 0;
  });
  return moments.sort((a, b) => a - b);
}

/** Cuts the power so often and tells where something acknowledged was lost, or where the store was not what it was after one of its commits. */
export async function losses(run: Written, count: number, seed: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { after, left, acknowledged } of cuts(run, count, seeded(seed))) {
    const loss = await onFiles(left, (path) => lossIn(path, acknowledged, run.contents));
    if (loss !== undefined) found.push(`OPENEIP_SEED=${String(seed)}, after ${String(after)} of ${String(run.calls.length)} calls: ${loss}`);
  }
  return found;
}

function lossIn(path: string, acknowledged: number, contents: Written['contents']): string | undefined {
  try {
    const store = openStore(path);
    try {
      const there = commitsIn(store);
      if (there < acknowledged) return `${String(acknowledged)} commits were acknowledged and ${String(there)} are there`;
      if (there > acknowledged + 1) return `${String(there)} commits are there, and the last cannot have begun`;
      const { digest, damage } = contentsOf(path);
      if (damage.length > 0) return `the database is damaged: ${JSON.stringify(damage)}`;
      return digest === contents.get(there) ? undefined : `the store is not what it was after commit ${String(there)}`;
    } finally {
      store.close();
    }
  } catch (error) {
    return `the store does not open: ${String(error)}`;
  }
}
