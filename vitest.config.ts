import { defineConfig } from 'vitest/config';

/** Units stand beside their code; scenarios bring up whole clouds, so `scripts/test.mjs` runs them one file at a time. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'scenario', include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'campaign', include: ['test/**/*.campaign.ts'], testTimeout: 3_600_000, hookTimeout: 120_000 } },
    ],
  },
});
