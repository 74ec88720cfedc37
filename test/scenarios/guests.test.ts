/** What an instance's user sees and does: NICs in both images, the documented routing recipes, and where packets then leave (E19, E26, behaviour §3.8). */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { line, until, World, type Eip, type Eni } from '../support/world.js';

const GATEWAY = '10.0.0.253';
const INTERNET = '203.0.113.10';
const WHOAMI = `http://${INTERNET}:8080/`;

describe('the guest', () => {
  let cloud: Cloud;
  let world: World;
  let whoami: ChildProcess;
  /** By image, each with two NICs, the second hot attached, and an EIP on either's primary address. */
  const guests = new Map<'auto' | 'manual', { readonly id: string; readonly nics: readonly [Eni, Eni]; readonly eips: readonly [Eip, Eip] }>();

  const guest = (image: 'auto' | 'manual') => {
    const found = guests.get(image);
    if (found === undefined) throw new Error(`no ${image} guest`);
    const [first, second] = found.nics;
    return { ...found, second, own: [first.addresses[0] ?? '', second.addresses[0] ?? ''] as const };
  };
  /** In a guest's shell; what it prints. Throws when the last command fails. */
  const sh = async (id: string, script: string): Promise<string> => {
    const { code, stdout, stderr } = await cloud.exec(id, ['sh', '-c', script]);
    if (code !== 0) throw new Error(`${script}: exit code ${String(code)}: ${stdout}${stderr}`);
    return stdout.trim();
  };
  /** What the Internet side sees as the source of requests from these addresses, each for itself; '' asks from none in particular. */
  const seen = async (id: string, ...from: readonly string[]) =>
    (await sh(id, from.map((address) => `curl -s -m 3 ${address === '' ? '' : `--interface ${address}`} -w '\\n' ${WHOAMI}`).join('; '))).split('\n');
  const restart = async (id: string) => {
    await world.ecs('RebootInstance', { InstanceId: id });
    await world.instanceIs(id, 'Running');
    await world.booted(id);
  };

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux' });
    world = await World.create(cloud);
    whoami = cloud.spawn('internet', ['python3', '-c', readFileSync(join(import.meta.dirname, '../support/whoami.py'), 'utf8')]);
    await Promise.all([line(whoami, /^listening$/), ...(['auto', 'manual'] as const).map(async (image) => {
      const id = await world.instance({ name: image, image });
      const nics = [await world.primaryEni(id), await world.eni({ addresses: 3 })] as const;
      const eips = [await world.eip(), await world.eip()] as const;
      await world.attach(nics[1], id);
      for (const [index, eni] of nics.entries()) await world.bind(eips[index] ?? eips[0], eni, { privateIp: eni.addresses[0] ?? '' });
      guests.set(image, { id, nics, eips });
    })]);
  });
  afterAll(async () => {
    whoami.kill();
    await cloud.down();
  });

  it('E26, S-24: one image configures a hot-attached NIC by itself; in the other it is down until its user starts DHCP', async () => {
    const { auto, manual } = { auto: guest('auto'), manual: guest('manual') };
    await until(async () => (await sh(auto.id, 'ip rule')).includes(`from ${auto.own[1]} lookup 1001`));
    expect(await sh(auto.id, 'ip route show default')).toMatch(/^default via 10\.0\.0\.253 dev eth0 [^\n]*$/);
    await world.answers(auto.eips[1].address, 'auto');

    expect(await sh(manual.id, 'ip -br link show eth1')).toMatch(/ DOWN /);
    expect(await world.ask(manual.eips[1].address, { seconds: 1 })).toBe('');
    await sh(manual.id, 'dhclient eth1');
    expect(await sh(manual.id, 'ifconfig eth1')).toContain(`inet ${manual.own[1]}  netmask 255.255.255.0  broadcast 10.0.0.255`);
    expect(await sh(manual.id, 'route -n | grep -c ^0.0.0.0')).toBe('1');
    expect(await world.ask(manual.eips[1].address)).toBe('manual');
    expect(await seen(manual.id, manual.own[1])).toEqual([manual.eips[1].address]);
  });

  it('E26: at boot with two NICs it is the same; nothing that was done by hand is left', async () => {
    const { auto, manual } = { auto: guest('auto'), manual: guest('manual') };
    await Promise.all([restart(auto.id), restart(manual.id)]);
    expect(await sh(auto.id, 'ip -4 -br address show eth1')).toContain(`${auto.own[1]}/24`);
    expect(await sh(auto.id, 'ip rule')).toContain(`from ${auto.own[1]} lookup 1001`);
    expect(await sh(manual.id, 'ip -br link show eth1')).toMatch(/ DOWN /);
    expect(await sh(manual.id, 'ip rule | grep -c lookup')).toBe('3');
  });

  it('the routing recipe of the documents shows in tcpdump: replies leave by eth0 before it, by the NIC that was asked after it', async () => {
    const { id, own, eips } = guest('manual');
    /** What passes eth1 while the Internet side pings its EIP. */
    const dump = async (): Promise<readonly string[]> => {
      const tcpdump = cloud.spawn(id, ['tcpdump', '-l', '-n', '-i', 'eth1', 'icmp']);
      let out = '';
      tcpdump.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
      await new Promise<void>((resolve, reject) => {
        tcpdump.stderr?.setEncoding('utf8').on('data', (text: string) => { if (text.includes('listening on')) resolve(); });
        tcpdump.once('close', (code) => { reject(new Error(`tcpdump ended with ${String(code)}`)); });
      });
      const ended = new Promise((resolve) => tcpdump.once('close', resolve));
      expect((await cloud.exec('internet', ['ping', '-c', '3', '-i', '0.2', '-W', '2', eips[1].address])).code).toBe(0);
      // It prints late. What came before the third request is complete once that is there.
      await until(async () => out.includes('seq 3'));
      tcpdump.kill('SIGTERM');
      await ended;
      return out.slice(0, out.indexOf('seq 3')).split('\n').slice(0, -1).flatMap((packet) => /echo (\w+)/.exec(packet)?.[1] ?? []);
    };
    await sh(id, `ip link set eth1 up && ip address add ${own[1]}/24 dev eth1`);
    expect(await dump()).toEqual(['request', 'request']);
    await sh(id, `ip route add default via ${GATEWAY} dev eth1 metric 1001 &&
      ip route add default via ${GATEWAY} dev eth1 table 1001 && ip rule add from ${own[1]} lookup 1001`);
    expect(await dump()).toEqual(['request', 'reply', 'request', 'reply']);
  });

  it.each(['auto', 'manual'] as const)('image %s: the recipe word for word, for each private address, lives on in rc.local; each address is seen as its EIP', async (image) => {
    const { id, second, eips } = guest(image);
    const [, ...secondary] = second.addresses;
    const others = await Promise.all(secondary.map(() => world.eip()));
    for (const [index, address] of secondary.entries()) await world.bind(others[index] ?? eips[0], second, { privateIp: address });
    const recipe = [
      '#!/bin/sh',
      ...(image === 'manual' ? ['ip link set eth1 up', `ip address add ${second.addresses[0] ?? ''}/24 dev eth1`] : []),
      ...secondary.map((address) => `ip address add ${address}/24 dev eth1`),
      `ip route add default via ${GATEWAY} dev eth1 metric 1001`,
      `ip route add default via ${GATEWAY} dev eth1 table 1001`,
      ...second.addresses.map((address) => `ip rule add from ${address} lookup 1001`),
      'busybox httpd -p 80 -h /tmp/www',
    ];
    const written = await cloud.exec(id, ['sh', '-c', 'cat > /etc/rc.local'], { input: `${recipe.join('\nfailed=$((failed + $?))\n')}\necho "$failed" > /root/failed\n` });
    expect(written.code).toBe(0);
    await restart(id);
    expect(await sh(id, 'cat /root/failed')).toBe('0');
    expect(await seen(id, ...second.addresses, '')).toEqual([eips[1], ...others, eips[0]].map(({ address }) => address));
    expect(await world.ask(others[1]?.address ?? '')).toBe(image);
  });

  it('E19, S-42: it originates over the first NIC, over the second once that has the better metric, and over both with weights', async () => {
    const { id, own, eips } = guest('auto');
    expect(await seen(id, '')).toEqual([eips[0].address]);
    expect(await sh(id, `ip route add default via ${GATEWAY} dev eth1 metric 50 && ip route get ${INTERNET}`)).toContain(` dev eth1 src ${own[1]} `);
    expect(await seen(id, '')).toEqual([eips[1].address]);
    await sh(id, 'ip route del default dev eth1 metric 50');
    // A source of its own goes out where it belongs, whichever way the weights send others.
    await sh(id, `ip route add default via ${GATEWAY} dev eth0 table 1000 && ip rule add from ${own[0]} lookup 1000 &&
      sysctl -qw net.ipv4.fib_multipath_hash_policy=1 &&
      ip route add default nexthop via ${GATEWAY} dev eth0 weight 1 nexthop via ${GATEWAY} dev eth1 weight 1`);
    const sources = new Set(await seen(id, ...Array<string>(24).fill('')));
    expect([...sources].sort()).toEqual([eips[0].address, eips[1].address].sort());
  });

  it('has the programs that the documents use', async () => {
    const { id, own } = guest('auto');
    const other = guest('manual').own[0];
    expect(await sh(id, `traceroute -n -m 2 -w 1 ${other}; ping -c 1 -W 2 -I ${own[1]} ${other}`)).toMatch(/ 10\.0\.0\.253 .* 1 received/s);
    expect(await sh(id, 'for name in ifconfig ip route tcpdump curl dhclient udhcpc nslookup sysctl; do command -v $name > /dev/null || echo $name; done')).toBe('');
  });

  it('asks the metadata service for its NICs; of EIPs it is told only that of the primary one (S-27)', async () => {
    const { id, own, second, nics, eips } = guest('auto');
    const nic = `network/interfaces/macs/${second.mac}`;
    const expected = {
      eipv4: `${eips[0].address} 200`,
      'network/interfaces/macs/': `${nics.map(({ mac }) => `${mac}/`).sort().join('\n')} 200`,
      [`${nic}/primary-ip-address`]: `${own[1]} 200`,
      [`${nic}/netmask`]: '255.255.255.0 200',
      [`${nic}/gateway`]: `${GATEWAY} 200`,
      [`${nic}/private-ipv4s`]: `${JSON.stringify(second.addresses)} 200`,
      [`${nic}/network-interface-id`]: `${second.id} 200`,
      [`${nic}/eipv4`]: 'not found\n 404',
      'network/interfaces/macs/00:16:3e:ff:ff:ff/': 'not found\n 404',
    };
    const paths = Object.keys(expected);
    const answers = await sh(id, paths.map((path) => `curl -s -m 3 -w ' %{http_code};' http://100.100.100.200/latest/meta-data/${path}`).join('; '));
    expect(Object.fromEntries(answers.split(';').map((answer, index) => [paths[index], answer]).slice(0, -1))).toEqual(expected);
  });

  it('gets an answer from its name servers, whatever the host knows', async () => {
    const asked = ['100.100.2.136', '100.100.2.138'].map((server) => `nslookup -type=a name.invalid ${server}`).join('; ');
    expect((await cloud.exec(guest('auto').id, ['sh', '-c', asked])).stdout.match(/SERVFAIL|NXDOMAIN|REFUSED/g)).toHaveLength(2);
  });
});
