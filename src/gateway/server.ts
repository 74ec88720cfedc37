/**
 * The door: one port for plain HTTP and TLS, told apart by the first byte of a connection. There is a single route beside what the
 * composer mounts, so node:http serves it without a framework.
 */
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { errors, ProtocolError } from './errors.js';
import { FrontDoor, type FrontDoorOptions } from './front-door.js';
import { splitTarget } from './request.js';

export interface GatewayOptions extends FrontDoorOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM */
  readonly tls: { readonly key: string; readonly cert: string };
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
const TLS_HANDSHAKE = 0x16;
const OFFER = /^(?:upgrade|http2-settings)$/i;

/** Rejects with the system's error when the address cannot be listened on. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...LIMITS, ...options.limits };
  const front = new FrontDoor(options, limits.body, limits.header);
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
      const isTls = first === TLS_HANDSHAKE;
      socket.allowHalfOpen = !isTls; // As node:http does: a client may end its side after the request.
      (isTls ? secure : plain).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    port.on('error', reject); // Later ones, such as a lack of file descriptors, cost that one connection.
    port.listen(options.port, options.host, resolve);
  });
  return {
    port: (port.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => port.close(resolve));
      for (const socket of silent) socket.destroy();
      for (const server of [plain, secure]) server.close(); // Ends its idle connections and its timer.
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
    // Only a route or the log can fail here: that costs the connection, not the gateway.
    front.serve(request, response).catch(() => request.socket.destroy());
  };
  server.on('request', serve);
  server.on('checkExpectation', serve);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const mount = request.headers.upgrade?.toLowerCase() === 'websocket' ? front.mountAt(splitTarget(request.url ?? '/').path) : undefined;
    if (mount !== undefined) {
      mount.upgrade(request, socket, head);
      return;
    }
    socket.unshift(withoutOffer(request, head));
    server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket);
  });
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

/**
 * The request anew as if nothing but HTTP/1.1 had been offered: some clients, Java's among them, offer HTTP/2 with every request and take
 * any answer, but node:http leaves a connection with an offer to whoever listens for one.
 */
function withoutOffer({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage, head: Buffer): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (OFFER.test(name)) continue;
    const kept = name.toLowerCase() === 'connection' ? value.split(',').filter((word) => !OFFER.test(word.trim())).join(',') : value;
    lines.push(`${name}: ${kept}`);
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]);
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
