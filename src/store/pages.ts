/** Pages of lists and their totals, kept until a row of their kind changes: an unchanged list costs a look-up. */
import type { Row, RowKind, RowOf } from '../cloud/resources.js';

/** Answers kept per kind; when there are more, a kind begins anew. */
const KEPT = 256;

export class PageCache {
  private readonly pages = new Map<RowKind, Map<string, readonly Row[]>>();
  private readonly totals = new Map<RowKind, Map<string, number>>();

  /** `name` says which page; `find` is asked when it is not known. The same array as long as nothing changed. */
  page<K extends RowKind>(kind: K, name: string, find: () => readonly RowOf<K>[]): readonly RowOf<K>[] {
    // What stands under a kind was found for that kind.
    return kept<readonly Row[]>(this.pages, kind, name, find) as readonly RowOf<K>[];
  }

  total(kind: RowKind, name: string, find: () => number): number {
    return kept(this.totals, kind, name, find);
  }

  /** To be called for every row written or removed. */
  changed(kind: RowKind): void {
    this.pages.delete(kind);
    this.totals.delete(kind);
  }

  clear(): void {
    this.pages.clear();
    this.totals.clear();
  }
}

function kept<T>(all: Map<RowKind, Map<string, T>>, kind: RowKind, name: string, find: () => T): T {
  let ofKind = all.get(kind);
  if (ofKind === undefined || ofKind.size >= KEPT) all.set(kind, (ofKind = new Map<string, T>()));
  let answer = ofKind.get(name);
  if (answer === undefined) ofKind.set(name, (answer = find()));
  return answer;
}
