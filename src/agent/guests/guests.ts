/**
 * Runs guests: brings each from what it is to what its object says, all of them side by side, one step at a time each.
 * A guest belongs to the holder. The agent launches it, follows its life in the records and may die meanwhile.
 */
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import type { Guest, Key } from '../../network/objects.js';
import type { GuestState } from '../../network/protocol.js';
import type { GuestPlace } from '../../dataplane/dataplane.js';
import { makeImage, SCRIPTS } from './image.js';
import { parseLife, type Life, type Records, type Running } from './records.js';
import type { GuestEvents, GuestRunner } from './runner.js';
import { launchArgv } from './sandbox.js';

/** Guests that start at the same time: more would only wait for each other, and updates for them. */
const STARTS = 8;
/** A guest that does not go at SIGTERM is killed after so long, ms. */
const PATIENCE = 1_000;

/** A number of places, given in the order of asking. */
class Places {
  private readonly queue: (() => void)[] = [];

  constructor(private free: number) {}

  async occupy(work: () => Promise<void>): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}

interface Slot {
  readonly key: Key;
  readonly name: string;
  /** Undefined when the guest shall be gone. */
  want: Guest | undefined;
  /** Boot launched last; -1 for none. */
  boot: number;
  /** That boot has ended, or failed to start: only then it is told as stopped. */
  over: boolean;
  running: Running | undefined;
  /** True from the data plane's knowing the guest: only then it is reported. */
  reported: boolean;
  busy: boolean;
  /** Resolves whoever waits for news of this guest's life. */
  wake: (() => void) | undefined;
}

export class Guests implements GuestRunner {
  private readonly slots = new Map<Key, Slot>();
  private readonly starts = new Places(STARTS);
  private events: GuestEvents | undefined;

  /** `log` gets a line for what an operator should know. */
  constructor(
    private readonly records: Records,
    private readonly root: boolean,
    private readonly log: (line: string) => void,
  ) {}

  adopt(events: GuestEvents): readonly GuestPlace[] {
    this.events = events;
    this.records.make();
    makeImage(this.records.image);
    // Watched before it is read, so that nobody dies unnoticed in between.
    watch(this.records.lives, (_, file) => {
      if (file !== null) this.news(file);
    });
    return this.records.all().flatMap((guest) => {
      const life = this.records.life(guest.name, guest.boot);
      const slot = this.newSlot(guest);
      if (life.state !== 'unborn') slot.boot = guest.boot;
      slot.over = life.state === 'ended';
      if (life.state === 'starting') this.settle(slot);
      if (life.state !== 'running') return [];
      slot.running = life;
      slot.reported = true;
      return [{ guest, pid: life.pid, netns: life.netns }];
    });
  }

  set(guest: Guest): void {
    const slot = this.slots.get(guest.key) ?? this.newSlot(guest);
    slot.want = guest;
    this.settle(slot);
  }

  remove(key: Key): void {
    const slot = this.slots.get(key);
    if (slot === undefined) return;
    slot.want = undefined;
    this.settle(slot);
  }

  keys(): readonly Key[] {
    return [...this.slots.keys()];
  }

  states(): readonly GuestState[] {
    return [...this.slots.values()].flatMap((slot): GuestState[] => {
      if (slot.running !== undefined) {
        const { pid } = slot.running;
        return slot.reported ? [{ key: slot.key, boot: slot.boot, state: 'running', pid }] : [];
      }
      // A boot that is still to come is neither running nor stopped.
      return slot.over ? [{ key: slot.key, boot: slot.boot, state: 'stopped' }] : [];
    });
  }

  nudge(key: Key): void {
    const slot = this.slots.get(key);
    if (slot?.running !== undefined) this.signal(slot.running, 'SIGWINCH');
  }

  private newSlot(guest: Guest): Slot {
    const slot: Slot = {
      key: guest.key, name: guest.name, want: guest, boot: -1, over: false, running: undefined, reported: false, busy: false, wake: undefined,
    };
    this.slots.set(guest.key, slot);
    return slot;
  }

  /** Something happened to a life's files. */
  private news(file: string): void {
    const parsed = parseLife(file);
    if (parsed === undefined) return;
    const slot = [...this.slots.values()].find((one) => one.name === parsed.name);
    if (slot?.boot !== parsed.boot) {
      // A launcher may write the end of a boot down after that was seen, and forgotten.
      if (slot === undefined || parsed.boot < slot.boot) this.records.bury(parsed.name, parsed.boot);
      return;
    }
    slot.wake?.();
    this.settle(slot);
  }

  private settle(slot: Slot): void {
    if (slot.busy) return;
    slot.busy = true;
    this.steps(slot)
      .catch((error: unknown) => {
        this.log(`guest ${slot.name}: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => {
        slot.busy = false;
        this.events?.changed();
      });
  }

  /** One step after the other until the guest is as it should be. */
  private async steps(slot: Slot): Promise<void> {
    for (;;) {
      const { want, running } = slot;
      if (running !== undefined && this.life(slot).state !== 'running') await this.ended(slot, running);
      else if (running !== undefined && (want?.running !== true || want.boot !== slot.boot)) await this.stop(slot, running);
      else if (running !== undefined && !slot.reported) await this.report(slot, running);
      else if (running === undefined && slot.boot >= 0 && this.life(slot).state === 'starting') await this.awaken(slot);
      else if (want === undefined) return this.forget(slot);
      else if (running === undefined && want.running && want.boot !== slot.boot) await this.start(slot, want);
      else return;
    }
  }

  private async start(slot: Slot, guest: Guest): Promise<void> {
    if (slot.boot >= 0) this.records.bury(slot.name, slot.boot);
    this.records.save(guest);
    slot.boot = guest.boot;
    slot.over = false;
    const [file = '', ...argv] = launchArgv(guest, this.records.paths(guest.name, guest.boot), this.records.image, SCRIPTS, this.root);
    await this.starts.occupy(async () => {
      const child = spawn(file, argv, { stdio: 'ignore' });
      const refused = new Promise<never>((_, reject) => child.once('error', reject));
      await Promise.race([this.awaken(slot), refused]);
    });
  }

  /** Waits until a launched guest lives, or will not. */
  private async awaken(slot: Slot): Promise<void> {
    const life = await this.change(slot, 'unborn', 'starting');
    if (life.state === 'running') slot.running = life;
    else {
      slot.over = true;
      this.log(`guest ${slot.name} did not start: ${this.records.lastWords(slot.name)}`);
    }
  }

  private async report(slot: Slot, running: Running): Promise<void> {
    if (slot.want !== undefined) await this.events?.up({ guest: slot.want, pid: running.pid, netns: running.netns });
    slot.reported = true;
    this.events?.changed();
  }

  private async stop(slot: Slot, running: Running): Promise<void> {
    this.signal(running, 'SIGTERM');
    const timer = setTimeout(() => {
      this.signal(running, 'SIGKILL');
    }, PATIENCE);
    await this.change(slot, 'running');
    clearTimeout(timer);
  }

  private async ended(slot: Slot, running: Running): Promise<void> {
    // Only the sandbox's outer process may have gone.
    this.signal(running, 'SIGKILL');
    slot.running = undefined;
    slot.over = true;
    slot.reported = false;
    await this.events?.down(slot.key);
    this.events?.changed();
  }

  private forget(slot: Slot): void {
    const { disk } = this.records.paths(slot.name, slot.boot);
    spawnSync('umount', ['--lazy', disk], { stdio: 'ignore' });
    this.records.forget(slot.name);
    if (slot.boot >= 0) this.records.bury(slot.name, slot.boot);
    this.slots.delete(slot.key);
  }

  private life(slot: Slot): Life {
    return this.records.life(slot.name, slot.boot);
  }

  /** Resolves once the life is in none of the states `from`. */
  private async change(slot: Slot, ...from: Life['state'][]): Promise<Life> {
    for (;;) {
      const life = this.life(slot);
      if (!from.includes(life.state)) return life;
      await new Promise<void>((resolve) => (slot.wake = resolve));
    }
  }

  /** Never to a process that only inherited the number. */
  private signal(running: Running, signal: NodeJS.Signals): void {
    if (this.records.isAlive(running)) process.kill(running.pid, signal);
  }
}
