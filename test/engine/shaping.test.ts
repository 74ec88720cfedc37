/** Bandwidth and counters in the kernel: P19 and P20 against the engine alone, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEADERS, Load, MBIT, now } from './load.js';
import type { Flow } from './load.js';
import { guest, remove, shape, translation, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, network } from './stage.js';

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('Linux data plane, bandwidth and counters, $name', ({ rootless }) => {
  let stage: Stage;
  let load: Load;

  beforeAll(async () => {
    stage = await Stage.set(rootless);
    load = new Load(stage);
    await load.absorb(stage.a, stage.b, stage.c, 'internet');
  });
  afterAll(() => stage.holder.stop());

  const toB = (): Flow => ({ from: 'internet', to: stage.b, bind: IP.b, address: EIP.b });
  const fromB = (): Flow => ({ from: stage.b, to: 'internet', bind: CLIENT, address: CLIENT });

  /** Queues and what chooses them, without statistics and the numbers that the kernel gives. */
  const queues = (): string => [['edge', 't1'], ['vpc1', 'tr0']].flatMap(([name = '', device = '']) => ['class', 'qdisc', 'filter'].flatMap((kind) =>
    stage.holder.must(name, ['tc', kind, 'show', 'dev', device])
      .replaceAll(/ (?:leaf|bfifo) [89a-f][0-9a-f]{3}:| direct_packets_stat \d+/g, '').split('\n').sort())).join('\n');

  it('a space without limited EIPs has no queue', async () => {
    await stage.apply(upsert(shape(23, EIP.b)));
    expect(stage.holder.must('vpc1', ['tc', 'qdisc', 'show', 'dev', 'tr0'])).toMatch(/^qdisc noqueue 0: root/);
    expect(stage.holder.must('edge', ['tc', 'qdisc', 'show', 'dev', 't1'])).toMatch(/^qdisc noqueue 0: root/);
  });

  it('counts every byte and packet of IP, fragments too, once in each direction', async () => {
    load.datagrams('internet', CLIENT, EIP.b, 100, 1_000);
    expect(await load.counter(23, 'received')).toMatchObject({ bytes: 100 * (1_000 + HEADERS), packets: 100 });
    load.datagrams(stage.b, IP.b, CLIENT, 50, 500);
    expect(await load.counter(23, 'sent')).toMatchObject({ bytes: 50 * (500 + HEADERS), packets: 50 });
    // 3,008 bytes of UDP in three fragments with a header each.
    load.datagrams('internet', CLIENT, EIP.b, 1, 3_000);
    expect(await load.counter(23, 'received')).toMatchObject({ bytes: 100 * (1_000 + HEADERS) + 3_008 + 60, packets: 103 });
  });

  it('counts what an EIP sends to another one as sent here and received there', async () => {
    await stage.apply(upsert(shape(24, EIP.c, {}, 2)));
    const before = await load.counter(23, 'sent');
    load.datagrams(stage.b, IP.b, EIP.c, 10, 100);
    expect(await load.counter(24, 'received')).toMatchObject({ bytes: 1_280, packets: 10 });
    expect(await load.counter(23, 'sent')).toMatchObject({ bytes: (before?.bytes ?? 0) + 1_280, packets: (before?.packets ?? 0) + 10 });
    expect(await load.counter(24, 'sent')).toMatchObject({ bytes: 0, packets: 0 });
  });

  it('P19: each direction keeps to its own rate, and an EIP without a limit to none', async () => {
    await stage.apply(upsert(shape(23, EIP.b, { ingress: 40 * MBIT, egress: 20 * MBIT })));
    const [received, sent] = [await load.rate(toB(), 1), await load.rate(fromB(), 1)];
    expect(Math.abs(received / 40 - 1)).toBeLessThan(0.05);
    expect(Math.abs(sent / 20 - 1)).toBeLessThan(0.05);
    await stage.apply(upsert(shape(21, EIP.a1)));
    const free = await load.rate({ from: 'internet', to: stage.a, bind: IP.a1, address: EIP.a1 }, 0.3);
    expect(free).toBeGreaterThan(200);
  });

  it.each([5, 100, 500])('P19: %i Mbit/s of IP packets leave, within 5 %', async (cap) => {
    await stage.apply(upsert(shape(23, EIP.b, { egress: cap * MBIT })));
    const sent = await load.rate(fromB(), cap < 10 ? 2 : 1);
    expect(Math.abs(sent / cap - 1)).toBeLessThan(0.05);
  });

  it('another rate holds at once in a flow that goes on, and loses nothing of it', async () => {
    await stage.apply(upsert(shape(23, EIP.b, { egress: 20 * MBIT })));
    const flow = await load.lasting(fromB());
    expect(await flow.rate(now() + 0.3, 0.6)).toBeGreaterThan(10);
    await stage.apply(upsert(shape(23, EIP.b, { egress: 5 * MBIT })));
    await flow.rate(now() + 0.3, 0.6);
    const slow = await flow.rate(now() + 0.3, 0.6);
    expect(slow).toBeGreaterThan(3.5);
    expect(slow).toBeLessThan(6.5);
    await stage.apply(upsert(shape(23, EIP.b, { egress: 15 * MBIT })));
    expect(await flow.rate(now() + 0.3, 0.6)).toBeGreaterThan(2 * slow);
    flow.stop();
  });

  it('P20: 1 kbit/s lets a trickle pass, both ways', async () => {
    await stage.apply(upsert(shape(22, EIP.a1second, { ingress: 1_000, egress: 1_000 })));
    expect(stage.ping('internet', EIP.a1second, ['-s', '8'])).toBe(true);
    const before = await load.counter(22, 'received');
    load.datagrams('internet', CLIENT, EIP.a1second, 1_000, 1_000);
    const passed = (await load.counter(22, 'received'))?.packets ?? 0;
    expect(passed - (before?.packets ?? 0)).toBeLessThan(10);
    await stage.apply(upsert(shape(22, EIP.a1second, { ingress: 40 * MBIT, egress: 20 * MBIT })));
    expect(stage.ask('internet', EIP.a1second)).toBe(CLIENT);
  });

  it('after a crash a new engine adopts queues and counters as they are, and puts right what somebody damaged', async () => {
    const objects = [...network, shape(22, EIP.a1second, { ingress: 40 * MBIT, egress: 20 * MBIT }), shape(21, EIP.a1, { egress: 5 * MBIT })];
    expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
    const [before, counted] = [queues(), await load.counter(22, 'received')];
    expect(before).toContain('rate 20Mbit ceil 20Mbit');
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    await stage.driver.call('open');
    for (const [index, handle] of [stage.a, stage.b, stage.n, stage.c].entries()) await stage.driver.call('guestUp', guest(index + 1), handle);
    const adopt = async (): Promise<void> => {
      expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
      expect(queues()).toBe(before);
    };
    await adopt();
    expect(await load.counter(22, 'received')).toEqual(counted);
    const tc = (place: string, ...argv: readonly string[]): string => stage.holder.must(place, ['tc', ...argv]);
    const [id = ''] = /(?<=class htb )\S+(?= parent| root.*rate 20Mbit)/.exec(tc('vpc1', 'class', 'show', 'dev', 'tr0')) ?? [];
    tc('vpc1', 'class', 'change', 'dev', 'tr0', 'classid', id, 'htb', 'rate', '7mbit', 'burst', '5000', 'cburst', '5000');
    await adopt();
    tc('vpc1', 'class', 'add', 'dev', 'tr0', 'parent', `${id.split(':')[0] ?? ''}:`, 'classid', `${id.split(':')[0] ?? ''}:fffe`, 'htb', 'rate', '7mbit');
    await adopt();
    tc('vpc1', 'qdisc', 'del', 'dev', 'tr0', 'root');
    await adopt();
    tc('edge', 'qdisc', 'replace', 'dev', 't1', 'root', 'bfifo');
    await adopt();
    tc('edge', 'filter', 'del', 'dev', 't1', 'parent', '1:');
    await adopt();
    stage.holder.must('edge', ['nft', 'flush', 'map', 'ip', 'openeip', 'class_in']);
    await adopt();
  });

  it('P19: of very many new limits those that wait for their classes share what the slowest of them has, and each gets its own in the end', async () => {
    const classes = (name: string, device: string): string[] => stage.holder.must(name, ['tc', 'class', 'show', 'dev', device]).split('\n').filter((line) => / leaf [89a-f]/.test(line));
    const makeshift = / 10[0-3]:ff00 /;
    const many = Array.from({ length: 800 }, (_, index) => shape(1_000 + index, `198.18.${String(index >> 8)}.${String(index & 255 || 9)}`, { ingress: 10 * MBIT, egress: 5 * MBIT }))
      .filter(({ publics: [address = ''] }) => !Object.values(EIP).includes(address));
    const objects = [...network, ...many, shape(23, EIP.b, { ingress: 40 * MBIT, egress: 20 * MBIT })];
    const whole = async (): Promise<void> => {
      await stage.driver.call('settled');
      for (const [name, device] of [['edge', 't1'], ['vpc1', 'tr0']] as const) {
        const found = classes(name, device);
        expect(found).toHaveLength(new Set(many.flatMap(({ publics }) => publics)).size + 1);
        expect(found.join('\n')).not.toMatch(makeshift);
      }
    };
    expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
    // An agent that dies meanwhile leaves it to the next.
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    await stage.driver.call('open');
    for (const [index, handle] of [stage.a, stage.b, stage.n, stage.c].entries()) await stage.driver.call('guestUp', guest(index + 1), handle);
    expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
    await whole();
    expect(Math.abs(await load.rate(fromB(), 1) / 20 - 1)).toBeLessThan(0.05);
    // As while it waits.
    const tc = (...argv: readonly string[]): string => stage.holder.must('vpc1', ['tc', ...argv]);
    const [own = ''] = /(?<=class htb )100:\S+(?= .*rate 20Mbit)/.exec(tc('class', 'show', 'dev', 'tr0')) ?? [];
    tc('class', 'add', 'dev', 'tr0', 'parent', '100:', 'classid', '100:ff00', 'htb', 'rate', '5mbit', 'burst', '6250', 'cburst', '6250');
    tc('class', 'del', 'dev', 'tr0', 'classid', own);
    expect(await load.rate(fromB(), 1)).toBeLessThan(5 * 1.05);
    expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
    await whole();
    expect((await stage.driver.call('replace', network)).failures).toEqual([]);
  });

  it('a counter is told once more after its shape is gone, then goes; bound again it goes on, or starts anew with another life', async () => {
    await stage.apply(upsert(shape(22, EIP.a1second)));
    const first = await load.counter(22, 'received');
    load.datagrams('internet', CLIENT, EIP.a1second, 3, 100);
    await stage.apply(remove(shape(22, EIP.a1second)));
    const last = await load.counter(22, 'received');
    expect(last).toEqual({ ...first, bytes: (first?.bytes ?? 0) + 3 * 128, packets: (first?.packets ?? 0) + 3 });
    // Not recorded yet: still told. Bound again in time, it is the same counter.
    expect(await load.counter(22, 'received')).toEqual(last);
    await stage.apply(upsert(shape(22, EIP.a1second)));
    await stage.driver.call('count', true);
    expect(await load.counter(22, 'received')).toEqual(last);

    await stage.apply(remove(shape(22, EIP.a1second)));
    expect((await stage.driver.call('count', true)).map(({ key }) => key)).toContain('shape/22');
    expect((await stage.driver.call('count', true)).map(({ key }) => key)).not.toContain('shape/22');
    await stage.apply(upsert(shape(22, EIP.a1second)));
    const anew = await load.counter(22, 'received');
    expect(anew).toMatchObject({ bytes: 0, packets: 0 });
    expect(anew?.life).not.toBe(last?.life);

    // The address counts for another EIP at once, and what it counted before is not lost.
    load.datagrams('internet', CLIENT, EIP.a1second, 2, 100);
    await stage.apply({ upserts: [shape(99, EIP.a1second)], deletes: ['shape/22'] });
    const told = await stage.driver.call('count', false);
    expect(told.find(({ life }) => life === anew?.life)).toMatchObject({ key: 'shape/22', bytes: 256, packets: 2 });
    expect(told.filter(({ key }) => key === 'shape/99')).toHaveLength(2);
    expect(told.filter(({ key, bytes }) => key === 'shape/99' && bytes > 0)).toEqual([]);
    await stage.driver.call('count', true);
    expect((await stage.driver.call('count', false)).map(({ key }) => key)).not.toContain('shape/22');
  });

  it('a crash between unbinding and telling loses nothing, nor does a VPC that goes', async () => {
    await stage.apply(upsert(shape(24, EIP.c, { egress: MBIT }, 2)));
    load.datagrams('internet', CLIENT, EIP.c, 5, 100);
    const before = await load.counter(24, 'received');
    await stage.apply(remove(shape(24, EIP.c, {}, 2)));
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    await stage.driver.call('open');
    expect((await stage.driver.call('replace', [...network, translation(60, '198.18.0.60', '10.0.0.60', 2)])).failures).toEqual([]);
    expect(await load.counter(24, 'received')).toEqual(before);
    const kept = network.filter((object) => !(('space' in object && object.space === 'space/2') || object.key === 'space/2'));
    expect((await stage.driver.call('replace', kept)).failures).toEqual([]);
    expect(await load.counter(24, 'received')).toEqual(before);
    await stage.driver.call('count', true);
    await stage.driver.call('count', true);
    expect((await stage.driver.call('count', false)).filter(({ key, direction }) => key === 'shape/24' && direction === 'received')).toEqual([]);
  });
});
