/** A nameserver on loopback that knows what a test tells it: names to IPv4 addresses, by UDP, and cut short there, by TCP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { framed, Frames } from '../../src/agent/dns/message.js';

const TYPE_A = 1;
const TRUNCATED = 0x0200;
const NAME_ERROR = 3;

export interface TestNameServer {
  readonly address: string;
  readonly port: number;
  /** Questions in order: `udp web.example`. */
  readonly asked: readonly string[];
  close(): void;
}

/** Of names in `long` UDP gives no more than the header and the question. */
export async function startNameServer(names: Readonly<Record<string, string>>, long: readonly string[] = []): Promise<TestNameServer> {
  const asked: string[] = [];
  const answer = (by: 'udp' | 'tcp', query: Buffer): Buffer => {
    const { name, type, end } = question(query);
    asked.push(`${by} ${name}`);
    const address = names[name];
    const cut = by === 'udp' && long.includes(name);
    const records = address === undefined || type !== TYPE_A || cut ? [] : [record(address)];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (cut ? TRUNCATED : 0) | (address === undefined ? NAME_ERROR : 0), 2);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    return Buffer.concat([header, query.subarray(12, end), ...records]);
  };
  const datagrams = createSocket('udp4', (query, { port, address }) => {
    datagrams.send(answer('udp', query), port, address);
  });
  datagrams.bind(0, '127.0.0.1');
  await once(datagrams, 'listening');
  const { port } = datagrams.address();
  const streams = createServer((socket) => {
    const frames = new Frames();
    socket.on('data', (chunk) => {
      for (const query of frames.take(chunk)) socket.write(framed(answer('tcp', query)));
    });
    socket.on('error', () => undefined);
  });
  streams.listen(port, '127.0.0.1');
  await once(streams, 'listening');
  return {
    address: '127.0.0.1', port, asked,
    close: () => {
      datagrams.close();
      streams.close();
    },
  };
}

function question(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** The name is the question's; one minute. */
function record(address: string): Buffer {
  return Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]);
}
