/** Signers for our own command line and for tests: what a client sends, ready for any HTTP library. */
import { canonicalize, sortedNames } from './encoding.js';
import { v1Signature, v1StringToSign, type V1Method } from './v1.js';
import { payloadHash, v3Authorization, v3CanonicalRequest, v3Signature, v3StringToSign } from './v3.js';

export interface SigningKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export interface Signing {
  readonly key: SigningKey;
  readonly httpMethod: 'GET' | 'POST';
  readonly action: string;
  readonly version: string;
  /** The action's own, already flattened. */
  readonly parameters: Readonly<Record<string, string>>;
  /** ms */
  readonly now: number;
  readonly nonce: string;
}

export interface V3Signing extends Signing {
  /** `host:port` as the Host field will say. */
  readonly host: string;
  /** Sent and signed in the body's place. */
  readonly body?: { readonly type: string; readonly content: Uint8Array };
}

/** All parameters, the signature among them: `application/x-www-form-urlencoded` text for the query or the body. */
export function signV1(request: Signing & { readonly signatureMethod?: V1Method }): string {
  const { key, action, version, now, nonce, signatureMethod = 'HMAC-SHA1' } = request;
  const parameters = new Map(
    Object.entries({
      Format: 'JSON',
      ...request.parameters,
      Action: action,
      Version: version,
      AccessKeyId: key.accessKeyId,
      SignatureMethod: signatureMethod,
      SignatureVersion: '1.0',
      SignatureNonce: nonce,
      Timestamp: timestamp(now),
    }),
  );
  const stringToSign = v1StringToSign(request.httpMethod, parameters);
  parameters.set('Signature', v1Signature(key.accessKeySecret, stringToSign, signatureMethod));
  return canonicalize(parameters, [...parameters.keys()]);
}

/** The query text and the header fields, `host` among them. */
export function signV3(request: V3Signing): { readonly query: string; readonly headers: Readonly<Record<string, string>> } {
  const { key, body } = request;
  const query = new Map(Object.entries(request.parameters));
  const hash = payloadHash(body?.content ?? new Uint8Array());
  const headers = new Map([
    ...(body === undefined ? [] : [['content-type', body.type] as const]),
    ['host', request.host],
    ['x-acs-action', request.action],
    ['x-acs-content-sha256', hash],
    ['x-acs-date', timestamp(request.now)],
    ['x-acs-signature-nonce', request.nonce],
    ['x-acs-version', request.version],
  ]);
  const signedHeaders = [...headers.keys()].join(';');
  const canonical = v3CanonicalRequest(request.httpMethod, query, headers, signedHeaders, hash);
  const signature = v3Signature(key.accessKeySecret, v3StringToSign(canonical));
  headers.set('authorization', v3Authorization(key.accessKeyId, signedHeaders, signature));
  return { query: canonicalize(query, sortedNames(query)), headers: Object.fromEntries(headers) };
}

/** `YYYY-MM-DDThh:mm:ssZ` */
function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
