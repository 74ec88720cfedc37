/** What Prometheus is told of what happens: requests by action and code, and how long rows stay in their transitional states. */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { RequestRecord } from '../api/request-record.js';
import { isMoving } from '../cloud/indexes.js';
import type { Commit } from './commit.js';
import type { ControlPlane } from './control-plane.js';

/** s: from answers out of memory to those that a fault delays. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10];
/** s: from a data plane without packets to the latency of the cloud. */
const STATE_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface Stay {
  readonly status: string;
  /** ms */
  readonly since: number;
}

export function countActivity(registry: Registry, plane: Pick<ControlPlane, 'watch' | 'requestLog'>, now: () => number = Date.now): void {
  const requests = new Counter({
    name: 'openeip_requests_total', help: 'Requests by action and code: ok, reset, or that of the refusal', labelNames: ['product', 'action', 'code'], registers: [registry],
  });
  const durations = new Histogram({
    name: 'openeip_request_duration_seconds', help: 'From the end of a request\'s header to its answer', labelNames: ['product'], buckets: REQUEST_BUCKETS, registers: [registry],
  });
  const states = new Histogram({
    name: 'openeip_transition_seconds', help: 'How long rows stayed in a transitional state', labelNames: ['kind', 'status'], buckets: STATE_BUCKETS, registers: [registry],
  });
  plane.requestLog.follow((record) => {
    const { product } = record;
    requests.inc({ product, action: isKnown(record) ? record.action : '', code: record.code ?? (record.status === 0 ? 'reset' : 'ok') });
    durations.observe({ product }, record.durationMs / 1_000);
  });
  /** By number of the row. */
  const stays = new Map<number, Stay>();
  plane.watch(({ changes }: Commit) => {
    const time = now();
    for (const { before, after } of changes) {
      const row = after ?? before;
      const status = after !== undefined && 'status' in after && isMoving(after) ? after.status : undefined;
      const stay = stays.get(row.n);
      if (stay?.status === status) continue;
      if (stay !== undefined) {
        states.observe({ kind: row.kind, status: stay.status }, (time - stay.since) / 1_000);
        stays.delete(row.n);
      }
      if (status !== undefined) stays.set(row.n, { status, since: time });
    }
  });
}

/** Anybody may name any action; a series for each would fill the memory. */
function isKnown({ product, code }: RequestRecord): boolean {
  return product !== '' && code !== 'InvalidAction.NotFound';
}
