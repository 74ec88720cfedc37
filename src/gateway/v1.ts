/** Signature version 1 of the RPC style: HMAC over method and sorted parameters, itself a parameter. */
import { createHmac } from 'node:crypto';
import { canonicalize, sortedNames } from './encoding.js';
import { errors, ProtocolError } from './errors.js';
import { matches, type Claim } from './claim.js';
import type { DecodedRequest } from './request.js';

/** Hash and the form of its signature for each SignatureMethod. */
const METHODS = {
  'HMAC-SHA1': { hash: 'sha1', form: /^[A-Za-z0-9+/]{27}=$/ },
  'HMAC-SHA256': { hash: 'sha256', form: /^[A-Za-z0-9+/]{43}=$/ },
} as const;

export type V1Method = keyof typeof METHODS;

/** Parameters without `Signature` take part, empty ones too. */
export function v1StringToSign(httpMethod: string, parameters: ReadonlyMap<string, string>): string {
  const names = sortedNames(parameters).filter((name) => name !== 'Signature');
  // Canonical text holds only unreserved characters, `%`, `=` and `&`, so the plain encoder is enough for the second round.
  return `${httpMethod}&%2F&${encodeURIComponent(canonicalize(parameters, names))}`;
}

/** Base64. */
export function v1Signature(secret: string, stringToSign: string, method: V1Method): string {
  return createHmac(METHODS[method].hash, `${secret}&`).update(stringToSign).digest('base64');
}

/** Throws ProtocolError for what is missing or malformed. */
export function v1Claim({ raw, parameters }: DecodedRequest): Claim {
  const read = (row: keyof typeof errors, name: string) => {
    const value = parameters.get(name) ?? '';
    if (value === '') throw new ProtocolError(errors[row], name);
    return value;
  };
  const accessKeyId = read('MissingAccessKeyId', 'AccessKeyId');
  const signature = read('MissingSignature', 'Signature');
  const timestamp = read('MissingTimestamp', 'Timestamp');
  const nonce = read('MissingSignatureNonce', 'SignatureNonce');
  const method = parameters.get('SignatureMethod') || 'HMAC-SHA1';
  if (!isMethod(method)) {
    throw new ProtocolError(errors.IncompleteSignature, 'SignatureMethod must be HMAC-SHA1 or HMAC-SHA256.');
  }
  if ((parameters.get('SignatureVersion') || '1.0') !== '1.0') {
    throw new ProtocolError(errors.IncompleteSignature, 'SignatureVersion must be 1.0.');
  }
  if (!METHODS[method].form.test(signature)) {
    throw new ProtocolError(errors.IncompleteSignature, `Signature is not the Base64 text of an ${method}.`);
  }
  return {
    accessKeyId,
    timestamp,
    nonce,
    securityToken: parameters.get('SecurityToken') ?? '',
    verify: (secret) => {
      const stringToSign = v1StringToSign(raw.method, parameters);
      if (!matches(signature, v1Signature(secret, stringToSign, method))) {
        throw new ProtocolError(errors.SignatureDoesNotMatch, stringToSign);
      }
    },
  };
}

function isMethod(text: string): text is V1Method {
  return Object.hasOwn(METHODS, text);
}
