/** Rows by several links at once: sought by SQLite over its indexes alone, so that no row is read that is not on the page. */
import type Database from 'better-sqlite3';
import type { Wanted } from '../cloud/indexes.js';
import type { Page, RowKind } from '../cloud/resources.js';
import { keep } from './schema.js';

interface LinkSearch {
  /** Numbers of the rows, newest first. */
  readonly page: (kind: RowKind, wanted: readonly Wanted[], page: Page) => readonly number[];
  readonly count: (kind: RowKind, wanted: readonly Wanted[]) => number;
}

/** Looks among the rows of the first link that is wanted for those with the others. */
export function linkSearch(database: Database.Database): LinkSearch {
  const statements = new Map<string, Database.Statement<(string | number)[], number>>();
  const statement = (sql: string) => {
    let known = statements.get(sql);
    if (known === undefined) statements.set(sql, (known = keep(database, database.prepare<(string | number)[], number>(sql).pluck())));
    return known;
  };
  return {
    page: (kind, wanted, { limit, offset }) =>
      statement(`SELECT l.n ${sought(wanted)} ORDER BY l.name DESC, l.kind DESC, l.n DESC LIMIT ? OFFSET ?`).all(...valuesOf(kind, wanted), limit, offset),
    count: (kind, wanted) => statement(`SELECT count(*) ${sought(wanted)}`).get(...valuesOf(kind, wanted)) ?? 0,
  };
}

/** The text says nothing of the values: there are few of them. */
function sought([first, ...others]: readonly Wanted[]): string {
  const name = (one: Wanted | undefined) => (typeof one === 'string' ? 'name = ?' : 'name BETWEEN ? AND ?');
  const more = others.map((one) => ` AND EXISTS (SELECT 1 FROM link AS o WHERE o.n = l.n AND o.kind = l.kind AND o.${name(one)})`);
  // Were `kind` a constant to SQLite, it would not see that the index has a range in order, and sort all of it for a page.
  const kind = typeof first === 'string' ? 'l.kind' : '+l.kind';
  return `FROM link AS l WHERE ${kind} = ? AND l.${name(first)}${more.join('')}`;
}

function valuesOf(kind: RowKind, wanted: readonly Wanted[]): readonly string[] {
  return [kind, ...wanted.flatMap((one) => (typeof one === 'string' ? [one] : [one.first, one.last]))];
}
