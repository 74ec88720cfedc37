/** Holds rows in their transitional states for a while by the cloud's clock, as the setting `latency` asks. */
import type { Row, RowKind } from '../cloud/resources.js';
import type { Clock } from './clock.js';

interface Hold {
  readonly kind: RowKind;
  /** ms of the cloud's clock */
  readonly until: number;
  readonly timer: NodeJS.Timeout;
  /** The data plane has confirmed: nothing but the hold is waited for. */
  confirmed: boolean;
}

export class Latency {
  private readonly holds = new Map<number, Hold>();

  constructor(
    private readonly clock: Clock,
    /** ms */
    private readonly stayOf: (row: Row) => number,
    private readonly release: (kind: RowKind, n: number) => void,
  ) {}

  /** A row entered a transitional state. */
  enter(row: Row): void {
    const stay = this.stayOf(row);
    if (stay === 0) return;
    const { n, kind } = row;
    const timer = setTimeout(() => {
      this.end(n);
    }, stay).unref();
    this.holds.set(n, { kind, until: this.clock.now() + stay, timer, confirmed: false });
  }

  /** It left it, or changed within it. */
  leave(n: number): void {
    clearTimeout(this.holds.get(n)?.timer);
    this.holds.delete(n);
  }

  /** Another cloud takes the place of this one. */
  clear(): void {
    for (const n of this.holds.keys()) this.leave(n);
  }

  has(n: number): boolean {
    return this.holds.has(n);
  }

  /** True while the row is held; once that ends it is released. */
  keeps(n: number): boolean {
    const hold = this.holds.get(n);
    if (hold === undefined) return false;
    hold.confirmed = true;
    return true;
  }

  /** The clock was moved. */
  wake(): void {
    const now = this.clock.now();
    for (const [n, { until }] of this.holds) if (until <= now) this.end(n);
  }

  private end(n: number): void {
    const hold = this.holds.get(n);
    this.leave(n);
    if (hold?.confirmed === true) this.release(hold.kind, n);
  }
}
