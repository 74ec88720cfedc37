/** Runs the engine for a test inside a holder: one JSON call per line in, one JSON answer per line out. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { LinuxDataPlane } from '../../src/dataplane/linux/engine.js';
import { Messages, NetlinkSocket } from '../../src/dataplane/linux/netlink.js';
import { inodeOf, listNamespaces, openSocketIn, withNamespace } from '../../src/dataplane/linux/netns.js';
import { NETLINK_ROUTE, raiseLink, readLinks } from '../../src/dataplane/linux/rtnetlink.js';
import type { Changes, Guest, Key, NetworkObject } from '../../src/network/objects.js';
import type { Counter, Probe } from '../../src/network/protocol.js';

const engine = new LinuxDataPlane({ internetRange: '203.0.113.0/24' });

async function timed<T>(work: () => Promise<T>): Promise<{ failures: T; milliseconds: number }> {
  const start = performance.now();
  const failures = await work();
  return { failures, milliseconds: performance.now() - start };
}

const guests = new Map<Key, number>();

/** These guests configure nothing by themselves. Returns whether a NIC was down. */
function raiseNics(pid: number): boolean {
  return withNamespace({ pid }, () => {
    const socket = new NetlinkSocket(NETLINK_ROUTE);
    const messages = new Messages();
    for (const { index, up } of readLinks(socket)) if (!up) raiseLink(messages, index);
    if (messages.count > 0) socket.request(messages);
    socket.close();
    return messages.count > 0;
  });
}

/** The kernel tells the other end of a link in its own time, and drops packets until then. */
async function linksNoticed(): Promise<void> {
  for (const namespace of listNamespaces().filter((name) => name.startsWith('vpc'))) {
    const noticed = (): boolean => {
      const { stdout } = withNamespace(namespace, () => spawnSync('ip', ['-o', 'link', 'show', 'up'], { encoding: 'utf8' }));
      return stdout.split('\n').filter((line) => line.includes(' eni')).every((line) => line.includes('state UP') || line.includes('M-DOWN'));
    };
    while (!noticed()) await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

/** `holder.ts` types the calls from the other side. */
const calls: Record<string, (...parameters: never[]) => unknown> = {
  open: () => engine.open(),
  replace: (objects: NetworkObject[]) => timed(() => engine.replace(objects)),
  apply: (changes: Changes) => timed(() => engine.apply(changes)),
  async guest() {
    const child = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up && echo up && exec sleep infinity'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.unref();
    return { pid: child.pid, netns: inodeOf({ pid: child.pid ?? 0 }) };
  },
  guestUp: (guest: Guest, { pid, netns }: { pid: number; netns: number }) => {
    guests.set(guest.key, pid);
    return timed(() => engine.guestUp({ guest, pid, netns }));
  },
  guestDown: (guest: Key) => {
    guests.delete(guest);
    return engine.guestDown(guest);
  },
  async probe(probe: Probe) {
    if ([...guests.values()].map(raiseNics).includes(true)) await linksNoticed();
    return engine.probe(probe);
  },
  kill: (pid: number) => { process.kill(pid, 'SIGKILL'); },
  counters: () => engine.counters(),
  async count(recorded: boolean) {
    const all: Counter[] = [];
    await engine.count(recorded, (counters) => { all.push(...counters); });
    return all;
  },
  settled: () => engine.settled(),
  cleanUp: () => engine.cleanUp(),
  async cycles(there: Changes, back: Changes, rounds: number) {
    const milliseconds: number[] = [];
    for (let i = 0; i < rounds; i++) {
      for (const changes of [there, back]) {
        const { failures, milliseconds: spent } = await timed(() => engine.apply(changes));
        if (failures.length > 0) throw new Error(JSON.stringify(failures));
        milliseconds.push(spent);
        await new Promise((resolve) => { setImmediate(resolve); });
      }
    }
    return milliseconds;
  },
  /** A UDP echo on port 67 of a device and a TCP greeting on the metadata address, through descriptors opened in the namespace. */
  async listeners(namespace: string, device: string) {
    const udp = createSocket('udp4');
    udp.on('message', (message, from) => { udp.send(message, from.port, from.address); });
    udp.bind({ fd: openSocketIn(namespace, 'udp', { address: '0.0.0.0', port: 67, device }) });
    const tcp = createServer((socket) => socket.end(`hello ${socket.remoteAddress ?? ''}\n`));
    tcp.listen({ fd: openSocketIn(namespace, 'tcp', { address: '100.100.100.200', port: 80 }) });
    await once(tcp, 'listening');
    return { udp: udp.address().address, tcp: (tcp.address() as AddressInfo).address };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { name, parameters } = JSON.parse(line) as { name: string; parameters: never[] };
  try {
    console.log(JSON.stringify({ result: await calls[name]?.(...parameters) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: error instanceof Error ? error.stack : String(error) }));
  }
}
process.exit(0);
