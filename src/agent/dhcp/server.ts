/** One DHCP socket at the host's end of each plugged ENI. What it says is the responder's business and the lease's of that moment. */
import { createSocket, type Socket } from 'node:dgram';
import type { Key, Lease } from '../../network/objects.js';
import { decode, encode } from './packet.js';
import { answer } from './responder.js';

const CLIENT_PORT = 68;

export interface DhcpPort {
  readonly port: Key;
  /** Another value for another end of the same port: the socket is opened anew. */
  readonly end: string;
  /** A UDP socket that hears only this end, on port 67. */
  readonly open: () => number;
}

interface Listener {
  readonly end: string;
  readonly socket: Socket;
}

export class DhcpServer {
  private readonly listeners = new Map<Key, Listener>();
  /** Address granted last, by lease. */
  private readonly granted = new Map<Key, string>();

  /** `leaseOf` finds a port's lease as it is now; `changed` is called when `leases()` did. */
  constructor(
    private readonly leaseOf: (port: Key) => Lease | undefined,
    private readonly changed: () => void,
    private readonly log: (line: string) => void,
  ) {}

  /** Exactly these ports are listened on from now on. */
  listen(ports: readonly DhcpPort[]): void {
    const wanted = new Map(ports.map((one) => [one.port, one]));
    for (const [port, { end }] of this.listeners) if (wanted.get(port)?.end !== end) this.close(port);
    for (const one of wanted.values()) if (!this.listeners.has(one.port)) this.open(one);
  }

  /** Leases whose present address was granted since the port was plugged. */
  leases(): readonly Key[] {
    return [...this.granted.keys()];
  }

  /** A lease with another address was not granted yet. */
  leaseChanged(key: Key, lease: Lease | undefined): void {
    const before = this.granted.get(key);
    if (before === undefined || lease?.address === before) return;
    this.granted.delete(key);
    this.changed();
  }

  private open({ port, end, open }: DhcpPort): void {
    let fd: number;
    try {
      fd = open();
    } catch (error) {
      // A port that could not be made real has no end; its failure is told by the engine.
      this.log(`DHCP on ${port}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const socket = createSocket('udp4');
    socket.on('message', (bytes) => {
      this.receive(port, socket, bytes);
    });
    socket.on('error', (error) => {
      this.log(`DHCP on ${port}: ${error.message}`);
    });
    socket.bind({ fd });
    this.listeners.set(port, { end, socket });
  }

  private close(port: Key): void {
    this.listeners.get(port)?.socket.close();
    this.listeners.delete(port);
    const lease = this.leaseOf(port);
    if (lease !== undefined && this.granted.delete(lease.key)) this.changed();
  }

  private receive(port: Key, socket: Socket, bytes: Buffer): void {
    const request = decode(bytes);
    const lease = this.leaseOf(port);
    const reply = request && lease && answer(lease, request);
    if (!reply) return;
    socket.send(encode(reply.message), CLIENT_PORT, '255.255.255.255', (error) => {
      // The NIC may go away under the answer: the client asks again if it still lives.
      if (error) this.log(`DHCP answer on ${port}: ${error.message}`);
    });
    if (reply.grants && this.granted.get(lease.key) !== lease.address) {
      this.granted.set(lease.key, lease.address);
      this.changed();
    }
  }
}
