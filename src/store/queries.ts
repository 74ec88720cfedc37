/** Pages of lists, their totals and who holds a claim, kept until a row of their kind changes: what did not change costs a look-up. */
import type { Row, RowKind, RowOf } from '../cloud/resources.js';

/** Answers kept per kind; when there are more, a kind begins anew. */
const KEPT = 256;

export class QueryCache {
  private readonly pages = new Map<RowKind, Map<string, readonly Row[]>>();
  private readonly totals = new Map<RowKind, Map<string, number>>();
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

  /** To be called for every row written or removed. */
  changed(kind: RowKind): void {
    this.pages.delete(kind);
    this.totals.delete(kind);
    this.holders.delete(kind);
  }

  clear(): void {
    this.pages.clear();
    this.totals.clear();
    this.holders.clear();
  }
}

function kept<T>(all: Map<RowKind, Map<string, T>>, kind: RowKind, name: string, find: () => T): T {
  let ofKind = all.get(kind);
  if (ofKind === undefined || ofKind.size >= KEPT) all.set(kind, (ofKind = new Map<string, T>()));
  let answer = ofKind.get(name);
  if (answer === undefined) ofKind.set(name, (answer = find()));
  return answer;
}
