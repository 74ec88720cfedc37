/** Compares an answer with the official SDK's model of it: every field known and of the right type, every wrapper of a list there. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Json, JsonObject } from './action.js';

const load = createRequire(import.meta.url);

type Model = { readonly names: () => Readonly<Record<string, string>>; readonly types: () => Readonly<Record<string, unknown>> };
const isModel = (value: unknown): value is Model => typeof value === 'function' && 'names' in value && 'types' in value;
const listType = z.object({ type: z.literal('array'), itemType: z.unknown() });

/** A model by its name. The SDK's file names differ in case here and there: `DescribeVswitchAttributesResponseBody.js`. */
function modelOf(sdk: string, name: string): Model {
  const folder = join(dirname(load.resolve(sdk)), 'models');
  const file = readdirSync(folder).find((one) => one.toLowerCase() === `${name}.js`.toLowerCase());
  const model = file === undefined ? undefined : z.record(z.string(), z.unknown()).parse(load(join(folder, file)))[name];
  if (!isModel(model)) throw new Error(`${sdk} has no model ${name}`);
  return model;
}

/**
 * What is wrong with a body as the answer of an action, one line a finding. `extras` are fields beyond the model, by their path
 * (`EipAddresses.EipAddress.Descritpion`); `absent` are modelled fields that the answer leaves out on purpose.
 */
export function shapeFaults(
  sdk: '@alicloud/vpc20160428' | '@alicloud/ecs20140526',
  action: string,
  body: JsonObject,
  { extras = [], absent = [] }: { readonly extras?: readonly string[]; readonly absent?: readonly string[] } = {},
): readonly string[] {
  const faults: string[] = [];
  compare(modelOf(sdk, `${action}ResponseBody`), body, '');
  return faults;

  function compare(expected: unknown, value: Json, path: string): void {
    if (isModel(expected)) return compareObject(expected, value, path);
    const list = listType.safeParse(expected);
    if (list.success) {
      if (!Array.isArray(value)) faults.push(`${path}: not a list`);
      else for (const item of value as readonly Json[]) compare(list.data.itemType, item, path);
      return;
    }
    if (typeof value !== expected) faults.push(`${path}: ${typeof value} instead of ${String(expected)}`);
  }

  function compareObject(model: Model, value: Json, path: string): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push(`${path}: not an object`);
      return;
    }
    const types = model.types();
    const fields = new Map(Object.entries(model.names()).map(([property, wire]) => [wire, types[property]]));
    const at = (wire: string) => (path === '' ? wire : `${path}.${wire}`);
    for (const [wire, inner] of Object.entries(value)) {
      const expected = fields.get(wire);
      if (expected !== undefined) compare(expected, inner, at(wire));
      else if (!extras.includes(at(wire))) faults.push(`${at(wire)}: unknown`);
    }
    for (const wire of fields.keys()) {
      if (!(wire in value) && wire !== 'RequestId' && !absent.includes(at(wire))) faults.push(`${at(wire)}: missing`);
    }
  }
}
