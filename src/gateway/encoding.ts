/** Percent-encoding as both signatures want it, and decoding of query and form text. */
import { errors, ProtocolError } from './errors.js';

const UNRESERVED = /^[A-Za-z0-9\-_.~]*$/;
/** Beyond any list an action takes; keeps sorting and hashing of hostile requests cheap. */
export const MAX_PARAMETERS = 5_000;

/** RFC 3986 over UTF-8: only `A-Za-z0-9-_.~` stay, upper-case hex. */
export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Names in byte order of their UTF-8 text, which for names outside the basic plane is not JavaScript's order. */
export function sortedNames(parameters: ReadonlyMap<string, string>): string[] {
  const names = [...parameters.keys()].sort();
  return names.some((name) => /[\ud800-\uffff]/.test(name))
    ? names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    : names;
}

/** `a=1&b=2` of the given names, percent-encoded: what both signatures sign. A name without a value keeps its `=`. */
export function canonicalize(parameters: ReadonlyMap<string, string>, names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    if (text !== '') text += '&';
    text += `${percentEncode(name)}=${percentEncode(parameters.get(name) ?? '')}`;
  }
  return text;
}

/** Adds a parameter that must not exist yet. Throws ProtocolError, and the map is then good for nothing. */
export function addParameter(into: Map<string, string>, name: string, value: string): void {
  const before = into.size;
  if (before === MAX_PARAMETERS) throw new ProtocolError(errors.RequestTooLarge, `${MAX_PARAMETERS} parameters`);
  into.set(name, value);
  if (into.size === before || name === '') throw invalidParameter(name);
}

/** Decodes `application/x-www-form-urlencoded` text. A name given twice, broken percent-encoding or UTF-8 throw ProtocolError. */
export function parseForm(source: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let from = 0, to; from < source.length; from = to + 1) {
    to = source.indexOf('&', from);
    if (to === -1) to = source.length;
    if (to === from) continue;
    const pair = source.slice(from, to);
    const equals = pair.indexOf('=');
    const rawName = equals === -1 ? pair : pair.slice(0, equals);
    const rawValue = equals === -1 ? '' : pair.slice(equals + 1);
    addParameter(parameters, decodeComponent(rawName, rawName), decodeComponent(rawValue, rawName));
  }
  return parameters;
}

function decodeComponent(text: string, name: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidParameter(name);
  }
}

export function invalidParameter(name: string): ProtocolError {
  return new ProtocolError(errors.InvalidParameter, name.slice(0, 100));
}
