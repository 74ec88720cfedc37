/**
 * The two page styles (behaviour §4.0). Style A counts pages: `PageNumber`, `PageSize`, `TotalCount`. Style B hands out tokens:
 * `MaxResults`, `NextToken`; a token names the last row seen, so rows that come or go meanwhile neither repeat nor hide others.
 */
import { common } from '../cloud/errors/common.js';
import { Refusal } from '../cloud/errors/refusal.js';
import type { Page } from '../cloud/resources.js';
import { int, text } from './parameters.js';

/** Rows skipped at the most; further in, only filters help. */
const DEEPEST = 1_000_000;

/** Parameters of style A, to be spread into an action's schema. */
export const numberedPage = { PageNumber: int(1).optional(), PageSize: int(1).optional() };

export interface NumberedPage extends Page {
  /** The page's number as the answer shows it. */
  readonly number: number;
}

/** A page of style A. A size above `max` is cut down to it. Throws Refusal. */
export function pageOf(
  given: { readonly PageNumber?: number | undefined; readonly PageSize?: number | undefined },
  max: number,
): NumberedPage {
  const number = given.PageNumber ?? 1;
  const limit = Math.min(given.PageSize ?? 10, max);
  const offset = (number - 1) * limit;
  if (offset > DEEPEST) throw new Refusal(common['Throttling.DeepPageSkip']);
  return { number, limit, offset };
}

/** The rows of a page of style A out of all that match. */
export function slice<T>(matches: readonly T[], page: Page): readonly T[] {
  return matches.slice(page.offset, page.offset + page.limit);
}

/** Parameters of style B, to be spread into an action's schema. */
export const tokenPage = { MaxResults: int(1).optional(), NextToken: text().optional() };

/**
 * The page of style B that a token asks for, out of all matching rows in descending order of `n` (newest first), and the token of the
 * next one, '' for none. `size` is the default, `max` the most; a larger MaxResults is cut down. Throws Refusal.
 */
export function tokenSlice<T extends { readonly n: number }>(
  matches: readonly T[],
  given: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  size: number,
  max: number,
): { readonly rows: readonly T[]; readonly nextToken: string } {
  const limit = Math.min(given.MaxResults ?? size, max);
  const before = given.NextToken === undefined ? Infinity : readToken(given.NextToken);
  const start = matches.findIndex((row) => row.n < before);
  const rows = start < 0 ? [] : matches.slice(start, start + limit);
  const last = rows.at(-1);
  const more = last !== undefined && start + limit < matches.length;
  return { rows, nextToken: more ? Buffer.from(`before ${last.n}`).toString('base64url') : '' };
}

function readToken(token: string): number {
  const number = /^before (\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1];
  if (number === undefined) throw new Refusal(common['InvalidParameter.NextToken']);
  return Number(number);
}
