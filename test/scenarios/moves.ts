/** Moves and rebindings under traffic: what both the short test and the campaign run. */
import { expect } from 'vitest';
import type { Cloud } from '../support/cloud.js';
import { echo, now, Probe, stream, Tap, type Loss } from '../support/traffic.js';
import { until, World, type Eni, type ModeName } from '../support/world.js';

/** Of every mode (S-17, S-18), and a family that takes ENIs in every mode (S-36). */
const REGION = 'cn-shanghai';
const TYPE = 'ecs.g5.4xlarge';

/**
 * Moves an ENI with an EIP to and fro under TCP, UDP and ICMP: from `Available` on nothing reaches the old holder (P17, S-03), and the
 * EIPs of other ENIs of both holders lose no packet.
 */
export async function moveUnderTraffic(cloud: Cloud, moves: number, mode: ModeName): Promise<void> {
  const world = await World.create(cloud, { region: REGION });
  const holders = [await world.instance({ name: 'left', type: TYPE, script: '' }), await world.instance({ name: 'right', type: TYPE, script: '' })] as const;
  const others = [];
  const echoes = [];
  for (const holder of holders) {
    const [primary, other] = [await world.primaryEni(holder), await world.eip()];
    await world.bind(other, primary);
    echoes.push(await echo(cloud, holder, primary.addresses[0] ?? ''));
    others.push(other.address);
  }
  const eni = await world.eni();
  const eip = await world.eip();
  await world.bind(eip, eni, { mode });
  // Where packets arrive: only NAT mode rewrites them.
  const address = mode === 'NAT' ? (eni.addresses[0] ?? '') : eip.address;
  const taps = [await Tap.open(cloud, holders[0], address), await Tap.open(cloud, holders[1], address)] as const;
  const probe = await Probe.start(cloud, others);
  const traffic = await stream(cloud, eip.address);
  const ghosts: string[] = [];
  let losses: readonly Loss[] = [];
  try {
    for (let move = 0; move < moves; move++) {
      const side = move % 2 === 0 ? 0 : 1;
      const attached = now();
      await world.attach(eni, holders[side]);
      await world.useEip(eip, eni, holders[side], mode);
      await until(() => Promise.resolve(seen(taps[side], attached)));
      await world.detach(eni, holders[side]);
      const available = now();
      // The next attach and its first packets are time enough for a packet on the old way to show itself.
      await world.attach(eni, holders[1 - side] ?? '');
      await world.useEip(eip, eni, holders[1 - side] ?? '', mode);
      await until(() => Promise.resolve(seen(taps[side === 0 ? 1 : 0], available)));
      await world.detach(eni, holders[1 - side] ?? '');
      for (const ghost of taps[side].after(available)) ghosts.push(`move ${move}: ${ghost.protocol} ${ghost.at - available} ms after Available`);
    }
  } finally {
    losses = await probe.end();
    traffic.kill('SIGTERM');
    for (const one of echoes) one.kill('SIGTERM');
    for (const tap of taps) tap.close();
  }
  expect(ghosts).toEqual([]);
  for (const { sent, answered } of losses) expect(answered).toBe(sent);
  expect(Math.min(...losses.map(({ sent }) => sent))).toBeGreaterThan(moves);
}

interface Side {
  readonly instance: string;
  readonly eni: Eni;
  readonly tap: Tap;
}

/**
 * Binds one EIP to two ENIs in turn under traffic: once the API says Available or InUse the old holder sees nothing more. A direct mode
 * binds and unbinds while the ENI is detached.
 */
export async function rebindUnderTraffic(cloud: Cloud, rounds: number, mode: ModeName): Promise<void> {
  const world = await World.create(cloud, { region: REGION });
  const eip = await world.eip();
  const sides: Side[] = [];
  for (const name of ['one', 'two']) {
    const instance = await world.instance({ name, type: TYPE, script: '' });
    const eni = mode === 'NAT' ? await world.primaryEni(instance) : await world.eni();
    const tap = await Tap.open(cloud, instance, mode === 'NAT' ? (eni.addresses[0] ?? '') : eip.address);
    sides.push({ instance, eni, tap });
  }
  const take = async ({ instance, eni }: Side) => {
    await world.bind(eip, eni, { mode });
    if (mode !== 'NAT') await world.attach(eni, instance);
    await world.useEip(eip, eni, instance, mode);
  };
  const give = async ({ instance, eni }: Side) => {
    if (mode !== 'NAT') await world.detach(eni, instance);
    await world.unbind(eip);
  };
  const traffic = await stream(cloud, eip.address);
  const ghosts: string[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const old = sides[round % 2];
      const next = sides[(round + 1) % 2];
      if (old === undefined || next === undefined) throw new Error('two sides are needed');
      const bound = now();
      await take(old);
      await until(() => Promise.resolve(seen(old.tap, bound)));
      await give(old);
      const available = now();
      await take(next);
      await until(() => Promise.resolve(seen(next.tap, available)));
      await give(next);
      for (const ghost of old.tap.after(available)) ghosts.push(`round ${round}: ${ghost.protocol} ${ghost.at - available} ms after Available`);
    }
  } finally {
    traffic.kill('SIGTERM');
    for (const side of sides) side.tap.close();
  }
  expect(ghosts).toEqual([]);
}

/** All three protocols arrived since a moment. */
function seen(tap: Tap, since: number): boolean {
  const recent = new Set<string>();
  for (let i = tap.arrivals.length - 1; i >= 0; i--) {
    const one = tap.arrivals[i];
    if (one === undefined || one.at <= since) break;
    recent.add(one.protocol);
  }
  return recent.size === 3;
}
