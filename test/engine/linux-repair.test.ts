/** The engine's own life: crashes, damage, refusals, wear; with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guest, policy, port, remove, rule, translation, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, network, objects } from './stage.js';

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('Linux data plane kept right, $name', ({ rootless }) => {
  let stage: Stage;

  beforeAll(async () => { stage = await Stage.set(rootless); });
  afterAll(() => stage.holder.stop());

  it('after a crash a new engine adopts what is there: nothing changes, and a running connection loses nothing', async () => {
    await stage.driver.call('settled');
    await stage.holder.start(stage.b, ['socat', '-d', '-d', `TCP4-LISTEN:7300,bind=${IP.b},reuseaddr`, 'EXEC:cat'], 'listening on');
    const session = await stage.holder.start('internet', ['python3', '-c', [
      'import socket, sys', `s = socket.create_connection(("${EIP.b}", 7300))`, 'print("connected", flush=True)',
      'for line in iter(lambda: s.send(b"x") and s.recv(1), b""):', '  print("echo", flush=True)', '  __import__("time").sleep(0.005)',
    ].join('\n')], 'connected');
    const before = stage.snapshot();
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    const monitor = await stage.holder.start('vpc1', ['sh', '-c', 'echo watching; stdbuf -oL nft monitor & stdbuf -oL ip monitor link address route neigh rule & wait'], 'watching');
    let changes = '';
    monitor.stdout.on('data', (bytes: Buffer) => { changes += bytes.toString(); });
    /** Both monitors have told everything that happened before. */
    const told = (marker: string): Promise<void> => expect.poll(() => {
      stage.holder.must('vpc1', ['nft', `add table ip m${marker}; delete table ip m${marker}`]);
      stage.holder.must('vpc1', ['ip', 'route', 'add', 'blackhole', `192.0.2.${marker}`]);
      stage.holder.must('vpc1', ['ip', 'route', 'del', 'blackhole', `192.0.2.${marker}`]);
      return changes.includes(`table ip m${marker}`) && changes.includes(`192.0.2.${marker}`);
    }).toBe(true);
    await told('1');
    await stage.driver.call('open');
    for (const [index, handle] of [stage.a, stage.b, stage.n, stage.c].entries()) await stage.driver.call('guestUp', guest(index + 1, index === 3 ? 2 : 1), handle);
    expect((await stage.driver.call('replace', network)).failures).toEqual([]);
    expect(stage.snapshot()).toBe(before);
    await told('2');
    expect(changes.split('\n').filter((line) => /openeip|eni|tr0/.test(line) && !/REACHABLE|STALE|DELAY|PROBE/.test(line))).toEqual([]);
    await session.says('echo');
    session.stop();
    monitor.stop();
  });

  it('replace repairs what somebody damaged and removes what nobody asked for', async () => {
    await stage.driver.call('settled');
    const before = stage.snapshot();
    for (const [place, argv] of [
      ['vpc1', ['nft', 'delete', 'element', 'ip', 'openeip', 'dn', `{ ${EIP.b} }`]],
      ['vpc1', ['nft', 'add', 'element', 'ip', 'openeip', 'dn', `{ 198.18.9.9 : ${IP.b} }`]],
      ['vpc1', ['nft', 'flush', 'chain', 'ip', 'openeip', 'out_1']],
      ['vpc1', ['ip', 'route', 'del', `${IP.b}/32`]],
      ['vpc1', ['ip', 'route', 'add', '10.0.0.77/32', 'dev', 'eni12']],
      ['vpc1', ['ip', 'link', 'add', 'stray', 'type', 'veth', 'peer', 'name', 'stray2']],
      ['edge', ['ip', 'route', 'del', `${EIP.a1}/32`]],
      ['edge', ['ip', 'route', 'add', 'blackhole', '198.18.9.9/32']],
    ] as const) stage.holder.must(place, argv);
    expect((await stage.driver.call('replace', network)).failures).toEqual([]);
    await stage.driver.call('settled');
    const withoutHandles = (text: string): string[] => text.replaceAll(/ # handle \d+/g, '').split('\n').sort();
    expect(withoutHandles(stage.snapshot())).toEqual(withoutHandles(before));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);

    // A link that is gone altogether comes back with all that hung on it.
    stage.holder.must(stage.n, ['ip', 'link', 'del', 'eth0']);
    expect((await stage.driver.call('replace', network)).failures).toEqual([]);
    stage.configure(stage.n, 'eth0', [IP.n]);
    expect(stage.ask(stage.b, IP.n)).toBe(IP.b);
  });

  it('an apply finds its way when the kernel is not what it was, and a bad object stops no other', async () => {
    stage.holder.must('vpc1', ['nft', 'delete', 'element', 'ip', 'openeip', 'live', `{ ${EIP.b} . ${IP.b} }`]);
    await stage.apply(remove(objects.tb));
    await stage.apply(upsert(objects.tb));
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);

    const lost = policy('8', rule({ peer: { set: 'set/99' } }));
    const { failures } = await stage.driver.call('apply', upsert(
      translation(90, 'x; flush ruleset', '10.0.0.90'), translation(91, '198.18.0.91', '10.0.0.91'), lost, { ...objects.n0, policy: lost.key },
      translation(92, '198.18.0.92', '10.0.0.92', 77), { ...objects.a1, key: 'port/95', n: 95, slot: 0, addresses: [{ address: '10.0.0.95', primary: true }] },
    ));
    expect(failures.map(({ key, code }) => [key, code]).sort()).toEqual([
      ['policy/8', 'NftRefused'], ['port/13', 'NftRefused'], ['port/95', 'EEXIST'], ['translation/90', 'InvalidObject'], ['translation/92', 'MissingSpace'],
    ]);
    expect(stage.holder.must('vpc1', ['nft', 'get', 'element', 'ip', 'openeip', 'dn', '{ 198.18.0.91 }'])).toContain('10.0.0.91');
    await stage.apply({ upserts: [objects.n0], deletes: ['translation/90', 'translation/91', 'translation/92', 'policy/8', 'port/95'] });
    expect((await stage.driver.call('replace', network)).failures).toEqual([]);
    expect(stage.ask(stage.b, IP.n)).toBe(IP.b);
  });

  it('an ENI takes the place of another in the guest within one change, and back', async () => {
    const other = port(19, { guest: 1, slot: 1, addresses: ['10.0.0.19'] });
    await stage.apply({ upserts: [other], deletes: [objects.a1.key] });
    expect(stage.holder.must(stage.a, ['ip', 'link', 'show', 'eth1'])).toContain(other.mac);
    await stage.apply({ upserts: [objects.a1], deletes: [other.key] });
    stage.configure(stage.a, 'eth1', [IP.a1, IP.a1second], false);
    expect(stage.ask('internet', EIP.a1)).toBe(CLIENT);
  });

  it('1,000 cycles of associating and taking back leave nothing behind', async () => {
    await stage.driver.call('settled');
    const before = stage.snapshot();
    await stage.driver.call('cycles', upsert(translation(50, '198.18.0.50', IP.a0)), { upserts: [], deletes: ['translation/50'] }, 1_000);
    await stage.driver.call('cycles', remove(objects.a1), upsert(objects.a1), 20);
    await stage.driver.call('settled');
    stage.configure(stage.a, 'eth1', [IP.a1, IP.a1second], false);
    const stable = (text: string): string[] => text.replaceAll(/ # handle \d+|if\d+|^\d+: |link-netns\S* \S+/gm, '').split('\n').sort();
    expect(stable(stage.snapshot())).toEqual(stable(before));
  });

  it('cleanUp leaves no namespace, also after a crash', async () => {
    await stage.driver.crash();
    stage.driver = stage.holder.driver();
    await stage.driver.call('cleanUp');
    expect(stage.holder.run('edge', ['true']).code).not.toBe(0);
    await expect.poll(() => stage.holder.run(stage.b, ['ip', 'link', 'show', 'eth0']).code).not.toBe(0);
  });
});
