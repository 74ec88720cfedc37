import { defineConfig } from 'vitest/config';

/** They compare what is on the host before and after, or measure rates and losses: nothing else may run beside them. */
const ALONE = [
  'test/life/linux.test.ts', 'test/scenarios/crash.test.ts', 'test/scenarios/moves.test.ts', 'test/scenarios/traffic.test.ts', 'test/engine/shaping.test.ts',
  'test/engine/sharing.test.ts',
];

/** Units stand beside their code; scenarios bring up whole clouds, each in namespaces of its own. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'console/src/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'scenario', include: ['test/**/*.test.ts'], exclude: ALONE, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'alone', include: ALONE, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'campaign', include: ['test/**/*.campaign.ts'], testTimeout: 3_600_000, hookTimeout: 120_000 } },
    ],
  },
});
