/** `up` to ready after the first start, and what all its processes hold in memory when idle. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { family } from '../../src/cli/processes.js';
import { cloudUp } from '../cloud.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { median, type Figure } from '../table.js';

/** Garbage of the start is collected within this time, ms. */
const IDLE = 3_000;
const REACH = { memory: '≤ 0.8', linux: '≤ 1.5' } as const;

export const startRow: Row = {
  name: 'start',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 2 : 7;
    const planes = (['memory', 'linux'] as const).map((dataplane) => ({ dataplane, home: scope.directory(), seconds: [] as number[] }));
    for (let round = 0; round <= rounds; round++) {
      for (const { dataplane, home, seconds } of planes) {
        const spent = await start(dataplane, home);
        // The first start makes keys, certificates and the database.
        if (round > 0) seconds.push(spent);
      }
    }
    const starts = planes.map(({ dataplane, seconds }): Figure => ({
      row: 'start', figure: `up to ready after the first start, ${dataplane}`, unit: 's', value: median(seconds), reach: REACH[dataplane], rounds,
    }));
    const memory = [];
    for (const { dataplane, home } of planes) memory.push(...await idleMemory(dataplane, home));
    return [...starts, ...memory];
  }),
};

/** s */
async function start(dataplane: 'memory' | 'linux', home: string): Promise<number> {
  return scoped(async (scope) => {
    const began = performance.now();
    await cloudUp(scope, { dataplane, home });
    return (performance.now() - began) / 1_000;
  });
}

async function idleMemory(dataplane: 'memory' | 'linux', home: string): Promise<readonly Figure[]> {
  return scoped(async (scope) => {
    const cloud = await cloudUp(scope, { dataplane, home });
    await delay(IDLE);
    return (['Rss', 'Pss'] as const).map((kind) => ({
      row: 'start', figure: `memory of all processes idle, ${dataplane}, ${kind.toUpperCase()}`, unit: 'MB',
      value: memoryOf(cloud.pid, kind), reach: '≤ 200', rounds: 1,
    }));
  });
}

/** MB. Rss counts shared pages once for each process, Pss shares them out. */
function memoryOf(pid: number, kind: 'Rss' | 'Pss'): number {
  const kilobytes = family(pid).map((member) => {
    const found = new RegExp(`^${kind}: +(\\d+) kB`, 'm').exec(readFileSync(`/proc/${String(member.pid)}/smaps_rollup`, 'utf8'));
    return Number(found?.[1] ?? NaN);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1_024;
}
