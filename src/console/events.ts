/**
 * `GET /console/events`: what happens in the cloud, as server-sent events. `changed` names rows, some times a second; `counters` says what
 * passed EIPs since ever, every second, those that changed; `request` is a record of the request log; `reset` says that it is another cloud.
 * Each page is told of its account; the operator's of all requests, too.
 */
import type { ServerResponse } from 'node:http';
import type { RequestRecord } from '../api/request-record.js';
import type { Commit } from '../control/commit.js';
import type { ControlPlane } from '../control/control-plane.js';
import type { Visitor } from './door.js';

/** ms */
const CHANGES = 200;
const COUNTERS = 1_000;
const HEARTBEAT = 15_000;
/** Rows, or EIPs, of one event. */
const MOST = 1_000;
/** Bytes that wait for a page that does not read; beyond that it is better told to ask anew. */
const BEHIND = 4 << 20;
/** Pages at the same time. */
const PAGES = 256;

interface ChangedRow {
  readonly kind: string;
  readonly id: string;
  readonly region: string;
  readonly status: string | null;
  readonly removed: boolean;
}

interface Counters {
  /** Bytes from and to the Internet, IP headers included. */
  readonly received: number;
  readonly sent: number;
  readonly receivedPackets: number;
  readonly sentPackets: number;
}

interface Page {
  readonly response: ServerResponse;
  readonly visitor: Visitor;
  readonly isOperator: boolean;
}

export class EventStreams {
  private readonly pages = new Set<Page>();
  /** Since the last event, by account. */
  private readonly rows = new Map<string, Map<string, ChangedRow>>();
  private readonly counted = new Set<number>();
  private rowsTimer: NodeJS.Timeout | undefined;
  private countersTimer: NodeJS.Timeout | undefined;
  private readonly heartbeat: NodeJS.Timeout;
  private epoch: string;
  private readonly unwatch: readonly (() => void)[];

  /** @param isLive whether a session is */
  constructor(
    private readonly plane: Pick<ControlPlane, 'watch' | 'requestLog' | 'status' | 'read' | 'passed'>,
    private readonly isLive: (session: string) => boolean,
    private readonly now: () => number,
  ) {
    this.epoch = plane.status().epoch;
    this.unwatch = [
      plane.watch((commit) => {
        this.committed(commit);
      }),
      plane.requestLog.follow((record) => {
        this.requested(record);
      }),
    ];
    this.heartbeat = setInterval(() => {
      this.beat();
    }, HEARTBEAT);
    this.heartbeat.unref();
  }

  /** False where there are too many already. */
  open(response: ServerResponse, visitor: Visitor, isOperator: boolean): boolean {
    if (this.pages.size >= PAGES) return false;
    const page: Page = { response, visitor, isOperator };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.pages.add(page);
    response.on('close', () => this.pages.delete(page));
    return true;
  }

  close(): void {
    for (const stop of this.unwatch) stop();
    clearInterval(this.heartbeat);
    clearTimeout(this.rowsTimer);
    clearTimeout(this.countersTimer);
    for (const { response } of this.pages) response.end();
  }

  private committed({ changes, counted, epoch }: Commit): void {
    const renewed = epoch !== this.epoch;
    this.epoch = epoch;
    if (this.pages.size === 0) return;
    if (renewed) {
      this.rows.clear();
      this.tell('reset', { epoch });
      return;
    }
    for (const { before, after } of changes) {
      const row = after ?? before;
      const rows = this.rows.get(row.account) ?? new Map<string, ChangedRow>();
      this.rows.set(row.account, rows);
      rows.set(`${row.kind} ${row.id}`, {
        kind: row.kind, id: row.id, region: row.region, status: 'status' in row ? row.status : null, removed: after === undefined,
      });
    }
    for (const eip of counted) this.counted.add(eip);
    if (this.rows.size > 0) this.rowsTimer ??= setTimeout(() => { this.tellRows(); }, CHANGES);
    if (this.counted.size > 0) this.countersTimer ??= setTimeout(() => { this.tellCounters(); }, COUNTERS);
  }

  private tellRows(): void {
    this.rowsTimer = undefined;
    for (const [account, rows] of this.rows) {
      for (const part of parts([...rows.values()])) this.tell('changed', { rows: part }, account);
    }
    this.rows.clear();
  }

  private tellCounters(): void {
    this.countersTimer = undefined;
    const ofAccount = new Map<string, [string, Counters][]>();
    for (const n of this.counted) {
      const eip = this.plane.read.byNumber('eip', n);
      if (eip === undefined) continue;
      const { receivedBytes: received, sentBytes: sent, receivedPackets, sentPackets } = this.plane.passed(n);
      const entry: [string, Counters] = [eip.id, { received, sent, receivedPackets, sentPackets }];
      const entries = ofAccount.get(eip.account);
      if (entries === undefined) ofAccount.set(eip.account, [entry]);
      else entries.push(entry);
    }
    this.counted.clear();
    const time = this.now();
    for (const [account, entries] of ofAccount) {
      for (const part of parts(entries)) this.tell('counters', { time, eips: Object.fromEntries(part) }, account);
    }
  }

  private requested(record: RequestRecord): void {
    if (this.pages.size === 0) return;
    const text = eventText('request', record);
    for (const page of this.pages) if (page.isOperator || page.visitor.account === record.account) write(page, text);
  }

  /** Without an account: all of them. */
  private tell(name: string, data: object, account?: string): void {
    const text = eventText(name, data);
    for (const page of this.pages) if (account === undefined || page.visitor.account === account) write(page, text);
  }

  /** Keeps connections open through whoever is between, and ends those whose session ended. */
  private beat(): void {
    for (const page of this.pages) {
      if (this.isLive(page.visitor.id)) write(page, ':\n\n');
      else page.response.end();
    }
  }
}

function write({ response }: Page, text: string): void {
  response.write(text);
  if (response.writableLength > BEHIND) response.destroy();
}

function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function* parts<T>(list: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < list.length; at += MOST) yield list.slice(at, at + MOST);
}
