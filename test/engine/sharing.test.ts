/** Bandwidth that the EIPs of a package share, over VPCs: P19 for several of them together, against the engine alone, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkObject } from '../../src/network/objects.js';
import { HEADERS, Load, MBIT, now } from './load.js';
import type { Flow } from './load.js';
import { guest, remove, shape, sharedBandwidth, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, network } from './stage.js';

const PACKAGE = 70;
/** Mbit/s */
const SHARED = 8;

/** Of one EIP in each VPC. */
const member = {
  b: (limit = SHARED): NetworkObject => ({ ...shape(23, EIP.b, { ingress: limit * MBIT, egress: limit * MBIT }), parent: `package/${String(PACKAGE)}` }),
  c: (limit = SHARED): NetworkObject => ({ ...shape(24, EIP.c, { ingress: limit * MBIT, egress: limit * MBIT }, 2), parent: `package/${String(PACKAGE)}` }),
};

const total = (rates: readonly number[]): number => rates.reduce((sum, rate) => sum + rate, 0);

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('Linux data plane, shared bandwidth, $name', ({ rootless }) => {
  let stage: Stage;
  let load: Load;
  let flows: Record<'toB' | 'toC' | 'fromB' | 'fromC' | 'bToC', Flow>;

  beforeAll(async () => {
    stage = await Stage.set(rootless);
    load = new Load(stage);
    flows = {
      toB: { from: 'internet', to: stage.b, bind: IP.b, address: EIP.b }, toC: { from: 'internet', to: stage.c, bind: IP.c, address: EIP.c },
      fromB: { from: stage.b, to: 'internet', bind: CLIENT, address: CLIENT }, fromC: { from: stage.c, to: 'internet', bind: CLIENT, address: CLIENT },
      bToC: { from: stage.b, to: stage.c, bind: IP.c, address: EIP.c },
    };
    await load.absorb(stage.b, stage.c, 'internet');
  });
  afterAll(() => stage.holder.stop());

  /** The edge's queues and ways, without statistics. */
  const edge = (): string => [
    ...['share-out', 'share-in'].flatMap((device) => ['class', 'qdisc'].map((kind) => ['tc', kind, 'show', 'dev', device])),
    ['ip', 'rule'], ['ip', 'route', 'show', 'table', 'all'], ['ip', 'neigh', 'show', 'nud', 'permanent'], ['nft', '-s', 'list', 'ruleset'],
  ].map((argv) => stage.holder.must('edge', argv)).join('\n').replaceAll(/ (?:leaf|bfifo) [89a-f][0-9a-f]{3}:| direct_packets_stat \d+|counter packets .*? bytes \d+/g, '').split('\n').sort().join('\n');

  it('without a package there is no loop', () => {
    expect(stage.holder.must('edge', ['ip', 'link'])).not.toContain('share');
    expect(stage.holder.must('edge', ['nft', 'list', 'chains'])).not.toContain('package');
  });

  it('members answer, whoever comes first, they or their package', async () => {
    await stage.apply(upsert(member.b(), member.c()));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    await stage.apply(upsert(sharedBandwidth(PACKAGE, SHARED * MBIT)));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    expect(stage.ask(stage.b, CLIENT)).toBe(EIP.b);
    expect(stage.ask(stage.b, EIP.c)).toBe(EIP.b);
    expect(stage.ask('internet', EIP.a1)).toBe(CLIENT);
  });

  it('counts every byte once, in whichever direction', async () => {
    const before = await Promise.all([[23, 'received'], [23, 'sent'], [24, 'received'], [24, 'sent']].map(([n, direction]) => load.counter(n as number, direction as 'sent')));
    load.datagrams('internet', CLIENT, EIP.b, 20, 1_000);
    load.datagrams(stage.b, IP.b, CLIENT, 10, 500);
    load.datagrams(stage.b, IP.b, EIP.c, 5, 100);
    const more = await Promise.all([[23, 'received'], [23, 'sent'], [24, 'received'], [24, 'sent']].map(([n, direction]) => load.counter(n as number, direction as 'sent')));
    expect(more.map((counter, index) => [(counter?.bytes ?? 0) - (before[index]?.bytes ?? 0), (counter?.packets ?? 0) - (before[index]?.packets ?? 0)])).toEqual([
      [20 * (1_000 + HEADERS), 20], [10 * (500 + HEADERS) + 5 * (100 + HEADERS), 15], [5 * (100 + HEADERS), 5], [0, 0],
    ]);
  });

  it.each([
    { what: 'what comes from the Internet side', of: () => [flows.toB, flows.toC] },
    { what: 'what goes there', of: () => [flows.fromB, flows.fromC] },
  ])('EIPs of two VPCs share 8 Mbit/s within 5 %: $what', async ({ of }) => {
    const rates = await load.rates(of(), SHARED, 1);
    expect(Math.abs(total(rates) / SHARED - 1)).toBeLessThan(0.05);
    // Though the limit of each lets it send at the very rate of the package, and keep time with it.
    expect(Math.min(...rates)).toBeGreaterThan(0.4 * SHARED);
  });

  it('what one EIP sends to another counts for the package of either', async () => {
    await stage.apply(upsert(sharedBandwidth(PACKAGE, 4 * MBIT)));
    const both = await load.rates([flows.bToC], SHARED, 1);
    await stage.apply(upsert(shape(23, EIP.b)));
    const receiver = await load.rates([flows.bToC], SHARED, 1);
    await stage.apply(upsert(member.b(), shape(24, EIP.c, {}, 2)));
    const sender = await load.rates([flows.bToC], SHARED, 1);
    for (const [rate = 0] of [both, receiver, sender]) expect(Math.abs(rate / 4 - 1)).toBeLessThan(0.05);
    await stage.apply(upsert(sharedBandwidth(PACKAGE, SHARED * MBIT), member.c()));
  });

  it('a member\'s own maximum holds inside the package', async () => {
    await stage.apply(upsert(member.b(2)));
    const rates = await load.rates([flows.fromB, flows.fromC], SHARED, 1);
    expect(rates[0]).toBeGreaterThan(2 * 0.95);
    expect(rates[0]).toBeLessThan(2 * 1.05);
    expect(Math.abs(total(rates) / SHARED - 1)).toBeLessThan(0.05);
    await stage.apply(upsert(member.b()));
  });

  it('another rate, leaving and joining hold within a second in a flow that goes on', async () => {
    const flow = await load.lasting(flows.fromB);
    const near = async (rate: number): Promise<void> => {
      const next = await flow.rate(now() + 0.7, 0.8);
      expect(next).toBeGreaterThan(0.75 * rate);
      expect(next).toBeLessThan(1.25 * rate);
    };
    await near(SHARED);
    await stage.apply(upsert(sharedBandwidth(PACKAGE, 3 * MBIT)));
    await near(3);
    await stage.apply(upsert(shape(23, EIP.b, { ingress: 20 * MBIT, egress: 20 * MBIT })));
    await near(20);
    await stage.apply(upsert(member.b()));
    await near(3);
    await stage.apply(upsert(sharedBandwidth(PACKAGE, SHARED * MBIT)));
    flow.stop();
  });

  it('after a crash a new engine adopts the loop as it is, and puts right what somebody damaged', async () => {
    const objects = [...network, sharedBandwidth(PACKAGE, SHARED * MBIT), member.b(), member.c()];
    expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
    const [before, counted] = [edge(), await load.counter(23, 'sent')];
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    await stage.driver.call('open');
    for (const [index, handle] of [stage.a, stage.b, stage.n, stage.c].entries()) await stage.driver.call('guestUp', guest(index + 1), handle);
    const adopt = async (): Promise<void> => {
      expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
      await stage.driver.call('settled');
      expect(edge()).toBe(before);
    };
    await adopt();
    const adopted = await load.counter(23, 'sent');
    expect(adopted?.life).toBe(counted?.life);
    expect(adopted?.bytes).toBeGreaterThanOrEqual(counted?.bytes ?? 0);
    for (const argv of [
      ['tc', 'class', 'del', 'dev', 'share-out', 'classid', `2:${(1 + 9 * PACKAGE + 2).toString(16)}`], ['tc', 'qdisc', 'del', 'dev', 'share-in', 'root'],
      ['ip', 'rule', 'del', 'fwmark', '1'], ['nft', 'flush', 'map', 'ip', 'openeip', 'package_in'], ['ip', 'link', 'del', 'share-in'],
    ]) {
      stage.holder.must('edge', argv);
      await adopt();
    }
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
  });

  it('with the last package the loop goes, and its members pass by themselves', async () => {
    await stage.apply(remove(sharedBandwidth(PACKAGE, SHARED * MBIT)));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    await stage.apply(upsert(shape(23, EIP.b), shape(24, EIP.c, {}, 2)));
    await stage.driver.call('settled');
    expect(stage.holder.must('edge', ['ip', 'link'])).not.toContain('share');
    expect(stage.holder.must('edge', ['nft', 'list', 'ruleset'])).not.toContain('package');
    expect(stage.ask(stage.b, EIP.c)).toBe(EIP.b);
  });
});
