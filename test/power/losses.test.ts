/** Power loss: what was acknowledged is there afterwards, and nothing is half there. OPENEIP_SEED repeats a run, the campaign has a longer one. */
import { expect, it } from 'vitest';
import { answeredTooEarly, answers, servedCalls } from './answers.js';
import { checkpointsIn, earlierRelease, losses, withoutSync, written } from './losses.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 1);

it(`a new store keeps every acknowledged commit, and every commit whole, seed ${SEED}`, async () => {
  const run = await written(100);
  expect(checkpointsIn(run)).toBeGreaterThan(1);
  expect(await losses(run, 80, SEED)).toEqual([]);
  // Whichever sync was left out, it would be seen.
  for (const file of ['cloud.db', 'cloud.db-wal', '']) expect([file, (await losses(withoutSync(run, file), 24, SEED)).length]).not.toEqual([file, 0]);
});

it(`so does that of an earlier release, also while it is migrated, seed ${SEED}`, async () => {
  expect(await losses(await written(10, { before: await earlierRelease() }), 50, SEED)).toEqual([]);
});

it.each(['NORMAL', 'OFF'])('with synchronous = %s acknowledged commits are lost', async (synchronous) => {
  const found = await losses(await written(10, { synchronous }), 45, SEED);
  expect(found).toContainEqual(expect.stringContaining('commits were acknowledged'));
});

it('no call is answered before what it wrote is on the disk, also where several share a commit', async () => {
  const calls = await servedCalls({ clients: 16, each: 4 });
  expect(answers(calls)).toHaveLength(64);
  expect(calls.filter((call) => call.call === 'sync').length).toBeLessThan(64);
  expect(await answeredTooEarly(calls)).toEqual([]);
  // Without the last sync before the last answer, that would have come too early.
  const { index, id } = answers(calls).at(-1) ?? { index: 0, id: '' };
  const sync = calls.findLastIndex((call, at) => call.call === 'sync' && at < index);
  expect(await answeredTooEarly(calls.toSpliced(sync, 1))).toContain(id);
});
