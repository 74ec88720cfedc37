import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agreement, PACKETS } from './agreement.js';

const CLOUDS = 30;
const SEED = Number(process.env['OPENEIP_SEED'] ?? 1);

describe('the packet walk and the kernel', () => {
  let agreement: Agreement;
  beforeAll(async () => {
    agreement = await Agreement.open();
  });
  afterAll(() => agreement.close());

  it(`agree on delivery, addresses and answers of ${CLOUDS * PACKETS} packets in ${CLOUDS} clouds, seed ${SEED}`, async () => {
    for (let cloud = 0; cloud < CLOUDS; cloud++) await agreement.cloud(SEED + cloud);
    expect(agreement.tally.disagreements).toEqual([]);
    // A walk that says no to everything would agree with a kernel that is down.
    expect(agreement.tally.answered).toBeGreaterThan(CLOUDS * PACKETS / 5);
    expect(agreement.tally.causes.size).toBeGreaterThan(12);
  });
});
