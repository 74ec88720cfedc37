/** NAT mode in real packets: the P-rows of the behaviour specification against the engine alone, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Holder } from './holder.js';
import type { Driver, GuestHandle, Running } from './holder.js';
import { addressSet, guest, policy, port, remove, rule, space, table, translation, upsert } from './network.js';

const CLIENT = '203.0.113.10';
const EIP = { a0: '198.18.0.5', a1: '198.18.0.6', a1second: '198.18.0.7', b: '198.18.0.8', c: '198.18.1.5' };
const IP = { a0: '10.0.0.5', a1: '10.0.0.6', a1second: '10.0.0.7', b: '10.0.0.8', n: '10.0.0.9', c: '10.0.0.5' };

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('Linux data plane, $name', ({ rootless }) => {
  let holder: Holder;
  let driver: Driver;
  let a: GuestHandle;
  let b: GuestHandle;
  /** The neighbour without an EIP, who means harm. */
  let n: GuestHandle;
  /** In another VPC with the same private range. */
  let c: GuestHandle;

  const objects = {
    space: space(1), table: table(1, 1), open: policy('1', rule()),
    guests: [guest(1), guest(2), guest(3), guest(4)],
    a0: port(10, { guest: 1, slot: 0, addresses: [IP.a0] }),
    a1: port(11, { guest: 1, slot: 1, addresses: [IP.a1, IP.a1second] }),
    b0: port(12, { guest: 2, slot: 0, addresses: [IP.b] }),
    n0: port(13, { guest: 3, slot: 0, addresses: [IP.n] }),
    other: space(2), otherTable: table(2, 2), otherPolicy: policy('2', rule()),
    c0: port(14, { guest: 4, slot: 0, addresses: [IP.c], space: 2, policy: '2' }),
    ta1: translation(21, EIP.a1, IP.a1), ta1second: translation(22, EIP.a1second, IP.a1second),
    tb: translation(23, EIP.b, IP.b), tc: translation(24, EIP.c, IP.c, 2),
  };
  const network = Object.values(objects).flat();

  const configure = (who: GuestHandle, device: string, addresses: readonly string[], gateway = true): void => {
    holder.must(who, ['ip', 'link', 'set', device, 'up']);
    for (const address of addresses) holder.must(who, ['ip', 'address', 'add', `${address}/24`, 'dev', device]);
    if (gateway) holder.must(who, ['ip', 'route', 'replace', 'default', 'via', '10.0.0.253', 'dev', device]);
  };
  /** Answers TCP with the address that the caller seems to have. */
  const serve = (who: GuestHandle, address: string, port_ = 80): Promise<unknown> => holder.start(who, [
    'socat', '-d', '-d', `TCP4-LISTEN:${String(port_)},bind=${address},reuseaddr,fork`, 'SYSTEM:echo $SOCAT_PEERADDR',
  ], 'listening on');
  const ask = (from: string | GuestHandle, to: string, { bind = '', at = 80 } = {}): string => holder.run(from, [
    'socat', '-T3', '-', `TCP4:${to}:${String(at)},connect-timeout=3${bind === '' ? '' : `,bind=${bind}`}`,
  ]).output.trim();
  const ping = (from: string | GuestHandle, to: string, more: readonly string[] = []): boolean =>
    holder.run(from, ['ping', '-c1', '-W2', ...more, to]).code === 0;
  const drops = async (cause: string, namespace = 'vpc1'): Promise<number> =>
    (await driver.call('counters')).find((each) => each.namespace === namespace)?.drops[cause] ?? 0;
  /** Packets of the cause that `work` made the engine drop. */
  const dropped = async (cause: string, work: () => unknown, namespace = 'vpc1'): Promise<number> => {
    const before = await drops(cause, namespace);
    await work();
    return await drops(cause, namespace) - before;
  };
  const datagram = (from: string | GuestHandle, to: string, bind = ''): void => {
    holder.run(from, ['socat', '-u', '-', `UDP4-SENDTO:${to}${bind === '' ? '' : `,bind=${bind}`}`], 'x');
  };
  const apply = async (changes: Parameters<Driver['call']>[1] & object): Promise<void> => {
    expect((await driver.call('apply', changes as ReturnType<typeof upsert>)).failures).toEqual([]);
  };

  beforeAll(async () => {
    holder = await Holder.start(rootless);
    driver = holder.driver();
    await driver.call('open');
    [a, b, n, c] = [await driver.call('guest'), await driver.call('guest'), await driver.call('guest'), await driver.call('guest')];
    expect((await driver.call('replace', network)).failures).toEqual([]);
    for (const [index, handle] of [a, b, n, c].entries()) {
      expect((await driver.call('guestUp', guest(index + 1), handle)).failures).toEqual([]);
    }
    configure(a, 'eth0', [IP.a0]);
    configure(a, 'eth1', [IP.a1, IP.a1second], false);
    configure(b, 'eth0', [IP.b]);
    configure(n, 'eth0', [IP.n]);
    configure(c, 'eth0', [IP.c]);
    await Promise.all([serve(a, IP.a0), serve(a, IP.a1), serve(a, IP.a1second), serve(b, IP.b), serve(c, IP.c), serve(n, IP.n)]);
    await holder.start('internet', ['socat', '-d', '-d', `TCP4-LISTEN:80,bind=${CLIENT},reuseaddr,fork`, 'SYSTEM:echo $SOCAT_PEERADDR'], 'listening on');
  });
  afterAll(() => holder.stop());

  it('P1, S-41: a client reaches a secondary ENI, and the answer over eth0 arrives, without any route in the guest', () => {
    expect(holder.must(a, ['ip', 'route', 'get', CLIENT])).toContain('dev eth0');
    expect(ask('internet', EIP.a1)).toBe(CLIENT);
    expect(ask('internet', EIP.a1second)).toBe(CLIENT);
    expect(ask('internet', EIP.b)).toBe(CLIENT);
    expect(ping('internet', EIP.a1)).toBe(true);
  });

  it('P22: a peer and a client at the same time; the EIP is on no NIC of the guest', () => {
    expect(ask(b, IP.a1)).toBe(IP.b);
    expect(ask('internet', EIP.a1)).toBe(CLIENT);
    expect(holder.must(a, ['ip', 'address'])).not.toContain('198.18.');
  });

  it('P3: a source without an EIP gets nowhere, though another ENI has one', async () => {
    expect(await dropped('no_translation', () => { datagram(a, `${CLIENT}:9`); })).toBe(1);
    expect(await dropped('no_translation', () => { datagram(n, `${CLIENT}:9`); })).toBe(1);
  });

  it('P4: the EIP of a session from inside is that of its source address, by policy routing in the guest', () => {
    for (const [address, eip] of [[IP.a1, EIP.a1], [IP.a1second, EIP.a1second]] as const) {
      holder.must(a, ['ip', 'rule', 'add', 'from', address, 'lookup', '1001']);
      holder.must(a, ['ip', 'route', 'replace', 'default', 'via', '10.0.0.253', 'dev', 'eth1', 'table', '1001']);
      expect(ask(a, CLIENT, { bind: address })).toBe(eip);
      expect(ping(a, CLIENT, ['-I', address])).toBe(true);
      // With its own route the answer of an inbound session leaves by eth1, and passes as well.
      expect(ask('internet', eip)).toBe(CLIENT);
      holder.must(a, ['ip', 'rule', 'del', 'from', address, 'lookup', '1001']);
    }
  });

  it('P24: own EIP, a peer\'s and that of another VPC are reached through the edge, as from the caller\'s EIP', () => {
    expect(ask(b, EIP.a1)).toBe(EIP.b);
    expect(ask(b, EIP.b)).toBe(EIP.b);
    expect(ask(b, EIP.c)).toBe(EIP.b);
    expect(ask(c, EIP.b)).toBe(EIP.c);
    expect(ping(b, EIP.b)).toBe(true);
    expect(ping(b, EIP.a1)).toBe(true);
  });

  it('P25: without an EIP no EIP is reached', async () => {
    expect(await dropped('no_translation', () => { datagram(n, `${EIP.b}:9`); })).toBe(1);
  });

  it('P16: GRE and SCTP to an EIP, and from behind one, are dropped', async () => {
    const raw = (from: string | GuestHandle, to: string, protocol: number): void => {
      holder.run(from, ['socat', '-u', '-', `IP4-SENDTO:${to}:${String(protocol)}`], 'x'.repeat(32));
    };
    for (const protocol of [47, 132]) expect(await dropped('no_translation', () => { raw('internet', EIP.b, protocol); })).toBe(1);
    expect(await dropped('no_translation', () => { raw(b, CLIENT, 47); })).toBe(1);
    // The kernel knows SCTP well enough to see that this is none.
    expect(await dropped('invalid', () => { raw(b, CLIENT, 132); })).toBe(1);
  });

  it('an address without an EIP\'s mapping does not even leave the edge', async () => {
    const sum = async (): Promise<number> => Object.values((await driver.call('counters'))[0]?.drops ?? {}).reduce((x, y) => x + y, 0);
    const before = await sum();
    datagram('internet', '198.18.77.7:9');
    datagram('internet', `${IP.b}:9`);
    expect(await sum()).toBe(before);
  });

  it('a spoofed source from a neighbour is dropped, towards peers and outwards', async () => {
    holder.must(n, ['ip', 'address', 'add', `${IP.b}/32`, 'dev', 'lo']);
    expect(await dropped('spoofed', () => { datagram(n, `${CLIENT}:9`, IP.b); })).toBe(1);
    expect(await dropped('spoofed', () => { datagram(n, `${IP.a0}:9`, IP.b); })).toBe(1);
    holder.must(n, ['ip', 'address', 'del', `${IP.b}/32`, 'dev', 'lo']);
  });

  it('an instance opens no session over one ENI with the address of another', async () => {
    expect(await dropped('spoofed', () => { datagram(a, `${CLIENT}:9`, IP.a1); })).toBe(1);
  });

  it('S-41: a neighbour cannot forge the reply of a session', async () => {
    // The victim's session: a client waits for an answer of b's UDP port 7000.
    const server = await holder.start(b, ['socat', '-d', '-d', `UDP4-RECV:7000,bind=${IP.b}`, 'STDOUT'], 'starting data transfer');
    const delivered = new Promise((resolve) => server.stdout.once('data', resolve));
    holder.run('internet', ['socat', '-u', '-', `UDP4-SENDTO:${EIP.b}:7000,bind=${CLIENT}:7001`], 'x');
    await delivered;
    holder.must(n, ['ip', 'address', 'add', `${IP.b}/32`, 'dev', 'lo']);
    expect(await dropped('spoofed', () => {
      holder.run(n, ['socat', '-u', '-', `UDP4-SENDTO:${CLIENT}:7001,bind=${IP.b}:7000`], 'forged');
    })).toBe(1);
    holder.must(n, ['ip', 'address', 'del', `${IP.b}/32`, 'dev', 'lo']);
    server.stop();
  });

  it('P2: without an allow rule nothing arrives; a rule lets it in, and taking it away ends it', async () => {
    const closed = policy('5');
    const b0 = { ...objects.b0, policy: closed.key };
    await apply(upsert(closed, b0));
    expect(await dropped('security_group', () => { datagram('internet', `${EIP.b}:9`); })).toBe(1);
    await apply(upsert(policy('5', rule({ protocol: 'tcp', ports: [80, 80], peer: { cidr: '203.0.113.0/24' } }))));
    expect(ask('internet', EIP.b)).toBe(CLIENT);
    expect(await dropped('security_group', () => { datagram('internet', `${EIP.b}:9`); })).toBe(1);
    expect(await dropped('security_group', () => { datagram(a, `${IP.b}:9`); })).toBe(1);
    await apply(upsert(objects.b0));
    await apply(remove(closed));
    expect(holder.must('vpc1', ['nft', 'list', 'chains'])).not.toContain('in_5');
  });

  it('merged groups are judged in their order: a drop before an accept, a group as the source, egress as well', async () => {
    const members = addressSet(7, [IP.a0]);
    const merged = policy('5-7', rule({ verdict: 'drop', protocol: 'tcp', ports: [80, 80], peer: { cidr: `${IP.n}/32` } }),
      rule({ protocol: 'tcp', ports: [80, 80], peer: { set: members.key } }), rule({ protocol: 'icmp' }));
    await apply(upsert(members, merged, { ...objects.b0, policy: merged.key }));
    expect(ask(a, IP.b)).toBe(IP.a0);
    expect(ping(n, IP.b)).toBe(true);
    expect(await dropped('security_group', () => holder.run(n, ['socat', '-', `TCP4:${IP.b}:80,connect-timeout=0.5`]))).toBe(1);
    expect(await dropped('security_group', () => holder.run('internet', ['socat', '-', `TCP4:${EIP.b}:80,connect-timeout=0.5`]))).toBe(1);
    await apply(upsert(addressSet(7, [IP.a1])));
    expect(await dropped('security_group', () => holder.run(a, ['socat', '-', `TCP4:${IP.b}:80,connect-timeout=0.5`]))).toBe(1);
    const silent = { ...merged, egress: { rules: [], otherwise: 'drop' as const } };
    await apply(upsert(silent));
    expect(await dropped('security_group', () => { datagram(b, `${CLIENT}:9`); })).toBe(1);
    await apply(upsert(objects.b0));
    await apply(remove(merged, members));
  });

  it('guests reach the services of their VPC and nothing else of it', async () => {
    expect(await driver.call('listeners', 'vpc1', 'eni12')).toEqual({ udp: '0.0.0.0', tcp: '100.100.100.200' });
    expect(ask(b, '100.100.100.200')).toBe(`hello ${IP.b}`);
    expect(holder.run(b, ['socat', '-T1', '-', 'UDP4:10.0.0.253:67'], 'dhcp').output).toBe('dhcp');
    expect(ping(b, '10.0.0.253')).toBe(true);
    expect(await dropped('input', () => { datagram(b, '10.0.0.253:22'); })).toBe(1);
    expect(await dropped('input', () => { datagram(b, '100.100.100.200:53'); })).toBe(1);
  });

  it('ICMP errors pass through the EIP: a closed UDP port, traceroute, path MTU both ways', async () => {
    expect(holder.run('internet', ['socat', '-T2', '-', `UDP4:${EIP.b}:9`], 'x').output).toContain('Connection refused');
    const trace = holder.must('internet', ['traceroute', '-n', '-q1', '-w1', '-m5', EIP.b]);
    expect(trace).toMatch(new RegExp(`^ 3  ${EIP.b.replaceAll('.', '\\.')} `, 'm'));
    expect(trace).not.toContain('10.0.');
    expect(holder.must('internet', ['traceroute', '-n', '-q1', '-w1', '-m5', '-I', EIP.b])).toMatch(new RegExp(`^ 3  ${EIP.b}`, 'm'));
    expect(holder.must(b, ['traceroute', '-n', '-q1', '-w1', '-m5', CLIENT])).toMatch(new RegExp(`^ 3  ${CLIENT}`, 'm'));
    // Narrow behind the NAT, then before it.
    holder.must('vpc1', ['ip', 'link', 'set', 'eni12', 'mtu', '1200']);
    await holder.start(b, ['socat', '-d', '-d', `TCP4-LISTEN:82,bind=${IP.b},reuseaddr`, 'SYSTEM:wc -c'], 'listening on');
    expect(holder.run('internet', ['socat', '-t5', '-', `TCP4:${EIP.b}:82`], 'x'.repeat(100_000)).output.trim()).toBe('100000');
    expect(holder.must('internet', ['ip', 'route', 'get', EIP.b])).toContain('mtu 1200');
    holder.must('vpc1', ['ip', 'link', 'set', 'eni12', 'mtu', '1500']);
    holder.must('edge', ['ip', 'link', 'set', 'inet0', 'mtu', '1300']);
    expect(holder.run(b, ['ping', '-c1', '-W2', '-M', 'do', '-s', '1400', CLIENT]).output).toMatch(/mtu = 1300/);
    holder.must('edge', ['ip', 'link', 'set', 'inet0', 'mtu', '1500']);
  });

  it('rebinding: from the answer on, no packet of a running UDP stream reaches the old holder, and the new one has it', async () => {
    const receive = (who: GuestHandle, address: string): Promise<Running> =>
      holder.start(who, ['socat', '-d', '-d', '-u', `UDP4-RECV:7100,bind=${address}`, 'STDOUT'], 'starting data transfer');
    const [old, next] = [await receive(b, IP.b), await receive(a, IP.a1)];
    let oldBytes = 0;
    const oldHas = new Promise((resolve) => old.stdout.on('data', (bytes: Buffer) => { oldBytes += bytes.length; resolve(undefined); }));
    const nextHas = new Promise((resolve) => next.stdout.once('data', resolve));
    // One flow that never rests: its connection entry stays alive by itself.
    const stream = await holder.start('internet', ['python3', '-c', [
      'import socket, time', 's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)', `s.bind(("${CLIENT}", 7101))`, 'print("go", flush=True)',
      `while True: s.sendto(b"x", ("${EIP.b}", 7100)); time.sleep(0.001)`,
    ].join('\n')], 'go');
    await oldHas;
    await apply(remove(objects.tb));
    // What was delivered before is read: the process is stopped in the middle of nothing, and its queue counted.
    const queueEmpty = (): boolean => /^UNCONN\s+0\s/m.test(holder.must(b, ['ss', '-Hlun', 'sport = 7100']));
    await expect.poll(queueEmpty).toBe(true);
    const before = oldBytes;
    await apply({ upserts: [translation(25, EIP.b, IP.a1)], deletes: [objects.ta1.key] });
    await nextHas;
    expect(oldBytes).toBe(before);
    for (const child of [stream, old, next]) child.stop();
    await apply({ upserts: [objects.tb, objects.ta1], deletes: ['translation/25'] });
    expect(ask('internet', EIP.b)).toBe(CLIENT);
    expect(ask('internet', EIP.a1)).toBe(CLIENT);
  });

  it('P17, P21: a detached ENI gets nothing, its new holder does; a stopped guest gets nothing', async () => {
    await apply(remove(objects.a1));
    expect(await dropped('no_port', () => { datagram('internet', `${EIP.a1}:9`); })).toBe(1);
    await apply(upsert({ ...objects.a1, guest: 'guest/2' }));
    configure(b, 'eth1', [IP.a1], false);
    await serve(b, IP.a1);
    expect(ask('internet', EIP.a1)).toBe(CLIENT);
    expect(holder.run(a, ['ip', 'link', 'show', 'eth1']).code).not.toBe(0);
    // Back at once, and forth, and back: names are free when they are needed.
    await apply(remove(objects.a1));
    await apply(upsert(objects.a1));
    await apply(remove(objects.a1));
    await apply(upsert(objects.a1));
    configure(a, 'eth1', [IP.a1, IP.a1second], false);
    await serve(a, IP.a1, 81);
    expect(ask('internet', EIP.a1, { at: 81 })).toBe(CLIENT);

    await driver.call('guestDown', 'guest/4');
    expect(await dropped('no_port', () => { datagram('internet', `${EIP.c}:9`); }, 'vpc2')).toBe(1);
    await driver.call('kill', c.pid);
    c = await driver.call('guest');
    expect((await driver.call('guestUp', guest(4, 2), c)).failures).toEqual([]);
    configure(c, 'eth0', [IP.c]);
    await serve(c, IP.c);
    expect(ask('internet', EIP.c)).toBe(CLIENT);
  });

  /** Everything that `replace` can change, as text; counters of packets left out. */
  const snapshot = (): string => ['edge', 'vpc1', 'vpc2'].map((name) => [
    holder.must(name, ['nft', '-a', '-s', 'list', 'ruleset']), holder.must(name, ['ip', '-d', 'link']), holder.must(name, ['ip', 'address']),
    holder.must(name, ['ip', 'route', 'show', 'table', 'all']), holder.must(name, ['ip', 'rule']), holder.must(name, ['ip', 'neigh', 'show', 'nud', 'permanent']),
  ].join('\n')).join('\n');

  it('after a crash a new engine adopts what is there: nothing changes, and a running connection loses nothing', async () => {
    await driver.call('settled');
    await holder.start(b, ['socat', '-d', '-d', `TCP4-LISTEN:7300,bind=${IP.b},reuseaddr`, 'EXEC:cat'], 'listening on');
    const session = await holder.start('internet', ['python3', '-c', [
      'import socket, sys', `s = socket.create_connection(("${EIP.b}", 7300))`, 'print("connected", flush=True)',
      'for line in iter(lambda: s.send(b"x") and s.recv(1), b""):', '  print("echo", flush=True)', '  __import__("time").sleep(0.005)',
    ].join('\n')], 'connected');
    const before = snapshot();
    await driver.crash();
    driver = holder.driver();
    const monitor = await holder.start('vpc1', ['sh', '-c', 'echo watching; stdbuf -oL nft monitor & stdbuf -oL ip monitor link address route neigh rule & wait'], 'watching');
    let changes = '';
    monitor.stdout.on('data', (bytes: Buffer) => { changes += bytes.toString(); });
    /** Both monitors have told everything that happened before. */
    const told = (marker: string): Promise<void> => expect.poll(() => {
      holder.must('vpc1', ['nft', `add table ip m${marker}; delete table ip m${marker}`]);
      holder.must('vpc1', ['ip', 'route', 'add', 'blackhole', `192.0.2.${marker}`]);
      holder.must('vpc1', ['ip', 'route', 'del', 'blackhole', `192.0.2.${marker}`]);
      return changes.includes(`table ip m${marker}`) && changes.includes(`192.0.2.${marker}`);
    }).toBe(true);
    await told('1');
    await driver.call('open');
    for (const [index, handle] of [a, b, n, c].entries()) await driver.call('guestUp', guest(index + 1, index === 3 ? 2 : 1), handle);
    expect((await driver.call('replace', network)).failures).toEqual([]);
    expect(snapshot()).toBe(before);
    await told('2');
    expect(changes.split('\n').filter((line) => /openeip|eni|tr0/.test(line) && !/REACHABLE|STALE|DELAY|PROBE/.test(line))).toEqual([]);
    const echo = await new Promise<string>((resolve) => session.stdout.once('data', (bytes: Buffer) => { resolve(bytes.toString()); }));
    expect(echo).toContain('echo');
    session.stop();
    monitor.stop();
  });

  it('replace repairs what somebody damaged and removes what nobody asked for', async () => {
    await driver.call('settled');
    const before = snapshot();
    for (const [place, argv] of [
      ['vpc1', ['nft', 'delete', 'element', 'ip', 'openeip', 'dn', `{ ${EIP.b} }`]],
      ['vpc1', ['nft', 'add', 'element', 'ip', 'openeip', 'dn', `{ 198.18.9.9 : ${IP.b} }`]],
      ['vpc1', ['nft', 'flush', 'chain', 'ip', 'openeip', 'out_1']],
      ['vpc1', ['ip', 'route', 'del', `${IP.b}/32`]],
      ['vpc1', ['ip', 'route', 'add', '10.0.0.77/32', 'dev', 'eni12']],
      ['vpc1', ['ip', 'link', 'add', 'stray', 'type', 'veth', 'peer', 'name', 'stray2']],
      ['edge', ['ip', 'route', 'del', `${EIP.a1}/32`]],
      ['edge', ['ip', 'route', 'add', 'blackhole', '198.18.9.9/32']],
    ] as const) holder.must(place, argv);
    expect((await driver.call('replace', network)).failures).toEqual([]);
    await driver.call('settled');
    const withoutHandles = (text: string): string[] => text.replaceAll(/ # handle \d+/g, '').split('\n').sort();
    expect(withoutHandles(snapshot())).toEqual(withoutHandles(before));
    expect(ask('internet', EIP.b)).toBe(CLIENT);

    // A link that is gone altogether comes back with all that hung on it.
    holder.must(n, ['ip', 'link', 'del', 'eth0']);
    expect((await driver.call('replace', network)).failures).toEqual([]);
    configure(n, 'eth0', [IP.n]);
    expect(ask(b, IP.n)).toBe(IP.b);
  });

  it('an apply finds its way when the kernel is not what it was, and a bad object stops no other', async () => {
    holder.must('vpc1', ['nft', 'delete', 'element', 'ip', 'openeip', 'live', `{ ${EIP.b} . ${IP.b} }`]);
    await apply(remove(objects.tb));
    await apply(upsert(objects.tb));
    expect(ask('internet', EIP.b)).toBe(CLIENT);

    const lost = policy('8', rule({ peer: { set: 'set/99' } }));
    const { failures } = await driver.call('apply', upsert(
      translation(90, 'x; flush ruleset', '10.0.0.90'), translation(91, '198.18.0.91', '10.0.0.91'), lost, { ...objects.n0, policy: lost.key },
      translation(92, '198.18.0.92', '10.0.0.92', 77), { ...objects.a1, key: 'port/95', n: 95, slot: 0, addresses: [{ address: '10.0.0.95', primary: true }] },
    ));
    expect(failures.map(({ key, code }) => [key, code]).sort()).toEqual([
      ['policy/8', 'NftRefused'], ['port/13', 'NftRefused'], ['port/95', 'EEXIST'], ['translation/90', 'InvalidObject'], ['translation/92', 'MissingSpace'],
    ]);
    expect(holder.must('vpc1', ['nft', 'get', 'element', 'ip', 'openeip', 'dn', '{ 198.18.0.91 }'])).toContain('10.0.0.91');
    await apply({ upserts: [objects.n0], deletes: ['translation/90', 'translation/91', 'translation/92', 'policy/8', 'port/95'] });
    expect((await driver.call('replace', network)).failures).toEqual([]);
    expect(ask(b, IP.n)).toBe(IP.b);
  });

  it('1,000 cycles of associating and taking back leave nothing behind', async () => {
    await driver.call('settled');
    const before = snapshot();
    await driver.call('cycles', upsert(translation(50, '198.18.0.50', IP.a0)), { upserts: [], deletes: ['translation/50'] }, 1_000);
    await driver.call('cycles', remove(objects.a1), upsert(objects.a1), 20);
    await driver.call('settled');
    configure(a, 'eth1', [IP.a1, IP.a1second], false);
    const stable = (text: string): string[] => text.replaceAll(/ # handle \d+|if\d+|^\d+: |link-netns\S* \S+/gm, '').split('\n').sort();
    expect(stable(snapshot())).toEqual(stable(before));
  });

  it('cleanUp leaves no namespace, also after a crash', async () => {
    await driver.crash();
    driver = holder.driver();
    await driver.call('cleanUp');
    expect(holder.run('edge', ['true']).code).not.toBe(0);
    await expect.poll(() => holder.run(b, ['ip', 'link', 'show', 'eth0']).code).not.toBe(0);
  });
});
