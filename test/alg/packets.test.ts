/** IP protocols other than TCP, UDP and ICMP, path MTU and ICMP errors, in each mode (P9, P13, P16, E31, S-14, S-15). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { expose, inGuest, INTERNET_HOST, SETTINGS, type Exposed } from '../support/exposure.js';
import { drops, setMtu } from '../support/kernel.js';
import { observe } from '../support/observed.js';
import { WAYS } from '../support/properties.js';
import { Program, PYTHON, source } from './program.js';

const [BARE, REFUSED, FAR_HOST] = [source('bare.py'), source('refused.py'), source('far.sh')];
const EDGE = '203.0.113.1';
/** A host behind the Internet side's one, over a link of this MTU. */
const FAR = { address: '203.0.113.200', mtu: 1300 };
/** What bare.py sends: protocol, payload (hex). */
const BARE_PACKETS = [
  ['47', `00000800${Buffer.from('gre inside').toString('hex')}`],
  ['132', '138800500000000051a9fc19010000145ca1ab1e00010000000a000a00000001'],
  ['253', Buffer.from('an experiment').toString('hex')],
] as const;

let cloud: Cloud;
let far: Program;
let atFar: readonly string[];
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
  far = Program.run(cloud, 'internet', ['sh', '-c', FAR_HOST, 'far', FAR.address, String(FAR.mtu)]);
  const [, host = ''] = await far.says(/^far (\d+)$/m);
  atFar = ['nsenter', '--target', host, '--net'];
});
afterAll(async () => {
  await far.stop();
  await cloud.down();
});

describe.each(WAYS)('%s', (way) => {
  let at: Exposed;
  const translated = way !== 'BINDED' && way !== 'MULTI_BINDED';

  beforeAll(async () => {
    at = await expose(cloud, way);
  });

  it('P9, P13, P16, E31: GRE, SCTP and an unassigned protocol pass unmodified where nothing is translated, and are dropped where NAT is', async () => {
    const [inside, outside] = await Promise.all([
      Program.start(cloud, at.instance, [PYTHON, '-c', BARE, 'listen', at.inside], /ready/),
      Program.start(cloud, 'internet', [PYTHON, '-c', BARE, 'listen', INTERNET_HOST], /ready/),
    ]);
    const before = drops(cloud, 'no_translation');
    await inGuest(cloud, 'internet', PYTHON, '-c', BARE, 'send', INTERNET_HOST, at.eip.address);
    await inGuest(cloud, at.instance, PYTHON, '-c', BARE, 'send', at.inside, INTERNET_HOST);
    // What passes comes in order: after this, what was to arrive has arrived.
    await inGuest(cloud, 'internet', 'ping', '-c', '1', '-W', '2', at.eip.address);
    if (translated) expect(drops(cloud, 'no_translation') - before).toBe(2 * BARE_PACKETS.length);
    else await Promise.all([inside.says(/^253 /m), outside.says(/^253 /m)]);
    const seen = (await Promise.all([inside.stop(), outside.stop()])).map((text) => text.trim().split('\n').slice(1).sort());
    const from = (address: string) => BARE_PACKETS.map(([protocol, payload]) => `${protocol} ${address} ${payload}`).sort();
    expect(seen).toEqual(translated ? [[], []] : [from(INTERNET_HOST), from(at.eip.address)]);
    observe(way, 'bareIp', !translated);
  });

  it('path MTU: a small link beyond and one behind are learnt by the sender', async () => {
    // Beyond: the Internet side's router tells the guest, through the EIP.
    const out = await cloud.exec(at.instance, ['ping', '-c', '1', '-W', '1', '-M', 'do', '-s', '1372', '-I', at.inside, FAR.address]);
    expect(out.stdout + out.stderr).toContain(`mtu = ${FAR.mtu}`);
    expect(await inGuest(cloud, at.instance, 'ip', 'route', 'get', FAR.address, 'from', at.inside)).toContain(`mtu ${FAR.mtu}`);
    // Behind: the VPC's router tells the Internet side, in the EIP's name.
    setMtu(cloud, at.eni.mac, FAR.mtu);
    try {
      const into = await cloud.exec('internet', ['ping', '-c', '1', '-W', '1', '-M', 'do', '-s', '1372', at.eip.address]);
      expect(into.stdout + into.stderr).toContain(`mtu = ${FAR.mtu}`);
      expect(await inGuest(cloud, 'internet', 'ip', 'route', 'get', at.eip.address)).toContain(`mtu ${FAR.mtu}`);
    } finally {
      setMtu(cloud, at.eni.mac, 1500);
    }
    observe(way, 'pathMtu', true);
  });

  it('ICMP errors: a closed port refuses and traceroute arrives, in and out', async () => {
    const refused = async (where: string, address: string) => (await inGuest(cloud, where, PYTHON, '-c', REFUSED, address)).trim();
    const hops = async (where: string, address: string, ...before: readonly string[]) => {
      const said = await inGuest(cloud, where, ...before, 'traceroute', '-n', '-q', '1', '-w', '1', '-m', '8', address);
      return said.trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/)[1]);
    };
    const [inwards, outwards, into, out] = await Promise.all([
      refused('internet', at.eip.address), refused(at.instance, INTERNET_HOST),
      hops('internet', at.eip.address, ...atFar), hops(at.instance, FAR.address),
    ]);
    expect([inwards, outwards]).toEqual(['refused', 'refused']);
    expect(into.slice(0, 2)).toEqual([INTERNET_HOST, EDGE]);
    expect(into.at(-1)).toBe(at.eip.address);
    expect(out.slice(-3)).toEqual([EDGE, INTERNET_HOST, FAR.address]);
    observe(way, 'icmpErrors', true);
  });
});
