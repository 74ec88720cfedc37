/**
 * Counters of EIPs: elements of nft sets, one for each address and direction. What tells a counter from any other, before and after, is the
 * comment that its element was made with, so it outlives this process like the counter itself.
 */
import { randomBytes } from 'node:crypto';
import type { Counter, TrafficDirection } from '../../network/protocol.js';
import { key } from '../../network/objects.js';
import { dotted } from './address.js';
import { AF_INET, receiveInBackground, sendInBackground } from './libc.js';
import { Messages, NETLINK_NETFILTER, NLM_F_DUMP, NetlinkSocket, attributes, parseReplies } from './netlink.js';
import type { Reply } from './netlink.js';

const GET_SET_ELEMENT = (10 << 8) | 13;
const LIST = { table: 1, set: 2, elements: 3 } as const;
const ELEMENT = { key: 1, userData: 6, expression: 7 } as const;
const DATA_VALUE = 1;
const EXPRESSION_DATA = 2;
const COUNTER = { bytes: 1, packets: 2 } as const;
/** In user data: type, length, text with its final zero. */
const COMMENT = 0;
const NESTED_MASK = 0x3fff;

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

function comment(userData: Buffer | undefined): string {
  for (let at = 0; userData !== undefined && at + 2 <= userData.length;) {
    const [type = 0, length = 0] = userData.subarray(at, at + 2);
    if (type === COMMENT) return userData.toString('latin1', at + 2, at + 1 + length);
    at += 2 + length;
  }
  return '';
}

const number64 = (bytes: Buffer | undefined): number => bytes === undefined ? 0 : bytes.readUInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4);

function readingOf(element: Buffer, direction: TrafficDirection): Reading | undefined {
  const found = attributes(element, 0);
  const [name, expression] = [found.get(ELEMENT.key), found.get(ELEMENT.expression)];
  const life = comment(found.get(ELEMENT.userData));
  const shape = shapeOf(life);
  const address = name === undefined ? undefined : attributes(name, 0).get(DATA_VALUE);
  const data = expression === undefined ? undefined : attributes(expression, 0).get(EXPRESSION_DATA);
  if (address === undefined || data === undefined || shape === undefined) return undefined;
  const counter = attributes(data, 0);
  const [bytes, packets] = [number64(counter.get(COUNTER.bytes)), number64(counter.get(COUNTER.packets))];
  return { address: dotted(address), counter: { key: key('shape', shape), direction, life, bytes, packets } };
}

/** Elements stand side by side in one attribute. */
function* elementsOf(list: Buffer): Iterable<Buffer> {
  for (let at = 0; at + 4 <= list.length;) {
    const length = list.readUInt16LE(at);
    if (length < 4) return;
    if ((list.readUInt16LE(at + 2) & NESTED_MASK) === 1) yield list.subarray(at + 4, at + length);
    at += (length + 3) & ~3;
  }
}

/** Reads all counters of one namespace, the kernel's part on a worker thread. */
export class CounterReader {
  readonly #openSocket: () => NetlinkSocket;
  readonly #table: string;
  #socket: NetlinkSocket | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(inNamespace: <T>(work: () => T) => T, table: string) {
    this.#openSocket = () => inNamespace(() => new NetlinkSocket(NETLINK_NETFILTER));
    this.#table = table;
  }

  /** A counter that comes or goes meanwhile may be missed. Rejects with ENOENT where there is no such set. */
  read(direction: TrafficDirection): Promise<readonly Reading[]> {
    const reading = this.#running.then(() => this.#read(direction));
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

  async #read(direction: TrafficDirection): Promise<readonly Reading[]> {
    const socket = this.#socket ??= this.#openSocket();
    const query = new Messages();
    query.message(GET_SET_ELEMENT, NLM_F_DUMP, header, (message) => {
      message.text(LIST.table, this.#table);
      message.text(LIST.set, direction);
    });
    await sendInBackground(socket.fd, query.slice(0, 1));
    const incoming = Buffer.alloc(64 * 1024);
    const readings: Reading[] = [];
    for (let end = false; !end;) {
      const length = await receiveInBackground(socket.fd, incoming);
      const replies: Reply[] = [];
      end = parseReplies(incoming.subarray(0, length), replies).end;
      for (const { body } of replies) {
        for (const element of elementsOf(attributes(body, 4).get(LIST.elements) ?? Buffer.alloc(0))) {
          const reading = readingOf(element, direction);
          if (reading !== undefined) readings.push(reading);
        }
      }
    }
    return readings;
  }
}
