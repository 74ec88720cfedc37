/** The official clients, told what to send by wire names: one call, and the answer as it came with what the client made of it. */
import { createRequire } from 'node:module';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import Core from '@alicloud/pop-core';
import { z } from 'zod';
import { VERSIONS, type Json, type JsonObject, type ProductName } from '../../src/api/action.js';
import { CallError, type Cloud } from '../support/cloud.js';

export interface Served {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As parsed from JSON, nothing renamed. */
  readonly body: JsonObject;
  /** What the client's own model holds, by its property names; undefined for clients without models. */
  readonly model?: JsonObject;
}

/** Lists and objects are nested; each client flattens them in its own way. Throws CallError for a refused call. */
export type Client = (product: ProductName, action: string, parameters: JsonObject) => Promise<Served>;

const SDKS = { Vpc: '@alicloud/vpc20160428', Ecs: '@alicloud/ecs20140526' } as const;
const load = createRequire(import.meta.url);
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]));
const jsonObject = z.record(z.string(), json);
const answer = z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()), body: jsonObject });

export type Model = (new (fields: object) => object) & {
  readonly names: () => Readonly<Record<string, string>>;
  readonly types: () => Readonly<Record<string, unknown>>;
};
const isModel = (value: unknown): value is Model => typeof value === 'function' && 'names' in value && 'types' in value;
const listType = z.object({ type: z.literal('array'), itemType: z.unknown() });

/** A model of an SDK by its name. */
export function modelOf(product: keyof typeof SDKS, name: string): Model {
  const model = z.record(z.string(), z.unknown()).parse({ ...load(SDKS[product]) })[name];
  if (!isModel(model)) throw new Error(`${SDKS[product]} has no model ${name}`);
  return model;
}

const config = (cloud: Cloud) =>
  new $OpenApiUtil.Config({
    accessKeyId: cloud.accessKeyId, accessKeySecret: cloud.accessKeySecret, endpoint: new URL(cloud.endpoint).host, protocol: 'HTTP',
    regionId: 'cn-hangzhou',
  });

/** V3: `@alicloud/vpc20160428` and `@alicloud/ecs20140526`; `@alicloud/openapi-core` for the products without a package here. */
export function sdkClient(cloud: Cloud): Client {
  const clients = { Vpc: typedClient(cloud, 'Vpc'), Ecs: typedClient(cloud, 'Ecs') };
  const generic = clientOf(cloud, '@alicloud/openapi-core');
  return async (product, action, parameters) => {
    try {
      if (product === 'Vpc' || product === 'Ecs') return await clients[product](action, parameters);
      const how = new $OpenApiUtil.Params({
        action, version: VERSIONS[product], protocol: 'HTTP', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC',
        reqBodyType: 'formData', bodyType: 'json',
      });
      const got = answer.parse(await generic['callApi']?.(how, new $OpenApiUtil.OpenApiRequest({ query: flat(parameters) }), {}));
      return { status: got.statusCode, headers: got.headers, body: got.body };
    } catch (error) {
      throw refusalOf(error, z.object({ code: z.string(), statusCode: z.number(), data: z.object({ Message: z.string() }) })
        .transform((one) => ({ code: one.code, status: one.statusCode, message: one.data.Message })));
    }
  };
}

/** A package's client by the names of its methods. */
function clientOf(cloud: Cloud, name: string): Record<string, (...given: unknown[]) => Promise<unknown>> {
  const { default: client } = z.object({ default: z.custom<new (from: object) => object>() }).parse(load(name));
  return z.custom<Record<string, (...given: unknown[]) => Promise<unknown>>>().parse(new client(config(cloud)));
}

function typedClient(cloud: Cloud, product: keyof typeof SDKS) {
  const client = clientOf(cloud, SDKS[product]);
  const send = client['callApi']?.bind(client);
  if (send === undefined) throw new Error(`${SDKS[product]} does not send by callApi`);
  let last: z.infer<typeof answer> | undefined;
  // What the model is made of, before it is made.
  client['callApi'] = async (...given) => {
    const got = await send(...given);
    last = structuredClone(answer.parse(got));
    return got;
  };
  return async (action: string, parameters: JsonObject): Promise<Served> => {
    const method = client[`${action.charAt(0).toLowerCase()}${action.slice(1)}`]?.bind(client);
    if (method === undefined) throw new Error(`${SDKS[product]} has no ${action}`);
    const response = z.object({ body: z.custom<object>() }).parse(await method(build(modelOf(product, `${action}Request`), parameters)));
    if (last === undefined) throw new Error(`${action} sent nothing`);
    return { status: last.statusCode, headers: last.headers, body: last.body, model: plain(response.body) };
  };
}

/** A request model filled by wire names. Throws for a parameter that the client does not know. */
function build(model: Model, wire: JsonObject): object {
  const types = model.types();
  const properties = new Map(Object.entries(model.names()).map(([property, name]) => [name, property]));
  return new model(Object.fromEntries(Object.entries(wire).map(([name, value]) => {
    const property = properties.get(name);
    if (property === undefined) throw new Error(`${model.name} has no ${name}`);
    return [property, typed(types[property], value)];
  })));
}

function typed(type: unknown, value: Json): unknown {
  if (isModel(type)) return build(type, jsonObject.parse(value));
  const list = listType.safeParse(type);
  return list.success ? z.array(json).parse(value).map((item) => typed(list.data.itemType, item)) : value;
}

/** A model as a plain object: JSON leaves out what is undefined. */
function plain(model: object): JsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(model)));
}

/** What a client's model lost or changed of the answer, one line a finding. Fields that the model does not know are not its business. */
export function modelFaults(product: keyof typeof SDKS, action: string, { body, model }: Served): readonly string[] {
  const faults: string[] = [];
  const compare = (type: unknown, wire: Json, held: Json | undefined, path: string): void => {
    const list = listType.safeParse(type);
    if (isModel(type) && typeof wire === 'object' && wire !== null && !Array.isArray(wire)) {
      const inner = jsonObject.safeParse(held);
      if (!inner.success) return void faults.push(`${path}: not held`);
      for (const [property, name] of Object.entries(type.names())) {
        const value = jsonObject.parse(wire)[name];
        if (value !== undefined) compare(type.types()[property], value, inner.data[property], `${path}.${name}`);
      }
    } else if (list.success && Array.isArray(wire)) {
      const inner = z.array(json).safeParse(held);
      if (!inner.success || inner.data.length !== wire.length) return void faults.push(`${path}: not held`);
      wire.forEach((item: Json, index) => compare(list.data.itemType, item, inner.data[index], `${path}.${index}`));
    } else if (wire !== held) faults.push(`${path}: ${JSON.stringify(wire)} is held as ${JSON.stringify(held)}`);
  };
  compare(modelOf(product, `${action}ResponseBody`), body, model, action);
  return faults;
}

const popAnswer = z.tuple([
  z.custom<object>(),
  z.object({ response: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()) }) }),
]);

/** V1: `@alicloud/pop-core`, everything in the form, or by GET everything in the query. */
export function popClient(cloud: Cloud, method: 'GET' | 'POST' = 'POST'): Client {
  const clients = new Map(Object.entries(VERSIONS).map(([product, apiVersion]) => {
    const { accessKeyId, accessKeySecret, endpoint } = cloud;
    return [product, Reflect.construct(Core, [{ accessKeyId, accessKeySecret, endpoint, apiVersion }, true]) as Core];
  }));
  return async (product, action, parameters) => {
    try {
      const got: unknown = await clients.get(product)?.request(action, flat(parameters), { method, timeout: 30_000, formatParams: false });
      const [body, { response }] = popAnswer.parse(got);
      return { status: response.statusCode, headers: response.headers, body: jsonObject.parse(numbers(body)) };
    } catch (error) {
      throw refusalOf(error, z.object({
        code: z.string(), data: z.object({ Message: z.string() }), entry: z.object({ response: z.object({ statusCode: z.number() }) }),
      }).transform((one) => ({ code: one.code, status: one.entry.response.statusCode, message: one.data.Message })));
    }
  };
}

function refusalOf(error: unknown, shape: z.ZodType<{ code: string; status: number; message: string }>): unknown {
  const refused = shape.safeParse(error);
  return refused.success ? new CallError(refused.data.code, refused.data.status, refused.data.message) : error;
}

/** This client parses numbers beyond 15 digits into objects of a library of big numbers. */
function numbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbers);
  if (typeof value !== 'object' || value === null) return value;
  if ('toFixed' in value) return Number(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, numbers(inner)]));
}

/** `Tag.1.Key`, `ConnectionTrackingConfiguration.UdpTimeout`. */
export function flat(parameters: JsonObject): Record<string, string> {
  const result: Record<string, string> = {};
  const put = (path: string, value: Json): void => {
    if (Array.isArray(value)) value.forEach((item: Json, index) => put(`${path}.${index + 1}`, item));
    else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) put(`${path}.${name}`, inner);
    else result[path] = String(value);
  };
  for (const [name, value] of Object.entries(parameters)) put(name, value);
  return result;
}
