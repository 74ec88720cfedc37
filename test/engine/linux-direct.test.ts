/** Cut-through and multi-EIP in real packets, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestHandle, Running } from './holder.js';
import { direct, policy, port, remove, rule, translation, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, objects } from './stage.js';

const CUT = '198.18.0.20';
const MULTI = ['198.18.0.21', '198.18.0.22'] as const;
const PRIVATE = '10.0.0.16';
const METADATA = '100.100.100.200';
/** Cut-through: eth1 of b, without private addresses. Multi-EIP: eth2 of a. */
const cutPort = port(15, { guest: 2, slot: 1, addresses: [] });
const multiPort = port(16, { guest: 1, slot: 2, addresses: [PRIVATE] });
const cut = direct(30, CUT, 15);
const multi = [direct(31, MULTI[0], 16), direct(32, MULTI[1], 16)] as const;

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('direct EIPs on Linux, $name', ({ rootless }) => {
  let stage: Stage;

  const raw = (from: string | GuestHandle, to: string, protocol: number, bind = ''): void => {
    stage.holder.run(from, ['socat', '-u', '-', `IP4-SENDTO:${to}:${String(protocol)}${bind === '' ? '' : `,bind=${bind}`}`], 'x'.repeat(32));
  };
  /** What somebody receives first of a protocol at an address. */
  const receiver = async (who: string | GuestHandle, address: string, protocol: number): Promise<{ readonly received: Promise<unknown> }> => {
    const server = await stage.holder.start(who, ['socat', '-d', '-d', '-u', `IP4-RECV:${String(protocol)},bind=${address}`, 'STDOUT'], 'starting data transfer');
    return { received: new Promise((resolve) => server.stdout.once('data', () => { server.stop(); resolve(true); })) };
  };
  const datagrams = (who: GuestHandle, address: string): Promise<Running> =>
    stage.holder.start(who, ['socat', '-d', '-d', '-u', `UDP4-RECV:7100,bind=${address}`, 'STDOUT'], 'starting data transfer');
  const sum = async (namespace = 'vpc1'): Promise<number> =>
    Object.values((await stage.driver.call('counters')).find((each) => each.namespace === namespace)?.drops ?? {}).reduce((x, y) => x + y, 0);
  const configure = (): void => {
    stage.holder.run(stage.b, ['ip', 'link', 'set', 'eth1', 'up']);
    stage.holder.run(stage.b, ['ip', 'address', 'add', `${CUT}/24`, 'dev', 'eth1']);
    stage.holder.run(stage.a, ['ip', 'link', 'set', 'eth2', 'up']);
    for (const address of [PRIVATE, ...MULTI]) stage.holder.run(stage.a, ['ip', 'address', 'add', `${address}/32`, 'dev', 'eth2']);
  };
  /** What leaves with an EIP as its source takes its NIC. */
  const route = (): void => {
    stage.holder.must(stage.b, ['ip', 'route', 'replace', 'default', 'via', '198.18.0.1', 'dev', 'eth1', 'table', '1001']);
    stage.holder.must(stage.a, ['ip', 'route', 'replace', 'default', 'via', '198.18.0.1', 'dev', 'eth2', 'onlink', 'table', '1002']);
    stage.holder.run(stage.b, ['ip', 'rule', 'del', 'from', CUT]);
    for (const eip of MULTI) stage.holder.run(stage.a, ['ip', 'rule', 'del', 'from', eip]);
    stage.holder.must(stage.b, ['ip', 'rule', 'add', 'from', CUT, 'lookup', '1001']);
    for (const eip of MULTI) stage.holder.must(stage.a, ['ip', 'rule', 'add', 'from', eip, 'lookup', '1002']);
  };

  beforeAll(async () => {
    stage = await Stage.set(rootless);
    await stage.apply(upsert(cutPort, multiPort, cut, ...multi));
    configure();
    await Promise.all([stage.serve(stage.b, CUT), stage.serve(stage.a, PRIVATE), ...MULTI.map((address) => stage.serve(stage.a, address))]);
  });
  afterAll(() => stage.holder.stop());

  it('P9, P13, P23: a client reaches each EIP as it is, and the answer arrives though it leaves by eth0', () => {
    expect(stage.holder.must(stage.b, ['ip', 'route', 'get', CLIENT, 'from', CUT])).toContain('dev eth0');
    for (const eip of [CUT, ...MULTI]) {
      expect(stage.ask('internet', eip)).toBe(CLIENT);
      expect(stage.ping('internet', eip)).toBe(true);
    }
    // From here on the guests route by source.
    route();
    for (const eip of [CUT, ...MULTI]) expect(stage.ask('internet', eip)).toBe(CLIENT);
  });

  it('P9: any protocol passes both ways, unmodified', async () => {
    for (const [who, eip] of [[stage.b, CUT], [stage.a, MULTI[1]]] as const) {
      const [inside, outside] = [await receiver(who, eip, 47), await receiver('internet', CLIENT, 253)];
      raw('internet', eip, 47);
      await inside.received;
      raw(who, CLIENT, 253, eip);
      await outside.received;
      expect(stage.ask(who, CLIENT, { bind: eip })).toBe(eip);
    }
  });

  it('the gateway that the guest is told answers, and so do its neighbours by the mask, through the edge', () => {
    expect(stage.ping(stage.b, '198.18.0.1', ['-I', CUT])).toBe(true);
    stage.holder.must(stage.b, ['ip', 'route', 'replace', '198.18.0.0/24', 'dev', 'eth1', 'table', '1001']);
    expect(stage.ask(stage.b, EIP.a1, { bind: CUT })).toBe(CUT);
    expect(stage.ask(stage.b, MULTI[0], { bind: CUT })).toBe(CUT);
    // Nobody claims the guest's own address: it would take that for a conflict.
    expect(stage.holder.run(stage.b, ['busybox', 'arping', '-D', '-c1', '-w1', '-I', 'eth1', CUT]).output).toContain('Received 0 response(s)');
    expect(stage.holder.run(stage.b, ['busybox', 'arping', '-U', '-c1', '-w1', '-I', 'eth1', CUT]).output).toContain('Received 0 response(s)');
    expect(stage.holder.run(stage.b, ['busybox', 'arping', '-c1', '-w1', '-I', 'eth1', '-s', CUT, EIP.a1]).output).toContain('Received 1 response(s)');
    expect(stage.holder.must(stage.b, ['traceroute', '-n', '-q1', '-w1', '-m5', '-s', CUT, CLIENT])).toMatch(new RegExp(`^ 3  ${CLIENT}`, 'm'));
  });

  it('P26: a peer reaches it through the edge, with its own EIP or not at all; NAT, direct and their mixtures', async () => {
    await stage.apply(upsert(translation(34, '198.18.0.34', IP.n)));
    for (const eip of [CUT, ...MULTI]) expect(stage.ask(stage.n, eip)).toBe('198.18.0.34');
    await stage.apply({ upserts: [], deletes: ['translation/34'] });
    expect(stage.ask(stage.c, CUT)).toBe(EIP.c);
    expect(stage.ask(stage.a, CUT, { bind: MULTI[1] })).toBe(MULTI[1]);
    expect(await stage.dropped('no_translation', () => { stage.datagram(stage.n, `${CUT}:9`); })).toBe(1);
  });

  it('P10, P11: no private address is reached from it, nor by it; other NICs of the instance do', async () => {
    expect(await stage.dropped('private_dead', () => { stage.datagram(stage.b, `${IP.n}:9`, CUT); })).toBe(1);
    for (const to of [`${METADATA}:80`, '100.100.2.136:53', '10.0.0.253:9']) {
      expect(await stage.dropped('private_dead', () => { stage.datagram(stage.b, to, CUT); })).toBe(1);
    }
    expect(stage.ping(stage.b, METADATA, ['-I', CUT])).toBe(false);
    expect(stage.ping(stage.b, METADATA, ['-I', IP.b])).toBe(true);
    // DHCP passes with any source.
    const before = await sum();
    stage.datagram(stage.b, '198.18.0.1:67', CUT);
    expect(await sum()).toBe(before);
    expect(stage.ask(stage.b, IP.n, { bind: IP.b })).toBe(IP.b);
  });

  it('P15: the private address of a multi-EIP ENI works as ever, and its EIPs reach nothing private', async () => {
    expect(stage.ask(stage.b, PRIVATE, { bind: IP.b })).toBe(IP.b);
    expect(await stage.dropped('private_dead', () => { stage.datagram(stage.a, `${IP.n}:9`, MULTI[1]); })).toBe(1);
  });

  it('a source that is not its own is spoofed, also another direct EIP\'s', async () => {
    stage.holder.must(stage.n, ['ip', 'address', 'add', `${CUT}/32`, 'dev', 'lo']);
    expect(await stage.dropped('spoofed', () => { stage.datagram(stage.n, `${CLIENT}:9`, CUT); })).toBe(1);
    stage.holder.must(stage.n, ['ip', 'address', 'del', `${CUT}/32`, 'dev', 'lo']);
  });

  it('P27, P28: security groups judge both ways', async () => {
    const closed = { ...policy('5'), egress: { rules: [rule({ verdict: 'drop', protocol: 'udp' })], otherwise: 'accept' as const } };
    await stage.apply(upsert(closed, { ...cutPort, policy: closed.key }, { ...multiPort, policy: closed.key }));
    for (const eip of [CUT, ...MULTI]) {
      expect(await stage.dropped('security_group', () => { stage.datagram('internet', `${eip}:9`); })).toBe(1);
      expect(await stage.dropped('security_group', () => { raw('internet', eip, 47); })).toBe(1);
    }
    expect(await stage.dropped('security_group', () => { stage.datagram(stage.b, `${CLIENT}:9`, CUT); })).toBe(1);
    await stage.apply(upsert(cutPort, multiPort));
    await stage.apply(remove(closed));
    expect(stage.ask('internet', CUT)).toBe(CLIENT);
  });

  it('P14: without a lease no packet passes; P12: nor without the ENI', async () => {
    await stage.apply(upsert(direct(31, MULTI[0], 16, { gate: 'lease' })));
    const before = await sum();
    stage.datagram('internet', `${MULTI[0]}:9`);
    // It finds no way out of the edge.
    expect(await sum()).toBe(before);
    expect(await stage.dropped('spoofed', () => { stage.datagram(stage.a, `${CLIENT}:9`, MULTI[0]); })).toBe(1);
    // The other EIP of the ENI needs the gateway still.
    expect(stage.ask('internet', MULTI[1])).toBe(CLIENT);
    expect(stage.holder.must('vpc1', ['ip', 'address', 'show', 'dev', 'eni16'])).toContain('198.18.0.1/32');
    await stage.apply(upsert(multi[0]));
    expect(stage.ask('internet', MULTI[0])).toBe(CLIENT);

    await stage.apply(remove(cutPort));
    const without = await sum();
    stage.datagram('internet', `${CUT}:9`);
    expect(await sum()).toBe(without);
    expect(stage.holder.run('edge', ['ip', 'route', 'show', CUT]).output).toBe('');
    await stage.apply(upsert(cutPort));
    configure();
    route();
    expect(stage.ping('internet', CUT)).toBe(true);
  });

  it('an EIP that is unbound delivers nothing to its old holder and takes nothing from it, in the middle of a stream; then another mode has it', async () => {
    const [old, next] = [await datagrams(stage.b, CUT), await datagrams(stage.n, IP.n)];
    let oldBytes = 0;
    const oldHas = new Promise((resolve) => old.stdout.on('data', (bytes: Buffer) => { oldBytes += bytes.length; resolve(undefined); }));
    const nextHas = new Promise((resolve) => next.stdout.once('data', resolve));
    const stream = await stage.holder.start('internet', ['python3', '-c', [
      'import socket, time', 's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)', `s.bind(("${CLIENT}", 7101))`, 'print("go", flush=True)',
      `while True: s.sendto(b"x", ("${CUT}", 7100)); time.sleep(0.001)`,
    ].join('\n')], 'go');
    await oldHas;
    await stage.apply(remove(cut));
    const queueEmpty = (): boolean => /^UNCONN\s+0\s/m.test(stage.holder.must(stage.b, ['ss', '-Hlun', 'sport = 7100']));
    await expect.poll(queueEmpty).toBe(true);
    const before = oldBytes;
    expect(await stage.dropped('spoofed', () => {
      stage.holder.run(stage.b, ['socat', '-u', '-', `UDP4-SENDTO:${CLIENT}:7101,bind=${CUT}:7102`], 'late');
    })).toBe(1);
    // The session that lives on without an EIP must not keep the address from its new holder.
    await stage.apply(upsert(translation(33, CUT, IP.n)));
    await nextHas;
    expect(oldBytes).toBe(before);
    for (const child of [stream, old, next]) child.stop();
    await stage.apply({ upserts: [cut], deletes: ['translation/33'] });
    expect(stage.ping('internet', CUT)).toBe(true);
  });

  it('cycles of binding, of the gate and of attaching leave nothing behind', async () => {
    await stage.driver.call('settled');
    const before = stage.snapshot();
    await stage.driver.call('cycles', remove(cut, ...multi), upsert(cut, ...multi), 50);
    await stage.driver.call('cycles', upsert(direct(31, MULTI[0], 16, { gate: 'lease' })), upsert(multi[0]), 50);
    await stage.driver.call('cycles', remove(cutPort, multiPort), upsert(cutPort, multiPort), 10);
    await stage.driver.call('settled');
    configure();
    const stable = (text: string): string[] => text.replaceAll(/ # handle \d+|if\d+|^\d+: |link-netns\S* \S+/gm, '').split('\n').sort();
    expect(stable(stage.snapshot())).toEqual(stable(before));
    expect(stage.ping('internet', MULTI[0])).toBe(true);
    await stage.apply(remove(cut, ...multi, cutPort, multiPort));
    await stage.driver.call('settled');
    const rest = stage.holder.must('vpc1', ['ip', 'rule']) + stage.holder.must('vpc1', ['ip', 'route', 'show', 'table', 'all']) + stage.holder.must('vpc1', ['nft', 'list', 'ruleset']);
    expect(rest).not.toMatch(/lookup 99[89]|table 99[89]|198\.18\.0\.(1|20|21|22)\b|direct_sessions/);
    expect(objects.space.key).toBe('space/1');
  });
});
