import type { Region } from './catalogue/regions.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import type { Ids } from './ids.js';
import type { AccountRow, Reads } from './resources.js';
import type { Settings } from './settings.js';

/** What a rule may know besides its request: who asks, where, when, and what is there. */
export interface Context {
  readonly account: AccountRow;
  readonly region: Region;
  /** ms */
  readonly now: number;
  readonly read: Reads;
  readonly ids: Ids;
  readonly settings: Settings;
}

/**
 * Refuses parameters that would change what a resource is and that nothing here can make true: better than to accept and forget them.
 * Throws Refusal.
 */
export function refuseUnserved<T>(asked: T, names: readonly (keyof T & string)[]): void {
  const given = names.find((name) => asked[name] !== undefined && asked[name] !== false);
  if (given !== undefined) throw new Refusal(common.UnsupportedParameter, given);
}

/** Names and descriptions of the VPC product: up to `max` characters, not beginning like a URL. Absent ones pass. */
export function isLabel(text: string | undefined, max: number): boolean {
  return text === undefined || (text.length <= max && !/^https?:\/\//i.test(text));
}
