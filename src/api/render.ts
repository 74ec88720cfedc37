/** Pieces of answers that several actions share: times, wrapped lists, rows whose JSON text is kept. */
import type { Tag } from '../cloud/resources.js';
import type { Json, JsonObject, RenderedBody } from './action.js';

const CLOSE = Buffer.from(']}');

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
  /** The JSON texts of several rows, with commas between them, in UTF-8. */
  readonly jsonOf: (rows: readonly R[]) => Uint8Array;
}

/**
 * A view that makes each row's JSON text once. Rows are immutable and the store hands out the same object while a row is unchanged,
 * so the text lives exactly as long as the row version. The same holds for the pages of a list, kept as the bytes that are sent.
 */
export function rowView<R extends object>(value: (row: R) => JsonObject): RowView<R> {
  const json = once((row: R) => JSON.stringify(value(row)));
  return { value, jsonOf: once((rows: readonly R[]) => Buffer.from(rows.map(json).join(','))) };
}

/** A function of immutable objects that is asked once for each. */
function once<T extends object, M extends string | Uint8Array>(make: (of: T) => M): (of: T) => M {
  const made = new WeakMap<T, M>();
  return (of) => {
    let one = made.get(of);
    if (one === undefined) made.set(of, (one = make(of)));
    return one;
  };
}

/** A body as a value, however its text is made. */
export function bodyValue(body: JsonObject | RenderedBody): JsonObject {
  return isRendered(body) ? body.value() : body;
}

function isRendered(body: JsonObject | RenderedBody): body is RenderedBody {
  return typeof body['json'] === 'function';
}

/** Fields, then a wrapped list of rows: `"TotalCount":1,…,"EipAddresses":{"EipAddress":[…]}`. */
export function listBody<R extends object>(
  fields: Readonly<Record<string, Json>>,
  [outer, inner]: readonly [string, string],
  rows: readonly R[],
  view: RowView<R>,
): RenderedBody {
  return {
    json: () => [Buffer.from(`${JSON.stringify(fields).slice(1, -1)},"${outer}":{"${inner}":[`), view.jsonOf(rows), CLOSE],
    value: () => ({ ...fields, [outer]: { [inner]: rows.map(view.value) } }),
  };
}
