// `npm run campaign`: the long seeded runs. Their seeds stand in them, so that a run judges the change and not the day; OPENEIP_SEED takes another, OPENEIP_CAMPAIGN_FACTOR lengthens all.
import { runSuites } from './suites.mjs';

process.exitCode = runSuites([
  { name: 'campaign', budget: 2_400, args: ['--project', 'campaign', '--no-file-parallelism'] },
]);
