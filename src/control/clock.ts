/**
 * The cloud's clock: the host's, moved on by what an operator advanced it. Billing, expiry, recovery and idempotency follow it;
 * signatures, nonces and the leases of hosts follow the host's own.
 */
import type { Store } from '../store/store.js';

const OFFSET = 'clock';

export class Clock {
  /** ms that the cloud is ahead of the host; kept in the store, so that it survives a restart. */
  private ahead = 0;

  constructor(
    private readonly store: Store,
    /** The host's clock, ms. */
    readonly host: () => number,
  ) {
    this.restore();
  }

  /** ms */
  now = (): number => this.host() + this.ahead;

  get offset(): number {
    return this.ahead;
  }

  /** Part of the open batch. */
  moveTo(time: number): void {
    this.ahead = time - this.host();
    this.store.setMeta(OFFSET, String(this.ahead));
  }

  /** Back to what is durable, after a commit that failed. */
  restore(): void {
    this.ahead = Number(this.store.meta(OFFSET) ?? 0);
  }
}
