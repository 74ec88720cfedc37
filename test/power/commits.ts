/** What is written while the power may go: commit by commit the same in every run, so that what the store must hold after each is known. */
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { sample } from '../../src/cloud/testing.js';
import { openStore, Store } from '../../src/store/store.js';

/** Write sets that an EIP outlives. */
const LIFE = 40;

/** Writes so many commits more, and half way closes the store and opens it again. `told` hears how many there are after each. */
export function write(path: string, commits: number, synchronous: string, told: (commits: number) => void): void {
  const half = Math.ceil(commits / 2);
  for (const more of [half, commits - half]) {
    const store = open(path, synchronous);
    const there = commitsIn(store);
    for (let n = there; n < there + more; n++) {
      commit(store, n);
      told(n + 1);
    }
    store.close();
  }
}

/** As it is opened, or as it must not be. */
function open(path: string, synchronous: string): Store {
  const store = openStore(path);
  if (synchronous === 'FULL') return store;
  store.close();
  const database = new Database(path);
  database.exec(`PRAGMA synchronous = ${synchronous}`);
  return new Store(database);
}

/** One to four write sets share a commit; each makes an EIP, renames another and takes the address of a third, which goes. */
function commit(store: Store, n: number): void {
  store.begin();
  for (let set = setsBefore(n); set < setsBefore(n + 1); set++) {
    const [before, oldest] = [store.read.get('eip', `eip-${String(set - 1)}`), store.read.get('eip', `eip-${String(set - LIFE)}`)];
    const made = sample.eip({ id: `eip-${String(set)}`, address: `198.18.0.${String(set % LIFE)}`, description: String(set).repeat(100) });
    const renamed = before === undefined ? [] : [{ ...before, name: `before ${made.id}` }];
    store.apply(
      { put: [made, ...renamed], remove: oldest === undefined ? [] : [oldest] },
      { time: set, requestId: `request-${String(set)}`, account: '1', action: 'test' },
    );
  }
  store.setMeta('commits', String(n + 1));
  store.commit();
}

function setsBefore(n: number): number {
  const more = n % 4;
  return (n - more) / 4 * 10 + more * (more + 1) / 2;
}

export function commitsIn(store: Store): number {
  return Number(store.meta('commits') ?? '0');
}

/** A digest of every row of every table, and what SQLite and the foreign keys have to say against them. */
export function contentsOf(path: string): { readonly digest: string; readonly damage: readonly unknown[] } {
  const database = new Database(path, { readonly: true });
  try {
    const damage = [...database.prepare<[], unknown>('PRAGMA integrity_check').pluck().all(), ...database.prepare('PRAGMA foreign_key_check').all()];
    const tables = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
    const digest = createHash('sha256');
    for (const table of tables) digest.update(JSON.stringify([table, database.prepare(`SELECT * FROM ${table}`).raw().all()]));
    return { digest: digest.digest('hex'), damage: damage.filter((said) => said !== 'ok') };
  } finally {
    database.close();
  }
}
