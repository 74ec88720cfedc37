/** Rows as frozen objects, the recently used ones kept: a hot read parses no JSON and always meets the same object. */
import type { Row, RowKind } from '../cloud/resources.js';

export class RowCache {
  /** In order of use, oldest first. */
  private readonly byNumber = new Map<number, Row>();
  private readonly byId = new Map<string, Row>();

  constructor(private readonly capacity: number) {}

  number(n: number): Row | undefined {
    const row = this.byNumber.get(n);
    if (row !== undefined) this.touch(row);
    return row;
  }

  id(kind: RowKind, id: string): Row | undefined {
    const row = this.byId.get(`${kind}/${id}`);
    if (row !== undefined) this.touch(row);
    return row;
  }

  put(row: Row): void {
    this.touch(row);
    this.byId.set(`${row.kind}/${row.id}`, row);
    if (this.byNumber.size <= this.capacity) return;
    const [oldest] = this.byNumber.values();
    if (oldest !== undefined) this.drop(oldest);
  }

  drop(row: Row): void {
    this.byNumber.delete(row.n);
    this.byId.delete(`${row.kind}/${row.id}`);
  }

  clear(): void {
    this.byNumber.clear();
    this.byId.clear();
  }

  private touch(row: Row): void {
    this.byNumber.delete(row.n);
    this.byNumber.set(row.n, row);
  }
}

/** Freezes a plain value and all it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
