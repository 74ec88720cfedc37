/**
 * The reference of the durable write: raw single-commit transactions (WAL, FULL) of the rows that one AllocateEipAddress writes, into the
 * same tables, with names as random as the real ones.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrate } from '../src/store/schema.js';

export interface RowsOfOneCall {
  readonly row: string;
  readonly event: string;
  /** Names of the row's links. */
  readonly links: readonly string[];
}

/** Transactions per second. */
export function rawCommits(count: number, like: RowsOfOneCall): number {
  const home = mkdtempSync(join(tmpdir(), 'openeip-bench-'));
  const database = new Database(join(home, 'raw.db'));
  try {
    migrate(database, home);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    const row = database.prepare("INSERT INTO row (kind, id, account, region, version, data) VALUES ('eip', ?, '1', 'cn-hangzhou', 1, ?)");
    const tally = database.prepare("INSERT INTO tally VALUES ('eip', '1', 'cn-hangzhou', 1) ON CONFLICT DO UPDATE SET rows = rows + 1");
    const claim = database.prepare('INSERT INTO claim (name, row) VALUES (?, ?)');
    const link = database.prepare("INSERT INTO link (name, kind, n) VALUES (?, 'eip', ?)");
    const event = database.prepare(`
      INSERT INTO event (time, request_id, account, action, kind, id, address, after)
      VALUES (0, ?, '1', 'Vpc.AllocateEipAddress', 'eip', ?, ?, ?)`);
    const one = database.transaction(({ id, requestId, address }: Names) => {
      const { lastInsertRowid } = row.run(id, like.row);
      tally.run();
      claim.run(`public/${address}`, lastInsertRowid);
      for (const name of like.links) link.run(name, lastInsertRowid);
      event.run(requestId, id, address, like.event);
    });
    const all = Array.from({ length: count }, (_, index) => names(index));
    const started = performance.now();
    for (const each of all) one(each);
    return count / ((performance.now() - started) / 1000);
  } finally {
    database.close();
    rmSync(home, { recursive: true, force: true });
  }
}

interface Names {
  readonly id: string;
  readonly requestId: string;
  readonly address: string;
}

function names(index: number): Names {
  // An odd factor: every address once, in no order.
  const address = (index * 40_503) % 65_536;
  return {
    id: `eip-bp1${randomBytes(9).toString('hex').slice(1)}`,
    requestId: randomUUID().toUpperCase(),
    address: `198.18.${String(address >> 8)}.${String(address & 255)}`,
  };
}
