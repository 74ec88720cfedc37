/** Rows as frozen objects, the recently used ones kept: a hot read parses no JSON and always meets the same object. */
import type { Row, RowKind } from '../cloud/resources.js';

interface Generation {
  readonly byNumber: Map<number, Row>;
  readonly byId: Map<string, Row>;
}

/**
 * Two generations: what is read or written goes to the young one; once that holds half the capacity it becomes the old one, and what
 * nobody asked for meanwhile is forgotten. Unlike an ordered list this costs a hit nothing but the look-up.
 */
export class RowCache {
  private young = generation();
  private old = generation();

  constructor(private readonly capacity: number) {}

  number(n: number): Row | undefined {
    return this.young.byNumber.get(n) ?? this.promote(this.old.byNumber.get(n));
  }

  id(kind: RowKind, id: string): Row | undefined {
    const name = `${kind}/${id}`;
    return this.young.byId.get(name) ?? this.promote(this.old.byId.get(name));
  }

  put(row: Row): void {
    if (this.young.byNumber.size >= this.capacity / 2) {
      this.old = this.young;
      this.young = generation();
    }
    this.young.byNumber.set(row.n, row);
    this.young.byId.set(`${row.kind}/${row.id}`, row);
  }

  drop(row: Row): void {
    for (const { byNumber, byId } of [this.young, this.old]) {
      byNumber.delete(row.n);
      byId.delete(`${row.kind}/${row.id}`);
    }
  }

  clear(): void {
    this.young = generation();
    this.old = generation();
  }

  private promote(row: Row | undefined): Row | undefined {
    if (row !== undefined) this.put(row);
    return row;
  }
}

function generation(): Generation {
  return { byNumber: new Map(), byId: new Map() };
}

/** Freezes a plain value and all it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
