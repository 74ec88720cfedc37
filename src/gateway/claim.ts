import { timingSafeEqual } from 'node:crypto';

/** Who a request says it is from, and the proof. */
export interface Claim {
  readonly accessKeyId: string;
  /** `YYYY-MM-DDThh:mm:ssZ`, as received. */
  readonly timestamp: string;
  readonly nonce: string;
  /** Empty when absent. */
  readonly securityToken: string;
  /** Throws ProtocolError when the signature was not made with this secret. */
  verify(secret: string): void;
}

/** Compares signature texts in constant time: an equal text, not an equal value, so that Base64 has one form only. */
export function matches(received: string, expected: string): boolean {
  const a = Buffer.from(received);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
