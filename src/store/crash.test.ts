import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { claim } from '../cloud/indexes.js';
import { sample } from '../cloud/testing.js';
import { writeSnapshotFile } from './snapshot-file.js';
import { openStore } from './store.js';

const directory = mkdtempSync(join(tmpdir(), 'crash-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Runs a program until it has acknowledged so much, kills it `later` ms after that in the middle of its work and returns what it acknowledged. */
async function killed(program: URL, argv: readonly string[], lines: number, later = 0): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(program), ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const before = output.split('\n').length > lines;
    output += chunk;
    if (!before && output.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), later);
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  // The last line counts only when it is whole.
  return output.slice(0, output.lastIndexOf('\n')).split('\n');
}

it('keeps every acknowledged row, with its event, through kill -9', async () => {
  const path = join(directory, 'cloud.db');
  const acknowledged: string[] = [];
  for (const [round, rows] of [37, 160, 400].entries()) {
    acknowledged.push(...(await killed(new URL('crash-writer.ts', import.meta.url), [path, String(round * 100_000)], rows)));
    const store = openStore(path);
    const lost = acknowledged.filter((id) => store.read.get('vpc', id) === undefined || store.events.history('vpc', id).length !== 1);
    const count = store.counts()['vpc'] ?? 0;
    const listed = store.all('vpc').length;
    store.close();
    expect(lost).toEqual([]);
    expect(count).toBe(listed);
    // Batches are whole: at the most one was committed and not acknowledged in each round.
    expect(count % 5).toBe(0);
    expect(count - acknowledged.length).toBeLessThanOrEqual(5 * (round + 1));
  }
});

it('is the old cloud or the new one after kill -9 in a load, with all that follows from its rows', async () => {
  const clouds = ['old', 'new'].map((name, index) => {
    const store = openStore(':memory:');
    store.begin();
    const vpcs = Array.from({ length: 150 }, (_, i) => sample.vpc({ id: `vpc-${i * (index + 1)}`, name }));
    store.apply({ put: [...vpcs, sample.eip({ id: `eip-${name}` })], remove: [] }, { time: 1, requestId: name, account: '1', action: 'test' });
    store.commit();
    const file = join(directory, `${name}.jsonl`);
    writeSnapshotFile(file, store.snapshot.header(1, 1), store.snapshot.lines());
    store.close();
    return file;
  });
  const path = join(directory, 'loads.db');
  for (const later of [0, 5, 12]) {
    const acknowledged = await killed(new URL('testing-loads.ts', import.meta.url), [path, ...clouds], 4, later);
    const store = openStore(path);
    const loaded = store.meta('loaded') ?? '';
    const again = join(directory, 'again.jsonl');
    writeSnapshotFile(again, store.snapshot.header(1, 1), store.snapshot.lines());
    const holder = store.read.holder('eip', claim.publicIp(sample.eip({ id: '' }).address));
    const { counts, newest } = { counts: store.counts(), newest: store.newest };
    store.close();
    // The one acknowledged last, or the next, which was never acknowledged.
    expect([acknowledged.at(-1), clouds[acknowledged.length % clouds.length]]).toContain(loaded);
    expect(linesOf(again)).toEqual(linesOf(loaded));
    expect(holder?.id).toBe(loaded.endsWith('old.jsonl') ? 'eip-old' : 'eip-new');
    expect(counts).toEqual({ vpc: 150, eip: 1 });
    // 225 ids have a number each, however often they came and went.
    expect(newest).toBeLessThanOrEqual(227);
  }
});

/** Rows and log without their numbers, which are those of the place. */
function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').slice(1, -2).map((line) => line.replaceAll(/"n":\d+/g, '"n":0'));
}
