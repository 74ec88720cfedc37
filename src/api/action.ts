/**
 * An action is one declared object: its name, its parameters, and `run`, which loads what the rule needs, asks the rule and
 * returns the answer with the write set. `run` is synchronous and has no effect of its own: the control plane commits the write set
 * and answers after the commit, so an action sees all writes before it and none after it.
 */
import type { z } from 'zod';
import type { Ids } from '../cloud/ids.js';
import type { Region } from '../cloud/catalogue/regions.js';
import type { AccountRow, Reads, RowKind, RowOf, WriteSet } from '../cloud/resources.js';
import type { Settings } from '../cloud/settings.js';
import type { Store } from '../store/store.js';
import type { Operator } from './operator.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A body whose JSON text is put together from cached rows; `value` serves XML. */
export interface RenderedBody {
  /** JSON text of the fields, without the braces around them: `"A":1,"B":[]`. */
  readonly json: () => readonly Uint8Array[];
  readonly value: () => JsonObject;
}

export interface Call {
  readonly requestId: string;
  readonly account: AccountRow;
  readonly region: Region;
  /** The cloud's clock, ms. */
  readonly now: number;
  readonly read: Reads;
  /** What passed an EIP, per period (`store/traffic.ts`). */
  readonly traffic: Store['traffic']['periods'];
  readonly ids: Ids;
  readonly settings: Settings;
  /** `host:port` under which the caller reached us: DescribeEndpoints, RegionEndpoint. */
  readonly endpoint: string;
  /** For OpenEIP's own product; undefined where the caller is not the account that OpenEIP was started with. */
  readonly operator?: Operator | undefined;
  /** A row of the caller's account and region, or undefined. */
  find<K extends RowKind>(kind: K, id: string): RowOf<K> | undefined;
}

export interface Answer {
  /** Fields of the answer without RequestId. */
  readonly body: JsonObject | RenderedBody;
  readonly write?: WriteSet;
  /** The body of an answer that has to wait for more than the commit: for a packet's way through the data plane. */
  readonly awaited?: () => Promise<JsonObject>;
}

/** `OpenEIP` is no product of the cloud: clock, faults, bills and history, for the operator. */
export type ProductName = 'Vpc' | 'Ecs' | 'Sts' | 'Location' | 'ResourceManager' | 'BssOpenApi' | 'OpenEIP';

export const VERSIONS: Readonly<Record<ProductName, string>> = {
  Vpc: '2016-04-28',
  Ecs: '2014-05-26',
  Sts: '2015-04-01',
  Location: '2015-06-12',
  ResourceManager: '2020-03-31',
  BssOpenApi: '2017-12-14',
  OpenEIP: '2026-01-01',
};

export interface Action<S extends z.ZodObject = z.ZodObject> {
  readonly product: ProductName;
  readonly name: string;
  readonly parameters: S;
  /** A method, so that a list of actions with different parameters has a type: it is called with what `parameters` parsed, only. */
  run(call: Call, parameters: z.infer<S>): Answer;
  /** Throws for a call that must wait: writes after a reset answer 503. Reads set this to false. */
  readonly writes: boolean;
}

/** Declares an action: only here to infer the parameters' type for `run`. */
export function action<S extends z.ZodObject>(declared: Action<S>): Action<S> {
  return declared;
}
