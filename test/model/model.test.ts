import { expect, it } from 'vitest';
import { modelRun } from './run.js';
import { ACTIONS } from './steps.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 1);

it(`1,000 sequences of commands by two accounts: every answer and all that is described are what the model says, seed ${SEED}`, async () => {
  const answers = await modelRun({ sequences: 1_000, steps: 25, seed: SEED });
  // Sequences in which nothing happens would prove nothing.
  for (const action of ACTIONS) expect(answers.get(`${action} `) ?? 0, action).toBeGreaterThan(2);
  expect(new Set([...answers.keys()].map((key) => key.split(' ')[1])).size).toBeGreaterThan(50);
});
