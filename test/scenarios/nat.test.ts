/** NAT mode from the signed call to the answered connection: the E-rows of the behaviour specification, with real packets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { World } from '../support/world.js';

describe('NAT mode', () => {
  let cloud: Cloud;
  let world: World;

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { quotas: { eipsPerAccount: 60 } } });
    world = await World.create(cloud);
  });
  afterAll(() => cloud.down());

  it('E1: two EIPs on two secondary ENIs and one on the primary all answer (S-01, S-04)', async () => {
    const instance = await world.instance({ name: 'e1' });
    const enis = [await world.primaryEni(instance), await world.eni(), await world.eni()];
    const eips = [];
    for (const [index, eni] of enis.entries()) {
      if (index > 0) await world.attach(eni, instance);
      await world.device(instance, eni);
      const eip = await world.eip();
      await world.bind(eip, eni);
      eips.push(eip);
    }
    for (const eip of eips) expect(await world.ask(eip.address)).toBe('e1');
  });

  it('E2: bound before or after the attach, the end is the same (S-21)', async () => {
    const instance = await world.instance({ name: 'e2' });
    const [before, after] = [await world.eni(), await world.eni()];
    const [first, second] = [await world.eip(), await world.eip()];
    await world.bind(first, before);
    await world.attach(before, instance);
    await world.attach(after, instance);
    await world.bind(second, after);
    await world.device(instance, before);
    await world.device(instance, after);
    expect(await world.ask(first.address)).toBe('e2');
    expect(await world.ask(second.address)).toBe('e2');
    const rows = [await world.describeEip(first), await world.describeEip(second)];
    expect(rows.map((row) => [row.Status, row.InstanceId, row.InstanceType, row.Mode])).toEqual([
      ['InUse', before.id, 'NetworkInterface', 'NAT'],
      ['InUse', after.id, 'NetworkInterface', 'NAT'],
    ]);
  });

  it('E3: ten private addresses take ten EIPs, the eleventh is refused (S-12)', async () => {
    const instance = await world.instance({ name: 'e3' });
    const eni = await world.eni({ addresses: 10 });
    await world.attach(eni, instance);
    const device = await world.device(instance, eni);
    for (const address of eni.addresses.slice(1)) {
      await cloud.exec(instance, ['ip', 'address', 'add', `${address}/24`, 'dev', device]);
    }
    const eips = [];
    for (const address of eni.addresses) {
      const eip = await world.eip();
      await world.bind(eip, eni, { privateIp: address });
      eips.push(eip);
    }
    for (const eip of eips) expect(await world.ask(eip.address)).toBe('e3');
    await expect(world.bind(await world.eip(), eni)).rejects.toMatchObject({ code: 'InvalidEip.EipQuotaExceeded', status: 400 });
  });

  it('E5: without an allow rule nothing arrives; a rule opens the way without any other change (S-05, P2)', async () => {
    const group = await world.group({});
    const instance = await world.instance({ name: 'e5', groups: [group] });
    const eni = await world.primaryEni(instance);
    const eip = await world.eip();
    await world.bind(eip, eni);
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await world.allow(group, { IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '203.0.113.0/24' });
    expect(await world.ask(eip.address)).toBe('e5');
  });

  it('E24: the primary ENI takes one EIP, by either instance type (S-10, S-11)', async () => {
    const instance = await world.instance({ name: 'e24' });
    const primary = await world.primaryEni(instance);
    const eip = await world.eip();
    await world.vpc('AssociateEipAddress', { AllocationId: eip.id, InstanceId: instance });
    await world.eipIs(eip, 'InUse');
    expect(await world.ask(eip.address)).toBe('e24');
    const described = await world.ecs('DescribeInstances', { InstanceIds: JSON.stringify([instance]) });
    expect(described).toMatchObject({
      Instances: { Instance: [{ EipAddress: { AllocationId: eip.id, IpAddress: eip.address } }] },
    });
    const second = await world.eip();
    const duplicated = { code: 'InvalidAssociation.Duplicated', status: 400 };
    await expect(world.vpc('AssociateEipAddress', { AllocationId: second.id, InstanceId: instance })).rejects.toMatchObject(duplicated);
    await expect(world.bind(second, primary)).rejects.toMatchObject(duplicated);
    await world.unbind(eip);
    await world.bind(second, primary);
    expect(await world.ask(second.address)).toBe('e24');
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
  });

  it('E26: a hot-attached ENI comes up by itself on one image and by hand on the other (S-24)', async () => {
    const auto = await world.instance({ name: 'e26-auto', image: 'auto' });
    const manual = await world.instance({ name: 'e26-manual', image: 'manual' });
    const [first, second] = [await world.eni(), await world.eni()];
    await world.attach(first, auto);
    await world.attach(second, manual);
    const [one, two] = [await world.eip(), await world.eip()];
    await world.bind(one, first);
    await world.bind(two, second);
    const automatic = await world.device(auto, first);
    expect((await cloud.exec(auto, ['ip', '-4', '-o', 'address', 'show', 'dev', automatic])).stdout).toContain(first.addresses[0]);
    expect(await world.ask(one.address)).toBe('e26-auto');

    const device = await world.device(manual, second, { configured: false });
    expect((await cloud.exec(manual, ['ip', '-4', '-o', 'address', 'show', 'dev', device])).stdout).toBe('');
    expect(await world.ask(two.address, { seconds: 1 })).toBe('');
    await cloud.exec(manual, ['sh', '-c', `ip link set ${device} up && ip address add ${second.addresses[0]}/24 dev ${device}`]);
    expect(await world.ask(two.address)).toBe('e26-manual');
  });

  it('E29: a region outside both lists has NAT (S-16)', async () => {
    const tokyo = await World.create(cloud, { region: 'ap-northeast-1', cidr: '10.0.0.0/8' });
    const instance = await tokyo.instance({ name: 'e29' });
    const eip = await tokyo.eip();
    await tokyo.bind(eip, await tokyo.primaryEni(instance));
    expect(await tokyo.ask(eip.address)).toBe('e29');
  });

  it('E30: ENIs per instance and addresses per ENI up to the type, then one more (S-23, S-43)', async () => {
    // ecs.g6.large: 2 ENIs, 6 private addresses each.
    const instance = await world.instance({ name: 'e30', type: 'ecs.g6.large' });
    const [full, third, tooMany] = [await world.eni({ addresses: 6 }), await world.eni(), await world.eni({ addresses: 7 })];
    await expect(world.attach(tooMany, instance)).rejects.toMatchObject({ code: 'InvalidOperation.Ipv4CountExceeded', status: 403 });
    await world.attach(full, instance);
    await expect(world.attach(third, instance)).rejects.toMatchObject({ code: 'EniPerInstanceLimitExceeded', status: 403 });
    await expect(
      world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: full.id, SecondaryPrivateIpAddressCount: 1 }),
    ).rejects.toMatchObject({ code: 'InvalidOperation.Ipv4CountExceeded', status: 403 });
  });

  it('E32: one story: several ENIs serve, one moves to a standby, an EIP comes and one goes (S-45)', async () => {
    const [main, standby] = [await world.instance({ name: 'e32-main' }), await world.instance({ name: 'e32-standby' })];
    const [fixed, moving] = [await world.eni(), await world.eni()];
    const [stays, moves, goes, comes] = [await world.eip(), await world.eip(), await world.eip(), await world.eip()];
    await world.attach(fixed, main);
    await world.attach(moving, main);
    await world.bind(stays, fixed);
    await world.bind(moves, moving);
    await world.bind(goes, await world.primaryEni(main));
    for (const eni of [fixed, moving]) await world.device(main, eni);
    for (const eip of [stays, moves, goes]) expect(await world.ask(eip.address)).toBe('e32-main');

    await world.detach(moving, main);
    expect(await world.ask(stays.address)).toBe('e32-main');
    await world.attach(moving, standby);
    await world.device(standby, moving);
    expect(await world.ask(moves.address)).toBe('e32-standby');
    expect(await world.ask(stays.address)).toBe('e32-main');

    await world.unbind(goes);
    await world.bind(comes, await world.primaryEni(standby));
    expect(await world.ask(comes.address)).toBe('e32-standby');
    expect(await world.ask(goes.address, { seconds: 1 })).toBe('');
    expect(await world.ask(stays.address)).toBe('e32-main');
    expect(await world.ask(moves.address)).toBe('e32-standby');
  });

  it('E4: a move takes private address, MAC and EIP along (S-03)', async () => {
    const [a, b] = [await world.instance({ name: 'e4-a' }), await world.instance({ name: 'e4-b' })];
    const peer = await world.instance({ name: 'e4-peer' });
    const eni = await world.eni();
    const eip = await world.eip();
    await world.attach(eni, a);
    await world.bind(eip, eni);
    await world.device(a, eni);
    expect(await world.ask(eip.address)).toBe('e4-a');
    const bound = await world.describeEip(eip);
    await world.detach(eni, a);
    expect(await world.describeEip(eip)).toEqual(bound);
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await world.attach(eni, b);
    await world.device(b, eni);
    expect(await world.ask(eip.address)).toBe('e4-b');
    expect(await world.ask(eni.addresses[0] ?? '', { where: peer })).toBe('e4-b');
    expect(await world.describeEip(eip)).toEqual(bound);
    expect(await world.describeEni(eni.id)).toMatchObject({ MacAddress: eni.mac, PrivateIpAddress: eni.addresses[0] });
  });
});
