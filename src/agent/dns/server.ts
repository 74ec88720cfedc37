/** The cloud's name servers in every VPC, by UDP and TCP. They only pass on. */
import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { Ipv4, Key } from '../../network/objects.js';
import { framed, Frames, isQuery, type Transport } from './message.js';

/** A TCP connection on which nothing is asked is closed, ms. */
const IDLE = 10_000;
/** TCP connections of one VPC to one address. */
const CONNECTIONS = 64;

interface Listener {
  close(): void;
}

export class NameService {
  private readonly listeners = new Map<Key, readonly Listener[]>();

  /** `open` gives a bound socket in a space's namespace; `ask` an answer to each query. */
  constructor(
    private readonly addresses: readonly Ipv4[],
    private readonly open: (space: Key, transport: Transport, address: Ipv4) => number,
    private readonly ask: (transport: Transport, query: Buffer) => Promise<Buffer>,
    private readonly log: (line: string) => void,
  ) {}

  /** Exactly these spaces are served from now on. */
  serve(spaces: readonly Key[]): void {
    const wanted = new Set(spaces);
    for (const [space, listeners] of this.listeners) {
      if (wanted.has(space)) continue;
      for (const listener of listeners) listener.close();
      this.listeners.delete(space);
    }
    for (const space of wanted) {
      if (!this.listeners.has(space)) this.listeners.set(space, this.addresses.flatMap((address) => this.listen(space, address)));
    }
  }

  private listen(space: Key, address: Ipv4): readonly Listener[] {
    const complain = (error: unknown) => {
      this.log(`name server ${address} of ${space}: ${error instanceof Error ? error.message : String(error)}`);
    };
    try {
      return [this.datagrams(this.open(space, 'udp', address), complain), this.streams(this.open(space, 'tcp', address), complain)];
    } catch (error) {
      // A VPC that could not be made real; the engine tells of it.
      complain(error);
      return [];
    }
  }

  private datagrams(fd: number, complain: (error: Error) => void): Listener {
    const socket: Datagrams = createSocket('udp4');
    let open = true;
    socket.on('message', (query, { address, port }) => {
      if (!isQuery(query)) return;
      void this.ask('udp', query).then((answer) => {
        // An asker that is gone by now misses nothing.
        if (open) socket.send(answer, port, address, () => undefined);
      });
    });
    socket.on('error', complain);
    socket.bind({ fd });
    return {
      close: () => {
        open = false;
        socket.close();
      },
    };
  }

  private streams(fd: number, complain: (error: Error) => void): Listener {
    const connections = new Set<Socket>();
    const server: Server = createServer((socket) => {
      connections.add(socket);
      const frames = new Frames();
      socket.on('data', (chunk) => {
        for (const query of frames.take(chunk)) {
          if (!isQuery(query)) socket.destroy();
          else void this.ask('tcp', query).then((answer) => socket.writable && socket.write(framed(answer)));
        }
      });
      socket.setTimeout(IDLE, () => socket.destroy());
      socket.on('error', () => undefined);
      socket.on('close', () => connections.delete(socket));
    });
    server.maxConnections = CONNECTIONS;
    server.on('error', complain);
    server.listen({ fd });
    return {
      close: () => {
        server.close();
        for (const socket of connections) socket.destroy();
      },
    };
  }
}
