import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openStore } from './store.js';

const directory = mkdtempSync(join(tmpdir(), 'crash-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Runs the writer until it has acknowledged so many rows, kills it in the middle of its work and returns what it acknowledged. */
async function killedWriter(path: string, from: number, rows: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('crash-writer.ts', import.meta.url)), path, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    output += chunk;
    if (output.split('\n').length > rows) child.kill('SIGKILL');
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
    acknowledged.push(...(await killedWriter(path, round * 100_000, rows)));
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
