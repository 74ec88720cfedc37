/** Lets time change rows: runs what is due by the cloud's clock, in order, each at its own moment. */
import { due } from '../cloud/due.js';
import type { WriteSet } from '../cloud/resources.js';
import type { Store } from '../store/store.js';
import type { Clock } from './clock.js';

/** Longest time between two looks at the clock, ms: the host's may be set, and timers do not count what it slept through. */
const LONGEST = 3_600_000;
/** What could not be written when it was due is tried again after so long, ms. */
const AGAIN = 60_000;

export class Scheduler {
  /** Nothing is due before, ms of the cloud's clock. */
  private soonest = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    /** Adds to the open batch, or logs why it cannot. */
    private readonly write: (write: WriteSet) => void,
  ) {
    this.soonest = store.timetable.next()?.time ?? Infinity;
    this.arm();
  }

  /** Runs what is due by now. Costs a comparison where nothing is. */
  catchUp(): void {
    if (this.clock.now() >= this.soonest) this.run(this.clock.now());
  }

  /** Moves the clock on; what becomes due on the way happens at its own time. Part of the open batch. */
  passUntil(time: number): void {
    this.run(time);
    this.clock.moveTo(time);
  }

  /** To be called after every commit: rows may have become due sooner. */
  refresh(): void {
    const next = this.store.timetable.next()?.time ?? Infinity;
    const now = this.clock.now();
    this.soonest = next > now ? next : now + AGAIN;
    this.arm();
  }

  private run(until: number): void {
    this.soonest = Infinity;
    for (let next = this.store.timetable.next(); next !== undefined && next.time <= until; next = this.store.timetable.next(next)) {
      const row = this.store.read.byNumber(next.kind, next.n);
      if (row === undefined) continue;
      if (next.time > this.clock.now()) this.clock.moveTo(next.time);
      this.write(due(row, this.store.read));
    }
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.soonest === Infinity) return;
    this.timer = setTimeout(() => {
      this.catchUp();
      this.arm();
    }, Math.min(Math.max(this.soonest - this.clock.now(), 0), LONGEST)).unref();
  }
}
