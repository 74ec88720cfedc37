/** The control plane against its model, and calls in every order, for a long time. OPENEIP_MODEL_SEQUENCES says for how long: 100,000 before a release. */
import { expect, it } from 'vitest';
import { interleave } from '../model/interleavings.js';
import { modelRun } from '../model/run.js';
import { ACTIONS } from '../model/steps.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 927_997_056);
const SEQUENCES = Number(process.env['OPENEIP_MODEL_SEQUENCES'] ?? 20_000 * Number(process.env['OPENEIP_CAMPAIGN_FACTOR'] ?? 1));

it(`${SEQUENCES} sequences of commands by two accounts: every answer and all that is described are what the model says, seed ${SEED}`, async () => {
  const answers = await modelRun({ sequences: SEQUENCES, steps: 20, seed: SEED });
  for (const action of ACTIONS) expect(answers.get(`${action} `) ?? 0, action).toBeGreaterThan(SEQUENCES / 1_000);
});

const SCHEDULES = 10_000 * Number(process.env['OPENEIP_CAMPAIGN_FACTOR'] ?? 1);

it(`${SCHEDULES} schedules of calls and confirmations around two EIPs, one ENI and its addresses: never two holders, seed ${SEED}`, async () => {
  expect(await interleave(SCHEDULES, SEED)).toBeGreaterThan(SCHEDULES);
});
