/** V1-signed GET requests, made before the clock starts. */
import { createHmac, randomUUID } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function canonical(parameters: readonly (readonly [string, string])[]): string {
  return [...parameters]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .join('&');
}

export function signature(secret: string, canonicalQuery: string): string {
  return createHmac('sha1', `${secret}&`).update(`GET&%2F&${percent(canonicalQuery)}`).digest('base64');
}

export function signedGet(
  credentials: Credentials, version: string, action: string, parameters: Readonly<Record<string, string>>,
): Buffer {
  const query = canonical(Object.entries({
    Action: action,
    Version: version,
    Format: 'JSON',
    AccessKeyId: credentials.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
    ...parameters,
  }));
  const sign = percent(signature(credentials.accessKeySecret, query));
  return Buffer.from(`GET /?${query}&Signature=${sign} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
}
