/** A configuration as it stands in its `main.tf`: what it wants, and what of it depends on what. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { z } from 'zod';
import type { Json } from '../../src/api/action.js';
import { parseTemplate, referencesOf } from './expression.js';

export interface Node {
  /** `alicloud_vpc.main`, `alicloud_eip_address.main[1]`, `data.alicloud_zones.main` */
  readonly address: string;
  readonly data: boolean;
  readonly type: string;
  /** `count.index`; undefined without `count`. */
  readonly index: number | undefined;
  /** Unresolved. */
  readonly attributes: Attributes;
  /** Addresses. */
  readonly dependsOn: readonly string[];
}

export type Attributes = Readonly<Record<string, Json>>;

export interface Configuration {
  /** Of the provider block; empty without one. Unresolved. */
  readonly provider: Attributes;
  readonly nodes: readonly Node[];
  readonly locals: Attributes;
  /** Defaults of variables. */
  readonly variables: Attributes;
  readonly outputs: Attributes;
}

const json: z.ZodType<Json> = z.lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]));
const attributes = z.record(z.string(), json);
const block = z.object({ count: z.int().optional(), depends_on: z.array(z.string()).default([]) }).catchall(json);
/** Every block may come several times; these come once. */
const once = <T extends z.ZodType>(shape: T) => z.tuple([shape]).transform(([only]) => only);
const blocks = z.record(z.string(), z.record(z.string(), once(block))).default({});
const file = z.strictObject({
  terraform: z.array(attributes),
  provider: z.strictObject({ alicloud: once(attributes) }).default({ alicloud: {} }),
  resource: blocks,
  data: blocks,
  locals: once(attributes).default({}),
  variable: z.record(z.string(), once(z.object({ default: json.optional() }))).default({}),
  output: z.record(z.string(), once(z.strictObject({ value: json }))).default({}),
});

export async function readExample(name: string): Promise<Configuration> {
  const path = join(import.meta.dirname, '../../examples/terraform', name, 'main.tf');
  return readConfiguration(path, readFileSync(path, 'utf8'));
}

export async function readConfiguration(path: string, text: string): Promise<Configuration> {
  const parsed = file.parse(await parse(path, text));
  const found = [...declared(parsed.resource, false), ...declared(parsed.data, true)];
  const byName = new Map(found.map((one) => [one.name, one.addresses]));
  const nodes = found.flatMap(({ addresses, type, data, body: { count, depends_on, ...rest } }) => {
    const names = [...depends_on, ...textsOf(rest)].flatMap((one) => namesIn(one, parsed.locals));
    const dependsOn = [...new Set(names)].flatMap((name) => {
      const known = byName.get(name);
      if (known === undefined) throw new Error(`${path}: ${name} is not declared`);
      return known;
    });
    return addresses.map((address, index): Node => ({ address, data, type, attributes: rest, dependsOn, index: count === undefined ? undefined : index }));
  });
  return {
    provider: parsed.provider.alicloud,
    nodes,
    locals: parsed.locals,
    variables: Object.fromEntries(Object.entries(parsed.variable).flatMap(([name, one]) => (one.default === undefined ? [] : [[name, one.default]]))),
    outputs: Object.fromEntries(Object.entries(parsed.output).map(([name, { value }]) => [name, value])),
  };
}

function declared(kinds: z.infer<typeof blocks>, data: boolean) {
  return Object.entries(kinds).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([label, body]) => {
      const name = `${data ? 'data.' : ''}${type}.${label}`;
      const addresses = body.count === undefined ? [name] : Array.from({ length: body.count }, (_, index) => `${name}[${index}]`);
      return { name, type, data, body, addresses };
    }));
}

/** The resources and data that a text refers to, through locals too. */
function namesIn(text: string, locals: Attributes): readonly string[] {
  return referencesOf(parseTemplate(text)).flatMap(([first = '', second = '', third = '']) => {
    if (first === 'local') return textsOf(locals[second] ?? '').flatMap((inner) => namesIn(inner, locals));
    if (first === 'data') return [`data.${second}.${third}`];
    return first.startsWith('alicloud_') ? [`${first}.${second}`] : [];
  });
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
