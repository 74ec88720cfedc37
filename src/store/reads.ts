/** `Reads` over SQLite: every call is one look-up by primary key or index; rows come from the cache, so do answers that did not change. */
import type Database from 'better-sqlite3';
import type { Wanted } from '../cloud/indexes.js';
import type { Page, Reads, Row, RowKind, RowOf } from '../cloud/resources.js';
import { deepFreeze, type RowCache } from './cache.js';
import type { QueryCache } from './queries.js';
import { linkSearch } from './search.js';

/** A row of the table `row`; `data` holds the fields that have no column. */
export interface StoredRow {
  readonly n: number;
  readonly kind: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly version: number;
  readonly data: string;
}

/** JSON text of a row's fields that have no column of their own. */
export function dataOf(row: Row): string {
  const columns = { n: undefined, kind: undefined, id: undefined, account: undefined, region: undefined, version: undefined };
  return JSON.stringify({ ...row, ...columns });
}

export function rowOf({ n, kind, id, account, region, version, data }: StoredRow): Row {
  // Nobody but this store writes the table: its text is what `dataOf` made. Named one by one, the columns of all rows of a kind share a
  // shape; gathered by a rest, each row is a slow object of its own, several times as long in the making and twice as large.
  return deepFreeze({ n, kind, id, account, region, version, ...(JSON.parse(data) as object) } as Row);
}

export function sqlReads(database: Database.Database, cache: RowCache, queries: QueryCache): Reads {
  const byId = database.prepare<[string, string], StoredRow>('SELECT * FROM row WHERE kind = ? AND id = ?');
  const byNumber = database.prepare<[number], StoredRow>('SELECT * FROM row WHERE n = ?');
  const byClaim = database.prepare<[string], number>('SELECT row FROM claim WHERE name = ?').pluck();
  const byLink = database.prepare<[string, string], number>('SELECT n FROM link WHERE name = ? AND kind = ? ORDER BY n').pluck();
  const countLink = database.prepare<[string, string], number>('SELECT count(*) FROM link WHERE name = ? AND kind = ?').pluck();
  const search = linkSearch(database);
  const page = database
    .prepare<[string, string, string, number, number], number>(
      'SELECT n FROM row WHERE kind = ? AND account = ? AND region = ? ORDER BY n DESC LIMIT ? OFFSET ?',
    )
    .pluck();
  const tally = database
    .prepare<[string, string, string], number>('SELECT rows FROM tally WHERE kind = ? AND account = ? AND region = ?')
    .pluck();
  const accountTally = database
    .prepare<[string, string], number>('SELECT total(rows) FROM tally WHERE kind = ? AND account = ?')
    .pluck();

  function load(stored: StoredRow | undefined): Row | undefined {
    if (stored === undefined) return undefined;
    const row = rowOf(stored);
    cache.put(row);
    return row;
  }
  function number<K extends RowKind>(kind: K, n: number): RowOf<K> | undefined {
    return ofKind(kind, cache.number(n) ?? load(byNumber.get(n)));
  }
  function present<K extends RowKind>(kind: K, numbers: readonly number[]): readonly RowOf<K>[] {
    return numbers.map((n) => number(kind, n)).filter((row) => row !== undefined);
  }

  const countLinked = (kind: RowKind, link: string): number => queries.linked(kind, link, () => countLink.get(link, kind) ?? 0);
  const countMatching = (kind: RowKind, wanted: readonly Wanted[]): number =>
    queries.matching(kind, wanted, () => search.count(kind, narrowestFirst(kind, wanted)));
  /** The rows are sought among those of the first one. */
  function narrowestFirst(kind: RowKind, wanted: readonly Wanted[]): readonly Wanted[] {
    if (wanted.length < 2) return wanted;
    const counted = wanted.map((one) => ({ one, found: typeof one === 'string' ? countLinked(kind, one) : countMatching(kind, [one]) }));
    return counted.sort((a, b) => a.found - b.found).map(({ one }) => one);
  }

  return {
    get: (kind, id) => ofKind(kind, cache.id(kind, id) ?? load(byId.get(kind, id))),
    byNumber: number,
    holder: <K extends RowKind>(kind: K, claim: string) =>
      queries.holder(kind, claim, () => {
        const n = byClaim.get(claim);
        return n === undefined ? undefined : number(kind, n);
      }),
    linked: (kind, link) => present(kind, byLink.all(link, kind)),
    countLinked,
    matching: (kind, wanted, at) => present(kind, search.page(kind, narrowestFirst(kind, wanted), at)),
    countMatching,
    list: <K extends RowKind>(kind: K, account: string, region: string, at?: Page) => {
      const find = () => present(kind, page.all(kind, account, region, at?.limit ?? -1, at?.offset ?? 0));
      // Whole lists are long and seldom asked for twice.
      return at === undefined ? find() : queries.page(kind, `${account} ${region} ${at.limit} ${at.offset}`, find);
    },
    count: (kind, account, region) =>
      queries.total(kind, `${account} ${region}`, () => tally.get(kind, account, region) ?? 0),
    countOfAccount: (kind, account) => accountTally.get(kind, account) ?? 0,
  };
}

function ofKind<K extends RowKind>(kind: K, row: Row | undefined): RowOf<K> | undefined {
  return row?.kind === kind ? (row as RowOf<K>) : undefined;
}
