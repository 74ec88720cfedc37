import { beforeEach, describe, expect, it } from 'vitest';
import { TCP } from '../network/packet.js';
import type { Traced, TraceRequest } from '../api/traced.js';
import { CallError, testCloud, textField, type TestCloud } from './testing.js';

let cloud: TestCloud;
let vpc: Awaited<ReturnType<typeof network>>;

const call = async (product: 'Vpc' | 'Ecs', action: string, parameters: Readonly<Record<string, string>> = {}) => {
  const body = await cloud.call(product, action, { RegionId: 'cn-hangzhou', ...parameters });
  await cloud.settled();
  return body;
};

async function network() {
  const vpcId = textField(await call('Vpc', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
  const VSwitchId = textField(await call('Vpc', 'CreateVSwitch', { VpcId: vpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
  const SecurityGroupId = textField(await call('Ecs', 'CreateSecurityGroup', { VpcId: vpcId }), 'SecurityGroupId');
  const run = (PrivateIpAddress: string) =>
    call('Ecs', 'RunInstances', { VSwitchId, SecurityGroupId, PrivateIpAddress, ImageId: 'openeip_auto', InstanceType: 'ecs.g5.xlarge' })
      .then((body) => textField(body, 'InstanceIdSets.InstanceIdSet.0'));
  const eni = (PrimaryIpAddress: string) =>
    call('Ecs', 'CreateNetworkInterface', { VSwitchId, SecurityGroupId, PrimaryIpAddress }).then((body) => textField(body, 'NetworkInterfaceId'));
  const table = cloud.store.read.get('vpc', vpcId)?.routeTableId ?? '';
  return { id: vpcId, group: SecurityGroupId, table, run, eni };
}

async function eip(instanceId = '', more: Readonly<Record<string, string>> = {}) {
  const made = await call('Vpc', 'AllocateEipAddress');
  const id = textField(made, 'AllocationId');
  if (instanceId !== '') await call('Vpc', 'AssociateEipAddress', { AllocationId: id, InstanceId: instanceId, ...more });
  return { id, address: textField(made, 'EipAddress') };
}

const open = (group: string, PortRange = '80/80') =>
  call('Ecs', 'AuthorizeSecurityGroup', { SecurityGroupId: group, IpProtocol: 'tcp', PortRange, SourceCidrIp: '0.0.0.0/0' });

async function trace(from: string, to: string, more: Partial<TraceRequest> = {}): Promise<Traced> {
  const { vpc: VpcId = '', protocol: Protocol = TCP, sourcePort: SourcePort = 4_000, port: Port = 80, probe: Probe = false } = more;
  const body = await cloud.call('OpenEIP', 'TracePacket', { From: from, To: to, Protocol, SourcePort, Port, Probe, ...(VpcId === '' ? {} : { VpcId }) });
  return (body as unknown as { readonly Trace: Traced }).Trace;
}

/** Where it arrives, or the cause with its mend. */
async function outcome(...request: Parameters<typeof trace>): Promise<readonly (string | null)[]> {
  const { forward, back } = await trace(...request);
  const cause = forward.cause ?? back?.cause;
  return cause ? [cause.code, cause.mend] : [forward.arrived, `${forward.packet.source} > ${forward.packet.destination}`];
}

const refusal = async (...request: Parameters<typeof trace>) => {
  const error: unknown = await trace(...request).catch((reason: unknown) => reason);
  if (!(error instanceof CallError) || error.code !== 'InvalidTraceEnd') throw new Error(`not refused: ${JSON.stringify(error)}`);
  return error.message;
};

beforeEach(async () => {
  cloud = await testCloud();
  vpc = await network();
});

describe('the ends of a trace', () => {
  it('internet, instances, private addresses and EIPs', async () => {
    await open(vpc.group);
    const [a, b] = [await vpc.run('10.0.0.5'), await vpc.run('10.0.0.6')];
    const bound = await eip(a);
    const [primary, other] = [a, b].map((id) => cloud.store.read.get('instance', id)?.primaryEniId);
    expect(await outcome('internet', bound.address)).toEqual([primary, '203.0.113.10 > 10.0.0.5']);
    expect(await outcome('203.0.113.77', a)).toEqual([primary, '203.0.113.77 > 10.0.0.5']);
    expect(await outcome(a, b)).toEqual([other, '10.0.0.5 > 10.0.0.6']);
    expect(await outcome('10.0.0.6', a)).toEqual([primary, '10.0.0.6 > 10.0.0.5']);
    expect(await outcome(bound.address, b)).toEqual([other, '10.0.0.5 > 10.0.0.6']);
    expect(await outcome(bound.address, '203.0.113.10')).toEqual(['internet', `${bound.address} > 203.0.113.10`]);
  });

  it('a private address in several VPCs is refused with the choices', async () => {
    const here = await vpc.run('10.0.0.5');
    const second = await network();
    const there = await second.run('10.0.0.5');
    const [eniHere, eniThere] = [here, there].map((id) => cloud.store.read.get('instance', id)?.primaryEniId ?? '');
    expect(await refusal('10.0.0.5', '10.0.0.6')).toBe(
      `10.0.0.5 is in several VPCs. ENIs have it in ${vpc.id} (${String(eniHere)}), ${second.id} (${String(eniThere)}). Say which: --vpc ${vpc.id}`,
    );
    await second.run('10.0.0.6');
    await open(second.group);
    expect((await trace('10.0.0.5', '10.0.0.6', { vpc: second.id })).delivered).toBe(true);
    expect((await trace('10.0.0.5', '10.0.0.6', { vpc: vpc.id })).forward.cause?.code).toBe('AddressUnused');
  });

  it('what is no end is refused', async () => {
    const instance = await vpc.run('10.0.0.5');
    const { id, address } = await eip();
    expect(await refusal('nonsense', instance)).toContain('There is no "nonsense".');
    expect(await refusal('192.0.2.1', instance)).toContain('Nobody sends from 192.0.2.1.');
    expect(await refusal('10.0.0.5', instance, { vpc: 'vpc-none' })).toContain('There is no VPC vpc-none.');
    expect(await refusal(address, instance)).toContain(`${id} is bound to nothing.`);
    expect(await refusal('internet', instance)).toContain('none of its ENIs has an EIP');
  });
});

describe('what a trace tells', () => {
  it('names resources by their ids, and answers by rule', async () => {
    await open(vpc.group);
    const instance = await vpc.run('10.0.0.5');
    const bound = await eip(instance);
    const eni = cloud.store.read.get('instance', instance)?.primaryEniId ?? '';
    const rule = cloud.store.read.get('securityGroup', vpc.group)?.rules[0]?.id ?? '';
    const { forward, back, ...rest } = await trace('internet', bound.address);
    expect(rest).toEqual({ delivered: true, answered: true, notes: [], probe: null });
    expect(forward.hops.map(({ at, decision, by }) => [at, decision, by])).toEqual([
      ['internet', 'sent', ''], ['edge', 'to-vpc', bound.id], [vpc.id, 'destination-translated', bound.id], [vpc.id, 'way-back', vpc.table],
      [vpc.id, 'route', vpc.table], [vpc.id, 'ingress-accepted', rule], [eni, 'delivered', eni],
    ]);
    expect(forward.hops[5]?.text).toBe(`rule ${rule} lets it reach ${eni}`);
    expect(forward.hops[5]?.facts).toMatchObject({ eni });
    expect(back?.packet).toMatchObject({ source: bound.address, destination: '203.0.113.10' });
    expect(JSON.stringify([forward, back])).not.toMatch(/(?:port|space|table|guest|policy|translation)\/\d/);
  });

  it('what the network does not know, from the rows', async () => {
    const instance = await vpc.run('10.0.0.5');
    const eni = await vpc.eni('10.0.0.9');
    expect(await outcome(instance, '10.0.0.9')).toEqual([
      'EniNotAttached', `openeip call ecs AttachNetworkInterface --NetworkInterfaceId ${eni} --InstanceId <i-…>`,
    ]);
    const unbound = await eip();
    expect(await outcome('internet', unbound.address)).toEqual(['EipUnbound', expect.stringContaining(`--AllocationId ${unbound.id} `)]);
    await call('Ecs', 'AuthorizeSecurityGroup', { SecurityGroupId: vpc.group, IpProtocol: 'all', PortRange: '-1/-1', SourceCidrIp: '0.0.0.0/0', Policy: 'Drop' });
    const bound = await eip(instance);
    const rule = cloud.store.read.get('securityGroup', vpc.group)?.rules[0]?.id ?? '';
    expect(await outcome('internet', bound.address)).toEqual([
      'SecurityGroupIngress.Denied', `openeip call ecs RevokeSecurityGroup --SecurityGroupId ${vpc.group} --SecurityGroupRuleId.1 ${rule}`,
    ]);
  });

  it('the private address that cut-through replaced', async () => {
    const instance = await vpc.run('10.0.0.5');
    const eni = await vpc.eni('10.0.0.9');
    const bound = await eip(eni, { InstanceType: 'NetworkInterface', Mode: 'BINDED' });
    await call('Ecs', 'AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: instance });
    expect((await trace(instance, '10.0.0.9')).forward.cause).toMatchObject({ code: 'PrivateNetworkDead' });
    await open(vpc.group);
    expect(await outcome('internet', bound.address)).toEqual([eni, `203.0.113.10 > ${bound.address}`]);
  });

  it('a mend mends: each command that it names lets the next packet live', async () => {
    const instance = await vpc.run('10.0.0.5');
    const bound = await eip(instance);
    await mend(await trace('internet', bound.address), 'SecurityGroupIngress.NoRule');
    await call('Ecs', 'StopInstance', { InstanceId: instance });
    await mend(await trace('internet', bound.address), 'InstanceStopped');
    const gateway = textField(await call('Vpc', 'CreateIpv4Gateway', { VpcId: vpc.id }), 'Ipv4GatewayId');
    await call('Vpc', 'EnableVpcIpv4Gateway', { Ipv4GatewayId: gateway });
    expect(await outcome(instance, '203.0.113.10')).toEqual(['NoInternetRoute', expect.stringContaining(gateway)]);
    await mend(await trace('internet', bound.address), 'NoWayBack');
    expect(await trace('internet', bound.address)).toMatchObject({ delivered: true, answered: true });
  });

  /** Runs the command as it is printed. */
  async function mend({ forward }: Traced, code: string): Promise<void> {
    expect(forward.cause?.code).toBe(code);
    const [name = '', verb = '', ...pairs] = (forward.cause?.mend ?? '').split('\n')[0]?.replace('openeip call ', '').split(' ') ?? [];
    const parameters: Record<string, string> = {};
    for (let i = 0; i < pairs.length; i += 2) parameters[(pairs[i] ?? '').replace('--', '')] = pairs[i + 1] ?? '';
    await call(name === 'vpc' ? 'Vpc' : 'Ecs', verb, parameters);
  }
});

describe('a probe', () => {
  it('says that the memory data plane sends none', async () => {
    const [a, b] = [await vpc.run('10.0.0.5'), await vpc.run('10.0.0.6')];
    expect(await trace(a, b, { probe: true })).toMatchObject({ delivered: true, probe: { failed: 'The memory data plane carries no packets.' } });
  });
});

it('§4.6: a static public address is an end like an EIP', async () => {
  const [a, b] = [await vpc.run('10.0.0.9'), await vpc.run('10.0.0.10')];
  await call('Ecs', 'ModifyInstanceNetworkSpec', { InstanceId: a, InternetMaxBandwidthOut: '5', AllocatePublicIp: 'true' });
  const address = textField(await call('Ecs', 'AllocatePublicIpAddress', { InstanceId: a }), 'IpAddress');
  await open(vpc.group);
  expect(await outcome('internet', address)).toEqual([cloud.store.read.get('instance', a)?.primaryEniId, '203.0.113.10 > 10.0.0.9']);
  expect(await outcome(address, '203.0.113.10')).toEqual(['internet', `${address} > 203.0.113.10`]);
  expect((await outcome(b, '203.0.113.10'))[0]).toBe('SourceWithoutEip');
});
