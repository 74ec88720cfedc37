/** Route tables, next hops and addresses that no ENI has, in real packets, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route, Table } from '../../src/network/objects.js';
import type { GuestHandle } from './holder.js';
import { guest, ipAddress, policy, port, remove, rule, translation, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, objects } from './stage.js';

const MIDDLE = '10.0.1.17';
const BEHIND = '10.0.9.9';
const MIDDLE_EIP = '198.18.0.40';
const BEHIND_EIP = '198.18.0.41';
const X = '198.18.7.9';

const toMiddle = { to: 'port', port: 'port/17' } as const;
/** Routes of the VPC's vSwitches, and what else. */
const table = (n: number, routes: Readonly<Record<string, Route | { to: 'transit' | 'local' | 'unreachable' } | typeof toMiddle>>): Table => ({
  kind: 'table', key: `table/${String(n)}`, n, space: 'space/1',
  routes: Object.entries({ '10.0.0.0/24': { to: 'local' as const }, '10.0.1.0/24': { to: 'local' as const }, ...routes })
    .map(([prefix, target]) => ({ ...target, prefix })),
});

/** An instance that forwards, on a vSwitch with a table of its own that leads to the edge. */
const middle = { ...port(17, { guest: 5, slot: 0, addresses: [MIDDLE], table: 5 }), gateway: '10.0.1.253', sourceCheck: false };
const middleTable = table(5, { '0.0.0.0/0': { to: 'transit' } });
const diverting = table(6, { '0.0.0.0/0': { to: 'transit' }, '10.0.0.0/24': toMiddle, '10.0.9.0/24': toMiddle });
const direct = table(1, { '0.0.0.0/0': { to: 'transit' } });
const throughMiddle = table(1, { '0.0.0.0/0': toMiddle });
const isolated = table(1, { '0.0.0.0/0': { to: 'unreachable' } });
const divertedSpace = { ...objects.space, arrival: 'table/6' };

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('routes on Linux, $name', ({ rootless }) => {
  let stage: Stage;
  let box: GuestHandle;

  /** Packets that the middlebox forwarded since. */
  const forwarded = async (work: () => unknown): Promise<number> => {
    const count = (): number => {
      const [names = '', values = ''] = stage.holder.must(box, ['cat', '/proc/net/snmp']).split('\n').filter((line) => line.startsWith('Ip:'));
      return Number(values.split(' ')[names.split(' ').indexOf('ForwDatagrams')]);
    };
    const before = count();
    await work();
    return count() - before;
  };
  const transfer = (): string => stage.holder.run('internet', ['socat', '-t5', '-', `TCP4:${EIP.b}:82,connect-timeout=3`], 'x'.repeat(200_000)).output.trim();

  beforeAll(async () => {
    stage = await Stage.set(rootless);
    box = await stage.driver.call('guest');
    expect((await stage.driver.call('guestUp', guest(5), box)).failures).toEqual([]);
    await stage.apply(upsert(guest(5), middleTable, diverting, direct, middle));
    stage.holder.must(box, ['ip', 'link', 'set', 'eth0', 'up']);
    for (const address of [`${MIDDLE}/24`, `${BEHIND}/32`]) stage.holder.must(box, ['ip', 'address', 'add', address, 'dev', 'eth0']);
    stage.holder.must(box, ['ip', 'route', 'add', 'default', 'via', '10.0.1.253']);
    stage.holder.must(box, ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 0 > /proc/sys/net/ipv4/conf/all/send_redirects; echo 0 > /proc/sys/net/ipv4/conf/eth0/send_redirects']);
    await Promise.all([
      stage.serve(box, BEHIND), stage.serve(box, MIDDLE),
      stage.holder.start(stage.b, ['socat', '-d', '-d', `TCP4-LISTEN:82,bind=${IP.b},reuseaddr,fork`, 'SYSTEM:wc -c'], 'listening on'),
      stage.holder.start(stage.b, ['socat', '-d', '-d', `UDP4-RECVFROM:83,bind=${IP.b},fork`, 'EXEC:cat'], 'receiving on'),
    ]);
  });
  afterAll(() => stage.holder.stop());

  const reaches = (): void => {
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    expect(transfer()).toBe('200000');
    expect(stage.holder.run('internet', ['socat', '-T2', '-', `UDP4:${EIP.b}:83`], 'hello').output).toBe('hello');
    expect(stage.ping('internet', EIP.b)).toBe(true);
  };

  it('without a next hop nothing passes the middlebox', async () => {
    expect(await forwarded(reaches)).toBe(0);
  });

  it('a gateway table leads inbound packets through a middlebox; answers go their own way', async () => {
    await stage.apply(upsert(divertedSpace));
    expect(await forwarded(reaches)).toBeGreaterThan(10);
    // The other way is not diverted.
    expect(await forwarded(() => { expect(stage.ask(stage.b, CLIENT)).toBe(EIP.b); })).toBeLessThan(10);
    expect(stage.ask(stage.n, IP.b)).toBe(IP.n);
  });

  it('and back through it, when the server\'s table says so', async () => {
    await stage.apply(upsert(throughMiddle));
    const before = await forwarded(() => { expect(stage.ping('internet', EIP.b)).toBe(true); });
    expect(before).toBe(2);
    expect(await forwarded(reaches)).toBeGreaterThan(20);
    expect(await stage.probe(`tcp ${CLIENT} > ${EIP.b} from internet`)).toMatchObject({ arrived: `${CLIENT} > ${IP.b} at port/17` });
  });

  it('only the answers through it', async () => {
    await stage.apply(upsert(objects.space));
    expect(await forwarded(() => { expect(stage.ping('internet', EIP.b)).toBe(true); })).toBe(1);
    reaches();
    // Whoever passes an answer on gets it first.
    expect((await stage.probe(`tcp ${CLIENT} > ${EIP.b} from internet`)).answered).toMatch(/ at port\/17$/);
  });

  it('what it passes on from an address with an EIP starts no session outside; an answer is no start', async () => {
    expect(await stage.dropped('no_translation', () => { stage.datagram(stage.b, `${CLIENT}:9`); })).toBe(1);
    expect(await stage.probe(`udp ${IP.b} > ${CLIENT} from port/17`)).toEqual({ arrived: 'nobody', answered: 'nobody' });
    // Nor does one that its own ENI has started: forged packets of it go nowhere.
    await stage.apply(upsert(direct));
    stage.holder.run(stage.b, ['socat', '-u', '-', `UDP4-SENDTO:${CLIENT}:9,bind=${IP.b}:4009`], 'x');
    stage.holder.must(box, ['ip', 'address', 'add', `${IP.b}/32`, 'dev', 'lo']);
    expect(await stage.dropped('no_translation', () => {
      stage.holder.run(box, ['socat', '-u', '-', `UDP4-SENDTO:${CLIENT}:9,bind=${IP.b}:4009`], 'forged');
    })).toBe(1);
    stage.holder.must(box, ['ip', 'address', 'del', `${IP.b}/32`, 'dev', 'lo']);
  });

  it('an instance that masquerades gives others its EIP', async () => {
    stage.holder.must(box, ['nft', 'add table ip nat; add chain ip nat out { type nat hook postrouting priority 100; }; add rule ip nat out ip saddr 10.0.0.0/24 ip daddr != 10.0.0.0/8 masquerade']);
    await stage.apply(upsert(throughMiddle, translation(40, MIDDLE_EIP, MIDDLE)));
    expect(stage.ask(stage.n, CLIENT)).toBe(MIDDLE_EIP);
    expect(stage.ping(stage.n, CLIENT)).toBe(true);
    expect(stage.ask(stage.n, EIP.c)).toBe(MIDDLE_EIP);
    expect(stage.ask('internet', MIDDLE_EIP)).toBe(CLIENT);
    stage.holder.must(box, ['nft', 'delete', 'table', 'ip', 'nat']);
    await stage.apply(upsert(direct));
    await stage.apply(remove(translation(40, MIDDLE_EIP, MIDDLE)));
  });

  it('security groups judge at the next hop, and again behind it', async () => {
    await stage.apply(upsert(divertedSpace));
    const closed = policy('5');
    await stage.apply(upsert(closed, { ...middle, policy: closed.key }));
    const deaf = (): Promise<number> => stage.dropped('security_group', () => { stage.datagram('internet', `${EIP.b}:9`); });
    expect(await deaf()).toBe(1);
    await stage.apply(upsert({ ...closed, ingress: { rules: [rule()], otherwise: 'drop' }, egress: { rules: [], otherwise: 'drop' } }));
    expect(await deaf()).toBe(1);
    await stage.apply(upsert(middle, { ...objects.b0, policy: closed.key }, policy('5')));
    expect(await deaf()).toBe(1);
    await stage.apply(upsert(objects.b0));
    await stage.apply(remove(closed));
    reaches();
  });

  it('a next hop that checks gets nothing foreign and sends nothing foreign; its own address works', async () => {
    await stage.apply(upsert({ ...middle, sourceCheck: true }, translation(40, MIDDLE_EIP, MIDDLE), { ...diverting, routes: diverting.routes.map((route) => route.prefix === '10.0.1.0/24' ? { ...route, ...toMiddle } : route) }));
    expect(await forwarded(() => { stage.datagram('internet', `${EIP.b}:9`); })).toBe(0);
    expect(stage.ask('internet', MIDDLE_EIP)).toBe(CLIENT);
    expect(await stage.dropped('spoofed', () => stage.probe(`udp ${IP.n} > ${IP.b} from port/17`))).toBe(1);
    await stage.apply(upsert(middle, diverting));
    await stage.apply(remove(translation(40, MIDDLE_EIP, MIDDLE)));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
  });

  it('a next hop that is unplugged leads nowhere, and leads on when it is there again', async () => {
    await stage.apply(remove(middle));
    expect(stage.holder.must('vpc1', ['ip', 'route', 'show', 'table', '1006'])).toContain('blackhole 10.0.0.0/24');
    expect(await stage.probe(`udp ${CLIENT} > ${EIP.b} from internet`)).toEqual({ arrived: 'nobody', answered: 'nobody' });
    await stage.apply(upsert(middle));
    stage.holder.must(box, ['ip', 'link', 'set', 'eth0', 'up']);
    for (const address of [`${MIDDLE}/24`, `${BEHIND}/32`]) stage.holder.must(box, ['ip', 'address', 'add', address, 'dev', 'eth0']);
    stage.holder.must(box, ['ip', 'route', 'add', 'default', 'via', '10.0.1.253']);
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
  });

  it('an address that no ENI has is reached through a route, and has its EIP', async () => {
    await stage.apply(upsert(ipAddress(41, BEHIND_EIP, BEHIND)));
    expect(stage.ask('internet', BEHIND_EIP)).toBe(CLIENT);
    expect(stage.ask(box, CLIENT, { bind: BEHIND })).toBe(BEHIND_EIP);
    expect(stage.ask(stage.c, BEHIND_EIP)).toBe(EIP.c);
    const raw = (to: string): void => { stage.holder.run('internet', ['socat', '-u', '-', `IP4-SENDTO:${to}:47`], 'x'.repeat(32)); };
    expect(await stage.dropped('no_translation', () => { raw(BEHIND_EIP); })).toBe(1);
    // P5 asks the arrival table.
    await stage.apply(upsert({ ...diverting, routes: diverting.routes.filter(({ to }) => to !== 'transit') }));
    expect(await stage.dropped('no_way_back', () => { stage.datagram('internet', `${BEHIND_EIP}:9`); })).toBe(1);
    // Without a route to it, it does not leave again either.
    await stage.apply(upsert({ ...diverting, routes: diverting.routes.filter(({ prefix }) => prefix !== '10.0.9.0/24') }));
    expect(await stage.dropped('no_port', () => { stage.datagram('internet', `${BEHIND_EIP}:9`); })).toBe(1);
    await stage.apply(upsert(diverting));
    await stage.apply(remove(ipAddress(41, BEHIND_EIP, BEHIND)));
    expect(await forwarded(() => { stage.datagram('internet', `${BEHIND_EIP}:9`); })).toBe(0);
  });

  it('P5, P8: what cannot answer gets nothing, in the middle of a session as well', async () => {
    await stage.apply(upsert(objects.space, isolated));
    expect(await stage.dropped('no_way_back', () => { stage.datagram('internet', `${EIP.b}:9`); })).toBe(1);
    await stage.apply(upsert(direct));
    const session = await stage.holder.start('internet', ['python3', '-c', [
      'import socket, time', 's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)', `s.connect(("${EIP.b}", 83))`, 's.send(b"x"); s.recv(1)',
      'print("answered", flush=True)', 'while True: s.send(b"x"); time.sleep(0.002)',
    ].join('\n')], 'answered');
    const count = async (): Promise<number> => (await stage.driver.call('counters')).find(({ namespace }) => namespace === 'vpc1')?.drops['no_way_back'] ?? Number.NaN;
    const before = await count();
    await stage.apply(upsert(isolated));
    await expect.poll(count).toBeGreaterThan(before + 10);
    session.stop();
    expect(await stage.probe(`tcp ${IP.b} > ${CLIENT} from port/12`)).toEqual({ arrived: 'nobody', answered: 'nobody' });
    expect(stage.ask(stage.n, IP.b)).toBe(IP.n);
    // Clients that the table knows are let in, others not.
    await stage.apply(upsert({ ...isolated, routes: [...isolated.routes, { prefix: '203.0.113.0/24', to: 'transit' }] }));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
    expect(await stage.dropped('no_way_back', () => stage.probe(`udp ${IP.c} > ${EIP.b} from port/14`))).toBe(1);
    await stage.apply(upsert(direct));
    reaches();
  });

  it('P18: an EIP as a private address: peers reach it inside, the Internet by translation to itself', async () => {
    const wider = { ...objects.space, ranges: ['10.0.0.0/16', '198.18.7.0/24'], private: [...objects.space.private, '198.18.7.0/24'] };
    const x = { ...port(18, { guest: 3, slot: 1, addresses: [X] }), gateway: '198.18.7.253' };
    await stage.apply(upsert(wider, table(1, { '0.0.0.0/0': { to: 'transit' }, '198.18.7.0/24': { to: 'local' } }), x, translation(42, X, X)));
    stage.holder.must(stage.n, ['ip', 'link', 'set', 'eth1', 'up']);
    stage.holder.must(stage.n, ['ip', 'address', 'add', `${X}/24`, 'dev', 'eth1']);
    stage.holder.must(stage.n, ['ip', 'rule', 'add', 'from', X, 'lookup', '1001']);
    stage.holder.must(stage.n, ['ip', 'route', 'add', 'default', 'via', '198.18.7.253', 'dev', 'eth1', 'table', '1001']);
    await stage.serve(stage.n, X);
    expect(stage.ask(stage.b, X)).toBe(IP.b);
    expect(stage.ask('internet', X)).toBe(CLIENT);
    expect(stage.ask(stage.n, CLIENT, { bind: X })).toBe(X);
    expect(stage.ask(stage.c, X)).toBe(EIP.c);
    // Others of that block are the VPC's now, and nobody.
    expect(await stage.probe(`tcp ${IP.b} > 198.18.7.10 from port/12`)).toEqual({ arrived: 'nobody', answered: 'nobody' });
    await stage.apply({ upserts: [objects.space, direct], deletes: [x.key, 'translation/42'] });
  });

  it('changes of the VPC and of routes change no more than they say, and leave nothing behind', async () => {
    await stage.driver.call('settled');
    const before = stage.snapshot();
    const wider = { ...divertedSpace, ranges: ['10.0.0.0/16', '10.1.0.0/16'], private: [...objects.space.private, '198.18.7.0/24'] };
    await stage.driver.call('cycles', upsert(wider, throughMiddle), upsert(objects.space, direct), 50);
    await stage.driver.call('cycles', upsert(ipAddress(41, BEHIND_EIP, BEHIND), { ...middle, sourceCheck: true }), { upserts: [middle], deletes: ['translation/41'] }, 50);
    await stage.driver.call('settled');
    const stable = (text: string): string[] => text.replaceAll(/ # handle \d+/g, '').split('\n').sort();
    expect(stable(stage.snapshot())).toEqual(stable(before));
    reaches();
    // A connection that is there stays through a change of the space.
    const session = await stage.holder.start('internet', ['python3', '-c', [
      'import socket', `s = socket.create_connection(("${EIP.b}", 82))`, 'print("connected", flush=True)',
      'for line in range(40): s.send(b"x"); __import__("time").sleep(0.02)', 's.shutdown(1); print("counted", s.recv(9), flush=True)',
    ].join('\n')], 'connected');
    const counted = session.says(String.raw`counted b'40\n'`);
    await stage.apply(upsert({ ...wider, arrival: objects.space.arrival }));
    await stage.apply(upsert(objects.space));
    await expect(counted).resolves.toBeUndefined();
  });
});
