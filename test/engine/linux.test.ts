/** NAT mode in real packets: the P-rows of the behaviour specification against the engine alone, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestHandle, Running } from './holder.js';
import { addressSet, guest, policy, remove, rule, translation, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, objects } from './stage.js';

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('Linux data plane, $name', ({ rootless }) => {
  let stage: Stage;

  beforeAll(async () => { stage = await Stage.set(rootless); });
  afterAll(() => stage.holder.stop());

  it('P1, S-41: a client reaches a secondary ENI, and the answer over eth0 arrives, without any route in the guest', () => {
    expect(stage.holder.must(stage.a, ['ip', 'route', 'get', CLIENT])).toContain('dev eth0');
    expect(stage.ask('internet', EIP.a1)).toBe(CLIENT);
    expect(stage.ask('internet', EIP.a1second)).toBe(CLIENT);
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    expect(stage.ping('internet', EIP.a1)).toBe(true);
  });

  it('P22: a peer and a client at the same time; the EIP is on no NIC of the guest', () => {
    expect(stage.ask(stage.b, IP.a1)).toBe(IP.b);
    expect(stage.ask('internet', EIP.a1)).toBe(CLIENT);
    expect(stage.holder.must(stage.a, ['ip', 'address'])).not.toContain('198.18.');
  });

  it('P3: a source without an EIP gets nowhere, though another ENI has one', async () => {
    expect(await stage.dropped('no_translation', () => { stage.datagram(stage.a, `${CLIENT}:9`); })).toBe(1);
    expect(await stage.dropped('no_translation', () => { stage.datagram(stage.n, `${CLIENT}:9`); })).toBe(1);
  });

  it('P4: the EIP of a session from inside is that of its source address, by policy routing in the guest', () => {
    for (const [address, eip] of [[IP.a1, EIP.a1], [IP.a1second, EIP.a1second]] as const) {
      stage.holder.must(stage.a, ['ip', 'rule', 'add', 'from', address, 'lookup', '1001']);
      stage.holder.must(stage.a, ['ip', 'route', 'replace', 'default', 'via', '10.0.0.253', 'dev', 'eth1', 'table', '1001']);
      expect(stage.ask(stage.a, CLIENT, { bind: address })).toBe(eip);
      expect(stage.ping(stage.a, CLIENT, ['-I', address])).toBe(true);
      // With its own route the answer of an inbound session leaves by eth1, and passes as well.
      expect(stage.ask('internet', eip)).toBe(CLIENT);
      stage.holder.must(stage.a, ['ip', 'rule', 'del', 'from', address, 'lookup', '1001']);
    }
  });

  it('P24: own EIP, a peer\'s and that of another VPC are reached through the edge, as from the caller\'s EIP', () => {
    expect(stage.ask(stage.b, EIP.a1)).toBe(EIP.b);
    expect(stage.ask(stage.b, EIP.b)).toBe(EIP.b);
    expect(stage.ask(stage.b, EIP.c)).toBe(EIP.b);
    expect(stage.ask(stage.c, EIP.b)).toBe(EIP.c);
    expect(stage.ping(stage.b, EIP.b)).toBe(true);
    expect(stage.ping(stage.b, EIP.a1)).toBe(true);
  });

  it('P25: without an EIP no EIP is reached', async () => {
    expect(await stage.dropped('no_translation', () => { stage.datagram(stage.n, `${EIP.b}:9`); })).toBe(1);
  });

  it('P16: GRE and SCTP to an EIP, and from behind one, are dropped', async () => {
    const raw = (from: string | GuestHandle, to: string, protocol: number): void => {
      stage.holder.run(from, ['socat', '-u', '-', `IP4-SENDTO:${to}:${String(protocol)}`], 'x'.repeat(32));
    };
    for (const protocol of [47, 132]) expect(await stage.dropped('no_translation', () => { raw('internet', EIP.b, protocol); })).toBe(1);
    expect(await stage.dropped('no_translation', () => { raw(stage.b, CLIENT, 47); })).toBe(1);
    // The kernel knows SCTP well enough to see that this is none.
    expect(await stage.dropped('invalid', () => { raw(stage.b, CLIENT, 132); })).toBe(1);
  });

  it('an address without an EIP\'s mapping does not even leave the edge', async () => {
    const sum = async (): Promise<number> => Object.values((await stage.driver.call('counters'))[0]?.drops ?? {}).reduce((x, y) => x + y, 0);
    const before = await sum();
    stage.datagram('internet', '198.18.77.7:9');
    stage.datagram('internet', `${IP.b}:9`);
    expect(await sum()).toBe(before);
  });

  it('a spoofed source from a neighbour is dropped, towards peers and outwards', async () => {
    stage.holder.must(stage.n, ['ip', 'address', 'add', `${IP.b}/32`, 'dev', 'lo']);
    expect(await stage.dropped('spoofed', () => { stage.datagram(stage.n, `${CLIENT}:9`, IP.b); })).toBe(1);
    expect(await stage.dropped('spoofed', () => { stage.datagram(stage.n, `${IP.a0}:9`, IP.b); })).toBe(1);
    stage.holder.must(stage.n, ['ip', 'address', 'del', `${IP.b}/32`, 'dev', 'lo']);
  });

  it('an instance opens no session over one ENI with the address of another', async () => {
    expect(await stage.dropped('spoofed', () => { stage.datagram(stage.a, `${CLIENT}:9`, IP.a1); })).toBe(1);
  });

  it('S-41: a neighbour cannot forge the reply of a session', async () => {
    // The victim's session: a client waits for an answer of b's UDP port 7000.
    const server = await stage.holder.start(stage.b, ['socat', '-d', '-d', `UDP4-RECV:7000,bind=${IP.b}`, 'STDOUT'], 'starting data transfer');
    const delivered = new Promise((resolve) => server.stdout.once('data', resolve));
    stage.holder.run('internet', ['socat', '-u', '-', `UDP4-SENDTO:${EIP.b}:7000,bind=${CLIENT}:7001`], 'x');
    await delivered;
    stage.holder.must(stage.n, ['ip', 'address', 'add', `${IP.b}/32`, 'dev', 'lo']);
    expect(await stage.dropped('spoofed', () => {
      stage.holder.run(stage.n, ['socat', '-u', '-', `UDP4-SENDTO:${CLIENT}:7001,bind=${IP.b}:7000`], 'forged');
    })).toBe(1);
    stage.holder.must(stage.n, ['ip', 'address', 'del', `${IP.b}/32`, 'dev', 'lo']);
    server.stop();
  });

  it('P2: without an allow rule nothing arrives; a rule lets it in, and taking it away ends it', async () => {
    const closed = policy('5');
    const b0 = { ...objects.b0, policy: closed.key };
    await stage.apply(upsert(closed, b0));
    expect(await stage.dropped('security_group', () => { stage.datagram('internet', `${EIP.b}:9`); })).toBe(1);
    await stage.apply(upsert(policy('5', rule({ protocol: 'tcp', ports: [80, 80], peer: { cidr: '203.0.113.0/24' } }))));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    expect(await stage.dropped('security_group', () => { stage.datagram('internet', `${EIP.b}:9`); })).toBe(1);
    expect(await stage.dropped('security_group', () => { stage.datagram(stage.a, `${IP.b}:9`); })).toBe(1);
    await stage.apply(upsert(objects.b0));
    await stage.apply(remove(closed));
    expect(stage.holder.must('vpc1', ['nft', 'list', 'chains'])).not.toContain('in_5');
  });

  it('merged groups are judged in their order: a drop before an accept, a group as the source, egress as well', async () => {
    const members = addressSet(7, [IP.a0]);
    const merged = policy('5-7', rule({ verdict: 'drop', protocol: 'tcp', ports: [80, 80], peer: { cidr: `${IP.n}/32` } }),
      rule({ protocol: 'tcp', ports: [80, 80], peer: { set: members.key } }), rule({ protocol: 'icmp' }));
    await stage.apply(upsert(members, merged, { ...objects.b0, policy: merged.key }));
    expect(stage.ask(stage.a, IP.b)).toBe(IP.a0);
    expect(stage.ping(stage.n, IP.b)).toBe(true);
    expect(await stage.dropped('security_group', () => stage.holder.run(stage.n, ['socat', '-', `TCP4:${IP.b}:80,connect-timeout=0.5`]))).toBe(1);
    expect(await stage.dropped('security_group', () => stage.holder.run('internet', ['socat', '-', `TCP4:${EIP.b}:80,connect-timeout=0.5`]))).toBe(1);
    await stage.apply(upsert(addressSet(7, [IP.a1])));
    expect(await stage.dropped('security_group', () => stage.holder.run(stage.a, ['socat', '-', `TCP4:${IP.b}:80,connect-timeout=0.5`]))).toBe(1);
    const silent = { ...merged, egress: { rules: [], otherwise: 'drop' as const } };
    await stage.apply(upsert(silent));
    expect(await stage.dropped('security_group', () => { stage.datagram(stage.b, `${CLIENT}:9`); })).toBe(1);
    await stage.apply(upsert(objects.b0));
    await stage.apply(remove(merged, members));
  });

  it('guests reach the services of their VPC and nothing else of it', async () => {
    expect(await stage.driver.call('listeners', 'vpc1', 'eni12')).toEqual({ udp: '0.0.0.0', tcp: '100.100.100.200' });
    expect(stage.ask(stage.b, '100.100.100.200')).toBe(`hello ${IP.b}`);
    expect(stage.holder.run(stage.b, ['socat', '-T1', '-', 'UDP4:10.0.0.253:67'], 'dhcp').output).toBe('dhcp');
    expect(stage.ping(stage.b, '10.0.0.253')).toBe(true);
    expect(await stage.dropped('input', () => { stage.datagram(stage.b, '10.0.0.253:22'); })).toBe(1);
    expect(await stage.dropped('input', () => { stage.datagram(stage.b, '100.100.100.200:53'); })).toBe(1);
  });

  it('ICMP errors pass through the EIP: a closed UDP port, traceroute, path MTU both ways', async () => {
    expect(stage.holder.run('internet', ['socat', '-T2', '-', `UDP4:${EIP.b}:9`], 'x').output).toContain('Connection refused');
    const trace = stage.holder.must('internet', ['traceroute', '-n', '-q1', '-w1', '-m5', EIP.b]);
    expect(trace).toMatch(new RegExp(`^ 3  ${EIP.b.replaceAll('.', '\\.')} `, 'm'));
    expect(trace).not.toContain('10.0.');
    expect(stage.holder.must('internet', ['traceroute', '-n', '-q1', '-w1', '-m5', '-I', EIP.b])).toMatch(new RegExp(`^ 3  ${EIP.b}`, 'm'));
    expect(stage.holder.must(stage.b, ['traceroute', '-n', '-q1', '-w1', '-m5', CLIENT])).toMatch(new RegExp(`^ 3  ${CLIENT}`, 'm'));
    // Narrow behind the NAT, then before it.
    stage.holder.must('vpc1', ['ip', 'link', 'set', 'eni12', 'mtu', '1200']);
    await stage.holder.start(stage.b, ['socat', '-d', '-d', `TCP4-LISTEN:82,bind=${IP.b},reuseaddr`, 'SYSTEM:wc -c'], 'listening on');
    expect(stage.holder.run('internet', ['socat', '-t5', '-', `TCP4:${EIP.b}:82`], 'x'.repeat(100_000)).output.trim()).toBe('100000');
    expect(stage.holder.must('internet', ['ip', 'route', 'get', EIP.b])).toContain('mtu 1200');
    stage.holder.must('vpc1', ['ip', 'link', 'set', 'eni12', 'mtu', '1500']);
    stage.holder.must('edge', ['ip', 'link', 'set', 'inet0', 'mtu', '1300']);
    expect(stage.holder.run(stage.b, ['ping', '-c1', '-W2', '-M', 'do', '-s', '1400', CLIENT]).output).toMatch(/mtu = 1300/);
    stage.holder.must('edge', ['ip', 'link', 'set', 'inet0', 'mtu', '1500']);
  });

  it('rebinding: from the answer on, no packet of a running UDP stream reaches the old holder, and the new one has it', async () => {
    const receive = (who: GuestHandle, address: string): Promise<Running> =>
      stage.holder.start(who, ['socat', '-d', '-d', '-u', `UDP4-RECV:7100,bind=${address}`, 'STDOUT'], 'starting data transfer');
    const [old, next] = [await receive(stage.b, IP.b), await receive(stage.a, IP.a1)];
    let oldBytes = 0;
    const oldHas = new Promise((resolve) => old.stdout.on('data', (bytes: Buffer) => { oldBytes += bytes.length; resolve(undefined); }));
    const nextHas = new Promise((resolve) => next.stdout.once('data', resolve));
    // One flow that never rests: its connection entry stays alive by itself.
    const stream = await stage.holder.start('internet', ['python3', '-c', [
      'import socket, time', 's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)', `s.bind(("${CLIENT}", 7101))`, 'print("go", flush=True)',
      `while True: s.sendto(b"x", ("${EIP.b}", 7100)); time.sleep(0.001)`,
    ].join('\n')], 'go');
    await oldHas;
    await stage.apply(remove(objects.tb));
    // What was delivered before is read: the process is stopped in the middle of nothing, and its queue counted.
    const queueEmpty = (): boolean => /^UNCONN\s+0\s/m.test(stage.holder.must(stage.b, ['ss', '-Hlun', 'sport = 7100']));
    await expect.poll(queueEmpty).toBe(true);
    const before = oldBytes;
    await stage.apply({ upserts: [translation(25, EIP.b, IP.a1)], deletes: [objects.ta1.key] });
    await nextHas;
    expect(oldBytes).toBe(before);
    for (const child of [stream, old, next]) child.stop();
    await stage.apply({ upserts: [objects.tb, objects.ta1], deletes: ['translation/25'] });
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    expect(stage.ask('internet', EIP.a1)).toBe(CLIENT);
  });

  it('P17, P21: a detached ENI gets nothing, its new holder does; a stopped guest gets nothing', async () => {
    await stage.apply(remove(objects.a1));
    expect(await stage.dropped('no_port', () => { stage.datagram('internet', `${EIP.a1}:9`); })).toBe(1);
    await stage.apply(upsert({ ...objects.a1, guest: 'guest/2' }));
    stage.configure(stage.b, 'eth1', [IP.a1], false);
    await stage.serve(stage.b, IP.a1);
    expect(stage.ask('internet', EIP.a1)).toBe(CLIENT);
    expect(stage.holder.run(stage.a, ['ip', 'link', 'show', 'eth1']).code).not.toBe(0);
    // Back at once, and forth, and back: names are free when they are needed.
    await stage.apply(remove(objects.a1));
    await stage.apply(upsert(objects.a1));
    await stage.apply(remove(objects.a1));
    await stage.apply(upsert(objects.a1));
    stage.configure(stage.a, 'eth1', [IP.a1, IP.a1second], false);
    await stage.serve(stage.a, IP.a1, 81);
    expect(stage.ask('internet', EIP.a1, { at: 81 })).toBe(CLIENT);

    await stage.driver.call('guestDown', 'guest/4');
    expect(await stage.dropped('no_port', () => { stage.datagram('internet', `${EIP.c}:9`); }, 'vpc2')).toBe(1);
    await stage.driver.call('kill', stage.c.pid);
    stage.c = await stage.driver.call('guest');
    expect((await stage.driver.call('guestUp', guest(4, 2), stage.c)).failures).toEqual([]);
    stage.configure(stage.c, 'eth0', [IP.c]);
    await stage.serve(stage.c, IP.c);
    expect(stage.ask('internet', EIP.c)).toBe(CLIENT);
  });
});
