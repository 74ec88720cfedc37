/**
 * `npm run bench [-- --only ROW] [--quick] [--json FILE]`: measures and prints one table. References run in the same rounds, so a
 * ratio holds on any machine; the column `reach` says what an idle one should show. Nothing here passes or fails.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { allocateRow } from './rows/allocate.js';
import { associateRow } from './rows/associate.js';
import { bulkRow } from './rows/bulk.js';
import { connectionsRow } from './rows/connections.js';
import { consoleRow } from './rows/console.js';
import { controlRow } from './rows/control.js';
import { describeRow } from './rows/describe.js';
import { leaseRow } from './rows/lease.js';
import { moveRow } from './rows/move.js';
import { rebuildRow } from './rows/rebuild.js';
import { scaleRow } from './rows/scale.js';
import { shapingRow } from './rows/shaping.js';
import { startRow } from './rows/start.js';
import { traceRow } from './rows/trace.js';
import type { Row } from './row.js';
import { closeAll } from './scope.js';
import { render, type Figure } from './table.js';

const ROWS: readonly Row[] = [
  describeRow, allocateRow, associateRow, moveRow, leaseRow, connectionsRow, bulkRow, shapingRow, rebuildRow, startRow, traceRow, scaleRow, controlRow,
  consoleRow,
];

const { values: options } = parseArgs({
  options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const unknown = options.only?.find((name) => !ROWS.some((row) => row.name === name));
if (unknown !== undefined) throw new Error(`There is no row ${unknown}. Rows: ${ROWS.map((row) => row.name).join(', ')}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void closeAll().finally(() => process.exit(130));
  });
}

const figures: Figure[] = [];
for (const row of ROWS) {
  if (options.only !== undefined && !options.only.includes(row.name)) continue;
  const began = performance.now();
  process.stderr.write(`${row.name} … `);
  try {
    figures.push(...await row.measure(options.quick));
  } catch (error) {
    // The other rows are worth having.
    process.exitCode = 1;
    process.stderr.write(`failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  }
  process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
}
process.stdout.write(`${render(figures)}\n`);
if (options.json !== undefined) {
  const machine = { node: process.version, processor: cpus()[0]?.model ?? '', processors: cpus().length };
  writeFileSync(options.json, `${JSON.stringify({ time: new Date().toISOString(), machine, figures }, undefined, 2)}\n`);
}
