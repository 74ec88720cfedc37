/** What tells two clouds from each other: resources that one has and the other has not, and fields that differ. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { FieldChange, ResourceChange } from '../api/operator.js';
import type { AccountRow, Row } from '../cloud/resources.js';

/** They say how often and where a row was written, not what it is. */
const INTERNAL: ReadonlySet<string> = new Set(['n', 'version', 'boot']);

/** Both in the order of kind and id. */
export function* differences(before: Iterable<Row>, after: Iterable<Row>): Generator<ResourceChange> {
  const [old, now] = [before[Symbol.iterator](), after[Symbol.iterator]()];
  try {
    let [left, right] = [old.next(), now.next()];
    while (left.done !== true || right.done !== true) {
      const order = left.done === true ? 1 : right.done === true ? -1 : compare(left.value, right.value);
      if (order < 0 && left.done !== true) yield { change: 'removed', ...named(left.value), fields: [] };
      if (order > 0 && right.done !== true) yield { change: 'added', ...named(right.value), fields: [] };
      if (order === 0 && left.done !== true && right.done !== true) {
        const fields = [...fieldChanges('', shown(left.value), shown(right.value))];
        if (fields.length > 0) yield { change: 'changed', ...named(right.value), fields };
      }
      if (order <= 0) left = old.next();
      if (order >= 0) right = now.next();
    }
  } finally {
    // A database is not written while somebody reads on.
    old.return?.();
    now.return?.();
  }
}

function compare(a: Row, b: Row): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}

function named(row: Row): Omit<ResourceChange, 'change' | 'fields'> {
  const label = 'address' in row ? row.address : 'name' in row ? row.name : '';
  return { kind: row.kind, id: row.id, account: row.account, region: row.region, label };
}

function shown(row: Row): object {
  return Object.fromEntries(Object.entries(row.kind === 'account' ? withoutSecrets(row) : row).filter(([name]) => !INTERNAL.has(name)));
}

function withoutSecrets(account: AccountRow): object {
  return { ...account, keys: account.keys.map(({ id, active }) => ({ id, active })) };
}

/** Objects are compared field by field, everything else as a whole. */
function* fieldChanges(path: string, before: object, after: object): Generator<FieldChange> {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(name), now.get(name)];
    if (isDeepStrictEqual(was, is)) continue;
    if (isFields(was) && isFields(is)) yield* fieldChanges(`${path}${name}.`, was, is);
    else yield { name: `${path}${name}`, before: textOf(was), after: textOf(is) };
  }
}

function fieldsOf(value: object): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(Object.entries(value));
}

function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** '' where there is none. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
