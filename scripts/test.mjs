// `npm test`: units, then scenarios three files at a time, then those that must be alone, with a time budget per suite; then the table of modes (docs/modes.md) against what
// the tests saw. A run of some tests sees some cells only.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { runSuites } from './suites.mjs';

const whole = process.argv.length === 2;
if (whole) rmSync('dist/observed', { recursive: true, force: true });
const code = runSuites([
  { name: 'unit', budget: 105, args: ['--project', 'unit', '--maxWorkers=2', '--minWorkers=1'] },
  // Three clouds at a time: each waits a good part of its time.
  { name: 'scenario', budget: 420, args: ['--project', 'scenario', '--maxWorkers=3', '--minWorkers=1'] },
  { name: 'alone', budget: 195, args: ['--project', 'alone', '--no-file-parallelism'] },
]);
const table = () => spawnSync(process.execPath, ['--import', 'tsx', 'scripts/modes-table.ts', '--check'], { stdio: 'inherit' }).status ?? 1;
process.exitCode = whole && code === 0 ? table() : code;
