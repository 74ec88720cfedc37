import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../cloud/resources.js';
import { sample } from '../cloud/testing.js';
import { key } from '../network/objects.js';
import { CHUNK, type Probe, type Up, type Update } from '../network/protocol.js';
import { parseDown } from '../network/schema.js';
import { serveAgents } from './socket.js';
import { NETWORK, Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => {
  stage.store.close();
});

function updateOf(line: unknown): Update {
  const message = parseDown(String(line));
  if (message.type !== 'update') throw new Error(`no update: ${String(line)}`);
  return message;
}

/** Rows that make so many objects: a VPC and its route tables. */
const objects = (count: number): readonly Row[] => [
  sample.vpc({ id: 'vpc-0', routeTableId: 'vtb-1' }),
  ...Array.from({ length: count - 1 }, (_, i) => sample.routeTable({ id: `vtb-${i + 1}`, vpcId: 'vpc-0' })),
];

describe('list and watch', () => {
  it('gives a new agent the whole network, then differences', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    expect(peer.last).toMatchObject({ list: 'only', version: 1, epoch: stage.plane.status().epoch });
    expect(peer.last.upserts.map((object) => object.kind)).toEqual(['space', 'table', 'set', 'policy', 'guest', 'port', 'lease', 'document']);
    peer.ack();
    await stage.write(stage.associating());
    expect(peer.last).toMatchObject({ list: 'no', version: 2, deletes: [] });
    expect(peer.last.upserts.map((object) => object.kind)).toEqual(['translation', 'shape']);
  });

  it('sends one message at a time and collects what changes meanwhile, newest state only', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    await stage.write(stage.associating());
    await stage.write({ ...stage.eip, status: 'Available', binding: null } as Row);
    expect(peer.got).toHaveLength(1);
    peer.ack();
    expect(peer.last).toMatchObject({ list: 'no', version: 3, upserts: [] });
    expect(peer.last.deletes).toEqual([key('shape', stage.eip.n), key('translation', stage.eip.n)]);
  });

  it('cuts a big network into chunks that each wait for the one before', async () => {
    await stage.write(...objects(2 * CHUNK + 1));
    const peer = stage.peer('h');
    expect(peer.got).toHaveLength(1);
    peer.ack();
    peer.ack();
    expect(peer.got.map(({ list, upserts }) => [list, upserts.length])).toEqual([['first', CHUNK], ['more', CHUNK], ['last', 1]]);
    expect(stage.plane.status().confirmed).toBe(-1);
    peer.ack();
    expect(stage.plane.status().confirmed).toBe(1);
  });

  it('cuts a big difference into chunks of which only the last claims the version', async () => {
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(...objects(CHUNK + 1));
    peer.ack();
    expect(peer.got.slice(1).map(({ list, version, upserts }) => [list, version, upserts.length])).toEqual([['no', 0, CHUNK], ['no', 1, 1]]);
  });

  it('continues with the difference for an agent that comes back', async () => {
    const first = stage.peer('h');
    first.ack();
    await stage.write(...NETWORK);
    first.ack();
    first.leave();
    await stage.write(stage.associating());
    const { epoch } = stage.plane.status();
    const again = stage.peer('h', { epoch, version: 1 });
    expect(again.last).toMatchObject({ list: 'no', version: 2 });
    expect(again.last.upserts.map((object) => object.kind)).toEqual(['translation', 'shape']);
  });

  it.each([
    ['another epoch', { epoch: 'other', version: 1 }],
    ['a version from the future', { version: 9 }],
  ])('gives the whole network to an agent with %s', async (_, hello) => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h', { epoch: stage.plane.status().epoch, ...hello });
    expect(peer.last.list).toBe('only');
  });

  it('gives everybody the whole network after its own restart', async () => {
    await stage.write(...NETWORK);
    const { epoch, version } = stage.plane.status();
    stage.restart();
    expect(stage.plane.status()).toMatchObject({ epoch, version });
    expect(stage.peer('h', { epoch, version }).last).toMatchObject({ list: 'only', version });
  });
});

describe('a probe', () => {
  const probe: Probe = {
    from: 'internet',
    packet: { source: '203.0.113.10', destination: '198.18.0.2', protocol: 6, sourcePort: 4_000, destinationPort: 80 },
  };
  const nobody = { arrived: null, answered: null };

  it('goes to the agent beside the updates and comes back under its number', async () => {
    const peer = stage.peer('h');
    const [first, second] = [stage.plane.probe(probe), stage.plane.probe({ ...probe, answerBy: 'port/3' })];
    expect(peer.asked.map(({ id, answerBy }) => [id, answerBy])).toEqual([[1, undefined], [2, 'port/3']]);
    peer.say({ type: 'probed', id: 2, answer: nobody });
    peer.say({ type: 'probed', id: 1, answer: { arrived: { at: 'port/3', packet: probe.packet }, answered: null } });
    expect(await second).toMatchObject(nobody);
    expect(await first).toMatchObject({ arrived: { at: 'port/3' } });
  });

  it('fails where there is no agent, and where it goes away', async () => {
    expect(await stage.plane.probe(probe)).toMatchObject({ failed: 'The data plane is not connected.' });
    const peer = stage.peer('h');
    const asked = stage.plane.probe(probe);
    peer.leave();
    expect(await asked).toMatchObject({ failed: 'The data plane went away.' });
    peer.say({ type: 'probed', id: 9, answer: nobody });
  });
});

describe('the socket', () => {
  const directory = mkdtempSync(join(tmpdir(), 'feeder-'));
  const path = join(directory, 'agent.sock');
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('carries the protocol, is its owner’s alone and closes on what is not the protocol', async () => {
    await stage.write(...NETWORK);
    const server = await serveAgents(stage.plane, path, { error: (_, message) => stage.faults.push(message) });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const socket: Socket = connect(path);
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    socket.write('{"type":"hello","host":"h","epo');
    socket.write('ch":"","version":0}\n');
    const line = await lines.next();
    const message = updateOf(line.value);
    expect(message.upserts).toHaveLength(8);
    socket.write(`${JSON.stringify({ type: 'applied', epoch: message.epoch, version: message.version, failed: [] } satisfies Up)}\n`);
    await stage.write(stage.associating());
    expect(updateOf((await lines.next()).value).list).toBe('no');
    socket.write('{"type":"applied","epoch":7}\n');
    await once(socket, 'close');
    expect(stage.faults.at(-1)).toContain('does not keep to the protocol');
    await server.close();
  });
});
