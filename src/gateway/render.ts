/**
 * Answers as bytes: JSON or XML, in the exact forms that the SDKs tell apart by content type. The XML writer is our own: it needs
 * elements and text only, and must escape every text whatever it looks like.
 */
import type { WireBody, WireJson } from './contract.js';
import type { Format } from './request.js';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  JSON: 'application/json;charset=utf-8',
  XML: 'text/xml;charset=utf-8',
};

export interface ErrorBody {
  readonly requestId: string;
  readonly host: string;
  readonly code: string;
  readonly message: string;
}

const END = Buffer.from('}');
const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Bytes of an answer. What the caller put together as text is copied as it is, once. */
export function renderAnswer(format: Format, action: string, requestId: string, body: WireBody): Buffer {
  const prepared = isPrepared(body);
  if (format === 'XML') {
    return Buffer.from(XML + element(`${action}Response`, { RequestId: requestId, ...(prepared ? body.value() : body) }));
  }
  if (prepared) return Buffer.concat([Buffer.from(`{"RequestId":"${requestId}",`), ...body.json(), END]);
  return Buffer.from(JSON.stringify({ RequestId: requestId, ...body }));
}

export function renderError(format: Format, { requestId, host, code, message }: ErrorBody): Buffer {
  const fields = {
    RequestId: requestId,
    HostId: host,
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(code)}`,
  };
  return Buffer.from(format === 'XML' ? XML + element('Error', fields) : JSON.stringify(fields));
}

function isPrepared(body: WireBody): body is Extract<WireBody, { readonly json: () => readonly Uint8Array[] }> {
  return typeof body.json === 'function';
}

/** A list becomes its elements one after the other, all under the list's own name; null is left out. */
function element(name: string, value: WireJson): string {
  if (value === null) return '';
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  const content =
    typeof value === 'object'
      ? Object.entries(value).map(([key, item]) => element(key, item)).join('')
      : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}

/** Characters that XML 1.0 cannot carry at all become U+FFFD; a bare carriage return would be read as a line feed. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>\r]/g, (char) => ENTITIES[char] ?? char)
    .replace(FORBIDDEN, '\ufffd');
}

function isList(value: WireJson): value is readonly WireJson[] {
  return Array.isArray(value);
}
