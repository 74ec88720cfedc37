/** `openeip trace` against a cloud without packets: what it prints, and with which exit code. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud, type Parameters } from '../support/cloud.js';
import { World, type Eip } from '../support/world.js';
import { openeip } from './command.js';

const trip = z.object({
  arrived: z.string().nullable(),
  packet: z.object({ source: z.string(), destination: z.string(), sourcePort: z.number().nullable(), destinationPort: z.number().nullable() }),
  hops: z.array(z.object({ at: z.string(), decision: z.string(), by: z.string(), text: z.string() })),
  cause: z.object({ code: z.string(), what: z.string(), mend: z.string() }).nullable(),
});
const answer = z.object({ delivered: z.boolean(), answered: z.boolean(), forward: trip, back: trip.nullable(), probe: z.unknown() });

const made = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string()]) }) });

/** Here nothing boots. */
async function instanceIn(world: World, parameters: Parameters = {}): Promise<string> {
  const body = await world.ecs('RunInstances', {
    InstanceType: 'ecs.g6.large', ImageId: (await world.images())[0], VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup, ...parameters,
  });
  const [id] = made.parse(body).InstanceIdSets.InstanceIdSet;
  await world.instanceIs(id, 'Running');
  return id;
}

describe('openeip trace', () => {
  let cloud: Cloud;
  let world: World;
  let instance: string;
  let eip: Eip;

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory' });
    world = await World.create(cloud);
    instance = await instanceIn(world);
    eip = await world.eip();
    await world.bind(eip, await world.primaryEni(instance));
  });
  afterAll(() => cloud.down());

  const asked = (...argv: readonly string[]) => {
    const { code, stdout } = cloud.cli('trace', ...argv, '--json');
    return { code, ...answer.parse(JSON.parse(stdout)) };
  };

  it('one line per hop, there and back, in 100 columns', () => {
    const { code, stdout, stderr } = cloud.cli('trace', '--from', 'internet', '--to', eip.address, '--source-port', '4000');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines[0]).toBe('there');
    expect(lines[1]).toMatch(new RegExp(`^ {2}internet {2,}tcp 203\\.0\\.113\\.10:4000 > ${eip.address}:80$`));
    expect(lines).toContain('and back');
    expect(stdout).toMatch(/\n\neni-\w+ gets the packet, and its answer comes back\.\n$/);
    expect(stdout).toContain(eip.id);
    expect(stdout).toContain(world.vpcId);
  });

  it('as JSON', () => {
    const traced = asked('--from', instance, '--to', '203.0.113.10', '--proto', 'udp', '--port', '5353', '--source-port', '6000');
    expect(traced).toMatchObject({ code: 0, delivered: true, answered: true, probe: null });
    expect(traced.forward).toMatchObject({ arrived: 'internet', packet: { source: eip.address, sourcePort: 6_000, destinationPort: 5_353 } });
    expect(traced.back?.hops.length).toBeGreaterThan(3);
    expect(asked('--from', 'internet', '--to', eip.address, '--proto', '47')).toMatchObject({
      code: 1, delivered: false, back: null, forward: { arrived: null, packet: { sourcePort: null }, cause: { code: 'ProtocolNotTranslated' } },
    });
  });

  it('the cause of a death with the command that mends it, which a shell takes as it is printed', async () => {
    const closed = await world.group({});
    const other = await instanceIn(world, { SecurityGroupId: closed });
    const dead = cloud.cli('trace', '--from', instance, '--to', other, '--port', '8080');
    expect(dead.code).toBe(1);
    expect(dead.stdout).toMatch(/\n {2}cause {2}SecurityGroupIngress\.NoRule\n {2}mend {3}openeip call ecs AuthorizeSecurityGroup /);
    expect(dead.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    const printed = dead.stdout.slice(dead.stdout.indexOf('  mend   ') + '  mend   '.length);
    openeip.shell(`openeip() { OPENEIP_HOME=${cloud.home} node ${process.cwd()}/bin/openeip.js "$@"; }\n${printed}`);
    expect(cloud.cli('trace', '--from', instance, '--to', other, '--port', '8080')).toMatchObject({ code: 0 });
  });

  it('a probe has no packets to send', () => {
    const { code, stdout } = cloud.cli('trace', '--from', 'internet', '--to', eip.address, '--probe');
    expect(code).toBe(0);
    expect(stdout).toContain('  probe  none was sent: The memory data plane carries no packets.');
  });

  it.each<[string, readonly string[], string]>([
    ['no sender', ['--to', '198.18.0.2'], '--from is missing.'],
    ['an instance that is none', ['--from', 'i-none', '--to', '198.18.0.2'], 'There is no "i-none".'],
    ['a protocol that is none', ['--from', 'internet', '--to', '198.18.0.2', '--proto', '256'], 'There is no protocol "256".'],
    ['a port that is none', ['--from', 'internet', '--to', '198.18.0.2', '--port', '65536'], '"65536" is no port.'],
    ['a port without ports', ['--from', 'internet', '--to', '198.18.0.2', '--proto', 'icmp', '--port', '80'], 'icmp has no ports.'],
    ['an option that is none', ['--from', 'internet', '--to', '198.18.0.2', '--colour'], 'unknown option'],
    ['a VPC that is none', ['--from', '10.0.0.5', '--to', '198.18.0.2', '--vpc', 'vpc-none'], 'There is no VPC vpc-none.'],
  ])('%s is exit code 2', (_, argv, said) => {
    const run = cloud.cli('trace', ...argv);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(said);
    expect(run.code).toBe(2);
  });

  it('an address in several VPCs is refused with the choices, and found with one of them', async () => {
    const second = await World.create(cloud);
    const address = '10.0.0.77';
    for (const one of [world, second]) await instanceIn(one, { PrivateIpAddress: address });
    const run = cloud.cli('trace', '--from', address, '--to', '203.0.113.10');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`${address} is in several VPCs.`);
    for (const one of [world, second]) expect(run.stderr).toContain(one.vpcId);
    expect(asked('--from', address, '--to', '203.0.113.10', '--vpc', second.vpcId)).toMatchObject({ code: 1, forward: { cause: { code: 'SourceWithoutEip' } } });
  });
});

it('openeip trace where nothing runs is exit code 2', () => {
  const run = openeip.run(['trace', '--from', 'internet', '--to', '198.18.0.2'], { OPENEIP_HOME: '/nonexistent' });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('OpenEIP is not running.');
});
