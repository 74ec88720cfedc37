import { expect, it } from 'vitest';
import { seeded } from '../../src/cloud/random.js';
import { cuts, earlierRelease, losses, written } from '../power/losses.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 20_261_129);
const FACTOR = Number(process.env['OPENEIP_CAMPAIGN_FACTOR'] ?? 1);

it(`a store from which the power goes loses nothing acknowledged and keeps nothing by half, nor if it goes again meanwhile, seed ${SEED}`, async () => {
  const run = await written(200);
  expect(await losses(run, 1_500 * FACTOR, SEED)).toEqual([]);
  for (const { left } of cuts(run, 6 * FACTOR, seeded(SEED))) expect(await losses(await written(4, { before: left }), 60, SEED)).toEqual([]);
});

it(`nor does one that is migrated from an earlier release, seed ${SEED}`, async () => {
  expect(await losses(await written(10, { before: await earlierRelease() }), 500 * FACTOR, SEED)).toEqual([]);
});
