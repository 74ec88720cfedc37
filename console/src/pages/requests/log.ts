/** What the log shows: the newest requests that a filter lets through, so many at the most, told some times a second however many there are. */
import type { RequestRecord } from '../../live/feed.js';

/** ms between two looks of a page. */
const EVERY = 250;

export interface Shown {
  /** The newest first. */
  readonly rows: readonly RequestRecord[];
  /** How many came since it was held. */
  readonly held: number;
}

export class RequestLog {
  private shown: Shown = { rows: [], held: 0 };
  /** Not shown yet; the oldest first. */
  private arrived: RequestRecord[] = [];
  private count = 0;
  private holds = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly followers = new Set<() => void>();
  /** Told by the list: the event stream, which takes a way of its own, may tell of them later. */
  private listed: ReadonlySet<string> = new Set();

  constructor(
    private readonly passes: (record: RequestRecord) => boolean,
    private readonly most: number,
  ) {}

  /** One that was just answered. */
  readonly add = (record: RequestRecord): void => {
    if (this.listed.has(record.requestId) || !this.passes(record)) return;
    this.arrived.push(record);
    this.count += 1;
    if (this.arrived.length >= 2 * this.most) this.arrived = this.arrived.slice(-this.most);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.show();
    }, EVERY);
  };

  /** The list of those that the server remembers; the newest first. */
  list(records: readonly RequestRecord[]): void {
    this.listed = new Set(records.map(({ requestId }) => requestId));
    const known = new Set([...this.shown.rows, ...this.arrived].map(({ requestId }) => requestId));
    const missing = records.filter((record) => !known.has(record.requestId) && this.passes(record));
    if (missing.length === 0) return;
    const rows = [...this.shown.rows, ...missing].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
    this.tell({ rows: rows.slice(0, this.most), held: this.shown.held });
  }

  /** While it is held, rows stay as they are, and what comes waits. */
  hold(holds: boolean): void {
    if (holds === this.holds) return;
    this.holds = holds;
    this.show();
  }

  readonly subscribe = (follower: () => void): (() => void) => {
    this.followers.add(follower);
    return () => {
      this.followers.delete(follower);
    };
  };

  readonly snapshot = (): Shown => this.shown;

  private show(): void {
    if (this.holds) {
      this.tell({ rows: this.shown.rows, held: this.count });
      return;
    }
    const rows = [...this.arrived.reverse(), ...this.shown.rows].slice(0, this.most);
    this.arrived = [];
    this.count = 0;
    this.tell({ rows, held: 0 });
  }

  private tell(shown: Shown): void {
    this.shown = shown;
    for (const follow of this.followers) follow();
  }
}
