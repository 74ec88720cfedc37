import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VITEST = 'node_modules/vitest/vitest.mjs';

/**
 * Runs test suites one after the other and prints what each took of its budget (s). A suite over its budget is named, not failed:
 * machines differ. Returns the exit code: 0 only if every suite ran tests and none failed.
 */
export function runSuites(suites) {
  const out = mkdtempSync(join(tmpdir(), 'openeip-suites-'));
  const rows = [];
  let passed = 0;
  let failed = 0;
  for (const { name, budget, args } of suites) {
    const file = join(out, `${name}.json`);
    const started = Date.now();
    const run = spawnSync(
      process.execPath,
      [VITEST, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...process.argv.slice(2)],
      { stdio: 'inherit' },
    );
    const seconds = (Date.now() - started) / 1000;
    const report = readReport(file);
    passed += report.numPassedTests;
    failed += report.numFailedTests + (run.status !== 0 && report.numFailedTests === 0 ? 1 : 0);
    rows.push({ name, seconds, budget, files: report.testResults });
  }
  rmSync(out, { recursive: true, force: true });
  for (const { name, seconds, budget, files } of rows) {
    console.log(`\n${name}: ${seconds.toFixed(0)} s of ${budget} s${seconds > budget ? '  OVER BUDGET' : ''}`);
    const slowest = files
      .map((file) => ({ name: file.name, seconds: (file.endTime - file.startTime) / 1000 }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, 8);
    for (const file of slowest) console.log(`  ${file.seconds.toFixed(1).padStart(7)} s  ${file.name.replace(process.cwd(), '.')}`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}
