/** What calls on instances and their groups do to packets: intra-group access, static public addresses, another vSwitch, mail (§2.4, §2.8, §4.6, U-35). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { INTERNET_HOST } from '../support/exposure.js';
import { line, text, until, WEB_SERVER, World } from '../support/world.js';

/** Tells each caller of TCP 5000 the address that it comes from. */
const MIRROR = `
import socket, sys
s = socket.create_server((sys.argv[1], 5000))
print("ready", flush=True)
while True:
    peer, address = s.accept()
    peer.sendall(address[0].encode())
    peer.close()
`;

let cloud: Cloud;
let world: World;
let [a, b, basic] = ['', '', ''];
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: { blockOutboundTcp25: true } });
  world = await World.create(cloud);
  basic = await world.group({});
  [a, b] = await Promise.all([world.instance({ name: 'alpha', groups: [basic] }), world.instance({ name: 'beta', groups: [basic] })]);
});
afterAll(() => cloud.down());

const addressOf = async (instance: string) => (await world.primaryEni(instance)).addresses[0] ?? '';

it('§2.8: ModifySecurityGroupPolicy opens and closes a basic group for its own members', async () => {
  const address = await addressOf(b);
  const inside = () => world.ask(address, { where: a, seconds: 1 });
  expect(await inside()).toBe('beta');
  await world.ecs('ModifySecurityGroupPolicy', { SecurityGroupId: basic, InnerAccessPolicy: 'Drop' });
  await until(async () => (await inside()) === '');
  await world.allow(basic, { IpProtocol: 'TCP', PortRange: '80/80', SourceGroupId: basic });
  await until(async () => (await inside()) === 'beta');
  await world.ecs('RevokeSecurityGroup', { SecurityGroupId: basic, IpProtocol: 'TCP', PortRange: '80/80', SourceGroupId: basic });
  await until(async () => (await inside()) === '');
  await world.ecs('ModifySecurityGroupPolicy', { SecurityGroupId: basic, InnerAccessPolicy: 'Accept' });
  await until(async () => (await inside()) === 'beta');
});

it('§4.8: ModifySecurityGroupRule moves a rule to another port', async () => {
  const address = text(await world.ecs('ModifyInstanceNetworkSpec', { InstanceId: b, InternetMaxBandwidthOut: 10, AllocatePublicIp: true }).then(() =>
    world.ecs('AllocatePublicIpAddress', { InstanceId: b })), 'IpAddress');
  expect(await world.ask(address, { seconds: 1 })).toBe('');
  await world.allow(basic, { IpProtocol: 'TCP', PortRange: '81/81', SourceCidrIp: '0.0.0.0/0' });
  const rules = z.object({ Permissions: z.object({ Permission: z.array(z.object({ SecurityGroupRuleId: z.string() })) }) })
    .parse(await world.ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: basic, Direction: 'ingress' }));
  const SecurityGroupRuleId = rules.Permissions.Permission[0]?.SecurityGroupRuleId ?? '';
  await world.ecs('ModifySecurityGroupRule', { SecurityGroupId: basic, SecurityGroupRuleId, PortRange: '80/80' });
  await world.answers(address, 'beta');
});

it('§4.6: a static public address reaches the instance, is its source, and goes with its bandwidth', async () => {
  const address = text(await world.ecs('AllocatePublicIpAddress', { InstanceId: b }), 'IpAddress');
  await world.answers(address, 'beta');
  const mirror = cloud.spawn('internet', ['python3', '-c', MIRROR, INTERNET_HOST]);
  await line(mirror, /ready/);
  expect((await cloud.exec(b, ['curl', '-s', '-m', '3', `telnet://${INTERNET_HOST}:5000`])).stdout).toBe(address);
  mirror.kill('SIGTERM');
  await world.ecs('ModifyInstanceNetworkSpec', { InstanceId: b, InternetMaxBandwidthOut: 0 });
  await until(async () => (await world.ask(address, { seconds: 1 })) === '');
});

it('U-35: with the switch on, TCP to port 25 of the Internet side is dropped, to others it is not', async () => {
  const eip = await world.eip();
  await world.bind(eip, await world.primaryEni(a));
  for (const port of ['25', '26']) await cloud.exec('internet', ['busybox', 'httpd', '-p', `${INTERNET_HOST}:${port}`, '-h', '/']);
  const status = async (port: string) =>
    (await cloud.exec(a, ['curl', '-s', '-m', '2', '-o', '/dev/null', '-w', '%{http_code}', `http://${INTERNET_HOST}:${port}/nothing`])).stdout;
  await until(async () => (await status('26')) === '404');
  expect(await status('25')).toBe('000');
  await world.unbind(eip);
});

it('§2.4: ModifyInstanceVpcAttribute takes a stopped instance to another vSwitch, and its EIP leads there', async () => {
  const eip = await world.eip();
  await world.vpc('AssociateEipAddress', { AllocationId: eip.id, InstanceId: b });
  await world.eipIs(eip, 'InUse');
  await world.answers(eip.address, 'beta');
  const { vswitchId } = await world.beside('10.0.1.0/24');
  await world.ecs('StopInstance', { InstanceId: b });
  await world.instanceIs(b, 'Stopped');
  await world.ecs('ModifyInstanceVpcAttribute', { InstanceId: b, VSwitchId: vswitchId, PrivateIpAddress: '10.0.1.9' });
  await world.ecs('StartInstance', { InstanceId: b });
  await world.instanceIs(b, 'Running');
  await world.booted(b);
  await cloud.exec(b, ['sh', '-c', WEB_SERVER]);
  await world.answers(eip.address, 'beta');
  expect(await world.ask('10.0.1.9', { where: a })).toBe('beta');
});
