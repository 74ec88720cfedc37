/**
 * One real packet: put on the wire at one end, looked for at all ends that it can come out of.
 *
 * Everything happens in one go on one processor. What crosses a veth pair waits in the processor's queue, in order; so each question to
 * the first hop that is answered after the packet was sent means that the packet has come one hop further, and after as many of them as
 * a packet has hops there is nothing left to wait for. The question is ARP: it asks nothing of routes, rules or sessions.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { close } from 'node:fs';
import type { Ipv4 } from '../../network/objects.js';
import { answerTo, ICMP, TCP } from '../../network/packet.js';
import type { Packet } from '../../network/packet.js';
import type { End, Probe, ProbeResult, Seen } from '../../network/protocol.js';
import { macOctets, octets } from './address.js';
import { forgetSessions } from './conntrack.js';
import type { Datagram } from './datagram.js';
import { build, parse, tokenOffset } from './datagram.js';
import {
  AF_PACKET, PACKET_OUTGOING, SOCK_RAW, attachFilter, bind, onOneProcessor, receiveFrom, receiveWithin, send, socket,
} from './libc.js';
import type { KernelNamespace } from './namespace.js';
import { NetlinkSocket } from './netlink.js';
import { NETLINK_ROUTE, readLinks } from './rtnetlink.js';

/** Where a frame is put on a wire: a NIC of a guest, or that of the Internet side. */
export interface Nic {
  readonly inside: <T>(work: () => T) => T;
  readonly device: string;
  readonly mac: string;
  /** The router at the other end of the wire. */
  readonly router: { readonly mac: string; readonly address: string };
}

/** A namespace that the packet may pass. */
export interface Watch {
  readonly namespace: KernelNamespace;
  /** Whose wire a packet is on that leaves by the device, or comes in by it; undefined where it is only on its way. */
  readonly endOf: (device: string, leaves: boolean) => End | undefined;
}

/** What a probe needs of the network. */
export interface Surroundings {
  /** Throws where nothing is plugged. */
  nicOf(end: End): Nic;
  /** What a source becomes on its way out. */
  sourceOutside(from: End, source: Ipv4): Ipv4;
  /** Namespaces on the way of a packet, in the order of its hops. */
  watchesOf(from: End, packet: Packet): readonly Watch[];
}

const ETH_P_ALL = 3;
const ETH_P_IP = 0x0800;
const ETH_P_ARP = 0x0806;
const FRAME_HEADER = 14;
const FRAME_LENGTH = 2048;
/** Guests that forward included, a packet has fewer. */
const HOPS = 16;
/** ms until a question is asked again, and until nobody asks any more. */
const REPEAT = 100;
const PATIENCE = 2_000;

interface Sighting {
  readonly at: End;
  readonly datagram: { readonly packet: Packet; readonly id: number; readonly ttl: number; readonly echo: boolean };
}

interface Outcome {
  /** Where the packet came out first. */
  readonly first: Sighting | undefined;
  /** Where the answer of somebody's kernel to an echo request came out. */
  readonly echoed: Sighting | undefined;
  /** All that was seen of it, at its ends and on its way. */
  readonly passed: readonly Sighting['datagram'][];
}

/** Sends the packet, has whoever gets it answer, and says where both were seen. Throws when a NIC is down or missing. */
export function sendProbe({ from, packet, answerBy }: Probe, network: Surroundings): ProbeResult {
  const watches = network.watchesOf(from, packet);
  const id = randomInt(1_024, 65_536);
  return onOneProcessor(() => withoutResets(watches, packet, () => {
    forget(watches, [{ packet, id }, { packet: { ...packet, source: network.sourceOutside(from, packet.source) }, id }]);
    const sent: Datagram = { packet, id, token: randomBytes(8) };
    const there = new Attempt(network.nicOf(from), watches, sent).run();
    const seen = [...there.passed];
    try {
      // A service of the VPC gets it unseen; of its answers only that to an echo bears the token.
      if (there.first === undefined) return { arrived: null, answered: seenAs(there.echoed) };
      const { at, datagram } = there.first;
      const answer: Datagram = { packet: answerTo(datagram.packet), id: datagram.id, token: randomBytes(8), answers: sent.token.readUInt32BE() };
      const by = at === 'internet' ? at : answerBy ?? at;
      const back = new Attempt(network.nicOf(by), watches, answer).run();
      seen.push(...back.passed);
      return { arrived: seenAs(there.first), answered: seenAs(back.first) };
    } finally {
      forget(watches, seen);
    }
  }));
}

const seenAs = (sighting: Sighting | undefined): Seen | null => sighting === undefined ? null : { at: sighting.at, packet: sighting.datagram.packet };

/** No session that earlier packets left decides about this one, and this one leaves none. */
function forget(watches: readonly Watch[], seen: readonly { readonly packet: Packet; readonly id: number }[]): void {
  for (const { namespace } of watches) namespace.inside(() => { forgetSessions(seen); });
}

/**
 * A host without a server resets the connection at once, and with it the session that the answer belongs to; so does the asker, who
 * does not expect an answer. Their resets go no further than the first namespace.
 */
function withoutResets<T>(watches: readonly Watch[], { protocol, sourcePort, destinationPort }: Packet, work: () => T): T {
  if (protocol !== TCP) return work();
  const [one, other] = [String(sourcePort), String(destinationPort)];
  const table = 'table ip openeip_probe';
  const rules = [[one, other], [other, one]].map(([source = '', destination = '']) =>
    `add rule ip openeip_probe resets tcp sport ${source} tcp dport ${destination} tcp flags & rst == rst drop`);
  const chain = 'add chain ip openeip_probe resets { type filter hook prerouting priority -500; policy accept; }';
  for (const { namespace } of watches) namespace.nft.run([`add ${table}`, `delete ${table}`, `add ${table}`, chain, ...rules, ''].join('\n'));
  try {
    return work();
  } finally {
    for (const { namespace } of watches) namespace.nft.run(`delete ${table}\n`);
  }
}

/** One packet on its way, with sockets that see it. */
class Attempt {
  readonly #nic: Nic;
  readonly #watches: readonly Watch[];
  readonly #sent: Datagram;

  constructor(nic: Nic, watches: readonly Watch[], sent: Datagram) {
    this.#nic = nic;
    this.#watches = watches;
    this.#sent = sent;
  }

  run(): Outcome {
    const open: number[] = [];
    try {
      const eyes = this.#watches.map((watch) => ({ watch, fd: this.#watch(watch) }));
      open.push(...eyes.map(({ fd }) => fd));
      const wire = this.#plug(ETH_P_ARP);
      open.push(wire);
      // A link that has just come up loses what is sent before it notices.
      this.#ask(wire);
      send(wire, this.#frame(ETH_P_IP, build(this.#sent)));
      for (let hop = 0; hop < HOPS; hop++) this.#ask(wire);
      const seen = eyes.flatMap(({ watch, fd }) => this.#collect(watch, fd));
      // Whoever passes it on got it first.
      const ends = seen.filter((each): each is Sighting => each.at !== undefined).sort((one, other) => other.datagram.ttl - one.datagram.ttl);
      const isEcho = this.#sent.answers !== undefined && this.#sent.packet.protocol === ICMP;
      return {
        first: ends.find(({ datagram }) => datagram.echo === isEcho), echoed: ends.find(({ datagram }) => datagram.echo),
        passed: seen.map(({ datagram }) => datagram),
      };
    } finally {
      // The kernel takes its time with each (16 ms); nobody waits for it.
      open.forEach((fd) => { close(fd); });
    }
  }

  /** A socket that gets the frames with the token, whichever way they go. */
  #watch({ namespace }: Watch): number {
    return namespace.inside(() => {
      const fd = socket(AF_PACKET, SOCK_RAW, 0);
      attachFilter(fd, tokenFilter(this.#sent));
      bind(fd, linkAddress(ETH_P_ALL, 0));
      return fd;
    });
  }

  /** A socket on the wire that receives answers of ARP. */
  #plug(protocol: number): number {
    const { inside, device } = this.#nic;
    return inside(() => {
      const route = new NetlinkSocket(NETLINK_ROUTE);
      const link = readLinks(route).find(({ name }) => name === device);
      route.close();
      if (link?.up !== true) throw new Error(`${device} is down: who sends from it has to configure it first.`);
      const fd = socket(AF_PACKET, SOCK_RAW, 0);
      bind(fd, linkAddress(protocol, link.index));
      return fd;
    });
  }

  #frame(protocol: number, payload: Buffer, destination = macOctets(this.#nic.router.mac)): Buffer {
    const type = Buffer.alloc(2);
    type.writeUInt16BE(protocol);
    return Buffer.concat([destination, macOctets(this.#nic.mac), type, payload]);
  }

  /** Asks the router for its address, as one without an address does (RFC 5227), and waits for the answer. */
  #ask(wire: number): void {
    const { mac, router } = this.#nic;
    const request = Buffer.concat([
      Buffer.from([0, 1, 8, 0, 6, 4, 0, 1]), macOctets(mac), Buffer.alloc(4), Buffer.alloc(6), octets(router.address),
    ]);
    const reply = Buffer.alloc(FRAME_LENGTH);
    for (const deadline = performance.now() + PATIENCE; performance.now() < deadline;) {
      send(wire, this.#frame(ETH_P_ARP, request, Buffer.alloc(6, 0xff)));
      for (const again = performance.now() + REPEAT; performance.now() < again;) {
        const length = receiveWithin(wire, reply, again - performance.now());
        if (length >= 42 && reply.readUInt16BE(20) === 2 && reply.subarray(28, 32).equals(octets(router.address))) return;
      }
    }
    throw new Error(`The router at ${router.address} does not answer on ${this.#nic.device}.`);
  }

  #collect({ namespace, endOf }: Watch, fd: number): { readonly at: End | undefined; readonly datagram: Sighting['datagram'] }[] {
    const seen: { at: End | undefined; datagram: Sighting['datagram'] }[] = [];
    const frame = Buffer.alloc(FRAME_LENGTH);
    for (;;) {
      const from = Buffer.alloc(20);
      const length = receiveFrom(fd, frame, from);
      if (length === 0) return seen;
      const datagram = parse(frame.subarray(FRAME_HEADER, length));
      if (datagram === undefined) continue;
      const device = namespace.nameOf(from.readInt32LE(4));
      seen.push({ at: device === undefined ? undefined : endOf(device, from.readUInt8(10) === PACKET_OUTGOING), datagram });
    }
  }
}

function linkAddress(protocol: number, index: number): Buffer {
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(protocol, 2);
  address.writeInt32LE(index, 4);
  return address;
}

/** IP packets of the protocol with the token at its place. */
function tokenFilter({ packet, token }: Datagram): { code: number; jt: number; jf: number; k: number }[] {
  const BPF = { half: 0x28, byte: 0x30, headerLength: 0xb1, wordBehind: 0x40, equal: 0x15, end: 0x06 } as const;
  const at = FRAME_HEADER + tokenOffset(packet.protocol);
  const otherwise = (left: number, k: number): { code: number; jt: number; jf: number; k: number } => ({ code: BPF.equal, jt: 0, jf: left, k });
  const plain = (code: number, k: number): { code: number; jt: number; jf: number; k: number } => ({ code, jt: 0, jf: 0, k });
  return [
    plain(BPF.half, 12), otherwise(8, ETH_P_IP),
    plain(BPF.byte, FRAME_HEADER + 9), otherwise(6, packet.protocol),
    plain(BPF.headerLength, FRAME_HEADER),
    plain(BPF.wordBehind, at), otherwise(3, token.readUInt32BE(0)),
    plain(BPF.wordBehind, at + 4), otherwise(1, token.readUInt32BE(4)),
    plain(BPF.end, FRAME_LENGTH), plain(BPF.end, 0),
  ];
}
