/** Bandwidth and counters in the kernel: P19 and P20 against the engine alone, with root and without. */
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Counter, TrafficDirection } from '../../src/network/protocol.js';
import type { GuestHandle, Running } from './holder.js';
import { guest, remove, shape, translation, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, network } from './stage.js';

const MBIT = 1_000_000;
const HEADERS = 28;

/** Says `<bytes> <seconds>` of what arrived from the first byte on, after so many seconds. */
const SINK = `
import socket, sys, time
server = socket.create_server((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
peer, _ = server.accept()
peer.recv(1)
start, total = time.monotonic(), 0
while time.monotonic() - start < float(sys.argv[3]):
    total += len(peer.recv(1 << 20))
print(total, time.monotonic() - start, flush=True)
`;
/** Reno takes what it gets; BBR would look for minutes whether there is more. */
const SOURCE = `
import socket, sys
try:
    peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"reno")
    while True: peer.send(bytes(1 << 16))
except OSError: pass
`;
/** So many datagrams of so many bytes. */
const DATAGRAMS = `
import socket, sys
peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.bind((sys.argv[1], 0))
for _ in range(int(sys.argv[4])): peer.sendto(bytes(int(sys.argv[5])), (sys.argv[2], int(sys.argv[3])))
`;

/** The next line with two numbers. */
async function numbers({ stdout }: Running): Promise<readonly [number, number]> {
  for await (const line of createInterface({ input: stdout })) {
    const [first, second] = line.split(' ').map(Number);
    if (first !== undefined && second !== undefined) return [first, second];
  }
  throw new Error('No numbers were said.');
}

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('Linux data plane, bandwidth and counters, $name', ({ rootless }) => {
  let stage: Stage;
  let port = 7_000;

  beforeAll(async () => {
    stage = await Stage.set(rootless);
    // Nobody answers datagrams, not even with an ICMP error.
    for (const place of [stage.a, stage.b, stage.c, 'internet']) await stage.holder.start(place, ['socat', '-u', '-d', '-d', 'UDP4-RECV:9', '/dev/null'], 'data transfer');
  });
  afterAll(() => stage.holder.stop());

  /** Mbit/s of TCP from one to the other, judged by its receiver after the first half of the time. */
  async function throughput(from: string | GuestHandle, to: string | GuestHandle, bind: string, address: string, seconds: number): Promise<number> {
    port += 1;
    const sink = await stage.holder.start(to, ['python3', '-c', SINK, bind, String(port), String(seconds)], 'ready');
    const said = numbers(sink);
    stage.holder.run(from, ['python3', '-c', SOURCE, address, String(port)]);
    const [bytes, elapsed] = await said;
    return bytes * 8 / elapsed / MBIT;
  }

  function datagrams(from: string | GuestHandle, bind: string, to: string, count: number, size: number): void {
    stage.holder.must(from, ['python3', '-c', DATAGRAMS, bind, to, '9', String(count), String(size)]);
  }

  async function counter(n: number, direction: TrafficDirection): Promise<Counter | undefined> {
    const found = (await stage.driver.call('count', false)).filter((each) => each.key === `shape/${String(n)}` && each.direction === direction);
    expect(found.length).toBeLessThan(2);
    return found[0];
  }

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
    datagrams('internet', CLIENT, EIP.b, 100, 1_000);
    expect(await counter(23, 'received')).toMatchObject({ bytes: 100 * (1_000 + HEADERS), packets: 100 });
    datagrams(stage.b, IP.b, CLIENT, 50, 500);
    expect(await counter(23, 'sent')).toMatchObject({ bytes: 50 * (500 + HEADERS), packets: 50 });
    // 3,008 bytes of UDP in three fragments with a header each.
    datagrams('internet', CLIENT, EIP.b, 1, 3_000);
    expect(await counter(23, 'received')).toMatchObject({ bytes: 100 * (1_000 + HEADERS) + 3_008 + 60, packets: 103 });
  });

  it('counts what an EIP sends to another one as sent here and received there', async () => {
    await stage.apply(upsert(shape(24, EIP.c, {}, 2)));
    const before = await counter(23, 'sent');
    datagrams(stage.b, IP.b, EIP.c, 10, 100);
    expect(await counter(24, 'received')).toMatchObject({ bytes: 1_280, packets: 10 });
    expect(await counter(23, 'sent')).toMatchObject({ bytes: (before?.bytes ?? 0) + 1_280, packets: (before?.packets ?? 0) + 10 });
    expect(await counter(24, 'sent')).toMatchObject({ bytes: 0, packets: 0 });
  });

  it('P19: each direction keeps to its own rate, within 5 %, and an EIP without a limit to none', async () => {
    await stage.apply(upsert(shape(23, EIP.b, { ingress: 40 * MBIT, egress: 20 * MBIT })));
    const rates = [
      await throughput('internet', stage.b, IP.b, EIP.b, 1.5) / 40,
      await throughput(stage.b, 'internet', CLIENT, CLIENT, 1.5) / 20,
    ];
    for (const rate of rates) expect(Math.abs(rate - 1)).toBeLessThan(0.05);
    await stage.apply(upsert(shape(21, EIP.a1)));
    expect(await throughput('internet', stage.a, IP.a1, EIP.a1, 0.3)).toBeGreaterThan(200);
  });

  it('another rate holds at once in a flow that goes on, and loses nothing of it', async () => {
    port += 1;
    const sink = await stage.holder.start('internet', ['python3', '-c', `
import socket, sys, time
server = socket.create_server(("${CLIENT}", ${String(port)}))
print("ready", flush=True)
peer, _ = server.accept()
total, since = 0, time.monotonic()
while True:
    data = peer.recv(1 << 20)
    if not data: break
    total += len(data)
    if time.monotonic() - since > 0.1:
        print(total, time.monotonic(), flush=True)
        since = time.monotonic()
`], 'ready');
    const lines: [number, number][] = [];
    createInterface({ input: sink.stdout }).on('line', (line) => { lines.push(line.split(' ').map(Number) as [number, number]); });
    const source = await stage.holder.start(stage.b, ['python3', '-c', SOURCE.replace('    while', '    print("sending", flush=True)\n    while'), CLIENT, String(port)], 'sending');
    const rateOfNext = async (): Promise<number> => {
      // By the clock of the sink, whose lines may come late.
      const begin = Number(process.hrtime.bigint()) / 1e9 + 0.3;
      const since = (): [number, number][] => lines.filter(([, at]) => at >= begin);
      await expect.poll(() => since().length > 3 && (lines.at(-1)?.[1] ?? 0) > begin + 0.6, { timeout: 20_000 }).toBe(true);
      const [[bytes, from] = [0, 0], [more, end] = [0, 0]] = [since()[0], since().at(-1)];
      return (more - bytes) * 8 / (end - from) / MBIT;
    };
    expect(await rateOfNext()).toBeGreaterThan(10);
    await stage.apply(upsert(shape(23, EIP.b, { ingress: 40 * MBIT, egress: 5 * MBIT })));
    await rateOfNext();
    const slow = await rateOfNext();
    expect(slow).toBeGreaterThan(3.5);
    expect(slow).toBeLessThan(6.5);
    await stage.apply(upsert(shape(23, EIP.b, { ingress: 40 * MBIT, egress: 15 * MBIT })));
    expect(await rateOfNext()).toBeGreaterThan(2 * slow);
    source.stop();
    sink.stop();
  });

  it('P20: 1 kbit/s lets a trickle pass, both ways', async () => {
    await stage.apply(upsert(shape(22, EIP.a1second, { ingress: 1_000, egress: 1_000 })));
    expect(stage.ping('internet', EIP.a1second, ['-s', '8'])).toBe(true);
    const before = await counter(22, 'received');
    datagrams('internet', CLIENT, EIP.a1second, 1_000, 1_000);
    const passed = (await counter(22, 'received'))?.packets ?? 0;
    expect(passed - (before?.packets ?? 0)).toBeLessThan(10);
    await stage.apply(upsert(shape(22, EIP.a1second, { ingress: 40 * MBIT, egress: 20 * MBIT })));
    expect(stage.ask('internet', EIP.a1second)).toBe(CLIENT);
  });

  it('after a crash a new engine adopts queues and counters as they are, and puts right what somebody damaged', async () => {
    const objects = [...network, shape(22, EIP.a1second, { ingress: 40 * MBIT, egress: 20 * MBIT }), shape(21, EIP.a1, { egress: 5 * MBIT })];
    expect((await stage.driver.call('replace', objects)).failures).toEqual([]);
    const [before, counted] = [queues(), await counter(22, 'received')];
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
    expect(await counter(22, 'received')).toEqual(counted);
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

  it('a counter is told once more after its shape is gone, then goes; bound again it goes on, or starts anew with another life', async () => {
    await stage.apply(upsert(shape(22, EIP.a1second)));
    const first = await counter(22, 'received');
    datagrams('internet', CLIENT, EIP.a1second, 3, 100);
    await stage.apply(remove(shape(22, EIP.a1second)));
    const last = await counter(22, 'received');
    expect(last).toEqual({ ...first, bytes: (first?.bytes ?? 0) + 3 * 128, packets: (first?.packets ?? 0) + 3 });
    // Not recorded yet: still told. Bound again in time, it is the same counter.
    expect(await counter(22, 'received')).toEqual(last);
    await stage.apply(upsert(shape(22, EIP.a1second)));
    await stage.driver.call('count', true);
    expect(await counter(22, 'received')).toEqual(last);

    await stage.apply(remove(shape(22, EIP.a1second)));
    expect((await stage.driver.call('count', true)).map(({ key }) => key)).toContain('shape/22');
    expect((await stage.driver.call('count', true)).map(({ key }) => key)).not.toContain('shape/22');
    await stage.apply(upsert(shape(22, EIP.a1second)));
    const anew = await counter(22, 'received');
    expect(anew).toMatchObject({ bytes: 0, packets: 0 });
    expect(anew?.life).not.toBe(last?.life);

    // The address counts for another EIP at once, and what it counted before is not lost.
    datagrams('internet', CLIENT, EIP.a1second, 2, 100);
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
    datagrams('internet', CLIENT, EIP.c, 5, 100);
    const before = await counter(24, 'received');
    await stage.apply(remove(shape(24, EIP.c, {}, 2)));
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    await stage.driver.call('open');
    expect((await stage.driver.call('replace', [...network, translation(60, '198.18.0.60', '10.0.0.60', 2)])).failures).toEqual([]);
    expect(await counter(24, 'received')).toEqual(before);
    const kept = network.filter((object) => !(('space' in object && object.space === 'space/2') || object.key === 'space/2'));
    expect((await stage.driver.call('replace', kept)).failures).toEqual([]);
    expect(await counter(24, 'received')).toEqual(before);
    await stage.driver.call('count', true);
    await stage.driver.call('count', true);
    expect((await stage.driver.call('count', false)).filter(({ key, direction }) => key === 'shape/24' && direction === 'received')).toEqual([]);
  });
});
