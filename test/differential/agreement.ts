/** The packet walk against the kernel: random clouds made real by the engine in a holder of the test's own, random packets sent for real. */
import { seeded } from '../../src/cloud/random.js';
import type { NetworkObject } from '../../src/network/objects.js';
import { packetText } from '../../src/network/packet.js';
import { differences } from '../../src/network/walk/compare.js';
import { NetworkView } from '../../src/network/walk/view.js';
import { walk, type Walk } from '../../src/network/walk/walk.js';
import { Holder, type Driver, type GuestHandle } from '../engine/holder.js';
import { OUTSIDE, RandomCloud, SECOND_HOST } from './clouds.js';
import { randomProbe } from './packets.js';

/** Packets of a cloud: one half before it changes, one after. */
export const PACKETS = 20;
const FIRST_PORT = 20_000;

export interface Tally {
  delivered: number;
  answered: number;
  /** Walks that ended so, by cause. */
  readonly causes: Map<string, number>;
  /** What walk and kernel do not agree about, with the seed that repeats it. */
  readonly disagreements: string[];
}

export class Agreement {
  readonly tally: Tally = { delivered: 0, answered: 0, causes: new Map(), disagreements: [] };
  private readonly idle: GuestHandle[] = [];
  private readonly busy = new Map<string, GuestHandle>();
  private objects: readonly NetworkObject[] = [];

  private constructor(
    private readonly holder: Holder,
    private readonly driver: Driver,
  ) {}

  static async open(): Promise<Agreement> {
    const holder = await Holder.start(false);
    const driver = holder.driver();
    await driver.call('open');
    holder.must('internet', ['ip', 'address', 'add', `${SECOND_HOST}/24`, 'dev', 'eth0']);
    return new Agreement(holder, driver);
  }

  close(): Promise<void> {
    return this.holder.stop();
  }

  /** One cloud, before and after a change of it. */
  async cloud(seed: number): Promise<void> {
    const random = seeded(seed);
    const cloud = new RandomCloud(random, random.int(100) * 200);
    for (const guest of this.busy.keys()) await this.driver.call('guestDown', guest);
    this.idle.push(...this.busy.values());
    this.busy.clear();
    this.objects = cloud.network();
    await this.expectNoFailure(this.driver.call('replace', this.objects), seed);
    await this.start(seed);
    await this.send(cloud, seed, 0);
    cloud.change();
    await this.become(cloud.network(), seed);
    await this.send(cloud, seed, PACKETS / 2);
  }

  /** As the control plane says it: what differs, and an ENI that moves is nowhere in between. */
  private async become(objects: readonly NetworkObject[], seed: number): Promise<void> {
    const before = new Map(this.objects.map((object) => [object.key, JSON.stringify(object)]));
    const upserts = objects.filter((object) => before.get(object.key) !== JSON.stringify(object));
    const after = new Set(objects.map((object) => object.key));
    const deletes = [...before.keys()].filter((key) => !after.has(key)).reverse();
    const moved = upserts.filter((object) => object.kind === 'port' && before.has(object.key)).map((object) => object.key);
    this.objects = objects;
    await this.expectNoFailure(this.driver.call('apply', { upserts: [], deletes: moved }), seed);
    for (const object of upserts) {
      const place = object.kind === 'guest' && !object.running ? this.busy.get(object.key) : undefined;
      if (place === undefined) continue;
      await this.driver.call('guestDown', object.key);
      this.busy.delete(object.key);
      this.idle.push(place);
    }
    await this.expectNoFailure(this.driver.call('apply', { upserts, deletes }), seed);
    await this.start(seed);
  }

  /** Guests are nothing but a network namespace, and used again. */
  private async start(seed: number): Promise<void> {
    for (const object of this.objects) {
      if (object.kind !== 'guest' || !object.running || this.busy.has(object.key)) continue;
      const place = this.idle.pop() ?? (await this.driver.call('guest'));
      this.busy.set(object.key, place);
      await this.expectNoFailure(this.driver.call('guestUp', object, place), seed);
    }
  }

  private async send(cloud: RandomCloud, seed: number, from: number): Promise<void> {
    const view = new NetworkView(this.objects);
    for (let index = from; index < from + PACKETS / 2; index++) {
      const probe = randomProbe(cloud, view, FIRST_PORT + index);
      const walked = walk(view, OUTSIDE, probe);
      this.count(walked);
      const found = differences(walked, await this.driver.call('probe', probe));
      const by = probe.answerBy === undefined ? '' : `, answered by ${probe.answerBy}`;
      for (const each of found) this.tally.disagreements.push(`OPENEIP_SEED=${String(seed)}, packet ${String(index)}, ${packetText(probe.packet)} from ${probe.from}${by}: ${each}`);
    }
  }

  private count({ forward, back, answered }: Walk): void {
    if (forward.arrived !== null) this.tally.delivered += 1;
    if (answered) this.tally.answered += 1;
    const code = forward.cause?.code ?? back?.cause?.code;
    if (code !== undefined) this.tally.causes.set(code, (this.tally.causes.get(code) ?? 0) + 1);
  }

  private async expectNoFailure(call: Promise<{ readonly failures: readonly unknown[] }>, seed: number): Promise<void> {
    const { failures } = await call;
    if (failures.length > 0) throw new Error(`seed ${String(seed)}: ${JSON.stringify(failures)}`);
  }
}
