/**
 * From the wire's flat text parameters to an action's typed ones. Lists come as `Name.1`, `Name.2` with gaps allowed, objects as
 * `Name.Key`, lists of objects as `Name.1.Key`. A missing mandatory value is MissingParameter, a value of the wrong form
 * InvalidParameter (or the Refusal that a schema's own check throws), unknown parameters are ignored.
 */
import { z } from 'zod';
import { durationOf } from '../cloud/duration.js';
import { common } from '../cloud/errors/common.js';
import { Refusal } from '../cloud/errors/refusal.js';

/** Highest list index and deepest nesting read; more is ignored like any unknown parameter. */
const MAX_INDEX = 1_000;
const MAX_DEPTH = 6;

type Node = { value?: string; children?: Map<string, Node> };

export const text = () => z.string();

/** A decimal whole number. */
export const int = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .refine((n) => n >= min && n <= max);

export const bool = () =>
  z
    .string()
    .toLowerCase()
    .refine((word) => word === 'true' || word === 'false')
    .transform((word) => word === 'true');

export const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) => z.enum(words);

/** `72h`, `1h30m`, `500ms`, in ms. */
export const duration = () =>
  z.string().transform((source, context): number => {
    const span = durationOf(source);
    if (span !== undefined) return span;
    context.addIssue({ code: 'custom', message: 'not a duration like 72h' });
    return z.NEVER;
  });

/** An ISO 8601 time in UTC, in ms. */
export const moment = () => z.iso.datetime().or(z.iso.datetime({ precision: -1 })).or(z.iso.date()).transform((source) => Date.parse(source));

/** `Name.1`, `Name.2`…; an absent list is an empty one. */
export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined ? [] : value), z.array(item));

/** `Name.Key` or, inside a list, `Name.1.Key`. */
export const group = <T extends z.ZodRawShape>(shape: T) => z.object(shape);

/** A JSON array of strings in one parameter. */
export const jsonList = () =>
  z.string().transform((source, context): readonly string[] => {
    try {
      return z.array(z.string()).parse(JSON.parse(source));
    } catch {
      context.addIssue({ code: 'custom', message: 'not a JSON array of strings' });
      return z.NEVER;
    }
  });

/** `a,b,c` in one parameter. */
export const commaList = (max: number) =>
  z
    .string()
    .transform((source) => source.split(',').map((word) => word.trim()).filter((word) => word !== ''))
    .refine((words) => words.length <= max);

/** Parses an action's parameters. Throws Refusal. */
export function decode<S extends z.ZodObject>(schema: S, flat: ReadonlyMap<string, string>): z.infer<S> {
  const root: Node = {};
  for (const [name, value] of flat) {
    const path = name.split('.');
    if (path.length <= MAX_DEPTH) insert(root, path, value);
  }
  const parsed = schema.safeParse(plain(root) ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.') ?? '';
  const missing = (issue?.code === 'invalid_type' || issue?.code === 'invalid_value') && issue.input === undefined;
  throw new Refusal(missing ? common.MissingParameter : common.InvalidParameter, path);
}

function insert(root: Node, path: readonly string[], value: string): void {
  let node = root;
  for (const part of path) {
    node.children ??= new Map();
    let next = node.children.get(part);
    if (next === undefined) node.children.set(part, (next = {}));
    node = next;
  }
  node.value = value;
}

function plain(node: Node): unknown {
  if (node.children === undefined) return node.value;
  const names = [...node.children.keys()];
  if (names.every((name) => /^\d{1,4}$/.test(name) && Number(name) <= MAX_INDEX)) {
    return names
      .map(Number)
      .sort((a, b) => a - b)
      .map((index) => plain(node.children?.get(String(index)) ?? {}));
  }
  // No prototype: a parameter named `__proto__` is a name like any other.
  const object: Record<string, unknown> = { __proto__: null };
  for (const [name, child] of node.children) object[name] = plain(child);
  return object;
}
