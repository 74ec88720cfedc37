/** One request from its header to its answer: decode, admit, call, render, log. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Admission } from './admission.js';
import { readBody } from './body.js';
import type { Dispatcher, KeyLookup, WireAnswer } from './contract.js';
import { errors, NOT_FOUND, ProtocolError } from './errors.js';
import { withoutSecrets, withoutStringToSign, type Log } from './log.js';
import { CONTENT_TYPES, renderAnswer, renderError } from './render.js';
import { acceptedFormat, actionParameters, decode, readHeaders, splitTarget } from './request.js';
import type { DecodedRequest, Format, Headers } from './request.js';

export type RouteHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves a path and all below it. */
export interface Mount {
  readonly serve: RouteHandler;
  /** Takes over a connection that its client wants to speak WebSocket on. `head` is what came of that already. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface FrontDoorOptions {
  readonly dispatcher: Dispatcher;
  readonly keys: KeyLookup;
  /** ms */
  readonly now: () => number;
  /** For callers without a wish of their own, by version; JSON where there is none (U-13). */
  readonly defaultFormats?: ReadonlyMap<string, Format>;
  /** Paths beside `/`, exact, served without a signature. */
  readonly routes?: Readonly<Record<string, RouteHandler>>;
  /** By the first segment of the path, `/name`; without a signature as well. */
  readonly mounts?: Readonly<Record<string, Mount>>;
  readonly log?: Log;
}

/** How long a refused connection may go on sending, so that its client reads the refusal instead of a reset. */
const LINGER = 1_000;

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

export class FrontDoor {
  readonly #admission: Admission;
  readonly #routes: ReadonlyMap<string, RouteHandler>;
  readonly #mounts: ReadonlyMap<string, Mount>;
  readonly #refused = new WeakSet<Duplex>();

  constructor(
    private readonly options: FrontDoorOptions,
    /** Bytes. */
    private readonly maxBody: number,
    private readonly maxHeader: number,
  ) {
    this.#admission = new Admission(options.dispatcher, options.keys, options.now);
    this.#routes = new Map(Object.entries(options.routes ?? {}));
    this.#mounts = new Map(Object.entries(options.mounts ?? {}));
  }

  mountAt(path: string): Mount | undefined {
    return this.#mounts.get(path.split('/', 2).join('/'));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authority, path, query } = splitTarget(request.url ?? '/');
    const route = this.#routes.get(path) ?? this.mountAt(path)?.serve;
    if (route !== undefined) {
      route(request, response);
      return;
    }
    const headers = readHeaders(request.rawHeaders, authority);
    const progress: Progress = {
      requestId: requestId(),
      started: performance.now(),
      host: headers.get('host') ?? `${request.socket.localAddress}:${request.socket.localPort}`,
      format: acceptedFormat(headers) ?? 'JSON',
      account: '',
    };
    const answer = await this.#answer(request, path, query, headers, progress);
    if (answer === undefined) return;
    if (answer === 'reset') {
      reset(request.socket);
      this.#log(progress, 0, '', '');
    } else this.#send(response, answer, progress);
  }

  /** Undefined when the client went away before its request was complete. */
  async #answer(
    request: IncomingMessage,
    path: string,
    query: string,
    headers: Headers,
    progress: Progress,
  ): Promise<WireAnswer | 'reset' | undefined> {
    try {
      const { method = '' } = request;
      if (method !== 'GET' && method !== 'POST') throw new ProtocolError(errors.UnsupportedHTTPMethod);
      if (path !== '/') throw new ProtocolError(errors['InvalidAction.NotFound'], NOT_FOUND);
      const body = await readBody(request, headers, this.maxBody);
      if (body === undefined) return undefined;
      const decoded = decode({ method, query, headers, body });
      progress.decoded = decoded;
      progress.format = decoded.format ?? this.options.defaultFormats?.get(decoded.version) ?? 'JSON';
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

  #send(response: ServerResponse, answer: WireAnswer, progress: Progress): void {
    const { requestId, format } = progress;
    const [shown, bytes] = this.#render(answer, progress);
    const status = shown.ok ? 200 : shown.status;
    response.writeHead(status, {
      'content-type': CONTENT_TYPES[format],
      'content-length': bytes.length,
      'x-acs-request-id': requestId,
      ...(shown.ok ? {} : shown.headers),
    });
    response.end(bytes);
    this.#log(progress, status, shown.ok ? '' : shown.code, shown.ok ? '' : shown.message);
  }

  #log({ requestId, account, decoded, started, error }: Progress, status: number, code: string, message: string): void {
    this.options.log?.({
      requestId,
      action: decoded?.action ?? '',
      version: decoded?.version ?? '',
      account,
      status,
      code,
      message: withoutStringToSign(message),
      ms: performance.now() - started,
      parameters: () => (decoded === undefined ? {} : withoutSecrets(actionParameters(decoded.parameters))),
      ...(error === undefined ? {} : { error }),
    });
  }

  /** The answer's bytes; an answer that cannot be rendered is an internal error and becomes one. */
  #render(answer: WireAnswer, progress: Progress): readonly [WireAnswer, Buffer] {
    const { requestId, host, format, decoded } = progress;
    if (!answer.ok) return [answer, renderError(format, { requestId, host, code: answer.code, message: answer.message })];
    try {
      return [answer, renderAnswer(format, decoded?.action ?? '', requestId, answer.body)];
    } catch (error) {
      progress.error = error;
      return this.#render(refusal(new ProtocolError(errors.InternalError)), progress);
    }
  }

  /** Undefined for what is no fault of HTTP: a reset connection, a failed TLS handshake. */
  malformed(error: NodeJS.ErrnoException): ProtocolError | undefined {
    const { code = '' } = error;
    switch (code) {
      case 'HPE_HEADER_OVERFLOW':
        return new ProtocolError(errors.HeaderTooLarge, `${this.maxHeader} bytes`);
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
    const body = renderError('JSON', { requestId: id, host: '', code, message: error.message });
    const head = [
      `HTTP/1.1 ${status} ${code}`,
      `content-type: ${CONTENT_TYPES.JSON}`,
      `content-length: ${body.length}`,
      `x-acs-request-id: ${id}`,
      'connection: close',
      '',
      '',
    ].join('\r\n');
    socket.end(Buffer.concat([Buffer.from(head), body]));
    socket.on('error', () => socket.destroy());
    setTimeout(() => socket.destroy(), LINGER).unref();
    this.options.log?.({ requestId: id, action: '', version: '', account: '', status, code, message: error.message, ms: 0, parameters: () => ({}) });
  }
}

function refusal(error: ProtocolError): WireAnswer {
  return { ok: false, status: error.row.status, code: error.row.code, message: error.message };
}

/** As a peer that crashed. Below TLS there is a connection of its own that cannot be reached: that one just ends. */
function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

/** Upper case, as the vendor's. */
function requestId(): string {
  return randomUUID().toUpperCase();
}
