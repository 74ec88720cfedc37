/** Child process of the crash test: commits batches for ever and says on standard output what is acknowledged. */
import { writeSync } from 'node:fs';
import { sample } from '../cloud/testing.js';
import { openStore } from './store.js';

const [path, from] = process.argv.slice(2);
const store = openStore(path ?? '');
for (let i = Number(from); ; i += 5) {
  store.begin();
  const ids = [i, i + 1, i + 2, i + 3, i + 4].map((n) => `vpc-${n}`);
  for (const id of ids) {
    store.apply({ put: [sample.vpc({ id, description: 'x'.repeat(500) })], remove: [] }, { time: i, requestId: id, account: '1', action: 'test' });
  }
  store.commit();
  writeSync(1, `${ids.join('\n')}\n`);
}
