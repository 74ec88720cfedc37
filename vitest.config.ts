import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They compare what is on the host before and after, or measure rates and losses: nothing else may run beside them. */
const ALONE = [
  'test/life/linux.test.ts', 'test/scenarios/crash.test.ts', 'test/scenarios/moves.test.ts', 'test/scenarios/traffic.test.ts', 'test/engine/shaping.test.ts',
  'test/engine/sharing.test.ts',
];

/** Small files that take long. Without times of an earlier run vitest takes the largest files first, and these would end alone. */
const LONG = ['console/pages', 'scenarios/races', 'scenarios/cycles', 'scenarios/quickstart', 'model/model', 'power/losses', 'differential/agreement']
  .map((name) => `/test/${name}.test.ts`);

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Units stand beside their code; scenarios bring up whole clouds, each in namespaces of its own. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'console/src/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'scenario', include: ['test/**/*.test.ts'], exclude: ALONE, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'alone', include: ALONE, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'campaign', include: ['test/**/*.campaign.ts'], testTimeout: 3_600_000, hookTimeout: 120_000 } },
    ],
  },
});
