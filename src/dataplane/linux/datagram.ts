/** IPv4 packets as bytes: those that a probe sends, and what is seen of them on the way. */
import type { Packet } from '../../network/packet.js';
import { ICMP, TCP, UDP, hasPorts } from '../../network/packet.js';
import { dotted, octets } from './address.js';

export const TOKEN_LENGTH = 8;

const SCTP = 132;
const IP_HEADER = 20;
const TTL = 64;
const DO_NOT_FRAGMENT = 0x4000;
const ECHO = { request: 8, reply: 0 } as const;
const FLAG = { syn: 0x02, ack: 0x10 } as const;
const CHUNK = { init: 1, initAck: 2 } as const;
/** Protocols without a header that we know begin with zeros, which is a plain header of GRE. */
const PREFIX = 8;

/** A packet, and what makes it the one of a probe. */
export interface Datagram {
  readonly packet: Packet;
  /** Eight bytes that no other packet bears. */
  readonly token: Buffer;
  /** Identifies an echo, and both ports of what is neither TCP nor UDP but has some. */
  readonly id: number;
  /** A TCP answer confirms what it answers, an SCTP answer names its tag. */
  readonly answers?: number;
}

/** Where in the IP payload the token is. */
export function tokenOffset(protocol: number): number {
  switch (protocol) {
    case TCP: return 20;
    case SCTP: return 16;
    default: return PREFIX;
  }
}

/** The Internet checksum: of bytes that contain their own right checksum it is 0. */
export function checksum(...parts: readonly Buffer[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) sum += at + 1 < part.length ? part.readUInt16BE(at) : part.readUInt8(at) << 8;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** CRC-32C of SCTP, reflected. */
export function crc32c(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0x82f6_3b78);
  }
  return ~crc >>> 0;
}

/** An IP packet: a SYN, a datagram, an echo request, an INIT; or the answer to one. Anything else is the token behind zeros. */
export function build(datagram: Datagram): Buffer {
  const { packet } = datagram;
  const payload = payloadOf(datagram);
  const header = Buffer.alloc(IP_HEADER);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(IP_HEADER + payload.length, 2);
  header.writeUInt16BE(datagram.id, 4);
  header.writeUInt16BE(DO_NOT_FRAGMENT, 6);
  header.writeUInt8(TTL, 8);
  header.writeUInt8(packet.protocol, 9);
  octets(packet.source).copy(header, 12);
  octets(packet.destination).copy(header, 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

function payloadOf({ packet, token, id, answers }: Datagram): Buffer {
  const { protocol, sourcePort, destinationPort } = packet;
  const offset = tokenOffset(protocol);
  const payload = Buffer.alloc(offset + TOKEN_LENGTH);
  token.copy(payload, offset);
  const ports = (source: number, destination: number): void => {
    payload.writeUInt16BE(source, 0);
    payload.writeUInt16BE(destination, 2);
  };
  switch (protocol) {
    case ICMP:
      payload.writeUInt8(answers === undefined ? ECHO.request : ECHO.reply, 0);
      payload.writeUInt16BE(id, 4);
      payload.writeUInt16BE(1, 6);
      payload.writeUInt16BE(checksum(payload), 2);
      return payload;
    case UDP:
      ports(sourcePort ?? 0, destinationPort ?? 0);
      payload.writeUInt16BE(payload.length, 4);
      // A checksum of 0 says that there is none.
      payload.writeUInt16BE(checksum(pseudoHeader(packet, payload.length), payload) || 0xffff, 6);
      return payload;
    case TCP:
      ports(sourcePort ?? 0, destinationPort ?? 0);
      payload.writeUInt32BE(token.readUInt32BE(), 4);
      payload.writeUInt32BE(answers === undefined ? 0 : (answers + 1) >>> 0, 8);
      payload.writeUInt8((offset / 4) << 4, 12);
      payload.writeUInt8(answers === undefined ? FLAG.syn : FLAG.syn | FLAG.ack, 13);
      payload.writeUInt16BE(0xffff, 14);
      payload.writeUInt16BE(checksum(pseudoHeader(packet, payload.length), payload), 16);
      return payload;
    case SCTP: {
      ports(id, id);
      payload.writeUInt32BE(answers ?? 0, 4);
      payload.writeUInt8(answers === undefined ? CHUNK.init : CHUNK.initAck, 12);
      payload.writeUInt16BE(20, 14);
      // The token stands for the initiate tag and the window; then one stream each way and the first sequence number.
      const whole = Buffer.concat([payload, Buffer.from([0, 1, 0, 1, 0, 0, 0, 1])]);
      whole.writeUInt32LE(crc32c(whole), 8);
      return whole;
    }
    default: return payload;
  }
}

function pseudoHeader({ source, destination, protocol }: Packet, length: number): Buffer {
  return Buffer.concat([octets(source), octets(destination), Buffer.from([0, protocol, length >>> 8, length & 0xff])]);
}

/** What was built, as it is seen; `ttl` falls by one at each router, `echo` is for an echo reply. Undefined for what is none of our packets. */
export function parse(bytes: Buffer): { readonly packet: Packet; readonly id: number; readonly ttl: number; readonly echo: boolean } | undefined {
  if (bytes.length < IP_HEADER || bytes.readUInt8(0) !== 0x45) return undefined;
  const protocol = bytes.readUInt8(9);
  const payload = bytes.subarray(IP_HEADER);
  if (payload.length < tokenOffset(protocol) + TOKEN_LENGTH) return undefined;
  const [sourcePort, destinationPort] = hasPorts(protocol) ? [payload.readUInt16BE(0), payload.readUInt16BE(2)] : [null, null];
  return {
    packet: { source: dotted(bytes, 12), destination: dotted(bytes, 16), protocol, sourcePort, destinationPort },
    id: protocol === ICMP ? payload.readUInt16BE(4) : protocol === SCTP ? payload.readUInt16BE(0) : bytes.readUInt16BE(4),
    ttl: bytes.readUInt8(8),
    echo: protocol === ICMP && payload.readUInt8(0) === ECHO.reply,
  };
}
