/** The examples that are being built or were, whatever page is shown: one of each plan in each region. */
import { Watched } from '../live/watched.js';
import type { Step } from './plans.js';
import { run, type Progress } from './run.js';

export interface Run extends Progress {
  readonly state: 'idle' | 'running' | 'done' | Error;
}

const NONE: Run = { state: 'idle', done: [], made: {} };

/** A store for React: a run is another object after every change. */
class Runs extends Watched {
  private readonly runs = new Map<string, Run>();

  /** @param key of plan and region */
  of(key: string): Run {
    return this.runs.get(key) ?? NONE;
  }

  async begin(key: string, steps: readonly Step[], region: string): Promise<void> {
    this.become(key, { ...NONE, state: 'running' });
    try {
      for await (const progress of run(steps, region)) this.become(key, { ...progress, state: 'running' });
      this.become(key, { ...this.of(key), state: 'done' });
    } catch (error) {
      this.become(key, { ...this.of(key), state: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  private become(key: string, become: Run): void {
    this.runs.set(key, become);
    this.changed();
  }
}

export const runs = new Runs();
