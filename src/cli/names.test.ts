/** Name resolution from the agent's end to nameservers that the test runs on loopback. */
import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Forwarder } from '../agent/dns/forwarder.js';
import { framed, Frames, idOf } from '../agent/dns/message.js';
import { parseNameServers, serveNames, type NameResolver, type NameServer } from './names.js';

/** An address on which nobody else has the port that was free for UDP. */
const LOOPBACK = '127.77.0.53';
const RESPONSE = 0x8000;
const SERVFAIL = 2;

/** A query with an id and a body in the question's place. */
function query(id: number, body: string): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0100, 2);
  header.writeUInt16BE(1, 4);
  return Buffer.concat([header, Buffer.from(body)]);
}
const said = (answer: Buffer) => ({ id: idOf(answer), code: answer.readUInt16BE(2) & 0xf, body: answer.subarray(12).toString() });

describe('parseNameServers', () => {
  it('takes the nameservers, the first three, and nothing else', () => {
    const text = '# nameserver 9.9.9.9\nsearch corp.example\nnameserver 192.0.2.1\n  nameserver\t2001:db8::1 # home\noptions ndots:5\nnameserver host.example\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n';
    expect(parseNameServers(text).map(({ address, port }) => `${address} ${String(port)}`)).toEqual(['192.0.2.1 53', '2001:db8::1 53', '192.0.2.2 53']);
    expect(parseNameServers('')).toEqual([]);
  });
});

describe('a guest’s query', () => {
  const directory = mkdtempSync(join(tmpdir(), 'openeip-names-'));
  const path = join(directory, 'names.sock');
  let datagrams: Datagrams;
  let streams: Server;
  let server: NameServer;
  let servers: readonly NameServer[];
  let resolver: NameResolver | undefined;
  /** Ids that the nameserver was asked with. */
  let ids: number[];
  let mute: boolean;

  /** Repeats the question, with what it was asked by. */
  const answer = (asked: Buffer, by: string) => {
    ids.push(idOf(asked));
    const copy = Buffer.from(asked);
    copy.writeUInt16BE(RESPONSE, 2);
    return Buffer.concat([copy, Buffer.from(` by ${by}`)]);
  };

  beforeEach(async () => {
    [ids, mute] = [[], false];
    datagrams = createSocket('udp4', (asked, { port, address }) => {
      if (!mute) datagrams.send(answer(asked, 'udp'), port, address);
    });
    datagrams.bind(0, LOOPBACK);
    await once(datagrams, 'listening');
    server = { address: LOOPBACK, port: datagrams.address().port };
    streams = createServer((socket) => {
      const frames = new Frames();
      socket.on('data', (chunk) => {
        for (const asked of frames.take(chunk)) socket.write(framed(answer(asked, 'tcp')));
      });
    });
    streams.listen(server.port, LOOPBACK);
    await once(streams, 'listening');
    servers = [server];
    resolver = await serveNames(path, () => servers);
  });
  afterEach(async () => {
    await resolver?.close();
    datagrams.close();
    await new Promise((resolve) => streams.close(resolve));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is asked as the guest asked it, under another id, and answered under its own', async () => {
    const forwarder = new Forwarder(path);
    const answers = await Promise.all([
      forwarder.ask('udp', query(7, 'one')), forwarder.ask('udp', query(7, 'two')), forwarder.ask('tcp', query(7, 'three')),
    ]);
    expect(answers.map(said)).toEqual(['one by udp', 'two by udp', 'three by tcp'].map((body) => ({ id: 7, code: 0, body })));
    expect(new Set(ids).size).toBe(3);
  });

  it('goes to the next nameserver when nobody listens at the first', async () => {
    const closed = createSocket('udp4').bind(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address();
    closed.close();
    servers = [{ address: '127.0.0.1', port }, server];
    expect(said(await new Forwarder(path).ask('udp', query(1, 'q')))).toMatchObject({ code: 0, body: 'q by udp' });
    expect(said(await new Forwarder(path).ask('tcp', query(1, 'q')))).toMatchObject({ code: 0, body: 'q by tcp' });
  });

  it('fails at once, with its question, where the host has no nameserver, and where no resolver is', async () => {
    servers = [];
    const forwarder = new Forwarder(path);
    expect(said(await forwarder.ask('udp', query(9, 'q')))).toEqual({ id: 9, code: SERVFAIL, body: 'q' });
    expect(said(await new Forwarder(`${path}.none`).ask('udp', query(9, 'q')))).toEqual({ id: 9, code: SERVFAIL, body: 'q' });
  });

  it('fails when the resolver ends meanwhile, and is asked again of the next one', async () => {
    mute = true;
    const forwarder = new Forwarder(path);
    const asked = once(datagrams, 'message');
    const failed = forwarder.ask('udp', query(3, 'q'));
    await asked;
    await resolver?.close();
    expect(said(await failed)).toEqual({ id: 3, code: SERVFAIL, body: 'q' });
    mute = false;
    resolver = await serveNames(path, () => servers);
    expect(said(await forwarder.ask('udp', query(4, 'q')))).toMatchObject({ id: 4, code: 0 });
  });

  it('beyond the bound fails at once while the others wait on', async () => {
    mute = true;
    const forwarder = new Forwarder(path);
    const settled = new Set<number>();
    const many = Array.from({ length: 300 }, async (_, id) => {
      const message = await forwarder.ask('udp', query(id, 'q'));
      settled.add(id);
      return message;
    });
    for (const message of await Promise.all(many.slice(256))) expect(said(message).code).toBe(SERVFAIL);
    expect(settled.size).toBe(300 - 256);
    await resolver?.close();
    resolver = undefined;
    expect((await Promise.all(many)).map((message) => said(message).code)).toEqual(many.map(() => SERVFAIL));
  });
});
