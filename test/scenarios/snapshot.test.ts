/** A snapshot of a cloud with packets: what is loaded really carries them again. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { until, World, type Eip, type Eni } from '../support/world.js';

let cloud: Cloud;
let world: World;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux' });
  world = await World.create(cloud);
});
afterAll(() => cloud.down());

/** Has the agent stand still meanwhile. */
async function withoutAgent(work: () => Promise<void>): Promise<void> {
  const { agent } = cloud.status().processes;
  if (agent === undefined) throw new Error('there is no agent');
  process.kill(agent, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(agent, 'SIGCONT');
  }
}

it('§4.0: an EIP that was moved answers again at its old place, from an instance that was deleted; writes wait for the data plane', async () => {
  const [one, other] = await Promise.all([world.instance({ name: 'one' }), world.instance({ name: 'other' })]);
  const [eip, eni, target]: [Eip, Eni, Eni] = [await world.eip(), await world.primaryEni(one), await world.primaryEni(other)];
  await world.bind(eip, eni);
  expect(await world.ask(eip.address)).toBe('one');
  expect(cloud.cli('snapshot', 'save', 'with-one')).toMatchObject({ code: 0, stderr: '' });

  await world.unbind(eip);
  await world.bind(eip, target);
  await world.ecs('DeleteInstance', { InstanceId: one, Force: true });
  const extra = await world.eip();
  await world.bind(extra, await world.eni());
  expect(await world.ask(eip.address)).toBe('other');
  expect(cloud.cli('snapshot', 'diff', 'with-one').stdout).toMatch(new RegExp(`^~ eip ${eip.id} .*\\n(    .*\\n)*    binding\\.eniId: ${eni.id} → ${target.id}\\n`, 'm'));

  await cloud.exec(other, ['touch', '/run/before', '/root/kept']);
  await withoutAgent(async () => {
    await cloud.call('OpenEIP', 'LoadSnapshot', { Name: 'with-one' });
    await expect(world.eip()).rejects.toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    expect((await world.describeEip(eip)).InstanceId).toBe(eni.id);
  });
  // The first call that is not refused any more: now packets go where the rows say.
  await until(() => world.eip().then(() => true, () => false));
  await world.answers(eip.address, 'one');
  expect(await world.ask(extra.address, { seconds: 1 })).toBe('');
  // The one that was there all the time booted anew, with its disk.
  await world.instanceIs(other, 'Running');
  await world.booted(other);
  expect((await cloud.exec(other, ['ls', '/run/before', '/root/kept'])).stdout).toBe('/root/kept\n');
});

it('a cloud is filled from the file of another, in another place, before it says ready', async () => {
  const file = join(cloud.home, 'snapshots/with-one.jsonl');
  const copy = join(cloud.home, 'copy.jsonl');
  copyFileSync(file, copy);
  const second = await Cloud.up({ dataplane: 'memory', settings: { startup: copy } });
  try {
    const { rows } = second.status();
    expect([rows['instance'], rows['eip']]).toEqual([2, 1]);
  } finally {
    await second.down();
  }
});
