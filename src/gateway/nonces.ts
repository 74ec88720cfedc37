/**
 * Which nonces were used. A nonce is remembered for 30 minutes after its use at least; a request is only admitted while its
 * timestamp is within 15 minutes of the clock, so no request is ever admitted twice.
 *
 * Memory is bounded: at `capacity` the nonces with the oldest timestamps are forgotten first, and from then on requests as old as
 * these are refused as expired, so that a forgotten nonce cannot be replayed either. Callers with a right clock notice nothing.
 */
export const MAX_SKEW = 15 * 60_000;
/** A timestamp may lie this far ahead at first use, and the nonce is kept for two skews after the use. */
const KEEP = 3 * MAX_SKEW;
/** Timestamps are grouped by this many ms. */
const GROUP = 10_000;
/** About 150 bytes each. */
const CAPACITY = 1_000_000;

export type NonceVerdict = 'fresh' | 'used' | 'expired' | 'full';

export class Nonces {
  readonly #seen = new Set<string>();
  /** Group number of the timestamp → its nonces. */
  readonly #groups = new Map<number, string[]>();
  #oldest = Infinity;
  /** Groups below are forgotten for good. */
  #floor = -Infinity;

  constructor(private readonly capacity = CAPACITY) {}

  /**
   * Takes the nonce of an authenticated request.
   * @param timestamp the request's, ms
   * @param now ms
   */
  use(accessKeyId: string, nonce: string, timestamp: number, now: number): NonceVerdict {
    const group = Math.floor(timestamp / GROUP);
    this.#forget(Math.floor((now - KEEP) / GROUP));
    if (group < this.#floor) return 'expired';
    const key = `${accessKeyId}\n${nonce}`;
    if (this.#seen.has(key)) return 'used';
    if (this.#seen.size >= this.capacity) {
      if (this.#oldest >= group) return 'full';
      this.#forget(this.#oldest + 1);
    }
    this.#seen.add(key);
    const nonces = this.#groups.get(group);
    if (nonces === undefined) this.#groups.set(group, [key]);
    else nonces.push(key);
    this.#oldest = Math.min(this.#oldest, group);
    return 'fresh';
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Drops the groups below `floor`. */
  #forget(floor: number): void {
    this.#floor = Math.max(this.#floor, floor);
    if (this.#oldest >= this.#floor) return;
    for (const [group, nonces] of this.#groups) {
      if (group >= this.#floor) continue;
      for (const key of nonces) this.#seen.delete(key);
      this.#groups.delete(group);
    }
    this.#oldest = Math.min(Infinity, ...this.#groups.keys());
  }
}
