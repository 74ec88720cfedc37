/** All rows of a kind in a region, for who looks at them all: what changes is read again by its id, and nothing else. */
import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { allQuery, named, type NamedListing } from '../api/listings.js';
import { changes } from './feed.js';

/** Nobody follows while nobody looks, so nothing is kept then. */
const NO_KINDS: readonly [] = [];
const all = <Row>(listing: NamedListing<Row>, region: string) => ({ ...allQuery(listing, region, NO_KINDS), gcTime: 0 });

/** @param listing whose rows tell nothing that another kind's changes */
export function useFollowed<Row>(listing: NamedListing<Row>, region: string): UseQueryResult<readonly Row[]> {
  const client = useQueryClient();
  useEffect(() => follow(client, listing, region), [client, listing, region]);
  return useQuery(all(listing, region));
}

/** One reading at a time; what changes meanwhile is the next one's. */
function follow<Row>(client: QueryClient, listing: NamedListing<Row>, region: string): () => void {
  const query = all(listing, region);
  const waiting = new Set<string>();
  let reading = false;
  const read = async () => {
    reading = true;
    while (waiting.size > 0) {
      // One of all rows that is on its way may be from before, and would be put over this one.
      await client.fetchQuery({ ...query, staleTime: Infinity });
      const ids = [...waiting];
      waiting.clear();
      const found = await named(listing, region, ids);
      client.setQueryData(query.queryKey, (rows) => rows && replaced(rows, ids, found, listing.id));
    }
  };
  return changes.follow((rows) => {
    for (const { kind, id, region: where } of rows) if (kind === listing.kind && where === region) waiting.add(id);
    if (waiting.size === 0 || reading) return;
    read().catch(() => {
      waiting.clear();
      return client.invalidateQueries({ queryKey: query.queryKey });
    }).finally(() => {
      reading = false;
    });
  });
}

/** The rows, those with the ids as they were found: in their places, new ones at the end, without those that were not. */
export function replaced<Row>(rows: readonly Row[], ids: readonly string[], found: readonly Row[], id: (row: Row) => string): readonly Row[] {
  const asFound = new Map(found.map((row) => [id(row), row]));
  const asked = new Set(ids);
  const kept = rows.flatMap((row) => {
    if (!asked.has(id(row))) return [row];
    const now = asFound.get(id(row));
    asFound.delete(id(row));
    return now === undefined ? [] : [now];
  });
  return [...kept, ...asFound.values()];
}
