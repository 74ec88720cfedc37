/** `Reads` over a list of rows, for tests of rules: numbers them in the order given where they have no number yet. */
import { claimsOf, linksOf } from './indexes.js';
import type { Reads, Row, RowKind, RowOf, WriteSet } from './resources.js';

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
