/** The older and smaller shapes in which Ecs answers what Vpc answers today. */
import type { Answer, Json, JsonObject } from '../../action.js';
import { bodyValue } from '../../render.js';

/** Which fields a shape has: `true` for a whole value, a choice of its own for an object or for each object of a list. */
export interface Shape {
  readonly [name: string]: true | Shape;
}

/** The same answer with the fields of the shape alone. */
export function shown({ body, write }: Answer, shape: Shape): Answer {
  const fields = chosen(bodyValue(body), shape);
  return write === undefined ? { body: fields } : { body: fields, write };
}

function chosen(from: JsonObject, shape: Shape): JsonObject {
  const fields: Record<string, Json> = {};
  for (const [name, choice] of Object.entries(shape)) {
    const value = from[name];
    if (value !== undefined) fields[name] = choice === true ? value : inner(value, choice);
  }
  return fields;
}

function inner(value: Json, shape: Shape): Json {
  if (isList(value)) return value.map((item) => inner(item, shape));
  return typeof value === 'object' && value !== null ? chosen(value, shape) : value;
}

/** `Array.isArray` does not know lists that cannot be written. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** `A`, `B`, `C`, each whole. */
export function fields(...names: readonly string[]): Shape {
  return Object.fromEntries(names.map((name) => [name, true]));
}

/** What every numbered page says of itself. */
export const PAGE = fields('PageNumber', 'PageSize', 'TotalCount');
