/** The life of holder, agent and instances: sandbox promises, crashes, adoption, and a host that is afterwards as it was. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { family } from '../../src/cli/processes.js';
import { Cloud, ran } from '../support/cloud.js';
import { until, World, type Eip } from '../support/world.js';
import { expectRefusal, kill, openeip, pidsOf } from './command.js';
import { hostText } from './host.js';

const SCRIPT = '#!/bin/sh\necho once >> /root/user-data\nmkdir -p /tmp/www && hostname > /tmp/www/index.html && busybox httpd -p 80 -h /tmp/www\n';
const ORDINARY = 54_321;

const root = process.getuid?.() === 0;
const variants = [
  { name: 'as root', uid: undefined, skip: !root },
  { name: 'rootless', uid: root ? ORDINARY : undefined, skip: false },
];

describe.each(variants)('an instance, $name', ({ uid, skip }) => {
  let cloud: Cloud;
  let world: World;
  let instance: string;
  let eip: Eip;
  let secret: string;

  const inside = async (script: string) => (await cloud.exec(instance, ['sh', '-c', script])).stdout.trim();

  beforeAll(async () => {
    if (skip) return;
    secret = join(mkdtempSync(join(tmpdir(), 'openeip-secret-')), 'secret');
    writeFileSync(secret, 'of the host');
    cloud = await Cloud.up({ dataplane: 'linux', ...(uid === undefined ? {} : { uid }) });
    world = await World.create(cloud);
    instance = await world.instance({ name: 'guest', script: SCRIPT });
    eip = await world.eip();
    await world.bind(eip, await world.primaryEni(instance));
  });
  afterAll(async () => {
    if (skip) return;
    rmSync(join(secret, '..'), { recursive: true });
    await cloud.down();
  });

  it.skipIf(skip)('gets its address, gateway and name servers by DHCP and answers at its EIP', async () => {
    const [address] = (await world.primaryEni(instance)).addresses;
    expect(await inside('ip -4 -o address show dev eth0')).toContain(`inet ${address ?? ''}/24`);
    expect(await inside('ip route show default')).toMatch(/^default via 10\.0\.0\.253 dev eth0 .*metric 100/);
    expect(await inside('grep -c ^nameserver.100.100.2 /etc/resolv.conf')).toBe('2');
    expect(await world.ask(eip.address)).toBe('guest');
  });

  it.skipIf(skip)('asks the metadata service who it is', async () => {
    expect(await inside('wget -qO- http://100.100.100.200/latest/meta-data/instance-id')).toBe(instance);
    expect(await inside('wget -qO- http://100.100.100.200/latest/meta-data/nonsense || echo refused')).toBe('refused');
  });

  it.skipIf(skip)('takes a further NIC, captures packets on it, and gets an answer from its name servers', async () => {
    const eni = await world.eni();
    await world.attach(eni, instance);
    const device = await world.device(instance, eni);
    expect(await inside(`tcpdump -c 1 -l -n -i ${device} arp 2>/tmp/said & until grep -q listening /tmp/said; do sleep 0.02; done
      arping -c 1 -I ${device} 10.0.0.253 > /dev/null; wait`)).toContain('Request who-has 10.0.0.253');
    expect(await inside('nslookup -type=a name.invalid 100.100.2.136')).toMatch(/SERVFAIL|NXDOMAIN|REFUSED/);
    await world.detach(eni, instance);
    await until(async () => (await inside('ls /run/lease; ip rule')).match(/eth1|lookup 1001/) === null);
  });

  it.skipIf(skip)('reads no file of the host’s users and writes nothing but its scratch', async () => {
    expect(await inside(`cat ${secret} /etc/shadow /root/.profile 2>/dev/null || echo nothing`)).toBe('nothing');
    expect(await inside('ls /home /root | grep -v -e : -e user-data -e ^$ | wc -l')).toBe('0');
    for (const path of ['/usr', '/bin', '/lib', '/.openeip', '/.guest', '/proc/sys/kernel/hostname', '/dev']) {
      expect(await inside(`touch ${path}/x 2>/dev/null || echo x 2>/dev/null > ${path} || echo no`), path).toBe('no');
    }
    expect(await inside('mount -o remount,rw /usr 2>/dev/null || echo no')).toBe('no');
    // Its scratch is full before the host's memory is.
    expect(await inside('head -c 400M /dev/zero > /tmp/big 2>/dev/null; stat -c %s /tmp/big | awk \'{ print $1 < 300000000 }\'; rm /tmp/big')).toBe('1');
    expect(await inside('head -c 100M /dev/zero > /run/big 2>/dev/null || echo full; rm -f /run/big')).toBe('full');
  });

  it.skipIf(skip)('sees no process and no interface of the host', async () => {
    const programs = (await inside('ps -e -o comm=')).split('\n');
    expect(programs[0]).toBe('tini');
    expect(programs.filter((name) => !['tini', 'sh', 'sleep', 'busybox', 'ps'].includes(name))).toEqual([]);
    const own = (await inside('ls /proc/sys/net/ipv4/conf')).split('\n');
    const hosts = Object.keys(networkInterfaces()).filter((name) => name !== 'lo' && name !== 'eth0');
    expect(own.filter((name) => hosts.includes(name))).toEqual([]);
  });

  it.skipIf(skip)('is root over its own network only, and nobody on the host', async () => {
    expect(await inside('id -u; sysctl -qw net.ipv4.ip_forward=1 && cat /proc/sys/net/ipv4/ip_forward; grep CapEff /proc/self/status')).toBe(
      '0\n1\nCapEff:\t0000000000003400',
    );
    const users = family(pidsOf(cloud).holder ?? 0).filter(({ argv }) => argv.join(' ').startsWith('tini -- sh /.openeip'))
      .map(({ pid }) => Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]));
    expect(users).toHaveLength(1);
    if (uid === undefined) expect(users[0]).toBeGreaterThan(1_900_000_000);
    else expect(users[0]).toBe(uid);
  });

  it.skipIf(skip)('keeps its scratch over a reboot; user data runs once, rc.local at every start', async () => {
    await inside('echo "#!/bin/sh\necho start >> /root/starts\nbusybox httpd -p 80 -h /tmp/www" > /etc/rc.local; echo kept > /srv/kept; echo gone > /run/gone');
    const before = await inside('readlink /proc/self/ns/net');
    await world.ecs('RebootInstance', { InstanceId: instance });
    await world.instanceIs(instance, 'Running');
    await world.booted(instance);
    expect(await inside('cat /srv/kept /root/user-data /root/starts; cat /run/gone 2>/dev/null || echo no')).toBe('kept\nonce\nstart\nno');
    expect(await inside('readlink /proc/self/ns/net')).not.toBe(before);
    expect(await world.ask(eip.address)).toBe('guest');
  });

  it.skipIf(skip)('exec passes input, output and the exit code', async () => {
    expect(await ran(cloud.spawn(instance, ['sh', '-c', 'cat; exit 7']), 'said')).toEqual({ code: 7, stdout: 'said', stderr: '' });
    expect(await ran(cloud.spawn('internet', ['sh', '-c', 'exit 3']))).toMatchObject({ code: 3 });
    expectRefusal(cloud.cli('exec', 'i-none', '--', 'true'), 'No instance i-none runs.');
  });

  it.skipIf(skip)('an agent that is killed comes back to the same instance, and nothing is lost meanwhile', async () => {
    const first = await inside('readlink /proc/self/ns/net');
    const { agent } = pidsOf(cloud);
    kill(agent);
    expect(await world.ask(eip.address)).toBe('guest');
    await openeip.until(() => {
      const now = pidsOf(cloud).agent;
      return now !== undefined && now !== agent;
    });
    const other = await world.eip();
    const eni = await world.eni();
    await world.attach(eni, instance);
    await world.device(instance, eni);
    await world.bind(other, eni);
    expect(await world.ask(other.address)).toBe('guest');
    expect(await inside('readlink /proc/self/ns/net')).toBe(first);
    await world.detach(eni, instance);
  });

  it.skipIf(skip)('an instance whose first process dies is shown as Stopped, and starts again', async () => {
    await cloud.exec(instance, ['sh', '-c', 'kill 1']);
    await world.instanceIs(instance, 'Stopped');
    expectRefusal(await cloud.exec(instance, ['true']), 'It is stopped, or');
    await world.ecs('StartInstance', { InstanceId: instance });
    await world.instanceIs(instance, 'Running');
    await world.booted(instance);
    expect(await world.ask(eip.address)).toBe('guest');
  });

  it.skipIf(skip)('starts anew when the holder is killed, which takes everything with it', async () => {
    const { holder } = pidsOf(cloud);
    await inside('echo lost > /srv/lost');
    kill(holder);
    await openeip.until(() => {
      const now = pidsOf(cloud);
      return now.holder !== undefined && now.holder !== holder && now.agent !== undefined;
    });
    await until(async () => (await inside('test -e /run/boot-finished && cat /srv/lost 2>/dev/null || echo anew')) === 'anew');
    await world.booted(instance);
    expect(await world.ask(eip.address)).toBe('guest');
    expect(cloud.output).toContain('the holder of the data plane ended unexpectedly');
  });

  it.skipIf(skip)('lives on when up, control plane and agent are killed; the next up takes it over', async () => {
    const first = await inside('readlink /proc/self/ns/net');
    const pids = pidsOf(cloud);
    for (const pid of [pids.up, pids.controlPlane, pids.agent]) kill(pid);
    await openeip.until(() => !existsSync(`/proc/${String(pids.controlPlane)}`));
    expect(await world.ask(eip.address)).toBe('guest');
    const next = await Cloud.up({ dataplane: 'linux', home: cloud.home, ...(uid === undefined ? {} : { uid }) });
    const after = pidsOf(next);
    expect(after.holder).toBe(pids.holder);
    cloud = next;
    expect(await inside('readlink /proc/self/ns/net')).toBe(first);
    expect(await world.ask(eip.address)).toBe('guest');
    world = new World(next, world.region, world.zone, world.vpcId, world.vswitchId, world.openGroup);
    await world.unbind(eip);
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
  });
});

describe.skipIf(!root)('the host', () => {
  let before: string;
  let cloud: Cloud;
  beforeEach(async () => {
    before = hostText();
    cloud = await Cloud.up({ dataplane: 'linux' });
  });
  afterEach(() => cloud.down());

  it('reaches an EIP itself, the instances do not reach the host, and all is as before after down --purge', async () => {
    const world = await World.create(cloud);
    const instance = await world.instance({ name: 'near' });
    const eip = await world.eip();
    await world.bind(eip, await world.primaryEni(instance));
    expect(spawnSync('curl', ['-s', '-m', '3', `http://${eip.address}/`], { encoding: 'utf8' }).stdout.trim()).toBe('near');
    const answer = await cloud.exec(instance, ['sh', '-c', 'ping -c 1 -W 1 203.0.113.2 >/dev/null && echo reached || echo no']);
    expect(answer.stdout.trim()).toBe('no');
    expect(hostText()).not.toBe(before);
    expect(openeip.run(['down', '--purge'], { OPENEIP_HOME: cloud.home })).toMatchObject({ code: 0 });
    expect(hostText()).toBe(before);
    expect(existsSync(join(cloud.home, 'cloud.db'))).toBe(false);
  });

  it('is as before after everything was killed', async () => {
    const world = await World.create(cloud);
    await world.instance({ name: 'doomed' });
    const pids = pidsOf(cloud);
    for (const pid of [pids.up, pids.controlPlane, pids.agent, pids.holder]) kill(pid);
    await openeip.until(() => !existsSync(`/proc/${String(pids.holder)}`));
    expect(openeip.run(['down', '--purge'], { OPENEIP_HOME: cloud.home })).toMatchObject({ code: 0 });
    // The kernel takes a dead namespace's links away in its own time.
    await openeip.until(() => !readFileSync('/proc/net/dev', 'utf8').includes('openeip0'));
    expect(hostText()).toBe(before);
  });
});
