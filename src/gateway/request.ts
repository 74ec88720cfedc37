/**
 * Decoding: from a parsed HTTP message to action, version and parameters. Clients put parameters into the query, a form body or
 * both (one signed set), and, with V3, the common ones into headers and sometimes the others into a JSON body.
 */
import { addParameter, invalidParameter, parseForm } from './encoding.js';

/** A request as the HTTP parser left it. */
export interface RawRequest {
  readonly method: string;
  /** The request target's text after `?`, undecoded. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Lower-case names; a repeated field's values are sorted and joined with a comma, as V3 signs them. */
export type Headers = ReadonlyMap<string, string>;

export type Format = 'JSON' | 'XML';

export interface DecodedRequest {
  readonly raw: RawRequest;
  readonly scheme: 'V1' | 'V3';
  /** Empty when absent. */
  readonly action: string;
  readonly version: string;
  /** Undefined: the caller has no wish. */
  readonly format: Format | undefined;
  /** Parameters of the query alone: V3 signs these, the body through its hash. */
  readonly query: ReadonlyMap<string, string>;
  /** Query and body together, common and empty ones included: V1 signs these. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Target {
  /** `host:port` of an absolute-form target, as a proxy's client sends it. */
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string;
}

const COMMON = new Set([
  ...['Action', 'Version', 'Format', 'Timestamp', 'AccessKeyId', 'SecurityToken', 'BearerToken'],
  ...['Signature', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'SignatureType'],
]);
const MAX_JSON_DEPTH = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function splitTarget(target: string): Target {
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(target);
  const local = absolute === null ? target : target.slice(absolute[0].length);
  const mark = local.indexOf('?');
  const path = mark === -1 ? local : local.slice(0, mark);
  return { authority: absolute?.[1], path: path === '' ? '/' : path, query: mark === -1 ? '' : local.slice(mark + 1) };
}

/**
 * @param pairs names and values in turn, as received
 * @param authority of an absolute-form target: it takes the place of the Host field (RFC 9112, 3.2.2)
 */
export function readHeaders(pairs: readonly string[], authority: string | undefined): Headers {
  const headers = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const name = (pairs[i] ?? '').toLowerCase();
    const value = (pairs[i + 1] ?? '').trim();
    const earlier = headers.get(name);
    if (earlier === undefined) {
      headers.set(name, value);
      continue;
    }
    const values = repeated.get(name) ?? [earlier];
    repeated.set(name, values);
    values.push(value);
  }
  for (const [name, values] of repeated) headers.set(name, values.sort().join(','));
  if (authority !== undefined) headers.set('host', authority);
  return headers;
}

/** Throws ProtocolError. */
export function decode(raw: RawRequest): DecodedRequest {
  const scheme = raw.headers.get('authorization')?.startsWith('ACS3-') === true ? 'V3' : 'V1';
  const query = parseForm(raw.query);
  const body = decodeBody(raw, scheme);
  const parameters = body === undefined ? query : merge(query, body);
  const [action, version] =
    scheme === 'V3'
      ? [raw.headers.get('x-acs-action'), raw.headers.get('x-acs-version')]
      : [parameters.get('Action'), parameters.get('Version')];
  return {
    raw,
    scheme,
    action: action ?? '',
    version: version ?? '',
    format: explicitFormat(parameters.get('Format')) ?? acceptedFormat(raw.headers),
    query,
    parameters,
  };
}

/** What is left for the action: the common parameters and the empty ones, which count as absent, are gone. */
export function actionParameters(parameters: ReadonlyMap<string, string>): Map<string, string> {
  const rest = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (value !== '' && !COMMON.has(name)) rest.set(name, value);
  }
  return rest;
}

/** The first media type of `Accept` that is one of ours. */
export function acceptedFormat(headers: Headers): Format | undefined {
  const match = /(?:^|[,\s])(?:application\/(json|xml)|text\/(xml))(?=$|[;,\s])/i.exec(headers.get('accept') ?? '');
  if (match === null) return undefined;
  return match[1]?.toLowerCase() === 'json' ? 'JSON' : 'XML';
}

function explicitFormat(text: string | undefined): Format | undefined {
  const format = text?.toUpperCase() ?? '';
  if (format === '') return undefined;
  if (format !== 'JSON' && format !== 'XML') throw invalidParameter('Format');
  return format;
}

/** A body of another type carries no parameters; so does a JSON body under V1, which signs parameters and nothing else. */
function decodeBody(raw: RawRequest, scheme: DecodedRequest['scheme']): ReadonlyMap<string, string> | undefined {
  if (raw.body.length === 0) return undefined;
  const type = (raw.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return parseForm(text(raw.body));
  if (type === 'application/json' && scheme === 'V3') return parseJson(text(raw.body));
  return undefined;
}

function text(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw invalidParameter('body');
  }
}

/** Lists and objects become dotted names, lists counted from 1, as RPC clients write them. */
function parseJson(source: string): ReadonlyMap<string, string> {
  let root: unknown;
  try {
    root = JSON.parse(source);
  } catch {
    throw invalidParameter('body');
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw invalidParameter('body');
  const parameters = new Map<string, string>();
  flatten(root, '', 0, parameters);
  return parameters;
}

function flatten(value: unknown, name: string, depth: number, into: Map<string, string>): void {
  if (value === null) return;
  if (typeof value !== 'object') {
    const plain = String(value);
    // A JSON escape can spell half a surrogate pair, which no encoding can carry on.
    if (/\p{Surrogate}/u.test(name + plain)) throw invalidParameter('body');
    addParameter(into, name, plain);
    return;
  }
  if (depth === MAX_JSON_DEPTH) throw invalidParameter(name);
  const entries = Array.isArray(value) ? value.map((item, i): [string, unknown] => [String(i + 1), item]) : Object.entries(value);
  for (const [key, item] of entries) flatten(item, name === '' ? key : `${name}.${key}`, depth + 1, into);
}

/** The same name with the same value in query and form is one parameter; with two values it is nobody's guess. */
function merge(query: ReadonlyMap<string, string>, body: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const parameters = new Map(query);
  for (const [name, value] of body) {
    if (parameters.get(name) !== value) addParameter(parameters, name, value);
  }
  return parameters;
}
