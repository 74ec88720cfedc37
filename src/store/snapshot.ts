/**
 * The whole cloud as lines of a file, and back. A file is first read into a database of its own with the tables of the release that wrote
 * it, and brought to this release by the store's own migrations: nothing of the cloud is touched before all of it is known to be good.
 */
import Database from 'better-sqlite3';
import { claimsOf, linksOf } from '../cloud/claims.js';
import { dueOf } from '../cloud/due.js';
import type { Row } from '../cloud/resources.js';
import { holdersOf } from './events.js';
import { rowOf, type StoredRow } from './reads.js';
import { keep, MIGRATIONS, migrate } from './schema.js';
import { DamagedSnapshot, FORMAT, NewerSnapshot, readSnapshotHeader, readSnapshotLines, type SnapshotHeader, type SnapshotLine } from './snapshot-file.js';

interface SavedTable {
  /** What two files are compared by. */
  readonly order: string;
  /** Columns of JSON text: told as what the text says. */
  readonly json: readonly string[];
}

/** What a snapshot holds. */
export const SAVED: ReadonlyMap<string, SavedTable> = new Map([
  ['row', { order: 'kind, id', json: ['data'] }],
  ['event', { order: 'seq', json: ['before', 'after'] }],
  ['token', { order: 'account, product, action, token', json: [] }],
  ['traffic', { order: 'eip, minute', json: [] }],
  ['meter', { order: 'eip', json: ['lives'] }],
]);
/** What follows from it. */
export const DERIVED = ['claim', 'link', 'tally', 'due', 'held'] as const;
/** What belongs to this place rather than to the cloud: it outlives a load. */
export const KEPT = ['host', 'meta', 'former'] as const;

const ROWS = 'SELECT * FROM row ORDER BY kind, id';

type Value = string | number | null;
type Saved = Readonly<Record<string, Value>>;

/** Writes the cloud down as it is. Statements live as long as their database (`schema.ts`). */
export function snapshotWriter(database: Database.Database) {
  const tables = [...SAVED].map(([name, { order, json }]) => ({
    name, json, all: database.prepare<[], Saved>(`SELECT * FROM ${name} ORDER BY ${order}`),
  }));
  const rows = database.prepare<[], StoredRow>(ROWS);
  const resources = database.prepare<[], { kind: string; rows: number }>('SELECT kind, sum(rows) AS rows FROM tally GROUP BY kind HAVING sum(rows) > 0 ORDER BY kind');
  return {
    /** @param time the cloud's clock, ms @param saved the host's */
    header: (time: number, saved: number): SnapshotHeader => ({
      openeip: 'snapshot', format: FORMAT, schema: MIGRATIONS.length, time: new Date(time).toISOString(), saved: new Date(saved).toISOString(),
      resources: Object.fromEntries(resources.all().map(({ kind, rows }) => [kind, rows])),
    }),
    /** By kind and id. */
    *rows(): Generator<Row> {
      for (const stored of rows.iterate()) yield rowOf(stored);
    },
    *lines(): Generator<string> {
      for (const { name, json, all } of tables) {
        for (const row of all.iterate()) yield JSON.stringify({ [name]: shown(row, json) });
      }
    },
  };
}

function shown(row: Saved, json: readonly string[]): object {
  const values = Object.entries(row).map(([column, value]) => [column, json.includes(column) && typeof value === 'string' ? (JSON.parse(value) as unknown) : value]);
  return Object.fromEntries(values) as object;
}

type StoredEvent = Saved & { readonly seq: number; readonly before: string | null; readonly after: string | null };
type OfEip = Saved & { readonly eip: number };

/** A file that was read and brought to this release. To be closed. */
export class Snapshot {
  private readonly statements: ReturnType<typeof snapshotReads>;

  private constructor(
    readonly header: SnapshotHeader,
    private readonly database: Database.Database,
  ) {
    this.statements = snapshotReads(database);
  }

  /** What the first line says. Throws like `read`, but reads no further. */
  static header(path: string): SnapshotHeader {
    const header = readSnapshotHeader(path);
    if (header.schema > MIGRATIONS.length) {
      throw new NewerSnapshot(`schema version ${String(header.schema)}, of which this release knows ${String(MIGRATIONS.length)}`);
    }
    return header;
  }

  /** Throws DamagedSnapshot, NewerSnapshot, and what the system says of a file that cannot be read. */
  static read(path: string): Snapshot {
    const header = Snapshot.header(path);
    const database = new Database(':memory:');
    try {
      fill(database, header, readSnapshotLines(path));
      migrate(database, path);
      return new Snapshot(header, database);
    } catch (error) {
      database.close();
      throw damageIn(error);
    }
  }

  /** By kind and id. */
  *rows(): Generator<Row> {
    for (const stored of this.storedRows()) yield rowOf(stored);
  }

  storedRows = (): Iterable<StoredRow> => this.statements.row.iterate();
  events = (): Iterable<StoredEvent> => this.statements.event.iterate();
  tokens = (): Iterable<Saved> => this.statements.token.iterate();
  traffic = (): Iterable<OfEip> => this.statements.traffic.iterate();
  meters = (): Iterable<OfEip> => this.statements.meter.iterate();
  /** Every number with whose it is or was, the newest first. */
  numbers = (): readonly Numbered[] => this.statements.numbers.all();

  close(): void {
    this.database.close();
  }
}

/** What the tables refuse is the file's fault; a full disk is not. */
export function damageIn(error: unknown): unknown {
  const refused = error instanceof Database.SqliteError && /^SQLITE_(CONSTRAINT|MISMATCH)/.test(error.code);
  return refused ? new DamagedSnapshot(`its rows do not fit together: ${error.message}`) : error;
}

interface Numbered {
  readonly kind: string;
  readonly id: string;
  readonly n: number;
}

function snapshotReads(database: Database.Database) {
  return {
    row: database.prepare<[], StoredRow>(ROWS),
    event: database.prepare<[], StoredEvent>('SELECT * FROM event ORDER BY seq'),
    token: database.prepare<[], Saved>('SELECT * FROM token'),
    traffic: database.prepare<[], OfEip>('SELECT * FROM traffic'),
    meter: database.prepare<[], OfEip>('SELECT * FROM meter'),
    numbers: database.prepare<[], Numbered>(
      `SELECT kind, id, n FROM row
       UNION SELECT kind, id, json_extract(coalesce(after, before), '$.n') AS n FROM event ORDER BY n DESC`,
    ),
  };
}

/** Makes the tables of the release that wrote the file, and fills them. */
function fill(database: Database.Database, { schema }: SnapshotHeader, lines: Iterable<SnapshotLine>): void {
  for (const script of MIGRATIONS.slice(0, schema)) database.exec(script);
  database.exec(`PRAGMA user_version = ${String(schema)}; BEGIN`);
  const tables = new Map<string, TableWriter>();
  for (const { number, value } of lines) {
    const [name, row] = soleEntry(value);
    const saved = SAVED.get(name);
    if (saved === undefined || typeof row !== 'object' || row === null) throw new DamagedSnapshot(`line ${String(number)} is not a row of a table`);
    let table = tables.get(name);
    if (table === undefined) tables.set(name, (table = tableWriter(database, name)));
    const values = new Map(Object.entries(row).map(([column, field]: [string, unknown]) => [column, textOf(field, saved.json.includes(column))]));
    if (values.size !== table.columns.length || !table.columns.every((column) => isValue(values.get(column)))) {
      throw new DamagedSnapshot(`line ${String(number)} does not have the fields of its table`);
    }
    table.insert(Object.fromEntries(values));
  }
  database.exec('COMMIT');
}

/** Of `{"row":{…}}`; '' where it is anything else. */
function soleEntry(value: unknown): readonly [name: string, row: unknown] {
  const entries: readonly [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries.length === 1 ? (entries[0] ?? ['', undefined]) : ['', undefined];
}

function textOf(field: unknown, json: boolean): unknown {
  return json && field !== null ? JSON.stringify(field) : field;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number' || value === null;
}

interface TableWriter {
  readonly columns: readonly string[];
  readonly insert: (row: object) => void;
}

/** Whether values are of their columns' types is looked after by the tables themselves. */
function tableWriter(database: Database.Database, name: string): TableWriter {
  const columns = keep(database, database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck()).all(name);
  const insert = keep(database, database.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`));
  return { columns, insert: (row) => insert.run(row) };
}

/**
 * Puts the rows of a snapshot in the place of all that is there. To be called in a savepoint.
 *
 * What a data plane made bears the numbers of rows. So a row that was ever known here has the number that it had here, whatever the file
 * says, and any other gets one that nobody had (`former` remembers whom a load took away): no number ever means two things.
 */
export function snapshotLoader(database: Database.Database): (snapshot: Snapshot) => void {
  const remember = [
    'INSERT OR IGNORE INTO former SELECT n, kind, id FROM row',
    "INSERT OR IGNORE INTO former SELECT json_extract(before, '$.n'), kind, id FROM event WHERE after IS NULL AND before IS NOT NULL",
  ].map((text) => database.prepare(text));
  const known = database.prepare<[string, string], number>('SELECT n FROM former WHERE kind = ? AND id = ? ORDER BY n DESC').pluck();
  const newest = database.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'row'").pluck();
  const lives = database.prepare<[], { readonly eip: number; readonly lives: string }>('SELECT eip, lives FROM meter');
  const clear = [...DERIVED, ...[...SAVED.keys()].reverse()].map((table) => database.prepare(`DELETE FROM ${table}`));
  const insertRow = tableWriter(database, 'row').insert;
  const insertEvent = tableWriter(database, 'event').insert;
  const insertToken = tableWriter(database, 'token').insert;
  const insertTraffic = tableWriter(database, 'traffic').insert;
  const insertMeter = tableWriter(database, 'meter').insert;
  const claim = database.prepare('INSERT INTO claim (name, row) VALUES (?, ?)');
  const tie = database.prepare('INSERT INTO link (name, kind, n) VALUES (?, ?, ?)');
  const due = database.prepare('INSERT INTO due (time, n) VALUES (?, ?)');
  const hold = database.prepare('INSERT INTO held (holder, seq) VALUES (?, ?)');
  const tally = database.prepare('INSERT INTO tally SELECT kind, account, region, count(*) FROM row GROUP BY kind, account, region');

  /** The number here of each in the file. */
  function numbersHere(snapshot: Snapshot): ReadonlyMap<number, number> {
    const all = snapshot.numbers().map((one) => ({ ...one, own: known.all(one.kind, one.id) }));
    const here = new Map(all.filter(({ n, own }) => own.includes(n)).map(({ n }) => [n, n]));
    const taken = new Set(here.values());
    const fresh: number[] = [];
    for (const { n, own } of all) {
      if (here.has(n)) continue;
      const number = own.find((one) => !taken.has(one));
      if (number === undefined) fresh.push(n);
      else {
        taken.add(number);
        here.set(n, number);
      }
    }
    let last = newest.get() ?? 0;
    for (const n of fresh.reverse()) here.set(n, (last += 1));
    return here;
  }

  function putRow(stored: StoredRow): void {
    const row = rowOf(stored);
    insertRow(stored);
    for (const name of claimsOf(row)) claim.run(name, row.n);
    for (const name of new Set(linksOf(row))) tie.run(name, row.kind, row.n);
    const time = dueOf(row);
    if (time !== undefined) due.run(time, row.n);
  }

  function putEvent(event: StoredEvent, here: ReadonlyMap<number, number>): void {
    const [before, after] = [event.before, event.after].map((text) => numbered(text, here));
    insertEvent({ ...event, before: textIn(before), after: textIn(after) });
    for (const holder of holdersOf(before, after)) hold.run(holder, event.seq);
  }

  return (snapshot) => {
    for (const statement of remember) statement.run();
    const accounted = new Map(lives.all().map((meter) => [meter.eip, meter.lives]));
    const here = numbersHere(snapshot);
    for (const statement of clear) statement.run();
    const eips = new Set<number>();
    for (const stored of snapshot.storedRows()) {
      const n = here.get(stored.n) ?? 0;
      putRow({ ...stored, n });
      if (stored.kind === 'eip') eips.add(n);
    }
    tally.run();
    for (const event of snapshot.events()) putEvent(event, here);
    for (const token of snapshot.tokens()) insertToken(token);
    for (const { eip, ...passed } of snapshot.traffic()) {
      const n = here.get(eip);
      if (n !== undefined) insertTraffic({ ...passed, eip: n });
    }
    // Of the kernel's counters, what has passed until now is no traffic of the cloud that comes.
    for (const { eip, ...passed } of snapshot.meters()) {
      const n = here.get(eip);
      if (n === undefined) continue;
      insertMeter({ ...passed, eip: n, lives: accounted.get(n) ?? '[]' });
      accounted.delete(n);
    }
    for (const [eip, known] of accounted) if (eips.has(eip)) insertMeter({ ...NOTHING_PASSED, eip, lives: known });
  };
}

const NOTHING_PASSED = { received_bytes: 0, received_packets: 0, sent_bytes: 0, sent_packets: 0 };

/** A row of the log with its number here. Nobody but a store wrote the log: its text is that of a row. */
function numbered(text: string | null, here: ReadonlyMap<number, number>): Row | undefined {
  if (text === null) return undefined;
  const row = JSON.parse(text) as Row;
  return { ...row, n: here.get(row.n) ?? 0 };
}

function textIn(row: Row | undefined): string | null {
  return row === undefined ? null : JSON.stringify(row);
}
