/** What tests of rules need around a rule: reads over a list of rows, a context, the code of a refusal. */
import { findRegion } from './catalogue/regions.js';
import { claimsOf, linksOf } from './claims.js';
import type { Context } from './context.js';
import { Refusal } from './errors/refusal.js';
import { Ids } from './ids.js';
import { carries } from './indexes.js';
import type { Reads, Row, RowKind, RowOf, WriteSet } from './resources.js';
import { settingsSchema, type Settings } from './settings.js';
import { sample } from './testing.js';

/** Numbers the rows in the order given where they have no number yet. */
export function readsOf(rows: readonly Row[]): Reads {
  const all = rows.map((row, index): Row => ({ ...row, n: row.n === 0 ? index + 1 : row.n }));
  const ofKind = <K extends RowKind>(kind: K): readonly RowOf<K>[] => all.filter((row): row is RowOf<K> => row.kind === kind);
  const listed = <K extends RowKind>(kind: K, account: string, region: string) =>
    ofKind(kind).filter((row) => row.account === account && row.region === region);
  return {
    get: (kind, id) => ofKind(kind).find((row) => row.id === id),
    byNumber: (kind, n) => ofKind(kind).find((row) => row.n === n),
    holder: (kind, claim) => ofKind(kind).find((row) => claimsOf(row).includes(claim)),
    linked: (kind, link) => ofKind(kind).filter((row) => linksOf(row).includes(link)),
    countLinked: (kind, link) => ofKind(kind).filter((row) => linksOf(row).includes(link)).length,
    matching: (kind, wanted, { limit, offset }) => ofKind(kind).filter((row) => carries(linksOf(row), wanted)).reverse().slice(offset, offset + limit),
    countMatching: (kind, wanted) => ofKind(kind).filter((row) => carries(linksOf(row), wanted)).length,
    list: (kind, account, region, page) => {
      const matches = [...listed(kind, account, region)].sort((a, b) => b.n - a.n);
      return page === undefined ? matches : matches.slice(page.offset, page.offset + page.limit);
    },
    count: (kind, account, region) => listed(kind, account, region).length,
    countOfAccount: (kind, account) => ofKind(kind).filter((row) => row.account === account).length,
  };
}

/** The rows after a write set. */
export function written(rows: readonly Row[], { put, remove }: WriteSet): readonly Row[] {
  const touched = new Set([...put, ...remove].map((row) => `${row.kind} ${row.id}`));
  return [...rows.filter((row) => !touched.has(`${row.kind} ${row.id}`)), ...put];
}

/** Account '1' in cn-hangzhou, among the given rows. Picks are the numbers 0, 1, 2… modulo what is asked for. */
export function contextOf(
  rows: readonly Row[],
  given: Partial<Omit<Context, 'region' | 'settings'>> & { readonly region?: string; readonly settings?: Partial<Settings> } = {},
): Context {
  const region = findRegion(given.region ?? 'cn-hangzhou');
  if (region === undefined) throw new Error(`no region ${String(given.region)}`);
  let next = 0;
  return {
    account: sample.account({ id: '1' }),
    now: Date.UTC(2026, 0, 31, 12, 0, 0),
    read: readsOf(rows),
    ids: new Ids({ int: (below) => next++ % below }),
    ...given,
    region,
    settings: settingsSchema.parse(given.settings ?? {}),
  };
}

/** The code that a rule refuses with, or 'accepted'. */
export function codeOf(rule: () => unknown): string {
  try {
    rule();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'accepted';
}
