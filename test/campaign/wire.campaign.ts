/** Bad input for a long time: many small clouds, each against hostile calls of its own; and texts of any characters, which stay what they are. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACTIONS } from '../../src/api/registry.js';
import { field } from '../../src/control/testing.js';
import { CallError } from '../support/cloud.js';
import { complaints } from '../wire/attack.js';
import { popClient, sdkClient } from '../wire/clients.js';
import { Siege } from '../wire/siege.js';
import { scene, text } from '../wire/world.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 101_450_993);
const FACTOR = Number(process.env['OPENEIP_CAMPAIGN_FACTOR'] ?? 1);
const MARK = join(tmpdir(), `openeip-pwned-${process.pid}`);

it(`100,000 hostile calls leave no fault and no trace, seed ${SEED}`, async () => {
  for (let round = 0; round < 10 * FACTOR; round++) {
    const live = await scene();
    try {
      const siege = await Siege.lay(live, 10_000, SEED + round * ACTIONS.length, MARK);
      for (const action of ACTIONS) await siege.storm(action);
      siege.report();
    } finally {
      await live.down();
    }
  }
});

it(`5,000 texts of any characters come back as they are or not at all, seed ${SEED}`, async () => {
  const live = await scene();
  try {
    const clients = [popClient(live.cloud), sdkClient(live.cloud)] as const;
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), fc.constantFrom(...clients), async (Description, client) => {
        const made = await client('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou', Description }).catch((error: unknown) => {
          if (error instanceof CallError && error.status < 500) return undefined;
          throw error;
        });
        if (made === undefined) return;
        accepted += 1;
        const AllocationId = text(made.body, 'AllocationId');
        const { body } = await client('Vpc', 'DescribeEipAddresses', { RegionId: 'cn-hangzhou', AllocationId });
        expect(field(body, 'EipAddresses.EipAddress.0.Description')).toBe(Description);
        await client('Vpc', 'ReleaseEipAddress', { RegionId: 'cn-hangzhou', AllocationId });
      }),
      { numRuns: 5_000 * FACTOR, seed: SEED },
    );
    expect(accepted).toBeGreaterThan(500 * FACTOR);
    expect(complaints(live.cloud)).toBe('');
    expect(existsSync(MARK)).toBe(false);
  } finally {
    await live.down();
  }
});
