import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agreement, PACKETS } from '../differential/agreement.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 1_000);
const CLOUDS = 500 * Number(process.env['OPENEIP_CAMPAIGN_FACTOR'] ?? 1);

describe('the packet walk and the kernel', () => {
  let agreement: Agreement;
  beforeAll(async () => {
    agreement = await Agreement.open();
  });
  afterAll(() => agreement.close());

  it(`agree on ${CLOUDS * PACKETS} packets in ${CLOUDS} clouds, seed ${SEED}`, async () => {
    for (let cloud = 0; cloud < CLOUDS; cloud++) await agreement.cloud(SEED + cloud);
    expect(agreement.tally.disagreements).toEqual([]);
  });
});
