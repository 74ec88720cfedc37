/**
 * The resolver's end of the guests' name resolution: takes queries on a Unix socket and asks the host's nameservers, one after the
 * other. Messages are passed on as they are; the host's search domains and /etc/hosts are not the guests' business.
 */
import { createSocket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, createServer, isIP, type Socket } from 'node:net';
import { DNS_PORT, failure, framed, Frames, idOf, isAnswer, parseRequest, withId, type Transport } from '../agent/dns/message.js';

/** How long a nameserver may take, ms, before the next is asked. */
const PATIENCE = 2_000;
/** As the C library has it. */
const MOST_SERVERS = 3;
/** Queries under way at the same time; what comes beyond fails at once. */
const PENDING = 256;

export interface NameServer {
  readonly address: string;
  readonly port: number;
}

/** The nameservers in resolv.conf's text. */
export function parseNameServers(text: string): readonly NameServer[] {
  return [...text.matchAll(/^[ \t]*nameserver[ \t]+(\S+)/gm)]
    .flatMap(([, address = '']) => (isIP(address) === 0 ? [] : [{ address, port: DNS_PORT }]))
    .slice(0, MOST_SERVERS);
}

/** The host's, as they are now; none where it has no file of them. */
export function hostNameServers(): readonly NameServer[] {
  try {
    return parseNameServers(readFileSync('/etc/resolv.conf', 'utf8'));
  } catch {
    return [];
  }
}

export interface NameResolver {
  close(): Promise<void>;
}

/** Serves on a path that only its owner can open; what an earlier process left there is replaced. `servers` is asked for each query. */
export async function serveNames(path: string, servers: () => readonly NameServer[]): Promise<NameResolver> {
  const sockets = new Set<Socket>();
  let pending = 0;
  const answer = async (transport: Transport, query: Buffer): Promise<Buffer> => {
    if (pending >= PENDING) return failure(query);
    pending += 1;
    try {
      return await resolve(servers(), transport, query);
    } finally {
      pending -= 1;
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    const frames = new Frames();
    socket.on('data', (chunk) => {
      for (const bytes of frames.take(chunk)) {
        const asked = parseRequest(bytes);
        if (asked === undefined) socket.destroy();
        else void answer(asked.transport, asked.query).then((message) => socket.writable && socket.write(framed(message)));
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  rmSync(path, { force: true });
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    server.listen(path, listening);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The first answer that a nameserver gives; SERVFAIL when none does. */
async function resolve(servers: readonly NameServer[], transport: Transport, query: Buffer): Promise<Buffer> {
  // An id that nobody off the path can guess, whatever the guest chose.
  const asked = withId(query, randomInt(0x1_0000));
  for (const server of servers) {
    const message = await (transport === 'udp' ? byDatagram : byStream)(server, asked);
    if (message !== undefined) return withId(message, idOf(query));
  }
  return failure(query);
}

function byDatagram({ address, port }: NameServer, query: Buffer): Promise<Buffer | undefined> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  return new Promise<Buffer | undefined>((settle) => {
    const timer = setTimeout(settle, PATIENCE, undefined);
    const end = (message?: Buffer) => {
      clearTimeout(timer);
      settle(message);
    };
    socket.on('message', (message) => {
      if (isAnswer(message) && idOf(message) === idOf(query)) end(message);
    });
    socket.on('error', () => {
      end();
    });
    // Connected: the kernel takes answers from nobody else and tells that nobody listens there.
    socket.connect(port, address, (refused?: Error) => {
      if (refused) end();
      else socket.send(query, (error) => { if (error) end(); });
    });
  }).finally(() => {
    socket.close();
  });
}

function byStream({ address, port }: NameServer, query: Buffer): Promise<Buffer | undefined> {
  const socket = createConnection({ host: address, port });
  return new Promise<Buffer | undefined>((settle) => {
    const frames = new Frames();
    socket.setTimeout(PATIENCE, () => {
      settle(undefined);
    });
    socket.on('data', (chunk) => {
      for (const message of frames.take(chunk)) if (isAnswer(message) && idOf(message) === idOf(query)) settle(message);
    });
    socket.on('error', () => {
      settle(undefined);
    });
    socket.on('close', () => {
      settle(undefined);
    });
    socket.write(framed(query));
  }).finally(() => {
    socket.destroy();
  });
}
