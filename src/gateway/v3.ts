/** Signature version 3, ACS3-HMAC-SHA256: HMAC over method, query, the headers it names, and the body's hash. */
import { createHash, createHmac } from 'node:crypto';
import { matches, type Claim } from './claim.js';
import { canonicalize, sortedNames } from './encoding.js';
import { errors, ProtocolError } from './errors.js';
import type { DecodedRequest, Headers } from './request.js';

const ALGORITHM = 'ACS3-HMAC-SHA256';
const AUTHORIZATION = /^ACS3-HMAC-SHA256 +Credential=([^,\s]+) *, *SignedHeaders=([^,\s]+) *, *Signature=([0-9a-f]{64})$/;
/** Fields that decide what the request means: whoever changes one must break the signature. */
const ESSENTIAL = ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'];

/** @param signedHeaders as the Authorization field names them, `;` between */
export function v3CanonicalRequest(
  method: string,
  query: ReadonlyMap<string, string>,
  headers: Headers,
  signedHeaders: string,
  payloadHash: string,
): string {
  let fields = '';
  for (const name of signedHeaders.split(';')) fields += `${name.toLowerCase()}:${headers.get(name.toLowerCase()) ?? ''}\n`;
  return [method, '/', canonicalize(query, sortedNames(query)), fields, signedHeaders, payloadHash].join('\n');
}

/** Header text arrives as one character per byte, everything else is ASCII: hashing it as Latin-1 hashes the bytes sent. */
export function v3StringToSign(canonicalRequest: string): string {
  return `${ALGORITHM}\n${createHash('sha256').update(canonicalRequest, 'latin1').digest('hex')}`;
}

/** Lower-case hex. */
export function v3Signature(secret: string, stringToSign: string): string {
  return createHmac('sha256', secret).update(stringToSign).digest('hex');
}

export function v3Authorization(accessKeyId: string, signedHeaders: string, signature: string): string {
  return `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** Lower-case hex. */
export function payloadHash(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Throws ProtocolError for what is missing, malformed or not signed. */
export function v3Claim({ raw, query }: DecodedRequest): Claim {
  const { headers, body } = raw;
  const parts = AUTHORIZATION.exec(headers.get('authorization') ?? '');
  if (parts === null) {
    throw incomplete(`Authorization must read "${ALGORITHM} Credential=…,SignedHeaders=…,Signature=<64 hex digits>".`);
  }
  const [, accessKeyId = '', signedHeaders = '', signature = ''] = parts;
  const timestamp = headers.get('x-acs-date') ?? '';
  if (timestamp === '') throw new ProtocolError(errors.MissingTimestamp, 'x-acs-date');
  const nonce = headers.get('x-acs-signature-nonce') ?? '';
  if (nonce === '') throw new ProtocolError(errors.MissingSignatureNonce, 'x-acs-signature-nonce');
  requireSigned(headers, signedHeaders, body.length > 0);
  return {
    accessKeyId,
    timestamp,
    nonce,
    securityToken: headers.get('x-acs-security-token') ?? '',
    verify: (secret) => {
      const hash = payloadHash(body);
      const canonical = v3CanonicalRequest(raw.method, query, headers, signedHeaders, hash);
      const stringToSign = v3StringToSign(canonical);
      if (!matches(signature, v3Signature(secret, stringToSign)) || headers.get('x-acs-content-sha256') !== hash) {
        throw new ProtocolError(errors.SignatureDoesNotMatch, stringToSign);
      }
    },
  };
}

/** The type decides how a body is read, so it must be signed where there is a body. */
function requireSigned(headers: Headers, signedHeaders: string, hasBody: boolean): void {
  const signed = new Set(signedHeaders.toLowerCase().split(';'));
  const required = [
    ...ESSENTIAL,
    ...(hasBody && headers.has('content-type') ? ['content-type'] : []),
    ...(headers.has('x-acs-security-token') ? ['x-acs-security-token'] : []),
  ];
  const open = required.find((name) => !signed.has(name) || !headers.has(name));
  if (open !== undefined) throw incomplete(`The header ${open} must be sent and signed.`);
}

function incomplete(reason: string): ProtocolError {
  return new ProtocolError(errors.IncompleteSignature, reason);
}
