/** Pages of lists, their totals and who holds a claim, kept until a row of their kind changes: what did not change costs a look-up. */
import { linksOf } from '../cloud/claims.js';
import { carries, type Wanted } from '../cloud/indexes.js';
import type { Row, RowKind, RowOf } from '../cloud/resources.js';
import type { RowChange } from './apply.js';

/** Answers kept per kind; when there are more, a kind begins anew. */
const KEPT = 256;
/** Counts are small and dear. */
const KEPT_COUNTS = 10_000;

interface Search {
  readonly wanted: readonly Wanted[];
  found: number;
}

export class QueryCache {
  private readonly pages = new Map<RowKind, Map<string, readonly Row[]>>();
  private readonly totals = new Map<RowKind, Map<string, number>>();
  private readonly links = new Map<RowKind, Map<string, number>>();
  private readonly searches = new Map<RowKind, Map<string, Search>>();
  private readonly holders = new Map<RowKind, Map<string, Row | null>>();

  /** `name` says which page; `find` is asked when it is not known. The same array as long as nothing changed. */
  page<K extends RowKind>(kind: K, name: string, find: () => readonly RowOf<K>[]): readonly RowOf<K>[] {
    // What stands under a kind was found for that kind.
    return kept<readonly Row[]>(this.pages, kind, name, find) as readonly RowOf<K>[];
  }

  total(kind: RowKind, name: string, find: () => number): number {
    return kept(this.totals, kind, name, find);
  }

  /** The row of a kind that holds a claim. */
  holder<K extends RowKind>(kind: K, claim: string, find: () => RowOf<K> | undefined): RowOf<K> | undefined {
    return (kept<Row | null>(this.holders, kind, claim, () => find() ?? null) ?? undefined) as RowOf<K> | undefined;
  }

  /** How many rows of a kind carry a link. Counted once, then followed: counting reads them all. */
  linked(kind: RowKind, link: string, count: () => number): number {
    return kept(this.links, kind, link, count, KEPT_COUNTS);
  }

  /** How many rows of a kind carry all that is wanted: counted once, then followed, too. */
  matching(kind: RowKind, wanted: readonly Wanted[], count: () => number): number {
    return kept(this.searches, kind, JSON.stringify(wanted), () => ({ wanted, found: count() })).found;
  }

  /** To be called for every row written or removed. */
  changed({ before, after }: RowChange): void {
    const { kind } = after ?? before;
    this.pages.delete(kind);
    this.totals.delete(kind);
    this.holders.delete(kind);
    const [counts, searches] = [this.links.get(kind), this.searches.get(kind)];
    if (counts === undefined && searches === undefined) return;
    for (const [row, change] of [[before, -1], [after, 1]] as const) {
      if (row === undefined) continue;
      const links = linksOf(row);
      if (counts !== undefined) count(counts, links, change);
      for (const search of searches?.values() ?? []) if (carries(links, search.wanted)) search.found += change;
    }
  }

  clear(): void {
    this.pages.clear();
    this.totals.clear();
    this.holders.clear();
    this.links.clear();
    this.searches.clear();
  }
}

/** Rows that gained or lost these links. */
function count(counts: Map<string, number>, links: readonly string[], change: number): void {
  for (const link of new Set(links)) {
    const known = counts.get(link);
    if (known !== undefined) counts.set(link, known + change);
  }
}

function kept<T>(all: Map<RowKind, Map<string, T>>, kind: RowKind, name: string, find: () => T, most = KEPT): T {
  let ofKind = all.get(kind);
  if (ofKind === undefined || ofKind.size >= most) all.set(kind, (ofKind = new Map<string, T>()));
  let answer = ofKind.get(name);
  if (answer === undefined) ofKind.set(name, (answer = find()));
  return answer;
}
