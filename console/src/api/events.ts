/** What changes in the cloud makes the queries that read it stale: two tabs, the CLI and Terraform show up here at once. */
import type { QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { changes, relay } from '../live/feed.js';

/** As the server names kinds of rows. */
export type RowKind =
  | 'account' | 'eip' | 'eni' | 'instance' | 'vpc' | 'vswitch' | 'routeTable' | 'routeEntry' | 'ipv4Gateway' | 'securityGroup' | 'securityGroupRule'
  | 'resourceGroup' | 'bandwidthPackage';

declare module '@tanstack/react-query' {
  interface Register {
    /** Kinds of rows that the query's answer tells of. */
    queryMeta: { readonly kinds: readonly RowKind[] };
  }
}

const changed = z.object({ rows: z.array(z.object({ kind: z.string(), id: z.string(), region: z.string() })) });

/** Listens until the returned function is called. A connection that comes again may have missed something: then all is stale. */
export function listen(client: QueryClient): () => void {
  const source = new EventSource('/console/events');
  relay(source);
  let opened = false;
  const everything = () => void client.invalidateQueries({ predicate: ({ meta }) => meta !== undefined });
  source.addEventListener('open', () => {
    if (opened) everything();
    opened = true;
  });
  source.addEventListener('reset', everything);
  source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
    const { rows } = changed.parse(JSON.parse(data));
    changes.tell(rows);
    const kinds = new Set(rows.map(({ kind }) => kind));
    void client.invalidateQueries({ predicate: ({ meta }) => meta?.kinds.some((kind) => kinds.has(kind)) ?? false });
  });
  return () => {
    source.close();
  };
}
