/** Who may call: the checks between decoding and the call, in the order of behaviour rule 6.5. */
import type { Claim } from './claim.js';
import type { Dispatcher, KeyLookup } from './contract.js';
import { errors, ProtocolError } from './errors.js';
import { invalidParameter } from './encoding.js';
import { MAX_SKEW, Nonces } from './nonces.js';
import type { DecodedRequest } from './request.js';
import { v1Claim } from './v1.js';
import { v3Claim } from './v3.js';

/** Far above any client's; longer ones would only fill the memory of used nonces. */
const MAX_NONCE = 256;

export interface Caller {
  readonly account: string;
  readonly accessKeyId: string;
}

export class Admission {
  constructor(
    private readonly dispatcher: Pick<Dispatcher, 'knows' | 'unknownAction'>,
    private readonly keys: KeyLookup,
    /** ms */
    private readonly now: () => number,
    private readonly nonces = new Nonces(),
  ) {}

  /** Throws ProtocolError. */
  admit(request: DecodedRequest): Caller {
    this.#requireAction(request);
    const claim = request.scheme === 'V3' ? v3Claim(request) : v1Claim(request);
    const { accessKeyId } = claim;
    const key = this.keys(accessKeyId);
    if (key === undefined) throw new ProtocolError(errors['InvalidAccessKeyId.NotFound']);
    if (!key.active) throw new ProtocolError(errors['InvalidAccessKeyId.Inactive']);
    const now = this.now();
    const timestamp = instant(claim.timestamp);
    if (Math.abs(now - timestamp) > MAX_SKEW) throw new ProtocolError(errors['InvalidTimeStamp.Expired']);
    claim.verify(key.secret);
    // No key of ours comes with a session token, so whatever one is sent is not ours.
    if (claim.securityToken !== '') throw new ProtocolError(errors['InvalidSecurityToken.Malformed']);
    this.#useNonce(claim, timestamp, now);
    return { account: key.account, accessKeyId };
  }

  #requireAction({ scheme, action, version }: DecodedRequest): void {
    if (action === '') throw new ProtocolError(errors.MissingAction, scheme === 'V3' ? 'x-acs-action' : 'Action');
    if (version === '') throw new ProtocolError(errors.MissingVersion, scheme === 'V3' ? 'x-acs-version' : 'Version');
    switch (this.dispatcher.knows(version, action)) {
      case 'unknown-version':
        throw new ProtocolError(errors.InvalidVersion);
      case 'unknown-action':
        throw new ProtocolError(errors['InvalidAction.NotFound'], this.dispatcher.unknownAction(version, action));
      case 'known':
    }
  }

  /** After the signature, so that nobody without a key can use up another's nonces. */
  #useNonce({ accessKeyId, nonce }: Claim, timestamp: number, now: number): void {
    if (nonce.length > MAX_NONCE) throw invalidParameter('SignatureNonce');
    switch (this.nonces.use(accessKeyId, nonce, timestamp, now)) {
      case 'used':
        throw new ProtocolError(errors.SignatureNonceUsed);
      case 'expired':
        throw new ProtocolError(errors['InvalidTimeStamp.Expired']);
      case 'full':
        throw new ProtocolError(errors.Throttling);
      case 'fresh':
    }
  }
}

function instant(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new ProtocolError(errors['InvalidTimeStamp.Format']);
  return ms;
}
