/** Runs many sequences of commands against the model. */
import fc from 'fast-check';
import { Real } from './real.js';
import { steps } from './steps.js';
import { Trial } from './trial.js';

/** Sequences on one cloud: its event log grows with them. */
const ON_ONE = 250;

/**
 * Returns how often each action was answered with each code, by `<action> <code>`, without one for success. Throws the shortest sequence
 * found in which model and cloud part ways, with the seed that leads to it.
 */
export async function modelRun(options: { readonly sequences: number; readonly steps: number; readonly seed: number }): Promise<ReadonlyMap<string, number>> {
  const answers = new Map<string, number>();
  for (let done = 0; done < options.sequences; done += ON_ONE) {
    const real = await Real.open(answers);
    const starts = await Trial.starts(real);
    const property = fc.asyncProperty(fc.constantFrom('calm', 'busy'), steps(options.steps), async (start, commands) => {
      const trial = await Trial.begin(real, starts[start]);
      await fc.asyncModelRun(() => ({ model: trial, real: trial }), commands);
      await trial.end();
    });
    await fc.assert(property, { numRuns: Math.min(ON_ONE, options.sequences - done), seed: options.seed + done });
    await real.close();
  }
  return answers;
}
