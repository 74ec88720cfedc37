// `npm test`: units, then scenarios one file at a time, and a time budget per suite.
import { runSuites } from './suites.mjs';

process.exitCode = runSuites([
  { name: 'unit', budget: 240, args: ['--project', 'unit'] },
  { name: 'scenario', budget: 480, args: ['--project', 'scenario', '--no-file-parallelism'] },
]);
