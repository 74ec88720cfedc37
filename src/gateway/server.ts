/**
 * The door: one port for plain HTTP and TLS, told apart by the first byte of a connection. There is a single route, so node:http
 * serves it without a framework.
 */
import { randomUUID } from 'node:crypto';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Admission } from './admission.js';
import { readBody } from './body.js';
import type { Dispatcher, KeyLookup, WireAnswer } from './contract.js';
import { errors, NOT_FOUND, ProtocolError } from './errors.js';
import { withoutSecrets, type Log } from './log.js';
import { CONTENT_TYPES, renderAnswer, renderError, renderJsonError } from './render.js';
import { acceptedFormat, actionParameters, decode, readHeaders, splitTarget } from './request.js';
import type { DecodedRequest, Format, Headers } from './request.js';

export type RouteHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface GatewayOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly dispatcher: Dispatcher;
  readonly keys: KeyLookup;
  /** ms */
  readonly now: () => number;
  /** For callers without a wish of their own (U-13). */
  readonly defaultFormat?: Format;
  /** Paths beside `/`, exact, served without a signature. */
  readonly routes?: Readonly<Record<string, RouteHandler>>;
  readonly log?: Log;
  readonly limits?: Partial<Limits>;
}

export interface Limits {
  /** Bytes of a body. */
  readonly body: number;
  /** Bytes of request line and header: clients put user data of 16 KiB, encoded, into the query. */
  readonly header: number;
  /** ms from a connection's or request's first byte to the end of its header. */
  readonly headerTime: number;
  /** ms from a request's first byte to its last. */
  readonly requestTime: number;
}

export interface Gateway {
  readonly port: number;
  /** Stops listening and lets running requests finish for at most two seconds. */
  close(): Promise<void>;
}

const LIMITS: Limits = { body: 1 << 20, header: 128 << 10, headerTime: 15_000, requestTime: 30_000 };
const KEEP_ALIVE = 60_000;
const GRACE = 2_000;
/** How long a refused connection may go on sending, so that its client reads the refusal instead of a reset. */
const LINGER = 1_000;
const TLS_HANDSHAKE = 0x16;

/** Rejects with the system's error when the address cannot be listened on. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...LIMITS, ...options.limits };
  const front = new FrontDoor(options, limits);
  const settings = {
    maxHeaderSize: limits.header,
    headersTimeout: limits.headerTime,
    requestTimeout: limits.requestTime,
    keepAliveTimeout: KEEP_ALIVE,
    connectionsCheckingInterval: Math.min(1_000, limits.headerTime),
    requireHostHeader: false, // Node would answer without RequestId.
  };
  const plain = createHttp(settings);
  const secure = createHttps({ ...settings, ...options.tls, handshakeTimeout: limits.headerTime });
  for (const server of [plain, secure]) attach(server, front);

  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  const port = createTcp({ noDelay: true }, (socket) => {
    sockets.add(socket);
    silent.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      silent.delete(socket);
    });
    handOver(socket, limits.headerTime, (first) => {
      silent.delete(socket);
      (first === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    port.once('error', reject);
    port.listen(options.port, options.host, () => {
      port.off('error', reject);
      resolve();
    });
  });
  return {
    port: (port.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => port.close(resolve));
      for (const socket of silent) socket.destroy();
      plain.closeIdleConnections();
      secure.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, GRACE);
      await closed;
      clearTimeout(timer);
    },
  };
}

function attach(server: Server, front: FrontDoor): void {
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    front.serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  };
  server.on('request', serve);
  server.on('checkExpectation', serve);
  server.on('connect', (_: IncomingMessage, socket: Duplex) => {
    front.refuseRaw(socket, new ProtocolError(errors.UnsupportedHTTPMethod));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const refusal = front.malformed(error);
    if (refusal === undefined) socket.destroy();
    else front.refuseRaw(socket, refusal);
  });
  // These servers never listen themselves, and the timer behind their time limits starts with this event.
  server.emit('listening');
}

/** Looks at the first byte, puts it back, and gives the connection on. */
function handOver(socket: Socket, timeout: number, give: (first: number | undefined) => void): void {
  const giveUp = () => socket.destroy();
  socket.on('error', giveUp);
  socket.once('end', giveUp);
  socket.setTimeout(timeout, giveUp);
  socket.once('readable', () => {
    const first: unknown = socket.read(1);
    if (!Buffer.isBuffer(first)) return;
    socket.off('end', giveUp);
    socket.setTimeout(0, giveUp);
    socket.unshift(first);
    give(first[0]);
  });
}

/** What is known of a request so far: enough to answer and log it at any point. */
interface Progress {
  readonly requestId: string;
  readonly started: number;
  readonly host: string;
  format: Format;
  decoded?: DecodedRequest;
  account: string;
  error?: unknown;
}

class FrontDoor {
  readonly #admission: Admission;
  readonly #routes: ReadonlyMap<string, RouteHandler>;
  readonly #refused = new WeakSet<Duplex>();

  constructor(
    private readonly options: GatewayOptions,
    private readonly limits: Limits,
  ) {
    this.#admission = new Admission(options.dispatcher, options.keys, options.now);
    this.#routes = new Map(Object.entries(options.routes ?? {}));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authority, path, query } = splitTarget(request.url ?? '/');
    const route = this.#routes.get(path);
    if (route !== undefined) {
      route(request, response);
      return;
    }
    const headers = readHeaders(request.rawHeaders, authority);
    const progress: Progress = {
      requestId: requestId(),
      started: performance.now(),
      host: headers.get('host') ?? `${request.socket.localAddress}:${request.socket.localPort}`,
      format: acceptedFormat(headers) ?? this.options.defaultFormat ?? 'JSON',
      account: '',
    };
    const answer = await this.#answer(request, path, query, headers, progress);
    if (answer !== undefined) await this.#send(response, answer, progress);
  }

  /** Undefined when the client went away before its request was complete. */
  async #answer(
    request: IncomingMessage,
    path: string,
    query: string,
    headers: Headers,
    progress: Progress,
  ): Promise<WireAnswer | undefined> {
    try {
      const { method = '' } = request;
      if (method !== 'GET' && method !== 'POST') throw new ProtocolError(errors.UnsupportedHTTPMethod);
      if (path !== '/') throw new ProtocolError(errors['InvalidAction.NotFound'], NOT_FOUND);
      const body = await readBody(request, headers, this.limits.body);
      if (body === undefined) return undefined;
      const decoded = decode({ method, query, headers, body });
      progress.decoded = decoded;
      progress.format = decoded.format ?? progress.format;
      const caller = this.#admission.admit(decoded);
      progress.account = caller.account;
      return await this.options.dispatcher.call({
        requestId: progress.requestId,
        version: decoded.version,
        action: decoded.action,
        parameters: actionParameters(decoded.parameters),
        ...caller,
        host: progress.host,
        userAgent: headers.get('user-agent') ?? '',
      });
    } catch (error) {
      if (error instanceof ProtocolError) return refusal(error);
      progress.error = error;
      return refusal(new ProtocolError(errors.InternalError));
    }
  }

  async #send(response: ServerResponse, answer: WireAnswer, progress: Progress): Promise<void> {
    const { requestId, format, decoded } = progress;
    let shown = answer;
    const text = await this.#render(answer, progress).catch((error: unknown) => {
      progress.error = error;
      shown = refusal(new ProtocolError(errors.InternalError));
      return this.#render(shown, progress);
    });
    const status = shown.ok ? 200 : shown.status;
    response.writeHead(status, {
      'content-type': CONTENT_TYPES[format],
      'content-length': Buffer.byteLength(text),
      'x-acs-request-id': requestId,
    });
    response.end(text);
    this.options.log?.({
      requestId,
      action: decoded?.action ?? '',
      version: decoded?.version ?? '',
      account: progress.account,
      status,
      code: shown.ok ? '' : shown.code,
      ms: performance.now() - progress.started,
      parameters: decoded === undefined ? {} : withoutSecrets(decoded.parameters),
      ...(progress.error === undefined ? {} : { error: progress.error }),
    });
  }

  #render(answer: WireAnswer, { requestId, host, format, decoded }: Progress): Promise<string> {
    return answer.ok
      ? renderAnswer(format, decoded?.action ?? '', requestId, answer.body)
      : renderError(format, { requestId, host, code: answer.code, message: answer.message });
  }

  /** Undefined for what is no fault of HTTP: a reset connection, a failed TLS handshake. */
  malformed(error: NodeJS.ErrnoException): ProtocolError | undefined {
    const { code = '' } = error;
    switch (code) {
      case 'HPE_HEADER_OVERFLOW':
        return new ProtocolError(errors.HeaderTooLarge, `${this.limits.header} bytes`);
      case 'ERR_HTTP_REQUEST_TIMEOUT':
        return new ProtocolError(errors.RequestTimeout);
      case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
        return new ProtocolError(errors.RequestTooLarge, 'the limit of chunk extensions');
      default:
        return code.startsWith('HPE_') ? new ProtocolError(errors.MalformedRequest, error.message) : undefined;
    }
  }

  /** Answers and ends a connection whose bytes are no HTTP request that node:http could hand us. */
  refuseRaw(socket: Duplex, error: ProtocolError): void {
    if (this.#refused.has(socket)) return;
    this.#refused.add(socket);
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const id = requestId();
    const { code, status } = error.row;
    const text = renderJsonError({ requestId: id, host: '', code, message: error.message });
    socket.end(
      [
        `HTTP/1.1 ${status} ${code}`,
        `content-type: ${CONTENT_TYPES.JSON}`,
        `content-length: ${Buffer.byteLength(text)}`,
        `x-acs-request-id: ${id}`,
        'connection: close',
        '',
        text,
      ].join('\r\n'),
    );
    socket.on('error', () => socket.destroy());
    setTimeout(() => socket.destroy(), LINGER).unref();
    this.options.log?.({ requestId: id, action: '', version: '', account: '', status, code, ms: 0, parameters: {} });
  }
}

function refusal(error: ProtocolError): WireAnswer {
  return { ok: false, status: error.row.status, code: error.row.code, message: error.message };
}

/** Upper case, as the vendor's. */
function requestId(): string {
  return randomUUID().toUpperCase();
}
