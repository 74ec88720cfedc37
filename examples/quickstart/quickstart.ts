/**
 * Two instances, one movable ENI with two private addresses, an EIP on each in NAT mode. Both EIPs are asked from the Internet side,
 * then the ENI moves to the other instance while a client keeps asking.
 *
 *   npm start                                  # in another terminal
 *   eval "$(node bin/openeip.js env)"
 *   npx tsx examples/quickstart/quickstart.ts
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import EcsModule, * as ecsModels from '@alicloud/ecs20140526';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import VpcModule, * as vpcModels from '@alicloud/vpc20160428';

if (process.env['ALIBABA_CLOUD_ACCESS_KEY_ID'] === undefined) stop('Which cloud? First: eval "$(node bin/openeip.js env)"');
const regionId = process.env['ALIBABA_CLOUD_REGION_ID'] ?? 'cn-hangzhou';
const config = new $OpenApiUtil.Config({
  accessKeyId: process.env['ALIBABA_CLOUD_ACCESS_KEY_ID'],
  accessKeySecret: process.env['ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
  endpoint: process.env['ALIBABA_CLOUD_ENDPOINT'] ?? '127.0.0.1:8090',
  protocol: 'HTTP',
  regionId,
});
const vpc = new VpcModule.default(config);
const ecs = new EcsModule.default(config);

/** The web server that every instance starts by itself: it answers with the instance's name. */
const WEB_SERVER = `#!/bin/sh
mkdir -p /tmp/www && hostname > /tmp/www/index.html
busybox httpd -p 80 -h /tmp/www
`;

const { vpcId } = must((await vpc.createVpc(new vpcModels.CreateVpcRequest({ regionId, cidrBlock: '10.0.0.0/8' }))).body);
await until('the VPC', async () =>
  (await vpc.describeVpcAttribute(new vpcModels.DescribeVpcAttributeRequest({ regionId, vpcId }))).body?.status === 'Available');
const zoneId = `${regionId}-h`;
const { vSwitchId } = must((await vpc.createVSwitch(
  new vpcModels.CreateVSwitchRequest({ regionId, vpcId, zoneId, cidrBlock: '10.0.0.0/24' }),
)).body);
await until('the vSwitch', async () =>
  (await vpc.describeVSwitchAttributes(new vpcModels.DescribeVSwitchAttributesRequest({ regionId, vSwitchId }))).body
    ?.status === 'Available');
const { securityGroupId } = must((await ecs.createSecurityGroup(
  new ecsModels.CreateSecurityGroupRequest({ regionId, vpcId }),
)).body);
await ecs.authorizeSecurityGroup(new ecsModels.AuthorizeSecurityGroupRequest({
  regionId,
  securityGroupId,
  permissions: [new ecsModels.AuthorizeSecurityGroupRequestPermissions({
    ipProtocol: 'TCP', portRange: '80/80', sourceCidrIp: '0.0.0.0/0',
  })],
}));
say(`network     ${vpcId}  ${vSwitchId}  ${securityGroupId}`);

const images = must((await ecs.describeImages(new ecsModels.DescribeImagesRequest({ regionId }))).body);
const imageId = images.images?.image?.[0]?.imageId;

const [tokyo, osaka] = await Promise.all(['tokyo', 'osaka'].map(async (hostName) => {
  const { instanceIdSets } = must((await ecs.runInstances(new ecsModels.RunInstancesRequest({
    regionId,
    instanceType: 'ecs.g6.xlarge',
    imageId,
    vSwitchId,
    securityGroupId,
    hostName,
    userData: Buffer.from(WEB_SERVER).toString('base64'),
  }))).body);
  const id = instanceIdSets?.instanceIdSet?.[0] ?? '';
  await until(hostName, async () =>
    (await ecs.describeInstanceStatus(new ecsModels.DescribeInstanceStatusRequest({ regionId, instanceId: [id] }))).body
      ?.instanceStatuses?.instanceStatus?.[0]?.status === 'Running');
  return id;
})) as [string, string];
say(`instances   tokyo ${tokyo}  osaka ${osaka}`);

const eni = must((await ecs.createNetworkInterface(new ecsModels.CreateNetworkInterfaceRequest({
  regionId, vSwitchId, securityGroupId, secondaryPrivateIpAddressCount: 1,
}))).body);
const eniId = eni.networkInterfaceId ?? '';
const addresses = eni.privateIpSets?.privateIpSet?.map((one) => one.privateIpAddress ?? '') ?? [];
await attach(tokyo);
say(`secondary   ${eniId}  ${addresses.join('  ')}  on tokyo`);

const eips = await Promise.all(addresses.map(async (privateIpAddress) => {
  const { allocationId, eipAddress } = must((await vpc.allocateEipAddress(
    new vpcModels.AllocateEipAddressRequest({ regionId }),
  )).body);
  await vpc.associateEipAddress(new vpcModels.AssociateEipAddressRequest({
    regionId, allocationId, instanceId: eniId, instanceType: 'NetworkInterface', mode: 'NAT', privateIpAddress,
  }));
  await until(eipAddress ?? '', async () =>
    (await vpc.describeEipAddresses(new vpcModels.DescribeEipAddressesRequest({ regionId, allocationId }))).body
      ?.eipAddresses?.eipAddress?.[0]?.status === 'InUse');
  say(`bound       ${eipAddress}  →  ${privateIpAddress}`);
  return eipAddress ?? '';
}));

for (const eip of eips) say(`curl        http://${eip}/  →  ${ask(eip)}`);

// A client on the Internet side asks the first EIP every 10 ms while the ENI moves.
const client = spawn(process.execPath, [openeip(), 'exec', 'internet', '--', 'sh', '-c',
  `while :; do curl -s -m 0.2 http://${eips[0]}/ || echo -; sleep 0.01; done`], { stdio: ['ignore', 'pipe', 'inherit'] });
const seen: string[] = [];
client.stdout.setEncoding('utf8').on('data', (text: string) => seen.push(...text.split('\n').filter((line) => line !== '')));
await until('the client', () => Promise.resolve(answers('tokyo') >= 50));

await ecs.detachNetworkInterface(new ecsModels.DetachNetworkInterfaceRequest({
  regionId, networkInterfaceId: eniId, instanceId: tokyo,
}));
await until('the detach', async () => (await eniStatus()) === 'Available');
await attach(osaka);
await until('the move', () => Promise.resolve(answers('osaka') >= 50));
client.kill();
say(`moved       ${runs(seen)}`);
for (const eip of eips) say(`curl        http://${eip}/  →  ${ask(eip)}`);

function answers(of: string): number {
  return seen.filter((one) => one === of).length;
}

/** Attaches the ENI and configures its secondary address in the guest: DHCP gives a NIC its primary address only. */
async function attach(instanceId: string): Promise<void> {
  await ecs.attachNetworkInterface(new ecsModels.AttachNetworkInterfaceRequest({
    regionId, networkInterfaceId: eniId, instanceId,
  }));
  await until('the attach', async () => (await eniStatus()) === 'InUse');
  run(instanceId, 'ip', 'address', 'add', `${addresses[1]}/24`, 'dev', 'eth1');
}

async function eniStatus(): Promise<string | undefined> {
  const { body } = await ecs.describeNetworkInterfaces(new ecsModels.DescribeNetworkInterfacesRequest({
    regionId, networkInterfaceId: [eniId],
  }));
  return body?.networkInterfaceSets?.networkInterfaceSet?.[0]?.status;
}

function ask(eip: string): string {
  return run('internet', 'curl', '-s', '-m', '2', '--retry', '5', '--retry-all-errors', `http://${eip}/`).trim();
}

function run(where: string, ...argv: readonly string[]): string {
  const result = spawnSync(process.execPath, [openeip(), 'exec', where, '--', ...argv], { encoding: 'utf8' });
  if (result.status !== 0) stop(`openeip exec ${where} -- ${argv.join(' ')}\n${result.stderr}`);
  return result.stdout;
}

function stop(line: string): never {
  console.error(line);
  process.exit(1);
}

function openeip(): string {
  return join(import.meta.dirname, '../../bin/openeip.js');
}

/** `tokyo × 12, - × 3, osaka × 5`: what the client saw, in order. */
function runs(answers: readonly string[]): string {
  const parts: { answer: string; count: number }[] = [];
  for (const answer of answers) {
    const last = parts.at(-1);
    if (last?.answer === answer) last.count++;
    else parts.push({ answer, count: 1 });
  }
  return parts.map(({ answer, count }) => `${answer === '-' ? 'no answer' : answer} × ${count}`).join(', ');
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${what} was not ready within 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function must<T>(body: T | undefined): T {
  if (body === undefined) throw new Error('an answer without a body');
  return body;
}

function say(line: string): void {
  console.log(line);
}
