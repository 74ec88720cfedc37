import { describe, expect, it } from 'vitest';
import type { DataPlane, GuestPlace } from '../dataplane/dataplane.js';
import type { Changes, Guest, Key, NetworkObject, Port } from '../network/objects.js';
import type { Counter, Failure, GuestState, Probe, Up, Update } from '../network/protocol.js';
import type { GuestEvents, GuestRunner } from './guests/runner.js';
import { AgentLoop } from './loop.js';

/** Writes down what it is asked to do. */
class Engine implements DataPlane {
  readonly calls: string[] = [];
  failures: readonly Failure[] = [];
  broken = false;

  late: (failures: readonly Failure[]) => void = () => undefined;

  async open(late: (failures: readonly Failure[]) => void) {
    this.late = late;
    this.calls.push('open');
  }
  async replace(objects: readonly NetworkObject[]) {
    if (this.broken) throw new Error('netlink is gone');
    this.calls.push(`replace ${objects.map((one) => one.key).join(' ')}`);
    return this.failures;
  }
  async apply({ upserts, deletes }: Changes) {
    this.calls.push(`apply +${upserts.map((one) => one.key).join(' ')} -${deletes.join(' ')}`);
    return this.failures;
  }
  async guestUp({ guest }: GuestPlace) {
    this.calls.push(`up ${guest.key}`);
    return [];
  }
  async guestDown(key: Key) {
    this.calls.push(`down ${key}`);
  }
  /** Whoever waits for NICs to leave their guests. */
  readonly waiting: (() => void)[] = [];
  async unplugged() {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
  drops() {
    return [{ space: 'space/1', causes: { spoofed: 3 } }];
  }
  async probe({ packet }: Probe) {
    if (this.broken) throw new Error('netlink is gone');
    return { arrived: { at: 'internet', packet }, answered: null };
  }
  counters: readonly Counter[] = [];
  async count(recorded: boolean, tell: (counters: readonly Counter[]) => void) {
    this.calls.push(`count${recorded ? ', recorded' : ''}`);
    tell(this.counters);
  }
  async cleanUp() {
    this.calls.push('cleanUp');
  }
}

class Runner implements GuestRunner {
  readonly guests = new Map<Key, Guest>();
  readonly nudged: Key[] = [];
  events: GuestEvents | undefined;
  adopted: readonly GuestPlace[] = [];

  adopt(events: GuestEvents) {
    this.events = events;
    for (const { guest } of this.adopted) this.guests.set(guest.key, guest);
    return this.adopted;
  }
  set(one: Guest) {
    this.guests.set(one.key, one);
  }
  remove(key: Key) {
    this.guests.delete(key);
  }
  keys() {
    return [...this.guests.keys()];
  }
  states(): GuestState[] {
    return [...this.guests.values()].map(({ key, boot }) => ({ key, boot, state: 'running' }));
  }
  nudge(key: Key) {
    this.nudged.push(key);
  }
}

const guest = (n: number): Guest => ({
  kind: 'guest', key: `guest/${String(n)}`, n, name: `i-${String(n)}`, image: 'auto', hostname: 'h', boot: 1, running: true, script: '',
});
const port = (n: number, of: number): Port => ({
  kind: 'port', key: `port/${String(n)}`, n, space: 'space/1', mac: '00:16:3e:00:00:01', addresses: [], length: 24, gateway: '10.0.0.253',
  guest: `guest/${String(of)}`, slot: 0, policy: 'policy/1', table: 'table/1', sourceCheck: true,
});
const update = (version: number, list: Update['list'], upserts: readonly NetworkObject[], deletes: readonly Key[] = []): Update => ({
  type: 'update', epoch: 'e', version, list, upserts, deletes,
});

async function agent(adopted: readonly GuestPlace[] = []) {
  const engine = new Engine();
  const runner = new Runner();
  runner.adopted = adopted;
  const fatal: unknown[] = [];
  const loop = new AgentLoop('here', engine, runner, undefined, (error) => fatal.push(error));
  await loop.open();
  const sent: Up[] = [];
  loop.connected((message) => sent.push(message));
  /** Resolves once all that was received is done. */
  const done = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { engine, runner, loop, sent, done, fatal };
}

describe('the agent’s loop', () => {
  it('says hello with nothing, then what it sees', async () => {
    const { sent } = await agent();
    expect(sent).toEqual([
      { type: 'hello', host: 'here', epoch: '', version: 0 },
      { type: 'observed', guests: [], leases: [] },
    ]);
  });

  it('applies a whole network once its last chunk is there, and confirms each chunk', async () => {
    const { engine, loop, sent, done } = await agent();
    loop.receive(update(5, 'first', [guest(1)]));
    loop.receive(update(5, 'more', [guest(2)]));
    await done();
    expect(engine.calls).toEqual(['open']);
    loop.receive(update(5, 'last', [port(1, 1)]));
    await done();
    expect(engine.calls).toEqual(['open', 'replace guest/1 guest/2 port/1']);
    expect(sent.filter((one) => one.type === 'applied')).toHaveLength(3);
  });

  it('tells what could not be made real behind the confirmation, with the version of then', async () => {
    const { engine, loop, sent, done } = await agent();
    loop.receive(update(5, 'only', [guest(1)]));
    await done();
    const failed = [{ key: 'shape/1', code: 'ENOMEM', message: 'no room' }];
    engine.late(failed);
    expect(sent.at(-1)).toEqual({ type: 'applied', epoch: 'e', version: 5, failed });
  });

  it('names its version to the next control plane, and forgets half a list with the connection', async () => {
    const { engine, loop, sent, done } = await agent();
    loop.receive(update(5, 'only', [guest(1)]));
    loop.receive(update(6, 'no', [guest(2)]));
    // A part of a difference has no version of its own.
    loop.receive(update(0, 'no', [guest(3)]));
    loop.receive(update(9, 'first', [guest(7)]));
    await done();
    loop.disconnected();
    loop.connected((message) => sent.push(message));
    expect(sent.filter((one) => one.type === 'hello').at(-1)).toEqual({ type: 'hello', host: 'here', epoch: 'e', version: 6 });
    loop.receive(update(9, 'only', [guest(1)]));
    await done();
    expect(engine.calls.at(-1)).toBe('replace guest/1');
  });

  it('passes failures on with the confirmation', async () => {
    const { engine, loop, sent, done } = await agent();
    engine.failures = [{ key: 'port/1', code: 'ENODEV', message: 'no such device' }];
    loop.receive(update(1, 'only', [port(1, 1)]));
    await done();
    expect(sent.at(-1)).toEqual({ type: 'applied', epoch: 'e', version: 1, failed: engine.failures });
  });

  it('confirms nothing to a control plane that was not the one that asked', async () => {
    const { loop, sent, done } = await agent();
    loop.receive(update(1, 'only', []));
    loop.disconnected();
    const later: Up[] = [];
    loop.connected((message) => later.push(message));
    await done();
    expect(sent.some((one) => one.type === 'applied')).toBe(true);
    expect(later.map((one) => one.type)).not.toContain('applied');
  });

  it('adopts guests before the first network, and ends those that it does not name', async () => {
    const { engine, runner, loop, done } = await agent([1, 2].map((n) => ({ guest: guest(n), pid: n, netns: n })));
    expect(engine.calls).toEqual(['open', 'up guest/1', 'up guest/2']);
    loop.receive(update(1, 'only', [guest(2)]));
    await done();
    expect(runner.keys()).toEqual(['guest/2']);
  });

  it('tells a guest that its NICs changed: attached, come up, and detached only once the NIC has left it', async () => {
    const { engine, runner, loop, done } = await agent();
    const leave = async () => {
      engine.waiting.splice(0).forEach((resolve) => { resolve(); });
      await done();
    };
    loop.receive(update(1, 'only', [guest(1), guest(2)]));
    loop.receive(update(2, 'no', [port(1, 1)]));
    await done();
    expect(runner.nudged).toEqual(['guest/1']);
    loop.receive(update(3, 'no', [], ['port/1']));
    await done();
    expect(runner.nudged).toEqual(['guest/1']);
    await leave();
    expect(runner.nudged).toEqual(['guest/1', 'guest/1']);
    // Detached here and attached there in one difference: both are told, each when it is true for it.
    loop.receive(update(4, 'no', [port(3, 1)]));
    loop.receive(update(5, 'no', [port(3, 2)]));
    await done();
    expect(runner.nudged.slice(2)).toEqual(['guest/1', 'guest/2']);
    await leave();
    expect(runner.nudged.slice(4)).toEqual(['guest/1']);
    await runner.events?.up({ guest: guest(2), pid: 1, netns: 1 });
    expect(runner.nudged.at(-1)).toBe('guest/2');
  });

  it('gives up when the engine breaks: what the kernel holds is unknown', async () => {
    const { engine, loop, fatal, sent, done } = await agent();
    engine.broken = true;
    loop.receive(update(1, 'only', []));
    await done();
    expect(fatal).toHaveLength(1);
    expect(sent.map((one) => one.type)).not.toContain('applied');
  });

  it('tells what was dropped when it is asked', async () => {
    const { loop, sent } = await agent();
    loop.receive({ type: 'drops', id: 9 });
    expect(sent.at(-1)).toEqual({ type: 'dropped', id: 9, drops: [{ space: 'space/1', causes: { spoofed: 3 } }] });
  });

  it('answers a probe under its number, out of turn and without an end to anything', async () => {
    const { engine, loop, sent, fatal, done } = await agent();
    const packet = { source: '203.0.113.10', destination: '198.18.0.2', protocol: 1, sourcePort: null, destinationPort: null };
    loop.receive({ type: 'probe', id: 7, from: 'internet', packet });
    await done();
    expect(sent.at(-1)).toEqual({ type: 'probed', id: 7, answer: { arrived: { at: 'internet', packet }, answered: null } });
    engine.broken = true;
    loop.receive({ type: 'probe', id: 8, from: 'internet', packet });
    await done();
    expect(sent.at(-1)).toEqual({ type: 'probed', id: 8, answer: { failed: 'netlink is gone' } });
    expect(fatal).toEqual([]);
  });

  it('tells all counters to a new connection, then those that changed, and has them recorded while the connection lives', async () => {
    const { engine, loop, sent } = await agent();
    const counter = (life: string, bytes: number): Counter => ({ key: 'shape/1', direction: 'sent', life, bytes, packets: 1 });
    const told = async (...counters: readonly Counter[]) => {
      const [calls, messages] = [engine.calls.length, sent.length];
      engine.counters = counters;
      await loop.count();
      return { calls: engine.calls.slice(calls), messages: sent.slice(messages).map((one) => (one.type === 'counted' ? one.counters.map(({ life }) => life) : one)) };
    };
    expect(await told(counter('a', 0), counter('b', 7))).toEqual({ calls: ['count'], messages: [['a', 'b']] });
    expect(await told(counter('a', 1), counter('b', 7))).toEqual({ calls: ['count, recorded'], messages: [['a']] });
    expect(await told(counter('a', 1), counter('c', 0))).toEqual({ calls: ['count, recorded'], messages: [['c']] });
    expect(await told(counter('a', 1))).toEqual({ calls: ['count, recorded'], messages: [] });
    loop.disconnected();
    expect(await told(counter('a', 2))).toEqual({ calls: [], messages: [] });
    loop.connected((message) => sent.push(message));
    expect(await told(counter('a', 2))).toEqual({ calls: ['count'], messages: [['a']] });
  });

  it('says once per turn what changed', async () => {
    const { runner, sent, done } = await agent();
    runner.set(guest(1));
    runner.events?.changed();
    runner.events?.changed();
    await done();
    expect(sent.filter((one) => one.type === 'observed')).toEqual([
      { type: 'observed', guests: [], leases: [] },
      { type: 'observed', guests: [{ key: 'guest/1', boot: 1, state: 'running' }], leases: [] },
    ]);
  });
});
