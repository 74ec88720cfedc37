/** What forwarding needs to know of DNS messages (RFC 1035): the id, the flags, and how they follow each other on a stream. */
import { Buffer } from 'node:buffer';

export const DNS_PORT = 53;

/** How the guest asked, and so how the nameserver is asked: an answer that is cut short reaches the guest, which then asks by TCP. */
export type Transport = 'udp' | 'tcp';

const HEADER = 12;
const RESPONSE = 0x8000;
/** Opcode and "recursion desired", which an answer repeats. */
const REPEATED = 0x7900;
const RECURSION_AVAILABLE = 0x0080;
const SERVER_FAILURE = 2;

export function isQuery(message: Buffer): boolean {
  return message.length >= HEADER && (message.readUInt16BE(2) & RESPONSE) === 0;
}

export function isAnswer(message: Buffer): boolean {
  return message.length >= HEADER && !isQuery(message);
}

export function idOf(message: Buffer): number {
  return message.readUInt16BE(0);
}

export function withId(message: Buffer, id: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(id, 0);
  return copy;
}

/** SERVFAIL. It repeats the question: resolvers wait on for an answer to what they asked. */
export function failure(query: Buffer): Buffer {
  const answer = Buffer.from(query);
  answer.writeUInt16BE(RESPONSE | (query.readUInt16BE(2) & REPEATED) | RECURSION_AVAILABLE | SERVER_FAILURE, 2);
  return answer;
}

/** A message on a stream: its length in two octets, then the message. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** Cuts a stream into messages, whatever pieces it comes in. */
export class Frames {
  private rest = Buffer.alloc(0);

  *take(chunk: Buffer): Generator<Buffer> {
    this.rest = Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= 2) {
      const end = 2 + this.rest.readUInt16BE(0);
      if (this.rest.length < end) return;
      const message = this.rest.subarray(2, end);
      this.rest = this.rest.subarray(end);
      yield message;
    }
  }
}

const TRANSPORTS = ['udp', 'tcp'] as const;

/** What goes from the agent to the resolver: the transport in one octet, then the query. */
export function request(transport: Transport, query: Buffer): Buffer {
  return Buffer.concat([Buffer.of(TRANSPORTS.indexOf(transport)), query]);
}

/** Undefined for anything else. */
export function parseRequest(bytes: Buffer): { readonly transport: Transport; readonly query: Buffer } | undefined {
  const transport = TRANSPORTS[bytes[0] ?? -1];
  const query = bytes.subarray(1);
  return transport !== undefined && isQuery(query) ? { transport, query } : undefined;
}
