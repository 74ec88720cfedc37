/** Traffic between places of a stage, and what of it arrives. */
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { Counter, TrafficDirection } from '../../src/network/protocol.js';
import type { GuestHandle, Running } from './holder.js';
import type { Stage } from './stage.js';

export const MBIT = 1_000_000;
/** Of a datagram, bytes. */
export const HEADERS = 28;

/** Says what has arrived of TCP and when, twenty times a second. */
const METER = `
import socket, sys, time
server = socket.create_server((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
peer, _ = server.accept()
total, since = 0, time.monotonic()
while True:
    data = peer.recv(1 << 16)
    if not data: break
    total += len(data)
    if time.monotonic() - since > 0.05:
        since = time.monotonic()
        print(total, since, flush=True)
`;
/** Reno takes what it gets; BBR would look for minutes whether there is more. */
const SOURCE = `
import socket, sys
try:
    peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"reno")
    print("sending", flush=True)
    while True: peer.send(bytes(1 << 16))
except OSError: pass
`;
/** The same of datagrams. */
const DATAGRAM_METER = `
import socket, sys, time
peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
peer.bind((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
total, since = 0, time.monotonic()
while True:
    total += len(peer.recv(1 << 16))
    if time.monotonic() - since > 0.05:
        since = time.monotonic()
        print(total, since, flush=True)
`;
/** So many bytes a second in full datagrams. */
const DATAGRAM_SOURCE = `
import socket, sys, time
peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.connect((sys.argv[1], int(sys.argv[2])))
print("sending", flush=True)
start, sent = time.monotonic(), 0
while True:
    while sent < (time.monotonic() - start) * float(sys.argv[3]): sent += peer.send(bytes(1472))
    time.sleep(0.001)
`;
/** So many datagrams of so many bytes. */
const DATAGRAMS = `
import socket, sys
peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.bind((sys.argv[1], 0))
for _ in range(int(sys.argv[4])): peer.sendto(bytes(int(sys.argv[5])), (sys.argv[2], int(sys.argv[3])))
`;

type Place = string | GuestHandle;

/** One direction. */
export interface Flow {
  readonly from: Place;
  readonly to: Place;
  /** The receiver's own address. */
  readonly bind: string;
  /** Where the sender finds it. */
  readonly address: string;
}

export class Load {
  readonly #stage: Stage;
  #port = 7_000;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Nobody answers datagrams, not even with an ICMP error. */
  async absorb(...places: readonly Place[]): Promise<void> {
    for (const place of places) await this.#stage.holder.start(place, ['socat', '-u', '-d', '-d', 'UDP4-RECV:9', '/dev/null'], 'data transfer');
  }

  datagrams(from: Place, bind: string, to: string, count: number, size: number): void {
    this.#stage.holder.must(from, ['python3', '-c', DATAGRAMS, bind, to, '9', String(count), String(size)]);
  }

  /** Mbit/s of IP packets of TCP, once the first burst is over. */
  async rate(flow: Flow, seconds: number): Promise<number> {
    const lasting = await this.lasting(flow);
    const measured = await lasting.rate(now() + 0.5, seconds);
    lasting.stop();
    return measured;
  }

  /** Mbit/s of IP packets that arrive of each flow at the same time, each offering so many in datagrams, which nothing but a limit holds back. */
  async rates(flows: readonly Flow[], offered: number, seconds: number): Promise<readonly number[]> {
    const lasting = await Promise.all(flows.map((flow) => this.#start(flow, DATAGRAM_METER, DATAGRAM_SOURCE, 1_500 / 1_472, String(offered * MBIT / 8))));
    // What waits of earlier ones passes first.
    const begin = now() + 0.6;
    const measured = await Promise.all(lasting.map((one) => one.rate(begin, seconds)));
    for (const one of lasting) one.stop();
    return measured;
  }

  /** TCP that goes on until it is stopped. */
  lasting(flow: Flow): Promise<LastingFlow> {
    return this.#start(flow, METER, SOURCE, 1_500 / 1_448);
  }

  /** The one counter of a shape and direction; undefined where there is none. */
  async counter(n: number, direction: TrafficDirection): Promise<Counter | undefined> {
    const found = (await this.#stage.driver.call('count', false)).filter((each) => each.key === `shape/${String(n)}` && each.direction === direction);
    expect(found.length).toBeLessThan(2);
    return found[0];
  }

  /** `packet`: length of an IP packet to what it carries. */
  async #start({ from, to, bind, address }: Flow, meter: string, source: string, packet: number, ...argv: readonly string[]): Promise<LastingFlow> {
    const port = String(this.#port++);
    const sink = await this.#stage.holder.start(to, ['python3', '-c', meter, bind, port], 'ready');
    return new LastingFlow(sink, await this.#stage.holder.start(from, ['python3', '-c', source, address, port, ...argv], 'sending'), packet);
  }
}

/** s, by the clock of whoever receives. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e9;

class LastingFlow {
  readonly #sink: Running;
  readonly #source: Running;
  readonly #packet: number;
  readonly #said: (readonly [number, number])[] = [];

  constructor(sink: Running, source: Running, packet: number) {
    [this.#sink, this.#source, this.#packet] = [sink, source, packet];
    createInterface({ input: sink.stdout }).on('line', (line) => {
      const [bytes = Number.NaN, at = Number.NaN] = line.split(' ').map(Number);
      if (!Number.isNaN(at)) this.#said.push([bytes, at]);
    });
  }

  /** Mbit/s of IP packets that arrive in so many seconds from then on. The receiver's words may come late. */
  async rate(begin: number, seconds: number): Promise<number> {
    await expect.poll(() => this.#said.at(-1)?.[1] ?? 0, { timeout: 20_000 }).toBeGreaterThan(begin + seconds);
    return (this.#arrived(begin + seconds) - this.#arrived(begin)) * 8 / seconds / MBIT * this.#packet;
  }

  /** Bytes until then, between what was said before and after. */
  #arrived(time: number): number {
    const next = this.#said.findIndex(([, at]) => at >= time);
    const [[before, from] = [0, time - 1], [after, to] = [0, time]] = [this.#said[next - 1], this.#said[next]];
    return before + (after - before) * (time - from) / (to - from);
  }

  stop(): void {
    this.#source.stop();
    this.#sink.stop();
  }
}
