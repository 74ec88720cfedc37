/**
 * The hairpin matrix (P24–P26): from {own instance, same vSwitch, other vSwitch, other VPC, Internet side} to {own EIP, another's EIP}, in
 * each mode, over ICMP, TCP and UDP. Whoever has an EIP is seen with it; whoever has none gets nowhere.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { until, World, type Eip, type Eni, type ModeName } from '../support/world.js';

const source = (name: string) => readFileSync(join(import.meta.dirname, '../support', name), 'utf8');
const MIRROR = source('mirror.py');
const ASK = source('ask.py');
const PROTOCOLS = ['icmp', 'tcp', 'udp'] as const;
/** Of every mode. */
const REGION = 'cn-shanghai';
const INTERNET_HOST = '203.0.113.10';

/** One who calls: from where, with which source address (`` for what the guest's routes give), and how the target sees it. */
interface Caller {
  readonly where: string;
  readonly from: string;
  readonly seen: string;
}

/** Echo requests that a mirror saw, by sender. */
interface Mirror {
  readonly echoes: string[];
}

describe.each<ModeName>(['NAT', 'BINDED', 'MULTI_BINDED'])('hairpin, target in %s', (mode) => {
  let cloud: Cloud;
  let target: string;
  let eip: Eip;
  let mirror: Mirror;
  const callers = new Map<string, Caller>();

  /** An instance of a world with an EIP on its primary ENI. */
  async function withEip(world: World, name: string): Promise<Caller & { readonly eni: Eni }> {
    const where = await world.instance({ name, script: '' });
    const eni = await world.primaryEni(where);
    const own = await world.eip();
    await world.bind(own, eni);
    return { where, from: '', seen: own.address, eni };
  }

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { multiEip: true, quotas: { eipsPerAccount: 40 } } });
    const world = await World.create(cloud, { region: REGION });
    const other = await world.beside('10.0.1.0/24');
    // The same ranges as the first one's.
    const abroad = await World.create(cloud, { region: REGION });

    target = await world.instance({ name: 'target', type: 'ecs.g5.4xlarge', script: '' });
    const eni = await world.eni();
    eip = await world.eip();
    await world.bind(eip, eni, { mode });
    await world.attach(eni, target);
    await world.device(target, eni);
    const at = await world.useEip(eip, eni, target, mode);
    mirror = await startMirror(cloud, target, at);

    const own = await world.eip();
    await world.bind(own, await world.primaryEni(target));
    callers.set('own instance', { where: target, from: at, seen: eip.address });
    callers.set('own instance, by its other EIP', { where: target, from: (await world.primaryEni(target)).addresses[0] ?? '', seen: own.address });
    callers.set('same vSwitch', await withEip(world, 'near'));
    callers.set('other vSwitch', await withEip(other, 'aside'));
    callers.set('other VPC', await withEip(abroad, 'abroad'));
    callers.set('Internet side', { where: 'internet', from: '', seen: INTERNET_HOST });
    for (const [name, one] of [['same vSwitch, no EIP', world], ['other vSwitch, no EIP', other], ['other VPC, no EIP', abroad]] as const) {
      callers.set(name, { where: await one.instance({ name: 'poor', script: '' }), from: '', seen: 'nothing' });
    }
  });
  // With it the mirror goes.
  afterAll(() => cloud.down());

  it.each([
    'own instance', 'own instance, by its other EIP', 'same vSwitch', 'other vSwitch', 'other VPC', 'Internet side',
    'same vSwitch, no EIP', 'other vSwitch, no EIP', 'other VPC, no EIP',
  ])('from %s', async (name) => {
    const caller = callers.get(name);
    if (caller === undefined) throw new Error(`no caller ${name}`);
    // In direct modes the guest holds the EIP itself: what it sends to it never leaves, and comes with the address that it chose.
    const inside = caller.where === target && mode !== 'NAT';
    const seen = inside ? caller.from : caller.seen;
    const before = mirror.echoes.length;
    const asked = await Promise.all(PROTOCOLS.map(async (protocol) => {
      const argv = ['python3', '-c', ASK, protocol, eip.address, caller.from, seen === 'nothing' ? '1' : '3'];
      return [protocol, (await cloud.exec(caller.where, argv)).stdout.trim()] as const;
    }));
    const nothing = seen === 'nothing';
    expect(Object.fromEntries(asked)).toEqual({ icmp: nothing ? 'nothing' : 'echoed', tcp: seen, udp: seen });
    // The mirror's own word may come after the answer.
    if (!nothing) await until(() => Promise.resolve(mirror.echoes.length > before));
    expect([...new Set(mirror.echoes.slice(before))]).toEqual(nothing ? [] : [seen]);
  });
});

async function startMirror(cloud: Cloud, instance: string, address: string): Promise<Mirror> {
  const child = cloud.spawn(instance, ['python3', '-c', MIRROR, address]);
  const echoes: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => { reject(new Error(`the mirror ended with ${String(code)}`)); });
    if (child.stdout === null) throw new Error('the mirror has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') resolve();
      else echoes.push(line);
    });
  });
  return { echoes };
}
