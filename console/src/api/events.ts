/** What changes in the cloud makes the queries that read it stale: two tabs, the CLI and Terraform show up here at once. */
import type { QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { connection } from '../live/connection.js';
import { changes, relay } from '../live/feed.js';
import { sessionQuery } from './session.js';

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

/** Until a stream that the server refused is asked for again, ms. The browser itself sees to connections that break. */
const AGAIN = 2_000;

/** Listens until the returned function is called. A connection that comes again may have missed something: then all is stale. */
export function listen(client: QueryClient): () => void {
  let missed = false;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const everything = () => client.invalidateQueries({ predicate: ({ meta }) => meta !== undefined });
  const opened = async () => {
    connection.become(true);
    if (!missed) return;
    missed = false;
    // What is asked from now on needs the secret of the session that there is now.
    await client.refetchQueries({ queryKey: sessionQuery.queryKey });
    await everything();
  };
  const lost = async () => {
    connection.become(false);
    missed = true;
    if (source.readyState !== EventSource.CLOSED) return;
    timer = setTimeout(open, AGAIN);
    // Of a refusal the browser tells no reason. Where there is no session any more, the page says so and ends this.
    await client.refetchQueries({ queryKey: sessionQuery.queryKey });
  };
  function open(): void {
    source = new EventSource('/console/events');
    source.addEventListener('open', () => void opened());
    source.addEventListener('error', () => void lost());
    follow(client, source, everything);
  }
  open();
  return () => {
    clearTimeout(timer);
    source.close();
    connection.become(true);
  };
}

function follow(client: QueryClient, source: EventSource, everything: () => Promise<void>): void {
  relay(source);
  source.addEventListener('reset', () => void everything());
  source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
    const { rows } = changed.parse(JSON.parse(data));
    changes.tell(rows);
    const kinds = new Set(rows.map(({ kind }) => kind));
    void client.invalidateQueries({ predicate: ({ meta }) => meta?.kinds.some((kind) => kinds.has(kind)) ?? false });
  });
}
