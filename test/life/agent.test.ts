/** The agent in a holder, with a test as its control plane: guests, their NICs, DHCP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Guest, Lease, NetworkObject, Port } from '../../src/network/objects.js';
import { findProgram } from '../../src/cli/processes.js';
import { until } from '../support/world.js';
import { AgentBench } from './agent-bench.js';
import { kill } from './command.js';

const FRAME: readonly NetworkObject[] = [
  { kind: 'space', key: 'space/1', n: 1, ranges: ['10.0.0.0/8'], private: ['10.0.0.0/8'], arrival: 'table/1' },
  { kind: 'table', key: 'table/1', n: 1, space: 'space/1', routes: [{ prefix: '10.0.0.0/8', to: 'local' }, { prefix: '0.0.0.0/0', to: 'transit' }] },
  { kind: 'policy', key: 'policy/1', groups: [1], ingress: { rules: [], otherwise: 'accept' }, egress: { rules: [], otherwise: 'accept' } },
];

const guest = (n: number, change: Partial<Guest> = {}): Guest => ({
  kind: 'guest', key: `guest/${String(n)}`, n, name: `i-test${String(n)}`, image: 'auto', hostname: `host${String(n)}`, boot: 1, running: true,
  script: '', ...change,
});
const mac = (n: number) => `00:16:3e:00:00:${n.toString(16).padStart(2, '0')}`;
const port = (n: number, of: number, slot = 0, addresses = [`10.0.0.${String(n)}`]): Port => ({
  kind: 'port', key: `port/${String(n)}`, n, space: 'space/1', mac: mac(n), length: 24, gateway: '10.0.0.253', guest: `guest/${String(of)}`, slot,
  addresses: addresses.map((address, index) => ({ address, primary: index === 0 })), policy: 'policy/1', table: 'table/1', sourceCheck: true,
});
const lease = (n: number, address = `10.0.0.${String(n)}`): Lease => ({
  kind: 'lease', key: `lease/${String(n)}`, n, port: `port/${String(n)}`, mac: mac(n), address, length: 24, gateway: '10.0.0.253', router: n < 10,
  dns: ['100.100.2.136'], hostname: 'host', seconds: 3600,
});
const one = (n: number, change: Partial<Guest> = {}): NetworkObject[] => [guest(n, change), port(n, n), lease(n)];

describe('the agent', () => {
  let bench: AgentBench;
  const shell = async (n: number, script: string) => (await bench.exec(`i-test${String(n)}`, 'sh', '-c', script)).stdout.trim();
  const leased = (...keys: string[]) => bench.until(() => keys.every((key) => bench.observed.leases.includes(key)));

  beforeAll(async () => {
    bench = await AgentBench.start();
  });
  afterAll(() => bench.stop());

  it('configures a hot-plugged NIC in the image that does so, with a table of its own, and takes it back', async () => {
    expect((await bench.list([...FRAME, ...one(1), ...one(2, { image: 'manual' })])).failed).toEqual([]);
    await leased('lease/1', 'lease/2');
    await bench.change([port(11, 1, 1), lease(11), port(12, 2, 1), lease(12)]);
    await leased('lease/11');
    await until(async () => (await shell(1, 'ip rule')).includes('from 10.0.0.11 lookup 1001'));
    expect(await shell(1, 'ip route show table 1001')).toContain('default via 10.0.0.253 dev eth1');
    expect(await shell(1, 'ip route show default')).toMatch(/^default via 10\.0\.0\.253 dev eth0 [^\n]*$/);

    expect(await shell(2, 'ip -br link show eth1')).toMatch(/^eth1@\S+ +DOWN/);
    expect(bench.observed.leases).not.toContain('lease/12');
    expect(await shell(2, 'ip link set eth1 up; busybox udhcpc -n -q -i eth1 -s /.openeip/dhcp.sh 2>/dev/null; ip -4 -br address show eth1')).toContain('10.0.0.12/24');
    await leased('lease/12');

    await bench.change([], ['port/11', 'lease/11']);
    await until(async () => !(await shell(1, 'ip rule')).includes('1001'));
    expect(await shell(1, 'ps -e -o args= | grep -c "[u]dhcpc.*eth1"')).toBe('0');
    await bench.until(() => !bench.observed.leases.includes('lease/11'));
  });

  it('answers DHCP as the lease is at that moment', async () => {
    const ask = 'busybox udhcpc -n -q -f -i eth1 -s /bin/true 2>&1 | grep obtained';
    expect(await shell(2, ask)).toContain('lease of 10.0.0.12 obtained');
    await bench.change([lease(12, '10.0.0.99')]);
    await bench.until(() => !bench.observed.leases.includes('lease/12'));
    expect(await shell(2, ask)).toContain('lease of 10.0.0.99 obtained');
    await leased('lease/12');
  });

  it('starts, reboots and removes forty guests at once and leaves nothing of them', async () => {
    const many = Array.from({ length: 40 }, (_, index) => 101 + index);
    await bench.change(many.flatMap((n) => one(n)));
    await leased(...many.map((n) => `lease/${String(n)}`));
    await bench.change(many.map((n) => guest(n, { boot: 2 })));
    await Promise.all(many.map((n) => bench.running(`guest/${String(n)}`, 2)));
    await leased(...many.map((n) => `lease/${String(n)}`));
    await bench.change([], many.flatMap((n) => [`port/${String(n)}`, `lease/${String(n)}`, `guest/${String(n)}`]));
    await bench.until(() => bench.observed.guests.length === 2);
    expect((await bench.inside('ls', '/run/openeip/guests')).stdout).toBe('i-test1\ni-test2\n');
    expect((await bench.inside('sh', '-c', 'ls /run/openeip/life | cut -d. -f1 | sort -u')).stdout).toBe('i-test1\ni-test2\n');
    expect((await bench.inside('sh', '-c', 'grep -c /run/openeip/guests /proc/mounts')).stdout).toBe('2\n');
    expect((await bench.inside('sh', '-c', 'ps -e -o args= | grep -c "^tini -- sh /.openeip"')).stdout).toBe('2\n');
  });

  it('an agent that comes back finds who lives, who died meanwhile, and who is not wanted any more', async () => {
    await bench.change(one(3));
    await leased('lease/3');
    const hellos = bench.hellos.length;
    const before = await shell(1, 'readlink /proc/self/ns/net');
    kill(findProgram(bench.holder.pid, '/agent/main.js'));
    await bench.exec('i-test2', 'kill', '1');
    await bench.until(() => bench.hellos.length > hellos);
    expect(bench.hellos.at(-1)).toMatchObject({ epoch: '', version: 0 });
    await bench.list([...FRAME, ...one(1), ...one(2, { image: 'manual' })]);
    await bench.stopped('guest/2');
    await bench.until(() => !bench.observed.guests.some((one) => one.key === 'guest/3'));
    expect(bench.observed.guests.find((one) => one.key === 'guest/1')).toMatchObject({ boot: 1, state: 'running' });
    expect(await shell(1, 'readlink /proc/self/ns/net')).toBe(before);
  });

  it('a guest that ignores SIGTERM is stopped all the same', async () => {
    await bench.exec('i-test1', 'sh', '-c', 'kill -STOP 2');
    await bench.change([guest(1, { running: false })]);
    await bench.stopped('guest/1');
    expect((await bench.inside('sh', '-c', 'ps -e -o args= | grep -c "^tini -- sh /.openeip"')).stdout).toBe('0\n');
  });
});
