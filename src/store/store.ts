/**
 * The store: rows of the cloud in one SQLite database. Many write sets share a commit: `begin`, any number of `apply` (each whole or
 * not at all), `commit`. What `commit` returned from survives kill -9 and power loss (WAL, synchronous FULL).
 */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Reads, RowKind, RowOf, WriteSet } from '../cloud/resources.js';
import { writer, type RowChange, type Writer } from './apply.js';
import { RowCache } from './cache.js';
import { eventReader, type Cause } from './events.js';
import { QueryCache } from './queries.js';
import { sqlReads } from './reads.js';
import { migrate } from './schema.js';
import { damageIn, snapshotLoader, snapshotWriter, type Snapshot } from './snapshot.js';
import { timetable } from './timetable.js';
import { tokenTable } from './tokens.js';
import { trafficTable } from './traffic.js';

/** Rows kept parsed. */
const CACHED_ROWS = 20_000;

export class Store {
  readonly read: Reads;
  readonly tokens: ReturnType<typeof tokenTable>;
  readonly events: ReturnType<typeof eventReader>;
  readonly traffic: ReturnType<typeof trafficTable>;
  readonly timetable: ReturnType<typeof timetable>;
  /** The whole cloud, to be written to a file. */
  readonly snapshot: ReturnType<typeof snapshotWriter>;
  private readonly cache = new RowCache(CACHED_ROWS);
  private readonly queries = new QueryCache();
  private readonly write: Writer;
  private readonly load: ReturnType<typeof snapshotLoader>;
  private readonly statements: ReturnType<typeof statements>;

  constructor(private readonly database: Database.Database) {
    this.read = sqlReads(database, this.cache, this.queries);
    this.write = writer(database, this.read);
    this.tokens = tokenTable(database);
    this.events = eventReader(database);
    this.traffic = trafficTable(database);
    this.timetable = timetable(database);
    this.snapshot = snapshotWriter(database);
    this.load = snapshotLoader(database);
    this.statements = statements(database);
  }

  /** True between `begin` and `commit`: reads see what the batch wrote, nobody may be told yet. */
  get open(): boolean {
    return this.database.inTransaction;
  }

  begin(): void {
    this.statements.begin.run();
  }

  /** Everything since `begin` is durable once this returns. Throws when the disk fails: then nothing since `begin` was written. */
  commit(): void {
    try {
      this.statements.commit.run();
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  rollback(): void {
    if (this.open) this.statements.rollback.run();
    this.forget();
  }

  /** Writes one write set into the open batch and returns its rows before and after, removed ones first. Throws Conflict. */
  apply(write: WriteSet, cause: Cause): readonly RowChange[] {
    const changes = this.whole(() => {
      const written = this.write(write, cause);
      this.timetable.follow(written);
      return written;
    });
    for (const change of changes) {
      if (change.after === undefined) this.cache.drop(change.before);
      else this.cache.put(change.after);
      this.queries.changed(change);
    }
    return changes;
  }

  /**
   * Puts a snapshot in the place of all that is there, as part of the open batch; `then` may write more. Nothing is written where either
   * throws: DamagedSnapshot for rows that do not fit together.
   */
  replace(snapshot: Snapshot, then: () => void): void {
    try {
      this.whole(() => {
        this.load(snapshot);
        this.forget();
        then();
      });
    } catch (error) {
      this.forget();
      throw damageIn(error);
    }
  }

  /** The highest number that a boot of an instance ever had, also of those that are gone or that a load took away. */
  get newestBoot(): number {
    return this.statements.newestBoot.get() ?? 0;
  }

  private whole<T>(work: () => T): T {
    const { savepoint, release, back } = this.statements;
    savepoint.run();
    try {
      const result = work();
      release.run();
      return result;
    } catch (error) {
      back.run();
      release.run();
      throw error;
    }
  }

  private forget(): void {
    this.cache.clear();
    this.queries.clear();
  }

  /** All rows of a kind in all accounts, oldest first: for `reset`, not for a request. */
  all<K extends RowKind>(kind: K): readonly RowOf<K>[] {
    return [...this.each(kind)];
  }

  /** The same one by one, so that they need not all be in memory at a time: for a full compile. */
  *each<K extends RowKind>(kind: K): Iterable<RowOf<K>> {
    for (const n of this.statements.all.all(kind)) {
      const row = this.read.byNumber(kind, n);
      if (row !== undefined) yield row;
    }
  }

  /** Number of rows per kind. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.statements.counts.all().map(({ kind, rows }) => [kind, rows]));
  }

  /** The number given last; 0 in a new store. */
  get newest(): number {
    return this.statements.newest.get() ?? 0;
  }

  meta(name: string): string | undefined {
    return this.statements.meta.get(name);
  }

  setMeta(name: string, value: string): void {
    this.statements.setMeta.run(name, value);
  }

  /** Hosts that take part in confirming. */
  hosts(): readonly string[] {
    return this.statements.hosts.all();
  }

  addHost(name: string): void {
    this.statements.addHost.run(name);
  }

  dropHost(name: string): void {
    this.statements.dropHost.run(name);
  }

  close(): void {
    this.rollback();
    this.database.close();
  }
}

function statements(database: Database.Database) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    savepoint: database.prepare('SAVEPOINT one'),
    release: database.prepare('RELEASE one'),
    back: database.prepare('ROLLBACK TO one'),
    all: database.prepare<[string], number>('SELECT n FROM row WHERE kind = ? ORDER BY n').pluck(),
    counts: database.prepare<[], { kind: string; rows: number }>(
      'SELECT kind, sum(rows) AS rows FROM tally GROUP BY kind HAVING sum(rows) > 0',
    ),
    newestBoot: database.prepare<[], number>(
      `SELECT max(boot) FROM (
         SELECT json_extract(data, '$.boot') AS boot FROM row WHERE kind = 'instance'
         UNION ALL SELECT json_extract(before, '$.boot') FROM event WHERE kind = 'instance' AND after IS NULL
         UNION ALL SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'boot'
       )`,
    ).pluck(),
    newest: database.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'row'").pluck(),
    meta: database.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck(),
    setMeta: database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)'),
    hosts: database.prepare<[], string>('SELECT name FROM host ORDER BY name').pluck(),
    addHost: database.prepare('INSERT OR IGNORE INTO host (name) VALUES (?)'),
    dropHost: database.prepare('DELETE FROM host WHERE name = ?'),
  };
}

/**
 * Opens or creates the store at a path, or a fresh one in memory for `:memory:`. The file, and the directory where
 * it has to be made, are readable by their owner only: the rows hold secret keys. Throws NewerSchema and changes nothing when a newer release wrote the file.
 */
export function openStore(path: string): Store {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  const database = new Database(path);
  try {
    migrate(database, path);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    return new Store(database);
  } catch (error) {
    database.close();
    throw error;
  }
}
