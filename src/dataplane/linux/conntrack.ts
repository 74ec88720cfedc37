/**
 * Background cleaning of the connection table. Correctness never waits for it: the `live` set drops the packets of an outdated
 * entry. But a client that keeps sending keeps such an entry alive, and would never get a new one.
 */
import type { Packet } from '../../network/packet.js';
import { ICMP } from '../../network/packet.js';
import { dotted, octets } from './address.js';
import { AF_INET, receiveInBackground, sendInBackground } from './libc.js';
import { Messages, NETLINK_NETFILTER, NLM_F_DUMP, NetlinkSocket, attributes, parseReplies } from './netlink.js';
import type { Reply } from './netlink.js';

const CTNETLINK = 1 << 8;
const GET = CTNETLINK | 1;
const DELETE = CTNETLINK | 2;
const CTA = { original: 1, reply: 2, status: 3, id: 12, zone: 18 } as const;
const CTA_TUPLE_IP = 1;
const CTA_TUPLE_PROTO = 2;
const CTA_IP = { source: 1, destination: 2 } as const;
const CTA_PROTO = { number: 1, source: 2, destination: 3, echo: 4, type: 5, code: 6 } as const;
const IPS_NAT = 0x30;
const NESTED = 0x8000;

const header = Buffer.from([AF_INET, 0, 0, 0]);

function ends(tuple: Buffer | undefined): { readonly source: string; readonly destination: string } | undefined {
  const addresses = tuple === undefined ? undefined : attributes(tuple, 0).get(CTA_TUPLE_IP);
  if (addresses === undefined) return undefined;
  const found = attributes(addresses, 0);
  const [source, destination] = [found.get(CTA_IP.source), found.get(CTA_IP.destination)];
  return source === undefined || destination === undefined ? undefined : { source: dotted(source), destination: dotted(destination) };
}

/** The zones of a VPC: see `LEGS`. */
const ZONES = [0, 1, 2] as const;
const PORTED: ReadonlySet<number> = new Set([6, 17, 47, 132]);

/** Deletes the entries with one of these packets as their first or their answer, in the namespace of the calling thread. `id` is that of an echo. */
export function forgetSessions(seen: readonly { readonly packet: Packet; readonly id: number }[]): void {
  const messages = new Messages();
  for (const { packet, id } of seen) {
    for (const zone of ZONES) {
      messages.message(DELETE, 0, header, (message) => {
        message.nest(CTA.original, () => { writeTuple(message, packet, id); });
        message.bytes(CTA.zone, short(zone));
      });
    }
  }
  if (messages.count === 0) return;
  const socket = new NetlinkSocket(NETLINK_NETFILTER);
  // Mostly there are none.
  socket.request(messages);
  socket.close();
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function writeTuple(message: Messages, { source, destination, protocol, sourcePort, destinationPort }: Packet, id: number): void {
  message.nest(CTA_TUPLE_IP, () => {
    message.bytes(CTA_IP.source, octets(source));
    message.bytes(CTA_IP.destination, octets(destination));
  });
  message.nest(CTA_TUPLE_PROTO, () => {
    message.bytes(CTA_PROTO.number, Buffer.from([protocol]));
    if (protocol === ICMP) {
      message.bytes(CTA_PROTO.echo, short(id));
      message.bytes(CTA_PROTO.type, Buffer.from([8]));
      message.bytes(CTA_PROTO.code, Buffer.from([0]));
    }
    if (!PORTED.has(protocol)) return;
    const other = protocol === 132 ? id : 0;
    message.bytes(CTA_PROTO.source, short(sourcePort ?? other));
    message.bytes(CTA_PROTO.destination, short(destinationPort ?? other));
  });
}

/** What is true now in a namespace. */
export interface Truth {
  /** Of `EIP . private`. */
  isLive(pair: string): boolean;
  /** Whether an ENI has this private address. */
  isInside(address: string): boolean;
}

/** The entry, by which it is deleted and no later one with the same tuple; undefined while it is true. `bare` are EIPs that were not translated. */
function outdated({ body }: Reply, truth: Truth, bare: ReadonlySet<string>): Map<number, Buffer> | undefined {
  const entry = attributes(body, 4);
  const [original, reply] = [ends(entry.get(CTA.original)), ends(entry.get(CTA.reply))];
  if (original === undefined || reply === undefined) return undefined;
  const { source, destination } = original;
  if (((entry.get(CTA.status)?.readUInt32BE() ?? 0) & IPS_NAT) === 0) {
    // Nothing in such an entry tells it from one between two ENIs, which has to stay: an EIP may be a private address as well.
    return (bare.has(destination) && !truth.isInside(source)) || (bare.has(source) && !truth.isInside(destination)) ? entry : undefined;
  }
  return truth.isLive(`${destination} . ${reply.source}`) || truth.isLive(`${reply.destination} . ${source}`) ? undefined : entry;
}

/** Cleans the table of one namespace; sweeps that are asked for during a sweep become one more sweep. */
export class ConnectionSweeper {
  readonly #openSocket: () => NetlinkSocket;
  readonly #truth: Truth;
  #bare = new Set<string>();
  #socket: NetlinkSocket | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(inNamespace: <T>(work: () => T) => T, truth: Truth) {
    this.#openSocket = () => inNamespace(() => new NetlinkSocket(NETLINK_NETFILTER));
    this.#truth = truth;
  }

  /** Asks for a sweep after some pairs have gone from `live`; a failure only leaves entries to their timeout. */
  sweep(gone: readonly string[]): void {
    if (this.#closed) return;
    for (const [eip, address] of gone.map((pair) => pair.split(' . '))) if (eip !== undefined && eip === address) this.#bare.add(eip);
    this.#again = true;
    this.#running ??= this.#sweepAll().catch(() => { this.#drop(); }).finally(() => { this.#running = undefined; });
  }

  /** Resolves when no sweep is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#again = false;
    await this.#running;
    this.#drop();
  }

  #drop(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  async #sweepAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#sweepOnce();
    }
  }

  async #sweepOnce(): Promise<void> {
    const socket = this.#socket ??= this.#openSocket();
    const bare = this.#bare;
    this.#bare = new Set();
    const query = new Messages();
    query.message(GET, NLM_F_DUMP, header);
    await sendInBackground(socket.fd, query.slice(0, 1));
    const incoming = Buffer.alloc(64 * 1024);
    const doomed = new Messages();
    for (let end = false; !end;) {
      const length = await receiveInBackground(socket.fd, incoming);
      const replies: Reply[] = [];
      end = parseReplies(incoming.subarray(0, length), replies).end;
      for (const reply of replies) {
        const entry = outdated(reply, this.#truth, bare);
        if (entry === undefined) continue;
        doomed.message(DELETE, 0, header, (message) => {
          const [original, id, zone] = [entry.get(CTA.original), entry.get(CTA.id), entry.get(CTA.zone)];
          if (original !== undefined) message.bytes(CTA.original | NESTED, original);
          if (id !== undefined) message.bytes(CTA.id, id);
          if (zone !== undefined) message.bytes(CTA.zone, zone);
        });
      }
    }
    socket.request(doomed);
  }
}
