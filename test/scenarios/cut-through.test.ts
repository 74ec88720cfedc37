/** Cut-through mode with real packets: what the guest sees, what passes and what does not (E7, E9, E10, E27; P9–P11, P23, P27; S-31). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { addressesOf, attached, METADATA, ownOf, pings, TYPE } from '../support/direct.js';
import { inGuest, REGION, SETTINGS } from '../support/exposure.js';
import { drops } from '../support/kernel.js';
import { observe } from '../support/observed.js';
import { Tap } from '../support/traffic.js';
import { until, World } from '../support/world.js';

let cloud: Cloud;
let world: World;
let auto: string;
let manual: string;
let peer: string;
let victim: string;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
  world = await World.create(cloud, { region: REGION });
  [auto, manual, peer, victim] = await Promise.all([
    world.instance({ name: 'auto', type: TYPE }),
    world.instance({ name: 'manual', type: TYPE, image: 'manual' }),
    world.instance({ name: 'peer', type: TYPE }),
    world.instance({ name: 'victim', type: TYPE }),
  ]);
});
afterAll(() => cloud.down());

describe('cut-through', () => {
  it('E7, S-30, U-31: an attached ENI is refused; detach, bind, attach works; it lets go only when detached', async () => {
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.attach(eni, auto);
    const refused = { code: 'Eni.Attached', status: 400 };
    await expect(world.bind(eip, eni, { mode: 'BINDED' })).rejects.toMatchObject(refused);
    await world.detach(eni, auto);
    await world.bind(eip, eni, { mode: 'BINDED' });
    await world.attach(eni, auto);
    await world.device(auto, eni);
    // P23, S-41: the guest has no route of its own for the answer.
    expect(await world.ask(eip.address)).toBe('auto');
    observe('BINDED', 'withoutRoutes', true);
    await expect(world.unbind(eip)).rejects.toMatchObject(refused);
    await world.detach(eni, auto);
    await world.unbind(eip);
  });

  it('E9, S-08, S-29, S-32, U-33: the guest has the EIP in place of the private address, and a default route behind that of eth0', async () => {
    const { eni, eip, own } = await attached(world, 'BINDED', auto);
    const device = await world.device(auto, eni);
    const shown = await addressesOf(cloud, auto, device);
    expect(shown).toContain(`inet ${eip.address}/24`);
    expect(shown).not.toContain(own);
    observe('BINDED', 'visible', 'in place of the private address');
    const routes = (await inGuest(cloud, auto, 'ip', 'route', 'show', 'default')).trim().split('\n');
    const gateway = eip.address.replace(/\d+$/, '1');
    const metric = 200 + Number(device.slice(3));
    expect(routes).toEqual([expect.stringMatching(/^default via 10\.0\.0\.253 dev eth0 .*metric 100/), expect.stringMatching(`^default via ${gateway} dev ${device} .*metric ${metric}`)]);
    await world.detach(eni, auto);
  });

  it('P10, P11, S-13: private network is dead in both directions, the services of the cloud included, but for other ENIs', async () => {
    const { eni, own } = await attached(world, 'BINDED', auto);
    const device = await world.device(auto, eni);
    const there = ownOf(await world.primaryEni(peer));
    expect(await pings(cloud, peer, own)).toBe(false);
    // Not even when the guest takes the private address back, or says that a private destination is at hand.
    await inGuest(cloud, auto, 'ip', 'address', 'add', `${own}/32`, 'dev', device);
    expect(await pings(cloud, peer, own)).toBe(false);
    await inGuest(cloud, auto, 'ip', 'route', 'add', `${there}/32`, 'dev', device);
    const tap = await Tap.open(cloud, peer, there);
    expect(await Promise.all([pings(cloud, auto, there, own), pings(cloud, auto, there, device)])).toEqual([false, false]);
    tap.close();
    expect(tap.arrivals.filter(({ protocol }) => protocol === 'icmp')).toEqual([]);
    await inGuest(cloud, auto, 'ip', 'route', 'del', `${there}/32`, 'dev', device);
    observe('BINDED', 'privateNetwork', false);
    const metadata = async (from: string) => (await cloud.exec(auto, ['curl', '-s', '-m', '1', '--interface', from, METADATA])).stdout;
    expect([await metadata(device), await metadata('eth0')]).toEqual(['', auto]);
    observe('BINDED', 'cloudServices', false);
    await world.detach(eni, auto);
  });

  it('P9: the other image has nothing until DHCP is started, then carries packets unmodified; by hand it needs no lease (U-22)', async () => {
    const { eni, eip } = await attached(world, 'BINDED', manual);
    const device = await world.device(manual, eni, { configured: false });
    expect(await addressesOf(cloud, manual, device)).toBe('');
    await inGuest(cloud, manual, 'ip', 'link', 'set', device, 'up');
    await inGuest(cloud, manual, 'ip', 'address', 'add', `${eip.address}/24`, 'dev', device);
    const tap = await Tap.open(cloud, manual, eip.address);
    expect(await world.ask(eip.address)).toBe('manual');
    await until(() => Promise.resolve(tap.arrivals.length > 0));
    tap.close();
    await inGuest(cloud, manual, 'ip', 'address', 'flush', 'dev', device);
    await inGuest(cloud, manual, 'busybox', 'udhcpc', '-q', '-n', '-i', device, '-s', '/.openeip/dhcp.sh');
    expect(await addressesOf(cloud, manual, device)).toContain(`inet ${eip.address}/24`);
    expect(await world.ask(eip.address)).toBe('manual');
    await world.detach(eni, manual);
  });

  it('E27, S-33, P27: a login over the EIP needs an allow rule, and sees the EIP', async () => {
    const group = await world.group({});
    const { eni, eip, own } = await attached(world, 'BINDED', auto, { groups: [group] });
    await world.device(auto, eni);
    const shell = cloud.spawn(auto, ['busybox', 'nc', '-ll', '-p', '2323', '-e', 'sh']);
    const login = () => cloud.exec('internet', ['busybox', 'nc', '-w', '2', eip.address, '2323'], { input: 'ip -4 -o address\nexit\n' });
    const before = drops(cloud, 'security_group');
    expect((await login()).stdout).toBe('');
    expect(drops(cloud, 'security_group')).toBeGreaterThan(before);
    await world.allow(group, { IpProtocol: 'TCP', PortRange: '2323/2323', SourceCidrIp: '203.0.113.0/24' });
    const seen = (await login()).stdout;
    shell.kill('SIGTERM');
    expect(seen).toContain(`inet ${eip.address}/24`);
    expect(seen).not.toContain(own);
    observe('BINDED', 'securityGroups', true);
    await world.detach(eni, auto);
  });

  it('E10, S-31: an EIP that expires while attached leaves the ENI without private network, through a reboot, until it is detached', async () => {
    const eni = await world.eni();
    const own = ownOf(eni);
    const eip = await world.eip({ InstanceChargeType: 'PrePaid', Period: 1 });
    await world.bind(eip, eni, { mode: 'BINDED' });
    await world.attach(eni, victim);
    const device = await world.device(victim, eni);
    expect(await world.ask(eip.address)).toBe('victim');
    expect(cloud.cli('eip', 'release', eip.id)).toMatchObject({ code: 0 });
    await inGuest(cloud, victim, 'ip', 'address', 'replace', `${own}/32`, 'dev', device);
    expect(await Promise.all([pings(cloud, 'internet', eip.address), pings(cloud, peer, own)])).toEqual([false, false]);
    await world.ecs('RebootInstance', { InstanceId: victim });
    await world.instanceIs(victim, 'Running');
    await world.booted(victim);
    const again = await world.device(victim, eni, { configured: false });
    expect(await addressesOf(cloud, victim, again)).toBe('');
    await inGuest(cloud, victim, 'ip', 'address', 'replace', `${own}/32`, 'dev', again);
    // A NAT bind is accepted and carries nothing.
    const nat = await world.eip();
    await world.bind(nat, eni);
    expect(await Promise.all([pings(cloud, peer, own), pings(cloud, 'internet', nat.address)])).toEqual([false, false]);
    await world.detach(eni, victim);
    await world.attach(eni, victim);
    await world.device(victim, eni);
    expect(await pings(cloud, peer, own)).toBe(true);
    expect(await pings(cloud, 'internet', nat.address)).toBe(true);
  });

  it('S-31: released while detached, it leaves a plain ENI', async () => {
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.bind(eip, eni, { mode: 'BINDED' });
    expect(cloud.cli('eip', 'release', eip.id)).toMatchObject({ code: 0 });
    await world.attach(eni, auto);
    await world.device(auto, eni);
    expect(await pings(cloud, peer, ownOf(eni))).toBe(true);
    await world.detach(eni, auto);
  });
});
