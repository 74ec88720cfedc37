/** What the Ecs actions share: refusing what is not served, paging in either style, tags. */
import { common } from '../../cloud/errors/common.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import type { InstanceRow, Row, Tag } from '../../cloud/resources.js';
import type { Call, JsonObject } from '../action.js';
import { pageOf, slice, tokenSlice } from '../paging.js';
import { bool, int, list, text } from '../parameters.js';

/** Parameters of IPv6 and of address prefixes: known so that they are refused, never silently dropped. */
export const notServed = {
  Ipv6Address: list(text()),
  Ipv6AddressCount: int().optional(),
  EnablePrimaryIPv6: bool().optional(),
  Ipv4Prefix: list(text()),
  Ipv4PrefixCount: int().optional(),
};

type NotServed = { readonly [K in keyof typeof notServed]?: readonly string[] | number | boolean | undefined };

/** Throws Refusal for the first parameter that asks for something that is not served. Zero, `false` and an empty list ask for nothing. */
export function refuseUnserved(asked: NotServed & { readonly [name: string]: unknown }, ...more: readonly string[]): void {
  for (const name of [...Object.keys(notServed), ...more]) {
    const value = asked[name];
    if (value !== undefined && value !== 0 && value !== false && !(Array.isArray(value) && value.length === 0)) {
      throw new Refusal(common.UnsupportedParameter, name);
    }
  }
}

interface AnyPage {
  readonly PageNumber?: number | undefined;
  readonly PageSize?: number | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page in the style that the request uses, and the answer's fields about it. `matches` are newest first. Throws Refusal. */
export function eitherPage<T extends { readonly n: number }>(
  matches: readonly T[],
  asked: AnyPage,
  { least = 1, size, most, mostNumbered }: { readonly least?: number; readonly size: number; readonly most: number; readonly mostNumbered: number },
): { readonly rows: readonly T[]; readonly fields: JsonObject } {
  if (asked.MaxResults === undefined && asked.NextToken === undefined) {
    const page = pageOf(asked, mostNumbered);
    const end = page.offset + page.limit;
    // A client that pages by tokens need not say so on its first call.
    const numbered = asked.PageNumber !== undefined || asked.PageSize !== undefined;
    const { nextToken } = numbered || end >= matches.length ? { nextToken: '' } : tokenSlice(matches, { MaxResults: page.limit }, size, most);
    const fields = { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, NextToken: nextToken };
    return { rows: slice(matches, page), fields };
  }
  const limit = Math.min(Math.max(asked.MaxResults ?? size, least), most);
  const { rows, nextToken } = tokenSlice(matches, { MaxResults: limit, NextToken: asked.NextToken }, size, most);
  return { rows, fields: { PageNumber: 1, PageSize: limit, TotalCount: matches.length, NextToken: nextToken } };
}

/** True for a row of the caller in the call's region. */
export function isOwn({ account, region }: Call, row: Row | undefined): boolean {
  return row !== undefined && row.account === account.id && row.region === region.id;
}

/** The caller's instances in the call's region, the named ones or all, newest first. */
export function instancesOf(call: Call, ids: readonly string[] | undefined): readonly InstanceRow[] {
  if (ids === undefined) return call.read.list('instance', call.account.id, call.region.id);
  return [...new Set(ids)].map((id) => call.find('instance', id)).filter((row) => row !== undefined).sort((a, b) => b.n - a.n);
}

/** Tags of the Ecs product: `Tags.Tag[].TagKey`. */
export function ecsTags(tags: readonly Tag[]): JsonObject {
  return { Tag: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) };
}

/**
 * `*` stands for any text, as in names of DescribeInstances. Each part is looked for once, from where the one before it ended: no
 * pattern makes this slow, as it would an expression of so many stars.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
