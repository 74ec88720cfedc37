/** The agent in a holder, with a test as its control plane: guests, their NICs, DHCP, names. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Guest, Lease, NetworkObject, Port } from '../../src/network/objects.js';
import { findProgram } from '../../src/cli/processes.js';
import { serveNames, type NameResolver } from '../../src/cli/names.js';
import { startNameServer, type TestNameServer } from '../support/nameserver.js';
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
/** A NIC in cut-through mode: no private address, the EIP and its block's gateway by DHCP. */
const direct = (n: number, of: number, slot: number): NetworkObject[] => [
  port(n, of, slot, []), { ...lease(n, `198.18.0.${String(n)}`), gateway: '198.18.0.254', router: true },
];
const one = (n: number, change: Partial<Guest> = {}): NetworkObject[] => [guest(n, change), port(n, n), lease(n)];

/** Boots with three NICs, the last of which gets no address. */
const SEVERAL: readonly NetworkObject[] = [
  ...one(4, { script: '#!/bin/sh\nip -4 -br address | grep eth > /root/seen\n' }), port(41, 4, 1), lease(41), port(42, 4, 2),
];

describe('the agent', () => {
  let bench: AgentBench;
  const shell = async (n: number, script: string) => (await bench.exec(`i-test${String(n)}`, 'sh', '-c', script)).stdout.trim();
  const leased = (...keys: string[]) => bench.until(() => keys.every((key) => bench.observed.leases.includes(key)));

  beforeAll(async () => {
    bench = await AgentBench.start();
  });
  afterAll(() => bench.stop());

  it('configures a hot-plugged NIC in the image that does so, with a table of its own, and takes it back', async () => {
    expect((await bench.list([...FRAME, ...one(1), ...one(2, { image: 'manual' }), ...SEVERAL])).failed).toEqual([]);
    await leased('lease/1', 'lease/2');
    await bench.change([port(11, 1, 1), lease(11), port(12, 2, 1), lease(12)]);
    await leased('lease/11');
    await until(async () => (await shell(1, 'ip rule')).includes('from 10.0.0.11 lookup 1001'));
    expect(await shell(1, 'ip route show table 1001')).toContain('default via 10.0.0.253 dev eth1');
    expect(await shell(1, 'ip route show default')).toMatch(/^default via 10\.0\.0\.253 dev eth0 [^\n]*$/);

    expect(await shell(2, 'ip -br link show eth1')).toMatch(/^eth1@\S+ +DOWN/);
    expect(bench.observed.leases).not.toContain('lease/12');

    await bench.change([], ['port/11', 'lease/11']);
    await until(async () => !(await shell(1, 'ip rule')).includes('1001'));
    expect(await shell(1, 'ps -e -o args= | grep -c "[u]dhcpc.*eth1"')).toBe('0');
    await bench.until(() => !bench.observed.leases.includes('lease/11'));
  });

  it('ends right when a NIC goes and comes back in a burst of news, with its old address or another', async () => {
    const news = (count: number) => {
      for (let n = 0; n < count; n += 1) void bench.change([port(1, 1)]);
    };
    for (let round = 0; round < 12; round += 1) {
      const address = `10.0.0.${String(11 + round % 2)}`;
      news(3);
      void bench.change([port(11, 1, 1, [address]), lease(11, address)]);
      news(round);
      // In some rounds it goes while its client still asks or is being answered, in others it has its address by then.
      if (round % 3 === 0) await leased('lease/11');
      void bench.change([], ['port/11', 'lease/11']);
      news(2);
    }
    await bench.change([port(11, 1, 1), lease(11)]);
    await until(async () => (await shell(1, 'ip rule')).includes('lookup 1001'));
    expect(await shell(1, 'ip rule | grep -v all')).toBe('1001:\tfrom 10.0.0.11 lookup 1001');
    expect(await shell(1, 'ip -4 -br address show eth1')).toMatch(/ 10\.0\.0\.11\/24$/);
    expect(await shell(1, 'ip route show table 1001 default')).toMatch(/^default via 10\.0\.0\.253 dev eth1 [^\n]*$/);
    expect(await shell(1, 'ps -e -o args= | grep -c "[u]dhcpc.*eth1"')).toBe('1');
    await bench.change([], ['port/11', 'lease/11']);
    await until(async () => (await shell(1, 'ip rule | grep -v all; ps -e -o args= | grep "[u]dhcpc.*eth1"; ls /run/lease')).startsWith('eth0.'));
  });

  it.each([
    ['udhcpc -n -q -i', 11], ['dhclient', 12],
  ] as const)('is configured by hand with `%s eth1`: the address, and a table for what it sends', async (command, at) => {
    await bench.change([port(12, 2, 1, [`10.0.0.${String(at)}`]), lease(12, `10.0.0.${String(at)}`)]);
    expect(await shell(2, `${command} eth1 2>/dev/null; ip -4 -br address show eth1`)).toMatch(new RegExp(`^eth1@\\S+ +UP +10\\.0\\.0\\.${String(at)}/24$`));
    expect(await shell(2, 'ip rule | grep -v all')).toBe(`1001:\tfrom 10.0.0.${String(at)} lookup 1001`);
    expect(await shell(2, 'ip route show table 1001 default')).toMatch(/^default via 10\.0\.0\.253 dev eth1 /);
    expect(await shell(2, 'ip route show default')).toMatch(/^default via 10\.0\.0\.253 dev eth0 [^\n]*$/);
    await leased('lease/12');
    await bench.change([], ['port/12', 'lease/12']);
    await until(async () => (await shell(2, 'ip rule | grep -v all; ls /run/lease')).startsWith('eth0.'));
  });

  it('gives a cut-through NIC the EIP, its block and a default route that yields to the first NIC’s, with no table of its own (S-32, U-33)', async () => {
    await bench.change([...direct(21, 1, 1), ...direct(22, 2, 1), ...direct(23, 2, 2)]);
    await leased('lease/21');
    await shell(2, 'udhcpc -n -q -i eth1; dhclient eth2');
    for (const [n, nics] of [[1, [['eth1', 21, 201]]], [2, [['eth1', 22, 201], ['eth2', 23, 202]]]] as const) {
      for (const [nic, host, metric] of nics) {
        await until(async () => (await shell(n, `ip route show default dev ${nic}`)).includes(`metric ${String(metric)}`));
        expect(await shell(n, `ip -4 -o address show dev ${nic}`)).toContain(` 198.18.0.${String(host)}/24 brd 198.18.0.255 `);
        expect(await shell(n, `ip route show dev ${nic}`)).toContain('198.18.0.0/24 proto kernel');
        expect(await shell(n, `ip route show default dev ${nic}`)).toMatch(/^default via 198\.18\.0\.254 /);
      }
      expect(await shell(n, 'ip route get 203.0.113.10')).toContain('dev eth0');
      expect(await shell(n, 'ip rule | grep -v all; cat /etc/resolv.conf')).toBe('nameserver 100.100.2.136');
    }
    // Detached, unbound and attached again: a plain NIC with its private address.
    await bench.change([], ['port/21', 'lease/21']);
    await bench.change([port(21, 1, 1), lease(21)]);
    await until(async () => (await shell(1, 'ip rule')).includes('from 10.0.0.21 lookup 1001'));
    expect(await shell(1, 'ip -4 -br address show eth1')).toMatch(/ 10\.0\.0\.21\/24$/);
    expect(await shell(1, 'ip route show default')).not.toContain('198.18');
    await bench.change([], ['port/21', 'lease/21', 'port/22', 'lease/22', 'port/23', 'lease/23']);
    await bench.change([port(12, 2, 1), lease(12)]);
    await until(async () => (await shell(2, 'ip -br link show eth1; ip -o link | grep -c eth2')).match(/^eth1@\S+ +DOWN.*\n0$/s) !== null);
    expect(await shell(2, 'udhcpc -n -q -i eth1 2>/dev/null; ip -4 -br address show eth1')).toContain('10.0.0.12/24');
  });

  it('boots with several NICs: its scripts find all that get an address; one that gets none holds nobody up and keeps asking', async () => {
    await until(async () => (await shell(4, 'ls /run/boot-finished 2>/dev/null')) !== '');
    expect(await shell(4, 'cat /root/seen')).toMatch(/^eth0\S* +UP +10\.0\.0\.4\/24 *\neth1\S* +UP +10\.0\.0\.41\/24 *$/);
    await bench.change([lease(42)]);
    await leased('lease/42');
    await until(async () => (await shell(4, 'ip rule')).includes('from 10.0.0.42 lookup 1002'));
    await bench.change([], ['guest/4', 'port/4', 'lease/4', 'port/41', 'lease/41', 'port/42', 'lease/42']);
  });

  describe('name servers', () => {
    let server: TestNameServer;
    let resolver: NameResolver | undefined;
    const started = async () => serveNames(join(bench.home.run, 'names.sock'), () => [server]);

    beforeAll(async () => {
      server = await startNameServer({ 'web.example': '10.0.0.2', 'long.example': '10.0.0.3' }, ['long.example']);
    });
    afterAll(async () => {
      await resolver?.close();
      server.close();
    });

    it('answer at once that they cannot where the host cannot, and answer names of which it knows the address', async () => {
      // Two servers, asked once each: far from the five seconds that a silent one costs.
      expect(await shell(1, 'timeout 2 getent ahostsv4 web.example || echo $?')).toBe('2');
      resolver = await started();
      expect(await shell(1, 'getent ahostsv4 web.example | head -1')).toMatch(/^10\.0\.0\.2 /);
      expect(await shell(1, 'getent ahostsv4 none.example || echo none')).toBe('none');
      await shell(2, 'mkdir -p /tmp/www; hostname > /tmp/www/index.html; busybox httpd -p 80 -h /tmp/www');
      expect(await shell(1, 'curl -s -m 3 http://web.example/')).toBe('host2');
    });

    it('answer by TCP what UDP has no room for, at both addresses', async () => {
      expect(await shell(1, 'getent ahostsv4 long.example | head -1')).toMatch(/^10\.0\.0\.3 /);
      expect(server.asked).toContain('tcp long.example');
      for (const address of ['100.100.2.136', '100.100.2.138']) {
        expect(await shell(1, `busybox nslookup -type=a web.example ${address}`)).toContain('10.0.0.2');
      }
    });
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
    await until(async () => (await bench.inside('sh', '-c', 'ls /run/openeip/life | cut -d. -f1 | sort -u')).stdout === 'i-test1\ni-test2\n');
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
