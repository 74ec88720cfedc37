/** Child process of the crash test: loads one snapshot after the other for ever and says on standard output which is in. */
import { writeSync } from 'node:fs';
import { Snapshot } from './snapshot.js';
import { openStore } from './store.js';

const [path, ...files] = process.argv.slice(2);
const store = openStore(path ?? '');
for (let round = 0; ; round += 1) {
  const file = files[round % files.length] ?? '';
  const snapshot = Snapshot.read(file);
  store.begin();
  store.replace(snapshot, () => {
    store.setMeta('loaded', file);
  });
  store.commit();
  snapshot.close();
  writeSync(1, `${file}\n`);
}
