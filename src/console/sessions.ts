/** Who may use the console: tokens that open one session each, and the sessions. All in memory: they end with the process. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

export interface Session {
  readonly account: string;
  /** What each request that does something must carry beside the cookie. */
  readonly csrf: string;
}

/** Without a request for so long, ms, a session ends; nor can a token be used so long after it was made. */
const IDLE = 12 * 3_600_000;
/** Of each; beyond that the one that was idle longest goes. */
const MOST = 100;

interface Kept<T> {
  readonly value: T;
  readonly used: number;
}

/** In order of use. */
class Lasting<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(private readonly now: () => number) {}

  add(value: T): string {
    const secret = newSecret();
    this.put(secret, value);
    return secret;
  }

  /** Used now. */
  find(secret: string): T | undefined {
    const value = this.take(secret);
    if (value !== undefined) this.put(secret, value);
    return value;
  }

  take(secret: string): T | undefined {
    const found = this.kept.get(secret);
    this.kept.delete(secret);
    return found !== undefined && this.now() - found.used < IDLE ? found.value : undefined;
  }

  has(secret: string): boolean {
    const found = this.kept.get(secret);
    return found !== undefined && this.now() - found.used < IDLE;
  }

  private put(secret: string, value: T): void {
    this.kept.set(secret, { value, used: this.now() });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST) break;
      this.kept.delete(oldest);
    }
  }
}

export class Sessions {
  private readonly invitations: Lasting<string>;
  private readonly sessions: Lasting<Session>;

  /** @param now ms */
  constructor(now: () => number) {
    this.invitations = new Lasting(now);
    this.sessions = new Lasting(now);
  }

  /** A token that opens one session of the account. */
  invite(account: string): string {
    return this.invitations.add(account);
  }

  /** The id of the session that a token opens; undefined for one that is unknown, used or too old. */
  open(token: string): string | undefined {
    const account = this.invitations.take(token);
    return account === undefined ? undefined : this.sessions.add({ account, csrf: newSecret() });
  }

  /** Counts as a use. */
  find(id: string): Session | undefined {
    return this.sessions.find(id);
  }

  /** Does not. */
  lives(id: string): boolean {
    return this.sessions.has(id);
  }
}

export function sameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
