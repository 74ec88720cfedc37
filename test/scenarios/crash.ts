/** kill -9 of the control plane, of the agent, or of both, in the middle of writes: what both the short test and the campaign run. */
import { expect } from 'vitest';
import { z } from 'zod';
import type { Cloud, Status } from '../support/cloud.js';
import { kernelText } from '../support/kernel.js';
import { echo, Probe } from '../support/traffic.js';
import { until, World, type Eip, type Eni } from '../support/world.js';

type Victim = 'controlPlane' | 'agent' | 'both';

/** Small, seeded, repeatable. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const transitional = /Associating|Attaching|Detaching|Releasing|Deleting|Pending|Starting|Stopping/;

/**
 * Each round fires a handful of writes, kills at a random moment among them, waits until all is up again, and checks: every write
 * that was acknowledged is there, nothing stays transitional, packets go where the API says. Settled EIPs are asked throughout and
 * must not lose one packet.
 */
export async function crashRounds(cloud: Cloud, rounds: number, seed: number): Promise<void> {
  const pick = random(seed);
  const world = await World.create(cloud);
  const [steady, other] = [await world.instance({ name: 'steady' }), await world.instance({ name: 'other' })];
  const settled: Eip[] = [];
  const echoes = [];
  for (const instance of [steady, other]) {
    const [eni, eip] = [await world.primaryEni(instance), await world.eip()];
    await world.bind(eip, eni);
    echoes.push(await echo(cloud, instance, eni.addresses[0] ?? ''));
    settled.push(eip);
  }
  const [moving, floating] = [await world.eni(), await world.eip()];
  const acknowledged = new Map<string, string>();
  const kept = new Set([...settled, floating].map((eip) => eip.id));
  const probe = await Probe.start(cloud, settled.map((eip) => eip.address));
  for (let round = 0; round < rounds; round++) {
    const victim = (['controlPlane', 'agent', 'both'] as const)[pick(3)] ?? 'both';
    // Known beforehand, so that nothing but the chosen moment lies between the calls and the kill.
    const { processes } = cloud.status();
    const calls = writes(world, pick, { steady, other, moving, floating, acknowledged });
    await new Promise((resolve) => setTimeout(resolve, pick(40)));
    kill(processes, victim);
    await calls;
    await back(cloud);
    await quiet(world);
    await consistent(world, { moving, floating, acknowledged }, kept);
  }
  const losses = await probe.end();
  for (const one of echoes) one.kill('SIGTERM');
  for (const { address, sent, answered } of losses) expect(`${address} ${answered} of ${sent}`).toBe(`${address} ${sent} of ${sent}`);

  // A new agent finds the kernel as it should be: it changes nothing.
  const before = kernelText(cloud);
  kill(cloud.status().processes, 'agent');
  await back(cloud);
  expect(kernelText(cloud)).toBe(before);
}

interface Scene {
  readonly steady: string;
  readonly other: string;
  readonly moving: Eni;
  readonly floating: Eip;
  /** Allocated EIPs that the API acknowledged: id → address. */
  readonly acknowledged: Map<string, string>;
}

/** A few calls at once; those cut off by the crash may fail in any way, those that the API refuses too. */
async function writes(world: World, pick: (below: number) => number, scene: Scene): Promise<void> {
  const calls: readonly (() => Promise<unknown>)[] = [
    async () => {
      const eip = await world.eip();
      scene.acknowledged.set(eip.id, eip.address);
    },
    async () => {
      const [id] = scene.acknowledged.keys();
      if (id === undefined) return;
      scene.acknowledged.delete(id);
      await world.vpc('ReleaseEipAddress', { AllocationId: id });
    },
    () => world.ecs('AttachNetworkInterface', { NetworkInterfaceId: scene.moving.id, InstanceId: pick(2) === 0 ? scene.steady : scene.other }),
    async () => {
      const { InstanceId } = await world.describeEni(scene.moving.id);
      await world.ecs('DetachNetworkInterface', { NetworkInterfaceId: scene.moving.id, InstanceId });
    },
    () => world.vpc('AssociateEipAddress', {
      AllocationId: scene.floating.id, InstanceId: scene.moving.id, InstanceType: 'NetworkInterface', Mode: 'NAT',
    }),
    () => world.vpc('UnassociateEipAddress', { AllocationId: scene.floating.id }),
  ];
  const chosen = Array.from({ length: 6 }, () => calls[pick(calls.length)] ?? (() => Promise.resolve()));
  await Promise.allSettled(chosen.map((call) => call()));
}

function kill({ controlPlane, agent }: Status['processes'], victim: Victim): void {
  if (agent === undefined) throw new Error('no agent');
  if (victim !== 'agent') process.kill(controlPlane, 'SIGKILL');
  if (victim !== 'controlPlane') process.kill(agent, 'SIGKILL');
}

/** Both processes are there again and the agent has confirmed all there is. */
async function back(cloud: Cloud): Promise<void> {
  await until(() => {
    try {
      const { healthy, version, confirmed, processes } = cloud.status();
      return Promise.resolve(healthy && processes.agent !== undefined && confirmed === version);
    } catch {
      return Promise.resolve(false);
    }
  });
}

/** No row of the cloud is in a transitional state any more. */
async function quiet(world: World): Promise<void> {
  await until(async () => {
    const bodies = await Promise.all([
      world.vpc('DescribeEipAddresses', { PageSize: 100 }), world.ecs('DescribeNetworkInterfaces', { MaxResults: 100 }),
      world.ecs('DescribeInstances', { PageSize: 100 }),
    ]);
    return !transitional.test(JSON.stringify(bodies));
  });
}

async function consistent(
  world: World,
  { moving, floating, acknowledged }: Pick<Scene, 'moving' | 'floating' | 'acknowledged'>,
  kept: ReadonlySet<string>,
): Promise<void> {
  const rows = z
    .object({ EipAddresses: z.object({ EipAddress: z.array(z.object({ AllocationId: z.string(), IpAddress: z.string() })) }) })
    .parse(await world.vpc('DescribeEipAddresses', { PageSize: 100 }));
  const there = new Map(rows.EipAddresses.EipAddress.map((row) => [row.AllocationId, row.IpAddress]));
  for (const [id, address] of acknowledged) expect(there.get(id), `acknowledged ${id}`).toBe(address);
  // What a cut-off call may have allocated is the caller's to release; nobody does, so it would fill the quota.
  for (const id of there.keys()) {
    if (!acknowledged.has(id) && !kept.has(id)) await world.vpc('ReleaseEipAddress', { AllocationId: id });
  }
  const [eip, eni] = [await world.describeEip(floating), await world.describeEni(moving.id)];
  const holder = eip.InstanceId !== '' && eni.InstanceId !== '' ? eni.InstanceId : undefined;
  if (holder !== undefined) {
    await world.device(holder, moving);
    const hostname = (await world.cloud.exec(holder, ['hostname'])).stdout.trim();
    expect(await world.ask(floating.address)).toBe(hostname);
  } else expect(await world.ask(floating.address, { seconds: 0.3 })).toBe('');
}
