/** `openeip trace --probe`: a real packet through the data plane, and whether it went where the walk says. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { World, type Eip, type Eni } from '../support/world.js';

const answer = z.object({
  delivered: z.boolean(), answered: z.boolean(), forward: z.object({ arrived: z.string().nullable(), cause: z.object({ code: z.string() }).nullable() }),
  probe: z.object({ agrees: z.boolean(), differences: z.array(z.string()) }),
});

let cloud: Cloud;
let world: World;
let [server, peer]: string[] = [];
let eni: Eni;
let eip: Eip;

beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux' });
  world = await World.create(cloud);
  server = await world.instance({ name: 'server' });
  peer = await world.instance({ name: 'peer' });
  eni = await world.primaryEni(server);
  eip = await world.eip();
  await world.bind(eip, eni);
});
afterAll(() => cloud.down());

const probe = (from: string, to: string, ...more: readonly string[]) =>
  answer.parse(JSON.parse(cloud.cli('trace', '--from', from, '--to', to, '--probe', '--json', ...more).stdout));

it.each(['tcp', 'udp', 'icmp'])('%s to an EIP: the kernel agrees, whoever listens there', (proto) => {
  expect(probe('internet', eip.address, '--proto', proto)).toMatchObject({ delivered: true, answered: true, probe: { agrees: true, differences: [] } });
});

it('inside, and out', () => {
  expect(probe(peer ?? '', server ?? '')).toMatchObject({ forward: { arrived: eni.id }, answered: true, probe: { agrees: true } });
  expect(probe(server ?? '', '203.0.113.10')).toMatchObject({ forward: { arrived: 'internet' }, answered: true, probe: { agrees: true } });
});

it('and on what dies', () => {
  expect(probe(peer ?? '', '203.0.113.10')).toMatchObject({ forward: { cause: { code: 'SourceWithoutEip' } }, probe: { agrees: true } });
  expect(probe('internet', eip.address, '--proto', 'gre')).toMatchObject({ forward: { cause: { code: 'ProtocolNotTranslated' } }, probe: { agrees: true } });
});

it('a host that is not there: the kernel disagrees, and it is told in the cloud\'s ids', async () => {
  const away = '203.0.113.77';
  const { probe: { agrees, differences } } = probe(server ?? '', away);
  expect(agrees).toBe(false);
  expect(differences.join()).toMatch(/^the packet: by the walk internet gets tcp .*, in fact nobody gets it,the answer: by the walk eni-\w+ gets /);
  const { stdout } = cloud.cli('trace', '--from', server ?? '', '--to', away, '--probe');
  expect(stdout).toContain('  probe  disagrees. the packet: by the walk internet gets ');
  // What the walk took for granted, with what makes it true.
  const [, mend = ''] = /\n {9}openeip exec internet -- (ip address add .*)\n/.exec(stdout) ?? [];
  expect((await cloud.exec('internet', mend.split(' '))).code).toBe(0);
  // The edge has just been told that nobody is there, and asks again only after a second; whom it hears, it knows.
  expect((await cloud.exec('internet', ['ping', '-c1', '-W5', '-I', away, '203.0.113.1'])).code).toBe(0);
  expect(probe(server ?? '', away).probe).toEqual({ agrees: true, differences: [] });
});

it('a stopped instance sends nothing', async () => {
  await world.ecs('StopInstance', { InstanceId: peer });
  await world.instanceIs(peer ?? '', 'Stopped');
  const { code, stdout } = cloud.cli('trace', '--from', peer ?? '', '--to', server ?? '', '--probe');
  expect(code).toBe(1);
  expect(stdout).toContain('InstanceStopped');
  expect(stdout).toContain('  probe  none was sent: ');
});
