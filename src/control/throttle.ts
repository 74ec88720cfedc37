/** A token bucket per account and action (behaviour §6.7), between the gateway and the control plane, where the operator asked for a rate. */
import { common } from '../cloud/errors/common.js';
import type { Reply, Request } from './requests.js';

interface Bucket {
  /** Calls that may come at once, fractions kept. */
  tokens: number;
  /** Of the host's clock, ms: throttling never follows the cloud's. */
  filled: number;
}

export class Throttle {
  private readonly buckets = new Map<string, Bucket>();
  private readonly size: number;

  /** 0: no limit. A bucket holds a second's worth, and one call at least. */
  constructor(
    private readonly callsPerSecond: number,
    private readonly now: () => number,
  ) {
    this.size = Math.max(1, callsPerSecond);
  }

  /** Undefined for a call that may pass. */
  refuse({ account, version, action }: Request): Reply | undefined {
    if (this.callsPerSecond === 0) return undefined;
    const key = `${account} ${version} ${action}`;
    const now = this.now();
    const bucket = this.buckets.get(key) ?? { tokens: this.size, filled: now };
    this.buckets.set(key, bucket);
    bucket.tokens = Math.min(this.size, bucket.tokens + (Math.max(0, now - bucket.filled) / 1_000) * this.callsPerSecond);
    bucket.filled = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return undefined;
    }
    const { status, code, message } = common['Throttling.User'];
    const wait = Math.ceil(((1 - bucket.tokens) / this.callsPerSecond) * 1_000);
    return { ok: false, status, code, message, headers: { 'x-acs-retry-after': String(wait) } };
  }
}
