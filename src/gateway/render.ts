/** Answers as text: JSON or XML, in the exact forms that the SDKs tell apart by content type. */
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

type Fields = Readonly<Record<string, WireJson>>;

/** Values that the caller put together as text are used as they are. */
export async function renderAnswer(format: Format, action: string, requestId: string, body: WireBody): Promise<string> {
  const prepared = isPrepared(body);
  if (format === 'XML') {
    return renderXml(`${action}Response`, { RequestId: requestId, ...(prepared ? body.value() : body) });
  }
  const fields = prepared ? body.json() : JSON.stringify(body).slice(1, -1);
  return fields === '' ? `{"RequestId":"${requestId}"}` : `{"RequestId":"${requestId}",${fields}}`;
}

export async function renderError(format: Format, error: ErrorBody): Promise<string> {
  return format === 'XML' ? renderXml('Error', errorFields(error)) : renderJsonError(error);
}

/** Also for answers to what is no HTTP request at all. */
export function renderJsonError(error: ErrorBody): string {
  return JSON.stringify(errorFields(error));
}

function errorFields({ requestId, host, code, message }: ErrorBody) {
  return {
    RequestId: requestId,
    HostId: host,
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(code)}`,
  };
}

function isPrepared(body: WireBody): body is Extract<WireBody, { readonly json: () => string }> {
  return typeof body.json === 'function';
}

/** A list becomes its elements one after the other, all under the list's own name. Characters that XML forbids become U+FFFD. */
async function renderXml(root: string, fields: Fields): Promise<string> {
  // Loaded by the first XML answer: few clients ask for XML, and every start would pay for it.
  const { create } = await import('xmlbuilder2');
  return create({ encoding: 'UTF-8', invalidCharReplacement: '\ufffd' }, { [root]: fields }).end();
}
