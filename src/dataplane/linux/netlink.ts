/** Netlink messages and sockets: many requests in one datagram, an answer for each; dumps. */
import { closeSync } from 'node:fs';
import { AF_NETLINK, SOCK_RAW, SOL_NETLINK, SystemError, bind, errnoName, receive, send, setOption, socket } from './libc.js';

export const NLM_F_REQUEST = 1;
export const NLM_F_ACK = 4;
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_DUMP = 0x300;

export const NETLINK_NETFILTER = 12;

const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_DUMP_INTR = 0x10;
const NETLINK_CAP_ACK = 10;
const HEADER = 16;
const NLA_NESTED = 0x8000;

const align = (length: number): number => (length + 3) & ~3;
const on = Buffer.from([1, 0, 0, 0]);

/** Writes messages one after another into one growing buffer. */
export class Messages {
  #bytes = Buffer.alloc(4096);
  #length = 0;
  /** Start of each message. */
  readonly starts: number[] = [];

  get count(): number {
    return this.starts.length;
  }

  get length(): number {
    return this.#length;
  }

  /** The bytes of messages `from` up to, but not with, `to`. */
  slice(from: number, to: number): Buffer {
    return this.#bytes.subarray(this.starts[from], this.starts[to] ?? this.#length);
  }

  /** One whole message: fixed part, then the attributes that `fill` adds. */
  message(type: number, flags: number, fixed: Buffer, fill?: (attributes: Messages) => void): void {
    const start = this.#length;
    this.starts.push(start);
    this.#append(HEADER);
    this.raw(fixed);
    fill?.(this);
    this.#bytes.writeUInt32LE(this.#length - start, start);
    this.#bytes.writeUInt16LE(type, start + 4);
    this.#bytes.writeUInt16LE(flags | NLM_F_REQUEST, start + 6);
    this.#bytes.writeUInt32LE(this.starts.length, start + 8);
  }

  /** Bytes in the place of an attribute: the fixed part of a message within a message. */
  raw(bytes: Buffer): void {
    const at = this.#append(bytes.length);
    bytes.copy(this.#bytes, at);
  }

  bytes(type: number, value: Buffer): void {
    const at = this.#append(4 + value.length);
    this.#bytes.writeUInt16LE(4 + value.length, at);
    this.#bytes.writeUInt16LE(type, at + 2);
    value.copy(this.#bytes, at + 4);
  }

  text(type: number, value: string): void {
    this.bytes(type, Buffer.from(`${value}\0`));
  }

  u32(type: number, value: number): void {
    const at = this.#append(8);
    this.#bytes.writeUInt16LE(8, at);
    this.#bytes.writeUInt16LE(type, at + 2);
    this.#bytes.writeUInt32LE(value, at + 4);
  }

  nest(type: number, fill: () => void): void {
    const at = this.#append(4);
    fill();
    this.#bytes.writeUInt16LE(this.#length - at, at);
    this.#bytes.writeUInt16LE(type | NLA_NESTED, at + 2);
  }

  #append(length: number): number {
    const at = this.#length;
    this.#length = at + align(length);
    if (this.#length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], Math.max(this.#length, this.#bytes.length * 2));
    }
    return at;
  }
}

/** One message of a dump. */
export interface Reply {
  readonly type: number;
  /** Fixed part and attributes. */
  readonly body: Buffer;
}

/** Attributes of a message by type (the nested bit cleared); of several of one type the last. */
export function attributes(body: Buffer, offset: number): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = offset; at + 4 <= body.length;) {
    const length = body.readUInt16LE(at);
    if (length < 4) break;
    found.set(body.readUInt16LE(at + 2) & 0x3fff, body.subarray(at + 4, at + length));
    at += align(length);
  }
  return found;
}

/** The messages of one datagram; `end` when a dump is complete. Throws what the kernel answered instead. */
export function parseReplies(datagram: Buffer, replies: Reply[]): { readonly end: boolean; readonly interrupted: boolean } {
  let interrupted = false;
  for (let at = 0; at + HEADER <= datagram.length;) {
    const length = datagram.readUInt32LE(at);
    const type = datagram.readUInt16LE(at + 4);
    if ((datagram.readUInt16LE(at + 6) & NLM_F_DUMP_INTR) !== 0) interrupted = true;
    if (type === NLMSG_DONE) return { end: true, interrupted };
    if (type === NLMSG_ERROR) throw new SystemError(errnoName(-datagram.readInt32LE(at + HEADER)), 'netlink dump');
    replies.push({ type, body: Buffer.from(datagram.subarray(at + HEADER, at + length)) });
    at += align(length);
  }
  return { end: false, interrupted };
}

/** Messages and bytes per datagram: the answers of one must fit the receive buffer, itself the send buffer. */
const MESSAGES_PER_SEND = 150;
const BYTES_PER_SEND = 60_000;

/** A netlink socket in the namespace that the calling thread is in; it stays there. */
export class NetlinkSocket {
  readonly fd: number;
  readonly #incoming = Buffer.alloc(256 * 1024);

  constructor(protocol: number) {
    this.fd = socket(AF_NETLINK, SOCK_RAW, protocol);
    const address = Buffer.alloc(12);
    address.writeUInt16LE(AF_NETLINK, 0);
    bind(this.fd, address);
    setOption(this.fd, SOL_NETLINK, NETLINK_CAP_ACK, on);
  }

  /** Carries out the messages in order, each by itself. Returns the errors by index of the message; the others succeeded. */
  request(messages: Messages): Map<number, string> {
    const errors = new Map<number, string>();
    for (let from = 0; from < messages.count;) {
      let to = from + 1;
      while (to < messages.count && to - from < MESSAGES_PER_SEND && messages.slice(from, to + 1).length <= BYTES_PER_SEND) to++;
      this.#requestChunk(messages.slice(from, to), to, errors);
      from = to;
    }
    return errors;
  }

  /** Only failures and the last message are answered, which says that the chunk is through. */
  #requestChunk(bytes: Buffer, last: number, errors: Map<number, string>): void {
    let at = 0;
    for (let length = bytes.readUInt32LE(0); at + align(length) < bytes.length; length = bytes.readUInt32LE(at)) at += align(length);
    bytes.writeUInt16LE(bytes.readUInt16LE(at + 6) | NLM_F_ACK, at + 6);
    send(this.fd, bytes);
    for (;;) {
      const length = receive(this.fd, this.#incoming);
      if (length === 0) throw new SystemError('EPROTO', 'netlink request without an answer');
      const sequence = this.#incoming.readUInt32LE(8);
      const errno = -this.#incoming.readInt32LE(HEADER);
      if (errno !== 0) errors.set(sequence - 1, errnoName(errno));
      if (sequence === last) return;
    }
  }

  /** Everything of one kind. Repeated when a change came in between. */
  dump(type: number, fixed: Buffer): Reply[] {
    for (;;) {
      const query = new Messages();
      query.message(type, NLM_F_DUMP, fixed);
      send(this.fd, query.slice(0, 1));
      const replies: Reply[] = [];
      let interrupted = false;
      for (;;) {
        const length = receive(this.fd, this.#incoming);
        if (length === 0) throw new SystemError('EPROTO', 'netlink dump without an end');
        const part = parseReplies(this.#incoming.subarray(0, length), replies);
        interrupted ||= part.interrupted;
        if (part.end) break;
      }
      if (!interrupted) return replies;
    }
  }

  close(): void {
    closeSync(this.fd);
  }
}
