/** AllocateEipAddress, durable, against raw single-commit SQLite transactions of the rows that it writes. */
import Database from 'better-sqlite3';
import { z } from 'zod';
import { Home } from '../../src/cli/home.js';
import { cloudUp } from '../cloud.js';
import { drive } from '../load.js';
import { rawCommits, type RowsOfOneCall } from '../reference-sqlite.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { signedGet } from '../signed.js';
import { interleave } from '../table.js';

const CLIENTS = 16;

export const allocateRow: Row = {
  name: 'allocate',
  measure: (quick) => scoped(async (scope) => {
    const [requests, rounds] = quick ? [500, 2] : [5_000, 5];
    const home = scope.directory();
    const settings = { quotas: { eipsPerAccount: 1_000_000 } };
    const cloud = await cloudUp(scope, { dataplane: 'memory', home, settings });
    const port = Number(new URL(cloud.endpoint).port);
    const ours = () => drive(port, prepare(requests), CLIENTS);
    const prepare = (count: number) => Array.from({ length: count }, () =>
      signedGet(cloud, '2016-04-28', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' }));

    await ours();
    const like = rowsOfOneCall(new Home(home).database);
    const raw = () => Promise.resolve(rawCommits(requests, like));
    const { ours: value, reference, ratio } = await interleave(rounds, ours, raw);
    return [{
      row: 'allocate', figure: `AllocateEipAddress, durable, ${String(CLIENTS)} clients`, unit: 'requests/s',
      value, reference, ratio, reach: '≥ 1.3', rounds,
    }];
  }),
};

/** What was really written. */
function rowsOfOneCall(path: string): RowsOfOneCall {
  const database = new Database(path, { readonly: true });
  try {
    const { n, ...texts } = z.object({ n: z.number(), row: z.string(), event: z.string() }).parse(database.prepare(
      "SELECT row.n, row.data AS row, event.after AS event FROM row JOIN event USING (kind, id) WHERE row.kind = 'eip' LIMIT 1",
    ).get());
    return { ...texts, links: z.array(z.string()).parse(database.prepare('SELECT name FROM link WHERE n = ?').pluck().all(n)) };
  } finally {
    database.close();
  }
}
