import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { sample } from '../cloud/testing.js';
import type { InstanceRow, Row, RowKind, RowOf } from '../cloud/resources.js';
import { settingsSchema } from '../cloud/settings.js';
import { parseDown } from '../network/schema.js';
import { CHUNK, type Down, type GuestState, type Up } from '../network/protocol.js';
import { key } from '../network/objects.js';
import { openStore, type Store } from '../store/store.js';
import { ControlPlane } from './control-plane.js';
import { HOST_LEASE, type AgentSession } from './feeder.js';
import { serveAgents } from './socket.js';
import { seeded } from './testing.js';

const cause = { time: 0, requestId: 'R', account: '1', action: 'test' };
const clock = { now: 1_000_000 };
let store: Store;
let plane: ControlPlane;
let faults: string[];

function start(): ControlPlane {
  faults = [];
  return new ControlPlane({
    store, actions: [], settings: settingsSchema.parse({}), now: () => clock.now, random: seeded(1),
    log: { error: (fields, message) => faults.push(`${message} ${JSON.stringify(fields)}`) },
  });
}

/** A peer of the protocol that answers only when it is told to. */
class Peer {
  readonly got: Down[] = [];
  closed = false;
  private readonly session: AgentSession;

  constructor(readonly name: string, hello: { epoch?: string; version?: number } = {}) {
    this.session = plane.connect({
      send: (message) => this.got.push(parseDown(JSON.stringify(message))),
      close: () => {
        this.closed = true;
      },
    });
    this.say({ type: 'hello', host: name, epoch: hello.epoch ?? '', version: hello.version ?? 0 });
  }

  say(message: Up): void {
    this.session.receive(message);
  }

  get last(): Down {
    const message = this.got.at(-1);
    if (message === undefined) throw new Error(`${this.name} got nothing`);
    return message;
  }

  /** Confirms the last message. */
  ack(failed: Extract<Up, { type: 'applied' }>['failed'] = []): void {
    this.say({ type: 'applied', epoch: this.last.epoch, version: this.last.version, failed });
  }

  observe(...guests: readonly GuestState[]): void {
    this.say({ type: 'observed', guests, leases: [] });
  }

  leave(): void {
    this.session.closed();
  }
}

async function settled(): Promise<void> {
  while (store.open) await plane.committed();
}

async function write(...put: readonly Row[]): Promise<void> {
  plane.write({ put, remove: [] }, cause);
  await settled();
}

function row<K extends RowKind>(kind: K, id: string): RowOf<K> {
  const found = store.read.get(kind, id);
  if (found === undefined) throw new Error(`no ${kind} ${id}`);
  return found;
}

const vpc = sample.vpc({ id: 'vpc-a', routeTableId: 'vtb-a' });
const network: readonly Row[] = [
  vpc,
  sample.routeTable({ id: 'vtb-a', vpcId: 'vpc-a' }),
  sample.vswitch({ id: 'vsw-a', vpcId: 'vpc-a', routeTableId: 'vtb-a' }),
  sample.securityGroup({ id: 'sg-a', vpcId: 'vpc-a' }),
  sample.instance({ id: 'i-a', vpcId: 'vpc-a', vswitchId: 'vsw-a', primaryEniId: 'eni-a', status: 'Stopped' }),
  sample.eni({ id: 'eni-a', vpcId: 'vpc-a', vswitchId: 'vsw-a', privateIps: ['10.0.0.5'], groupIds: ['sg-a'], instanceId: 'i-a', status: 'InUse', type: 'Primary' }),
  sample.eni({ id: 'eni-b', vpcId: 'vpc-a', vswitchId: 'vsw-a', privateIps: ['10.0.0.6'], groupIds: ['sg-a'], mac: '00:16:3e:00:00:02' }),
  sample.eip({ id: 'eip-a' }),
];
const associating = (): Row => ({
  ...row('eip', 'eip-a'),
  status: 'Associating',
  binding: { type: 'NetworkInterface', shownId: 'eni-b', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-b', privateIp: '10.0.0.6', vpcId: 'vpc-a' },
});
const attaching = (): Row => ({ ...row('eni', 'eni-b'), status: 'Attaching', instanceId: 'i-a', deviceIndex: 1 });
const instance = (change: Partial<InstanceRow>): Row => ({ ...row('instance', 'i-a'), ...change });

beforeEach(() => {
  store = openStore(':memory:');
  plane = start();
});
afterEach(() => {
  store.close();
});

describe('list and watch', () => {
  it('gives a new agent the whole network, then differences', async () => {
    await write(...network);
    const peer = new Peer('h');
    expect(peer.last).toMatchObject({ list: 'only', version: 1, epoch: plane.status().epoch });
    expect(peer.last.upserts.map((object) => object.kind)).toEqual(['space', 'table', 'set', 'policy', 'guest', 'port', 'lease', 'document']);
    peer.ack();
    await write(associating());
    expect(peer.last).toMatchObject({ list: 'no', version: 2, deletes: [] });
    expect(peer.last.upserts.map((object) => object.kind)).toEqual(['translation']);
  });

  it('sends one message at a time and collects what changes meanwhile, newest state only', async () => {
    await write(...network);
    const peer = new Peer('h');
    await write(associating());
    await write({ ...row('eip', 'eip-a'), status: 'Available', binding: null } as Row);
    expect(peer.got).toHaveLength(1);
    peer.ack();
    expect(peer.last).toMatchObject({ list: 'no', version: 3, upserts: [] });
    expect(peer.last.deletes).toEqual([key('translation', row('eip', 'eip-a').n)]);
  });

  it('cuts a big network into chunks that each wait for the one before', async () => {
    const vpcs = Array.from({ length: 2 * CHUNK + 1 }, (_, i) => sample.vpc({ id: `vpc-${i}` }));
    await write(...vpcs);
    const peer = new Peer('h');
    expect(peer.got).toHaveLength(1);
    peer.ack();
    peer.ack();
    expect(peer.got.map(({ list, upserts }) => [list, upserts.length])).toEqual([['first', CHUNK], ['more', CHUNK], ['last', 1]]);
    expect(plane.status().confirmed).toBe(-1);
    peer.ack();
    expect(plane.status().confirmed).toBe(1);
  });

  it('cuts a big difference into chunks of which only the last claims the version', async () => {
    const peer = new Peer('h');
    peer.ack();
    await write(...Array.from({ length: CHUNK + 1 }, (_, i) => sample.vpc({ id: `vpc-${i}` })));
    peer.ack();
    expect(peer.got.slice(1).map(({ list, version, upserts }) => [list, version, upserts.length])).toEqual([['no', 0, CHUNK], ['no', 1, 1]]);
  });

  it('continues with the difference for an agent that comes back', async () => {
    const first = new Peer('h');
    first.ack();
    await write(...network);
    first.ack();
    first.leave();
    await write(associating());
    const { epoch } = plane.status();
    const again = new Peer('h', { epoch, version: 1 });
    expect(again.last).toMatchObject({ list: 'no', version: 2 });
    expect(again.last.upserts.map((object) => object.kind)).toEqual(['translation']);
  });

  it.each([
    ['another epoch', { epoch: 'other', version: 1 }],
    ['a version from the future', { version: 9 }],
  ])('gives the whole network to an agent with %s', async (_, hello) => {
    await write(...network);
    const peer = new Peer('h', { epoch: plane.status().epoch, ...hello });
    expect(peer.last.list).toBe('only');
  });

  it('gives everybody the whole network after its own restart', async () => {
    await write(...network);
    const { epoch, version } = plane.status();
    plane = start();
    expect(plane.status()).toMatchObject({ epoch, version });
    expect(new Peer('h', { epoch, version }).last).toMatchObject({ list: 'only', version });
  });
});

describe('transitional states', () => {
  it('stay without any agent and end when it confirms, not before', async () => {
    await write(...network);
    await write(associating());
    expect(row('eip', 'eip-a').status).toBe('Associating');
    const peer = new Peer('h');
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Associating');
    peer.ack();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('InUse');
  });

  it('wait for every host', async () => {
    const [a, b] = [new Peer('a'), new Peer('b')];
    a.ack();
    b.ack();
    await write(...network);
    a.ack();
    b.ack();
    await write(associating());
    a.ack();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Associating');
    b.ack();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('InUse');
  });

  it('are examined again after a restart', async () => {
    await write(...network);
    await write(associating());
    plane = start();
    const peer = new Peer('h');
    expect(row('eip', 'eip-a').status).toBe('Associating');
    peer.ack();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('InUse');
  });

  it('do not end by a confirmation of another epoch', async () => {
    const peer = new Peer('h');
    peer.ack();
    await write(...network);
    await write(associating());
    peer.say({ type: 'applied', epoch: 'other', version: 99, failed: [] });
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Associating');
  });
});

describe('what the data plane refuses', () => {
  it('falls back, with an event, while the rest of the commit stands', async () => {
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    await write(associating(), attaching());
    peer.ack([{ key: key('port', row('eni', 'eni-b').n), code: 'EBUSY', message: 'no' }]);
    await settled();
    expect(row('eni', 'eni-b')).toMatchObject({ status: 'Available', instanceId: '' });
    expect(row('eip', 'eip-a').status).toBe('InUse');
    expect(store.events.history('eni', 'eni-b').at(-1)?.action).toBe('system.revert EBUSY');
    expect(faults).toHaveLength(1);
    // The fall-back is desired state, too: the port is taken away again.
    expect(peer.last.deletes).toContain(key('port', row('eni', 'eni-b').n));
  });

  it('takes the ENIs with it that need a shared object', async () => {
    await write(...network, sample.securityGroup({ id: 'sg-b', vpcId: 'vpc-a' }));
    const peer = new Peer('h');
    peer.ack();
    await write({ ...attaching(), groupIds: ['sg-b'] } as Row);
    peer.ack([{ key: key('policy', row('securityGroup', 'sg-b').n), code: 'EINVAL', message: 'no' }]);
    await settled();
    expect(row('eni', 'eni-b').status).toBe('Available');
    expect(row('eni', 'eni-a').status).toBe('InUse');
  });

  it('never shows a removal as done that failed', async () => {
    await write(...network);
    await write(associating());
    const peer = new Peer('h');
    peer.ack();
    await settled();
    await write({ ...row('eip', 'eip-a'), status: 'Unassociating' } as Row);
    peer.ack([{ key: key('translation', row('eip', 'eip-a').n), code: 'EBUSY', message: 'no' }]);
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Unassociating');
    // An agent that starts over reads what is there: its confirmation of the whole network counts.
    const again = new Peer('h');
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Unassociating');
    again.ack();
    await settled();
    expect(row('eip', 'eip-a')).toMatchObject({ status: 'Available', binding: null, mode: 'NAT' });
  });
});

describe('guests', () => {
  const guest = () => key('guest', row('instance', 'i-a').n);

  it('end Starting once they run at this boot', async () => {
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    await write(instance({ status: 'Starting', boot: 2 }));
    peer.observe({ key: guest(), boot: 1, state: 'running' });
    peer.ack();
    await settled();
    expect(row('instance', 'i-a').status).toBe('Starting');
    peer.observe({ key: guest(), boot: 2, state: 'running' });
    await settled();
    expect(row('instance', 'i-a')).toMatchObject({ status: 'Running', started: clock.now });
  });

  it('that die make their instance Stopped, and the network stops wanting them', async () => {
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    await write(instance({ status: 'Running' }));
    peer.ack();
    peer.observe({ key: guest(), boot: 1, state: 'stopped' });
    await settled();
    expect(row('instance', 'i-a').status).toBe('Stopped');
    expect(peer.last.upserts).toEqual([expect.objectContaining({ kind: 'guest', running: false })]);
  });

  it('of another boot say nothing about this one', async () => {
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    await write(instance({ status: 'Running', boot: 3 }));
    peer.ack();
    peer.observe({ key: guest(), boot: 2, state: 'stopped' });
    await settled();
    expect(row('instance', 'i-a').status).toBe('Running');
  });

  it('keep Stopping until they are gone', async () => {
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    await write(instance({ status: 'Running' }));
    peer.ack();
    peer.observe({ key: guest(), boot: 1, state: 'running' });
    await write(instance({ status: 'Stopping' }));
    peer.ack();
    await settled();
    expect(row('instance', 'i-a').status).toBe('Stopping');
    peer.observe({ key: guest(), boot: 1, state: 'stopped' });
    await settled();
    expect(row('instance', 'i-a').status).toBe('Stopped');
  });

  it('go from Pending over Starting to Running', async () => {
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    await write(instance({ status: 'Pending', boot: 5 }));
    // That it does not run yet says nothing about its first start.
    peer.observe({ key: guest(), boot: 5, state: 'stopped' });
    peer.ack();
    await settled();
    peer.ack();
    await settled();
    expect(row('instance', 'i-a').status).toBe('Starting');
    peer.observe({ key: guest(), boot: 6, state: 'running' });
    await settled();
    expect(row('instance', 'i-a').status).toBe('Running');
  });
});

describe('a silent host', () => {
  it('leaves the barrier after its lease, and gets the whole network when it returns', async () => {
    const [a, b] = [new Peer('a'), new Peer('b')];
    a.ack();
    b.ack();
    await write(...network);
    await write(associating());
    a.ack();
    a.ack();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Associating');
    clock.now += HOST_LEASE;
    a.say({ type: 'alive' });
    clock.now += 1;
    plane.expire();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('InUse');
    expect([a.closed, b.closed]).toEqual([false, true]);
    expect(store.hosts()).toEqual(['a']);
    b.ack();
    expect(plane.status().hosts.map((host) => host.name)).toEqual(['a']);
    expect(new Peer('b', { epoch: plane.status().epoch, version: 0 }).last.list).toBe('only');
  });

  it('of an earlier life takes part until its lease ends', async () => {
    const gone = new Peer('gone');
    gone.ack();
    plane = start();
    await write(...network);
    await write(associating());
    const peer = new Peer('h');
    peer.ack();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('Associating');
    clock.now += HOST_LEASE + 1;
    peer.say({ type: 'alive' });
    plane.expire();
    await settled();
    expect(row('eip', 'eip-a').status).toBe('InUse');
  });
});

describe('reset', () => {
  it('empties cloud and network in one commit with a new epoch, and keeps accounts', async () => {
    await plane.openAccount('1', 'LTAI1', 's');
    await write(...network);
    const peer = new Peer('h');
    peer.ack();
    const before = { ...plane.status(), commits: plane.commits };
    await plane.reset();
    expect(plane.commits - before.commits).toBe(1);
    expect(plane.status()).toMatchObject({ rows: { account: 1 }, objects: 0, version: before.version + 1 });
    expect(plane.status().epoch).not.toBe(before.epoch);
    expect(peer.last).toMatchObject({ list: 'only', upserts: [], epoch: plane.status().epoch });
    expect(store.events.history('eip', 'eip-a').at(-1)).toMatchObject({ action: 'system.reset', after: null });
  });
});

describe('writes after a reset', () => {
  it('answer 503 until the agents confirmed the empty network', async () => {
    const peer = new Peer('h');
    peer.ack();
    await plane.reset();
    expect(plane.status().renewing).toBe(true);
    plane = start();
    expect(plane.status().renewing).toBe(true);
    new Peer('h').ack();
    expect(plane.status().renewing).toBe(false);
    plane = start();
    expect(plane.status().renewing).toBe(false);
  });
});

describe('the socket', () => {
  const directory = mkdtempSync(join(tmpdir(), 'feeder-'));
  const path = join(directory, 'agent.sock');
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('carries the protocol, is its owner’s alone and closes on what is not the protocol', async () => {
    await write(...network);
    const server = await serveAgents(plane, path, { error: (_, message) => faults.push(message) });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const socket: Socket = connect(path);
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    socket.write('{"type":"hello","host":"h","epo');
    socket.write('ch":"","version":0}\n');
    const line = await lines.next();
    const message = parseDown(String(line.value));
    expect(message.upserts).toHaveLength(8);
    socket.write(`${JSON.stringify({ type: 'applied', epoch: message.epoch, version: message.version, failed: [] } satisfies Up)}\n`);
    await write(associating());
    expect(parseDown(String((await lines.next()).value)).list).toBe('no');
    socket.write('{"type":"applied","epoch":7}\n');
    await once(socket, 'close');
    expect(faults.at(-1)).toContain('does not keep to the protocol');
    await server.close();
  });
});
