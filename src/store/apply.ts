/** Writes one write set: rows, claims, links, tallies and events, in the order that lets a claim pass from one row to another. */
import type Database from 'better-sqlite3';
import { claimsOf, linksOf } from '../cloud/claims.js';
import type { Reads, Row, WriteSet } from '../cloud/resources.js';
import { deepFreeze } from './cache.js';
import { eventWriter, type Cause } from './events.js';
import { dataOf } from './reads.js';

/** One row before and after: undefined before it existed, undefined once it is gone. */
export type RowChange =
  | { readonly before: Row | undefined; readonly after: Row }
  | { readonly before: Row; readonly after: undefined };

/** The write set does not fit the rows as they are; nothing of it was written. */
export class Conflict extends Error {
  override readonly name = 'Conflict';

  constructor(
    message: string,
    /** The claim that another row holds; undefined when a row was changed or removed since it was read. */
    readonly claim?: string,
  ) {
    super(message);
  }
}

export type Writer = (write: WriteSet, cause: Cause) => readonly RowChange[];

export function writer(database: Database.Database, read: Reads): Writer {
  const insert = database
    .prepare<[string, string, string, string, string], number>(
      'INSERT INTO row (kind, id, account, region, version, data) VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING RETURNING n',
    )
    .pluck();
  const update = database.prepare('UPDATE row SET version = version + 1, data = ? WHERE n = ? AND version = ? AND kind = ? AND id = ?');
  const remove = database.prepare('DELETE FROM row WHERE n = ? AND version = ?');
  const claim = database.prepare('INSERT INTO claim (name, row) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const unclaim = database.prepare('DELETE FROM claim WHERE name = ?');
  const tie = database.prepare('INSERT INTO link (name, kind, n) VALUES (?, ?, ?)');
  const untie = database.prepare('DELETE FROM link WHERE name = ? AND kind = ? AND n = ?');
  const firstTally = database.prepare('INSERT OR IGNORE INTO tally (kind, account, region, rows) VALUES (?, ?, ?, 0)');
  const tally = database.prepare('UPDATE tally SET rows = rows + ? WHERE kind = ? AND account = ? AND region = ?');
  const record = eventWriter(database);

  function put(row: Row): RowChange {
    if (row.version === 0) {
      const n = insert.get(row.kind, row.id, row.account, row.region, dataOf(row));
      if (n === undefined) throw new Conflict(`${row.kind} ${row.id} exists already`);
      firstTally.run(row.kind, row.account, row.region);
      tally.run(1, row.kind, row.account, row.region);
      return { before: undefined, after: deepFreeze({ ...row, n, version: 1 }) };
    }
    const before = read.byNumber(row.kind, row.n);
    if (before === undefined || update.run(dataOf(row), row.n, row.version, row.kind, row.id).changes !== 1) {
      throw new Conflict(`${row.kind} ${row.id} is no longer at version ${row.version}`);
    }
    if (before.account !== row.account || before.region !== row.region) {
      throw new Error(`${row.kind} ${row.id} may not move to another account or region`);
    }
    return { before, after: deepFreeze({ ...row, version: row.version + 1 }) };
  }

  function erase(row: Row): RowChange {
    const before = read.byNumber(row.kind, row.n);
    if (before === undefined || before.version !== row.version) {
      throw new Conflict(`${row.kind} ${row.id} is no longer at version ${row.version}`);
    }
    tally.run(-1, row.kind, row.account, row.region);
    return { before, after: undefined };
  }

  return (write, cause) => {
    const changes = [...write.remove.map(erase), ...write.put.map(put)];
    const claims = changes.map(({ before, after }) => difference(before && claimsOf(before), after && claimsOf(after)));
    for (const { dropped } of claims) for (const name of dropped) unclaim.run(name);
    changes.forEach(({ before, after }, index) => {
      const row = after ?? before;
      for (const name of claims[index]?.gained ?? []) {
        if (claim.run(name, row.n).changes !== 1) throw new Conflict(`${name} is held by another row`, name);
      }
      const links = difference(before && linksOf(before), after && linksOf(after));
      for (const name of links.dropped) untie.run(name, row.kind, row.n);
      for (const name of links.gained) tie.run(name, row.kind, row.n);
      record(cause, before, after);
    });
    for (const row of write.remove) remove.run(row.n, row.version);
    return changes;
  };
}

function difference(before: readonly string[] = [], after: readonly string[] = []) {
  const old = new Set(before);
  const now = new Set(after);
  return { dropped: [...old].filter((name) => !now.has(name)), gained: [...now].filter((name) => !old.has(name)) };
}
