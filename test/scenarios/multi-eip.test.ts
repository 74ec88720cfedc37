/** Multi-EIP mode with real packets and both images (E13, E14; P13–P15, P28). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { addressesOf, attached, METADATA, pings, TYPE } from '../support/direct.js';
import { inGuest, INTERNET_HOST, REGION, SETTINGS } from '../support/exposure.js';
import { drops } from '../support/kernel.js';
import { observe } from '../support/observed.js';
import { Tap } from '../support/traffic.js';
import { until, World, type Eni } from '../support/world.js';

let cloud: Cloud;
let world: World;
let auto: string;
let manual: string;
let peer: string;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
  world = await World.create(cloud, { region: REGION });
  [auto, manual, peer] = await Promise.all([
    world.instance({ name: 'auto', type: TYPE }),
    world.instance({ name: 'manual', type: TYPE, image: 'manual' }),
    world.instance({ name: 'peer', type: TYPE }),
  ]);
});
afterAll(() => cloud.down());

describe('multi-EIP', () => {
  const gateways = async (eni: Eni) =>
    z.object({ EipInfos: z.object({ EipInfo: z.array(z.object({ Ip: z.string(), IpGw: z.string(), IpMask: z.string() })) }) })
      .parse(await world.vpc('DescribeEipGatewayInfo', { InstanceId: eni.id })).EipInfos.EipInfo;

  it('E13, E14, S-08, S-34, S-38, S-39, P13, P15: ten EIPs, each seen and served once it is configured, beside the private address', async () => {
    const { eni, eips, eip, own } = await attached(world, 'MULTI_BINDED', auto, { count: 10 });
    const device = await world.device(auto, eni);
    const before = await addressesOf(cloud, auto, device);
    expect(before).toContain(own);
    for (const { address } of eips) expect(before).not.toContain(address);
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    const infos = await gateways(eni);
    const recipe = infos.map(({ Ip, IpMask }) => `ip address add ${Ip}/${IpMask} dev ${device}`).join(' && ');
    await inGuest(cloud, auto, 'sh', '-c', recipe);
    const after = await addressesOf(cloud, auto, device);
    for (const { address } of eips) expect(after).toContain(`inet ${address}/24`);
    const answers = await inGuest(cloud, 'internet', 'curl', '-s', '-m', '5', ...eips.map(({ address }) => `http://${address}/`));
    expect(answers).toBe('auto\n'.repeat(10));
    observe('MULTI_BINDED', 'visible', 'after static configuration');
    observe('MULTI_BINDED', 'withoutRoutes', true);
    expect(await pings(cloud, peer, own)).toBe(true);
    observe('MULTI_BINDED', 'privateNetwork', true);
    expect(await inGuest(cloud, auto, 'curl', '-s', '-m', '2', '--interface', own, METADATA)).toBe(auto);
    observe('MULTI_BINDED', 'cloudServices', true);
    await world.detach(eni, auto);
  });

  it('S-38: originates through the gateway that the cloud names, with the EIP as its source', async () => {
    const { eni, eip } = await attached(world, 'MULTI_BINDED', auto);
    const device = await world.device(auto, eni);
    const [info] = await gateways(eni);
    await inGuest(cloud, auto, 'ip', 'address', 'add', `${info?.Ip ?? ''}/${info?.IpMask ?? ''}`, 'dev', device);
    await inGuest(cloud, auto, 'ip', 'route', 'add', '203.0.113.0/24', 'via', info?.IpGw ?? '', 'dev', device, 'src', eip.address);
    const listener = await Tap.open(cloud, 'internet', INTERNET_HOST);
    expect(await pings(cloud, auto, INTERNET_HOST, eip.address)).toBe(true);
    await until(() => Promise.resolve(listener.arrivals.some(({ protocol }) => protocol === 'icmp')));
    listener.close();
    await world.detach(eni, auto);
  });

  it('S-37, P14, U-22: dead without a DHCP lease since the last attach, whatever is configured; the lease counts through a reboot', async () => {
    const { eni, eip, own } = await attached(world, 'MULTI_BINDED', manual);
    const configure = async (instance: string) => {
      const device = await world.device(instance, eni, { configured: false });
      await inGuest(cloud, instance, 'ip', 'link', 'set', device, 'up');
      for (const address of [`${own}/24`, `${eip.address}/24`]) await inGuest(cloud, instance, 'ip', 'address', 'replace', address, 'dev', device);
      return device;
    };
    const lease = (device: string) => inGuest(cloud, manual, 'busybox', 'udhcpc', '-q', '-n', '-i', device, '-s', '/bin/true');
    const device = await configure(manual);
    expect(await pings(cloud, peer, own)).toBe(true);
    expect(await pings(cloud, 'internet', eip.address)).toBe(false);
    await lease(device);
    await until(() => pings(cloud, 'internet', eip.address));
    await world.ecs('RebootInstance', { InstanceId: manual });
    await world.instanceIs(manual, 'Running');
    await world.booted(manual);
    await configure(manual);
    expect(await pings(cloud, 'internet', eip.address)).toBe(true);
    await world.detach(eni, manual);
    await world.attach(eni, manual);
    const again = await configure(manual);
    expect(await pings(cloud, 'internet', eip.address)).toBe(false);
    await lease(again);
    await until(() => pings(cloud, 'internet', eip.address));
    await world.detach(eni, manual);
  });

  it('P28: without an allow rule nothing arrives', async () => {
    const group = await world.group({});
    const { eni, eip } = await attached(world, 'MULTI_BINDED', auto, { groups: [group] });
    await world.useEip(eip, eni, auto, 'MULTI_BINDED');
    const before = drops(cloud, 'security_group');
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    expect(drops(cloud, 'security_group')).toBeGreaterThan(before);
    await world.allow(group, { IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '203.0.113.0/24' });
    expect(await world.ask(eip.address)).toBe('auto');
    observe('MULTI_BINDED', 'securityGroups', true);
    await world.detach(eni, auto);
  });
});
