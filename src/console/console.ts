/** What the web console is served, all below `/console`: pages, the session, its calls, what happens, terminals. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlPlane } from '../control/control-plane.js';
import { readBody } from '../gateway/body.js';
import { ProtocolError } from '../gateway/errors.js';
import type { Mount } from '../gateway/front-door.js';
import { readHeaders, splitTarget } from '../gateway/request.js';
import { Application, HEADERS } from './application.js';
import { Caller, parseCall } from './call.js';
import { originOf, reader, sessionCookie, talker, writer, type Refused, type Visitor } from './door.js';
import { EventStreams } from './events.js';
import { page } from './plain-pages.js';
import { Sessions } from './sessions.js';
import { Terminals, type Place } from './terminals.js';

export const CONSOLE_PATH = '/console';
/** Of a call, bytes: as much as the API itself takes. */
const LONGEST_CALL = 1 << 20;

export interface ConsoleOptions {
  readonly plane: Pick<ControlPlane, 'activeKey' | 'read' | 'status' | 'watch' | 'requestLog' | 'passed'>;
  /** The account that OpenEIP was started with: it sees everybody's requests. */
  readonly operator: string;
  /** Where the built application is, or will be. */
  readonly directory: string;
  readonly defaultRegion: string;
  readonly dataplane: 'linux' | 'memory';
  readonly version: string;
  /** The agent's socket for terminals; undefined where there are none. */
  readonly terminals: string | undefined;
  /** The host's clock, ms. */
  readonly now: () => number;
}

type Route = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void | Promise<void>;

export class Console implements Mount {
  private readonly sessions: Sessions;
  private readonly application: Application;
  private readonly caller = new Caller();
  private readonly events: EventStreams;
  private readonly terminals: Terminals;
  private readonly routes: ReadonlyMap<string, Route>;

  constructor(private readonly options: ConsoleOptions) {
    this.sessions = new Sessions(options.now);
    this.application = new Application(options.directory);
    this.events = new EventStreams(options.plane, (id) => this.sessions.lives(id), options.now);
    this.terminals = new Terminals(options.terminals);
    this.routes = new Map<string, Route>([
      ['GET /login', (request, response, query) => { this.login(request, response, query); }],
      ['GET /session', (request, response) => { this.tellSession(request, response); }],
      ['POST /call', (request, response) => this.call(request, response)],
      ['GET /events', (request, response) => { this.listen(request, response); }],
    ]);
  }

  /** A path that opens one session of the account. */
  invite(account: string): string {
    return `${CONSOLE_PATH}/login?token=${this.sessions.invite(account)}`;
  }

  serve = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { path, query } = targetOf(request);
    if (path === '') {
      response.writeHead(301, { location: `${CONSOLE_PATH}/` }).end();
      return;
    }
    const route = this.routes.get(`${request.method ?? ''} ${path}`);
    if (route !== undefined) Promise.resolve(route(request, response, query)).catch(() => response.destroy());
    else if (request.method === 'GET' || request.method === 'HEAD') this.application.serve(request, response, path);
    else page(request, response, 405, 'notDone');
  };

  upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const { path, query } = targetOf(request);
    const visitor = talker(request, this.sessions);
    if ('status' in visitor) return refuseUpgrade(socket, visitor.status);
    const where = path === '/terminal' ? placeOf(query) : undefined;
    // Another account's instance is not there.
    if (where === undefined || !this.mayEnter(visitor, where.place)) return refuseUpgrade(socket, 404);
    this.terminals.open(request, socket, head, where);
  };

  /** Ends what goes on by itself. */
  close(): void {
    this.events.close();
    this.terminals.close();
    this.caller.close();
  }

  private login(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const id = this.sessions.open(query.get('token') ?? '');
    if (id === undefined) {
      page(request, response, 403, 'usedUrl');
      return;
    }
    response.writeHead(303, { location: `${CONSOLE_PATH}/`, 'set-cookie': sessionCookie(id, request), 'cache-control': 'no-store' }).end();
  }

  private tellSession(request: IncomingMessage, response: ServerResponse): void {
    const { plane, defaultRegion, dataplane, version } = this.options;
    const visitor = reader(request, this.sessions);
    if ('status' in visitor) return refuse(response, visitor);
    const account = plane.read.get('account', visitor.account);
    reply(response, 200, {
      csrf: visitor.csrf,
      account: { id: visitor.account, name: account?.name ?? '', multiEip: account?.entitlements.multiEip ?? false },
      endpoint: originOf(request), defaultRegion, dataplane, version,
    });
  }

  private async call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const visitor = writer(request, this.sessions);
    if ('status' in visitor) return refuse(response, visitor);
    const body = await bodyOf(request);
    if (body === undefined) return;
    const call = body instanceof ProtocolError ? undefined : parseCall(body.toString());
    if (call === undefined) {
      reply(response, 400, { code: 'NoCall', message: 'The body is JSON {product, action, parameters}, with texts as parameters.' });
      return;
    }
    const key = this.options.plane.activeKey(visitor.account);
    if (key === undefined) {
      reply(response, 403, { code: 'NoAccessKey', message: `The account ${visitor.account} has no active access key to sign with.` });
      return;
    }
    this.caller.pass(call, { accessKeyId: key.id, accessKeySecret: key.secret }, request, response);
  }

  private listen(request: IncomingMessage, response: ServerResponse): void {
    const visitor = reader(request, this.sessions);
    if ('status' in visitor) return refuse(response, visitor);
    const opened = this.events.open(response, visitor, visitor.account === this.options.operator);
    if (!opened) reply(response, 503, { code: 'TooManyPages', message: 'Too many pages of this console are open.' });
  }

  private mayEnter({ account }: Visitor, place: string): boolean {
    return place === 'internet' || this.options.plane.read.get('instance', place)?.account === account;
  }
}

/** The path below the console's, '' for the console's itself. */
function targetOf({ url = '' }: IncomingMessage): { readonly path: string; readonly query: URLSearchParams } {
  const { path, query } = splitTarget(url);
  return { path: path.slice(CONSOLE_PATH.length), query: new URLSearchParams(query) };
}

function placeOf(query: URLSearchParams): Place | undefined {
  const side = (name: string) => {
    const text = query.get(name) ?? '';
    return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
  };
  const [place, cols, rows] = [query.get('place'), side('cols'), side('rows')];
  return place === null || cols === undefined || rows === undefined ? undefined : { place, size: { cols, rows } };
}

/** Undefined when the client went away. */
function bodyOf(request: IncomingMessage): Promise<Buffer | ProtocolError | undefined> {
  return readBody(request, readHeaders(request.rawHeaders, undefined), LONGEST_CALL).catch((error: unknown) => {
    if (error instanceof ProtocolError) return error;
    throw error;
  });
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { status, code, message }: Refused): void {
  reply(response, status, { code, message });
}

const REASONS = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const;

function refuseUpgrade(socket: Duplex, status: keyof typeof REASONS): void {
  socket.end(`HTTP/1.1 ${String(status)} ${REASONS[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
