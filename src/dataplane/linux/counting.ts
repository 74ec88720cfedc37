/**
 * Counters of EIPs: elements of nft sets, one for each address and direction. What tells a counter from any other, before and after, is the
 * comment that its element was made with, so it outlives this process like the counter itself.
 */
import { randomBytes } from 'node:crypto';
import type { Counter, TrafficDirection } from '../../network/protocol.js';
import { key } from '../../network/objects.js';
import { dotted, octets } from './address.js';
import { AF_INET, SystemError, receive, receiveInBackground, send, sendInBackground } from './libc.js';
import { Messages, NETLINK_NETFILTER, NLM_F_DUMP, NetlinkSocket, parseReplies } from './netlink.js';
import type { Reply } from './netlink.js';

const GET_SET_ELEMENT = (10 << 8) | 13;
const LIST = { table: 1, set: 2, elements: 3 } as const;
const LIST_ELEMENT = 1;
const ELEMENT = { key: 1, userData: 6, expression: 7 } as const;
const DATA_VALUE = 1;
const EXPRESSION_DATA = 2;
const COUNTER = { bytes: 1, packets: 2 } as const;
/** In user data: type, length, text with its final zero. */
const COMMENT = 0;
/** Of an attribute, without its flags. */
const TYPE = 0x3fff;
/** Bytes of a message before its attributes. */
const FIXED = 4;

const header = Buffer.from([AF_INET, 0, 0, 0]);

/** The comment of a new element that counts for a shape: `17.` and what no other element ever had. */
export const newLife = (shape: number): string => `${String(shape)}.${randomBytes(9).toString('base64url')}`;

/** The number in such a comment. */
export function shapeOf(life: string): number | undefined {
  const match = /^(\d+)\./.exec(life);
  return match === null ? undefined : Number(match[1]);
}

/** A counter and the element that it was read from. */
export interface Reading {
  readonly address: string;
  readonly counter: Counter;
}

/**
 * By offsets and not by maps of attributes, since there may be tens of thousands of elements a second. Where the value of the first
 * attribute of a type begins, between two offsets; 0 where there is none.
 */
function find(bytes: Buffer, from: number, until: number, type: number): number {
  for (let at = from; at + 4 <= until;) {
    const length = bytes.readUInt16LE(at);
    if (length < 4) return 0;
    if ((bytes.readUInt16LE(at + 2) & TYPE) === type) return at + 4;
    at += (length + 3) & ~3;
  }
  return 0;
}

/** Where a value that begins there ends. */
const end = (bytes: Buffer, begin: number): number => begin - 4 + bytes.readUInt16LE(begin - 4);

/** Finds a value within values, by the types on the way. */
function within(bytes: Buffer, from: number, until: number, ...types: readonly number[]): number {
  let [begin, last] = [from, until];
  for (const type of types) {
    begin = find(bytes, begin, last, type);
    if (begin === 0) return 0;
    last = end(bytes, begin);
  }
  return begin;
}

function comment(bytes: Buffer, from: number, until: number): string {
  for (let at = from; at + 2 <= until; at += 2 + bytes.readUInt8(at + 1)) {
    if (bytes.readUInt8(at) === COMMENT) return bytes.toString('latin1', at + 2, at + 1 + bytes.readUInt8(at + 1));
  }
  return '';
}

const number64 = (bytes: Buffer, at: number): number => at === 0 ? 0 : bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);

function readingOf(bytes: Buffer, from: number, until: number, direction: TrafficDirection): Reading | undefined {
  const address = within(bytes, from, until, ELEMENT.key, DATA_VALUE);
  const userData = find(bytes, from, until, ELEMENT.userData);
  const counter = within(bytes, from, until, ELEMENT.expression, EXPRESSION_DATA);
  if (address === 0 || userData === 0 || counter === 0) return undefined;
  const life = comment(bytes, userData, end(bytes, userData));
  const shape = shapeOf(life);
  if (shape === undefined) return undefined;
  return {
    address: dotted(bytes, address),
    counter: {
      key: key('shape', shape), direction, life,
      bytes: number64(bytes, find(bytes, counter, end(bytes, counter), COUNTER.bytes)),
      packets: number64(bytes, find(bytes, counter, end(bytes, counter), COUNTER.packets)),
    },
  };
}

/** The elements in a datagram, which stand side by side in one attribute of each message. */
function readElements(datagram: Buffer, direction: TrafficDirection): { readonly readings: readonly Reading[]; readonly end: boolean } {
  const [readings, replies]: [Reading[], Reply[]] = [[], []];
  const { end: complete } = parseReplies(datagram, replies);
  for (const { body } of replies) {
    const list = find(body, FIXED, body.length, LIST.elements);
    if (list === 0) continue;
    const last = end(body, list);
    for (let at = find(body, list, last, LIST_ELEMENT); at !== 0; at = find(body, (end(body, at) + 3) & ~3, last, LIST_ELEMENT)) {
      const reading = readingOf(body, at, end(body, at), direction);
      if (reading !== undefined) readings.push(reading);
    }
  }
  return { readings, end: complete };
}

/** Reads the counters of one namespace. Rejects with ENOENT where there is no such set. */
export class CounterReader {
  readonly #openSocket: () => NetlinkSocket;
  readonly #table: string;
  #socket: NetlinkSocket | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(inNamespace: <T>(work: () => T) => T, table: string) {
    this.#openSocket = () => inNamespace(() => new NetlinkSocket(NETLINK_NETFILTER));
    this.#table = table;
  }

  /** All of them, a datagram's worth at a time, the kernel's part on a worker thread. One that comes or goes meanwhile may be missed. */
  read(direction: TrafficDirection, take: (readings: readonly Reading[]) => void): Promise<void> {
    const reading = this.#running.then(() => this.#read(direction, take));
    this.#running = reading.catch(() => { this.#drop(); });
    return reading;
  }

  async close(): Promise<void> {
    await this.#running;
    this.#drop();
  }

  #drop(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** That of one address, at once and however many there are. */
  readOne(direction: TrafficDirection, address: string): Reading {
    const socket = this.#openSocket();
    try {
      send(socket.fd, this.#query(0, direction, (message) => {
        message.nest(LIST.elements, () => {
          message.nest(LIST_ELEMENT, () => {
            message.nest(ELEMENT.key, () => { message.bytes(DATA_VALUE, octets(address)); });
          });
        });
      }));
      const answer = Buffer.alloc(4096);
      const { readings: [reading] } = readElements(answer.subarray(0, receive(socket.fd, answer)), direction);
      if (reading === undefined) throw new SystemError('EPROTO', `netlink answer about the counter of ${address}`);
      return reading;
    } finally {
      socket.close();
    }
  }

  async #read(direction: TrafficDirection, take: (readings: readonly Reading[]) => void): Promise<void> {
    const socket = this.#socket ??= this.#openSocket();
    await sendInBackground(socket.fd, this.#query(NLM_F_DUMP, direction));
    const incoming = Buffer.alloc(64 * 1024);
    for (;;) {
      const length = await receiveInBackground(socket.fd, incoming);
      const { readings, end } = readElements(incoming.subarray(0, length), direction);
      take(readings);
      if (end) return;
    }
  }

  #query(flags: number, direction: TrafficDirection, elements?: (message: Messages) => void): Buffer {
    const query = new Messages();
    query.message(GET_SET_ELEMENT, flags, header, (message) => {
      message.text(LIST.table, this.#table);
      message.text(LIST.set, direction);
      elements?.(message);
    });
    return query.slice(0, 1);
  }
}
