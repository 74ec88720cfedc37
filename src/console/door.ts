/** Which requests are the console's own: those of a session, and of no page but ours. */
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { parseCookie, stringifySetCookie } from 'cookie';
import { sameSecret, type Session, type Sessions } from './sessions.js';

const COOKIE = 'openeip_session';
export const CSRF_HEADER = 'x-openeip-csrf';

/** Why a request gets no answer; `code` is for programs. */
export interface Refused {
  readonly status: 401 | 403;
  readonly code: 'NoSession' | 'OtherOrigin' | 'NoCsrfToken';
  readonly message: string;
}

export interface Visitor extends Session {
  /** Of the session. */
  readonly id: string;
}

const NO_SESSION: Refused = { status: 401, code: 'NoSession', message: 'There is no session. The command "openeip console" prints a URL that opens one.' };
const OTHER_ORIGIN: Refused = { status: 403, code: 'OtherOrigin', message: 'This is for the pages of this console only.' };
const NO_CSRF: Refused = { status: 403, code: 'NoCsrfToken', message: `The header ${CSRF_HEADER} must be that of the session.` };

/** `http://host:port` as the browser has it. */
export function originOf({ socket, headers: { host = '' } }: IncomingMessage): string {
  return `${socket instanceof TLSSocket ? 'https' : 'http'}://${host}`;
}

/** Another page's script may make a browser send a request with our cookie, but not without saying whose it is. */
function isForeign(request: IncomingMessage): boolean {
  const { origin, 'sec-fetch-site': site = 'same-origin' } = request.headers;
  return (origin !== undefined && origin !== originOf(request)) || (site !== 'same-origin' && site !== 'none');
}

/** A request that reads. */
export function reader(request: IncomingMessage, sessions: Sessions): Visitor | Refused {
  if (isForeign(request)) return OTHER_ORIGIN;
  const id = parseCookie(request.headers.cookie ?? '')[COOKIE] ?? '';
  const session = sessions.find(id);
  return session === undefined ? NO_SESSION : { ...session, id };
}

/** A WebSocket: nothing but the `Origin` keeps other pages from opening one. */
export function talker(request: IncomingMessage, sessions: Sessions): Visitor | Refused {
  return request.headers.origin === undefined ? OTHER_ORIGIN : reader(request, sessions);
}

/** A request that does something. */
export function writer(request: IncomingMessage, sessions: Sessions): Visitor | Refused {
  const visitor = talker(request, sessions);
  const sent = request.headers[CSRF_HEADER];
  return 'status' in visitor || (typeof sent === 'string' && sameSecret(sent, visitor.csrf)) ? visitor : NO_CSRF;
}

export function sessionCookie(id: string, request: IncomingMessage): string {
  return stringifySetCookie({ name: COOKIE, value: id, path: '/console', httpOnly: true, sameSite: 'strict', secure: request.socket instanceof TLSSocket });
}
