/** What a resource type of the provider is: its calls, and what a plan compares of its attributes. */
import type { Json } from '../../src/api/action.js';
import type { Provider } from './provider.js';

export type Values = Readonly<Record<string, Json>>;

export interface ResourceType {
  /** Optional and not computed, with what stands for one that is not given: a plan compares them always (§2.4). */
  readonly defaults: Values;
  /** Required, or optional and computed: compared where they are given. */
  readonly given: readonly string[];
  /** Not read back: compared with what was wanted before. */
  readonly unread?: readonly string[];
  /** A change makes a new resource. */
  readonly forcesNew: readonly string[];
  create(provider: Provider, wanted: Values): Promise<string>;
  /** The attributes, those computed too; undefined when it is gone. */
  read(provider: Provider, id: string): Promise<Values | undefined>;
  /** `names`: what changed. Absent where every change makes a new one. */
  update?(provider: Provider, id: string, names: ReadonlySet<string>, wanted: Values, was: Values): Promise<void>;
  /** Succeeds too where it is gone. */
  delete(provider: Provider, id: string, was: Values): Promise<void>;
}

/** A data source: its attributes, by what was asked. */
export type DataSource = (provider: Provider, asked: Values) => Promise<Values>;

/** The parameters of those attributes that are given. */
export function sent(values: Values, names: Readonly<Record<string, string>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(names).flatMap(([attribute, parameter]) => {
    const value = values[attribute];
    return value === undefined || value === null || value === '' ? [] : [[parameter, value]];
  }));
}

/** The parameters of those attributes that change; '' where one is given no more. */
export function altered(changes: ReadonlySet<string>, wanted: Values, names: Readonly<Record<string, string>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(names).flatMap(([attribute, parameter]) => (changes.has(attribute) ? [[parameter, wanted[attribute] ?? '']] : [])));
}

/** Both parts of an id like `vpc-…:10.0.0.0/8`. */
export function parts(id: string): readonly [string, string] {
  const colon = id.indexOf(':');
  return [id.slice(0, colon), id.slice(colon + 1)];
}
