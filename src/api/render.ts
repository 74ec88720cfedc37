/** Pieces of answers that several actions share: times, wrapped lists, rows whose JSON text is kept. */
import type { Tag } from '../cloud/resources.js';
import type { Json, JsonObject, RenderedBody } from './action.js';

/** `2019-04-23T01:37:38Z` */
export function toSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2019-04-23T01:37Z` */
export function toMinutes(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/** Tags of the VPC product: `Tags.Tag[].Key`. (Ecs says TagKey.) */
export function vpcTags(tags: readonly Tag[]): JsonObject {
  return { Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
}

/** How a row looks on the wire: a function of the row alone. */
export interface RowView<R extends object> {
  readonly value: (row: R) => JsonObject;
  readonly json: (row: R) => string;
  /** The JSON texts of several rows, with commas between them. */
  readonly jsonOf: (rows: readonly R[]) => string;
}

/**
 * A view that makes each row's JSON text once. Rows are immutable and the store hands out the same object while a row is unchanged,
 * so the text lives exactly as long as the row version. The same holds for the pages of a list.
 */
export function rowView<R extends object>(value: (row: R) => JsonObject): RowView<R> {
  const json = once((row: R) => JSON.stringify(value(row)));
  return { value, json, jsonOf: once((rows: readonly R[]) => rows.map(json).join(',')) };
}

/** A function of immutable objects that is asked once for each. */
function once<T extends object>(make: (of: T) => string): (of: T) => string {
  const texts = new WeakMap<T, string>();
  return (of) => {
    let text = texts.get(of);
    if (text === undefined) texts.set(of, (text = make(of)));
    return text;
  };
}

/** Fields, then a wrapped list of rows: `"TotalCount":1,…,"EipAddresses":{"EipAddress":[…]}`. */
export function listBody<R extends object>(
  fields: Readonly<Record<string, Json>>,
  [outer, inner]: readonly [string, string],
  rows: readonly R[],
  view: RowView<R>,
): RenderedBody {
  return {
    json: () => `${JSON.stringify(fields).slice(1, -1)},"${outer}":{"${inner}":[${view.jsonOf(rows)}]}`,
    value: () => ({ ...fields, [outer]: { [inner]: rows.map(view.value) } }),
  };
}
