/** Crash safety: 8 seeded rounds here, 50 in the campaign. OPENEIP_SEED repeats a run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { crashRounds } from './crash.js';

const seed = Number(process.env['OPENEIP_SEED'] ?? 20261123);

describe('kill -9', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { quotas: { eipsPerAccount: 1_000 } } });
  });
  afterAll(() => cloud.down());

  it(`of control plane, agent or both loses nothing (seed ${seed})`, async () => {
    await crashRounds(cloud, 8, seed);
    expect(cloud.status().healthy).toBe(true);
  });
});
