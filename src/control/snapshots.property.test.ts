/** What loading derives from rows and log is what writing them one by one had made. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { seeded } from '../cloud/random.js';
import { DERIVED, SAVED, Snapshot } from '../store/snapshot.js';
import { writeSnapshotFile } from '../store/snapshot-file.js';
import { openStore } from '../store/store.js';
import { ModelCloud } from './model.js';

const SEQUENCES = 30 * Number(process.env['OPENEIP_FUZZ_FACTOR'] ?? 1);
const FIRST_SEED = Number(process.env['OPENEIP_FUZZ_SEED'] ?? 1);

const directory = mkdtempSync(join(tmpdir(), 'snapshots-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The tables that make up the cloud, whole, but for counts of nothing. */
function tables(path: string): readonly unknown[] {
  const database = new Database(path, { readonly: true });
  const all = [...SAVED.keys(), ...DERIVED].map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all().map((row) => JSON.stringify(row)).filter((row) => !row.endsWith('"rows":0}')).sort()]);
  database.close();
  return all;
}

/** A random cloud, saved, changed on, and loaded. Returns its number of rows. */
function sequence(seed: number): number {
  const [path, file] = [join(directory, `${seed}.db`), join(directory, `${seed}.jsonl`)];
  const store = openStore(path);
  const random = seeded(seed);
  const model = new ModelCloud(store.read, random);
  const commit = (work: () => void) => {
    store.begin();
    work();
    store.commit();
  };
  const change = () => {
    for (let i = random.int(12); i >= 0; i--) store.apply(model.next(), { time: i, requestId: '', account: '', action: '' });
  };
  commit(() => {
    for (const write of model.seed()) store.apply(write, { time: 0, requestId: '', account: '', action: '' });
  });
  for (let batch = 0; batch < 5; batch++) commit(change);
  writeSnapshotFile(file, store.snapshot.header(0, 0), store.snapshot.lines());
  const before = tables(path);
  for (let batch = 0; batch < 3; batch++) commit(change);
  const snapshot = Snapshot.read(file);
  commit(() => {
    store.replace(snapshot, () => undefined);
  });
  snapshot.close();
  expect(tables(path), `seed ${seed}`).toEqual(before);
  const rows = [...store.snapshot.rows()].length;
  store.close();
  return rows;
}

it(`${SEQUENCES} random clouds are loaded as they were saved, with all that follows from their rows`, () => {
  let rows = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) rows += sequence(seed);
  expect(rows / SEQUENCES).toBeGreaterThan(10);
});
