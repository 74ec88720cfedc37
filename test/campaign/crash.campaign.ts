import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashRounds } from '../scenarios/crash.js';
import { Cloud } from '../support/cloud.js';

const seed = Number(process.env['OPENEIP_SEED'] ?? 7);

describe('kill -9', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { quotas: { eipsPerAccount: 1_000 } } });
  });
  afterAll(() => cloud.down());

  it(`50 rounds of control plane, agent or both lose nothing (seed ${seed})`, async () => {
    await crashRounds(cloud, 50, seed);
    expect(cloud.status().healthy).toBe(true);
  });
});
