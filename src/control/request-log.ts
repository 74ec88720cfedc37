/** What was asked lately and what came of it: the last requests in memory, and whoever follows them. */
import { VERSIONS, type ProductName } from '../api/action.js';
import type { RequestEvent, RequestFilter, RequestRecord } from '../api/request-record.js';
import type { RowChange } from '../store/apply.js';
import type { Commit } from './commit.js';

/** Requests kept; the oldest goes when another comes. */
const KEPT = 1_000;
/** What is kept of a single request, so that a large one costs what a small one does. */
const MOST_EVENTS = 100;
const MOST_PARAMETERS = 100;
const LONGEST_VALUE = 256;

/** A request as the gateway logs it. */
export interface Answered {
  readonly requestId: string;
  readonly version: string;
  readonly action: string;
  readonly account: string;
  readonly status: number;
  /** Both '' on success. */
  readonly code: string;
  readonly message: string;
  readonly ms: number;
  readonly parameters: () => Readonly<Record<string, string>>;
}

const PRODUCTS: ReadonlyMap<string, ProductName> = new Map(
  (Object.keys(VERSIONS) as ProductName[]).map((product) => [VERSIONS[product], product]),
);

export class RequestLog {
  /** A ring: `next` is where the next record goes, and the oldest is once it is full. */
  private readonly ring: RequestRecord[] = [];
  private next = 0;
  /** What requests changed that are not answered yet. */
  private readonly changed = new Map<string, readonly RequestEvent[]>();
  private readonly followers = new Set<(record: RequestRecord) => void>();

  /** @param now the host's clock, ms */
  constructor(private readonly now: () => number) {}

  /** A commit: its requests are about to be answered. */
  committed({ requests }: Commit): void {
    for (const [id, changes] of requests) this.changed.set(id, changes.slice(0, MOST_EVENTS).map(eventOf));
    // A request whose answer is never logged must not be remembered for ever.
    for (const id of this.changed.keys()) {
      if (this.changed.size <= KEPT) break;
      this.changed.delete(id);
    }
  }

  answered({ requestId, version, action, account, status, code, message, ms, ...request }: Answered): void {
    const parameters = cut(request.parameters());
    const record: RequestRecord = {
      requestId, time: new Date(this.now() - ms).toISOString(), product: PRODUCTS.get(version) ?? '', action: short(action), region: parameters['RegionId'] ?? '',
      account, parameters, status, code: code === '' ? null : code, message: message === '' ? null : message,
      durationMs: Math.round(ms * 1_000) / 1_000, events: this.changed.get(requestId) ?? [],
    };
    this.changed.delete(requestId);
    this.ring[this.next] = record;
    this.next = (this.next + 1) % KEPT;
    for (const follow of this.followers) follow(record);
  }

  /** The newest first. */
  list(filter: RequestFilter, most: number): readonly RequestRecord[] {
    const found: RequestRecord[] = [];
    for (let age = 1; age <= this.ring.length && found.length < most; age++) {
      const record = this.ring.at((this.next - age) % KEPT);
      if (record !== undefined && matches(record, filter)) found.push(record);
    }
    return found;
  }

  /** Every request from now on. Returns what ends it. */
  follow(follower: (record: RequestRecord) => void): () => void {
    this.followers.add(follower);
    return () => {
      this.followers.delete(follower);
    };
  }
}

function matches(record: RequestRecord, { action, code, account, requestId, since }: RequestFilter): boolean {
  return (action === undefined || record.action === action)
    && (code === undefined || (record.code ?? 'ok') === code)
    && (account === undefined || record.account === account)
    && (requestId === undefined || record.requestId === requestId)
    && (since === undefined || Date.parse(record.time) >= since);
}

function eventOf({ before, after }: RowChange): RequestEvent {
  const { kind, id } = after ?? before;
  return { kind, id, before: statusOf(before), after: statusOf(after) };
}

function statusOf(row: RowChange['before']): string | null {
  return row !== undefined && 'status' in row ? row.status : null;
}

function cut(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).slice(0, MOST_PARAMETERS).map(([name, value]) => [short(name), short(value)]));
}

function short(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
