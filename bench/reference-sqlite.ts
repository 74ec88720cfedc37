/** The reference of the durable write: raw single-commit transactions of the rows that one AllocateEipAddress writes (WAL, FULL). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface RowsOfOneCall {
  readonly row: string;
  readonly event: string;
}

/** Transactions per second. */
export function rawCommits(count: number, like: RowsOfOneCall): number {
  const home = mkdtempSync(join(tmpdir(), 'openeip-bench-'));
  const database = new Database(join(home, 'raw.db'));
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec(`
      CREATE TABLE row (n INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, id TEXT, data TEXT, UNIQUE (kind, id));
      CREATE TABLE claim (name TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
      CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, data TEXT);
    `);
    const row = database.prepare('INSERT INTO row (kind, id, data) VALUES (?, ?, ?)');
    const claim = database.prepare('INSERT INTO claim (name, n) VALUES (?, ?)');
    const event = database.prepare('INSERT INTO event (id, data) VALUES (?, ?)');
    const one = database.transaction((id: string) => {
      const { lastInsertRowid } = row.run('eip', id, like.row);
      claim.run(`public/${id}`, lastInsertRowid);
      event.run(id, like.event);
    });
    const started = performance.now();
    for (let i = 0; i < count; i++) one(`eip-bp1${String(i).padStart(17, '0')}`);
    return count / ((performance.now() - started) / 1000);
  } finally {
    database.close();
    rmSync(home, { recursive: true, force: true });
  }
}
