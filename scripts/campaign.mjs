// `npm run campaign`: the long seeded runs. OPENEIP_SEED repeats one, OPENEIP_CAMPAIGN_FACTOR lengthens all.
import { runSuites } from './suites.mjs';

process.exitCode = runSuites([
  { name: 'campaign', budget: 2_400, args: ['--project', 'campaign', '--no-file-parallelism'] },
]);
