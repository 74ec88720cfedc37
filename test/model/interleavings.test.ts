import { expect, it } from 'vitest';
import { interleave } from './interleavings.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 1);
const SCHEDULES = 500;

it(`${SCHEDULES} schedules of calls and confirmations around two EIPs, one ENI and its addresses: never two holders, seed ${SEED}`, async () => {
  expect(await interleave(SCHEDULES, SEED)).toBeGreaterThan(SCHEDULES);
});
