import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claim, link } from '../cloud/indexes.js';
import type { EipRow, Row } from '../cloud/resources.js';
import { sample } from '../cloud/testing.js';
import { Conflict } from './apply.js';
import { NewerSchema } from './schema.js';
import { openStore, type Store } from './store.js';
import { TOKEN_LIFE } from './tokens.js';

const cause = { time: 7, requestId: 'R1', account: '1', action: 'Vpc.Test' };
let store: Store;
let directory: string;

beforeEach(() => {
  store = openStore(':memory:');
  directory = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

/** The claim that refused a write; undefined when nothing did. */
function refusedClaim(write_: () => unknown): string | undefined {
  try {
    write_();
  } catch (error) {
    if (error instanceof Conflict) return error.claim;
    throw error;
  }
  return undefined;
}

/** One commit with one write set. */
function write(put: readonly Row[], remove: readonly Row[] = [], into = store) {
  into.begin();
  try {
    return into.apply({ put, remove }, cause);
  } finally {
    into.commit();
  }
}

function eip(id: string, store_ = store): EipRow {
  const row = store_.read.get('eip', id);
  if (row === undefined) throw new Error(`no ${id}`);
  return row;
}

describe('rows', () => {
  it('get a number and version 1, and are frozen through and through', () => {
    const [change] = write([sample.eip({ id: 'eip-a', tags: [{ key: 'k', value: 'v' }] })]);
    const row = eip('eip-a');
    expect(change).toEqual({ before: undefined, after: row });
    expect(row).toMatchObject({ id: 'eip-a', n: 1, version: 1, tags: [{ key: 'k', value: 'v' }] });
    expect(Object.isFrozen(row.tags[0])).toBe(true);
  });

  it('read hot are the same object until they change, and never the old one after', () => {
    write([sample.eip({ id: 'eip-a' })]);
    const old = eip('eip-a');
    expect(eip('eip-a')).toBe(old);
    write([{ ...old, name: 'new' }]);
    expect(eip('eip-a')).toMatchObject({ name: 'new', version: 2, n: old.n });
    expect(store.read.byNumber('eip', old.n)).toBe(eip('eip-a'));
  });

  it('equal what was written when they come from the file', () => {
    const path = join(directory, 'cloud.db');
    const first = openStore(path);
    write([sample.eni({ id: 'eni-a', privateIps: ['10.0.0.1'], groupIds: ['sg-a'] })], [], first);
    const before = first.read.get('eni', 'eni-a');
    first.close();
    const second = openStore(path);
    expect(second.read.get('eni', 'eni-a')).toEqual(before);
    second.close();
  });

  it('never get the number of a removed row', () => {
    write([sample.eip({ id: 'eip-a' })]);
    write([], [eip('eip-a')]);
    write([sample.eip({ id: 'eip-a' })]);
    expect(eip('eip-a').n).toBe(2);
    expect(store.read.byNumber('eip', 1)).toBeUndefined();
  });

  it('are listed newest first, in pages, per account and region, and counted without a scan', () => {
    for (let i = 0; i < 5; i++) write([sample.eip({ id: `eip-${i}`, address: `198.18.0.${i + 2}` })]);
    write([sample.eip({ id: 'eip-x', address: '198.18.1.2', region: 'cn-beijing' })]);
    write([sample.eip({ id: 'eip-y', address: '198.18.1.3', account: '2' })]);
    write([], [eip('eip-2')]);
    const ids = (page?: { limit: number; offset: number }) =>
      store.read.list('eip', '1', 'cn-hangzhou', page).map((row) => row.id);
    expect(ids()).toEqual(['eip-4', 'eip-3', 'eip-1', 'eip-0']);
    expect(ids({ limit: 2, offset: 1 })).toEqual(['eip-3', 'eip-1']);
    expect(store.read.count('eip', '1', 'cn-hangzhou')).toBe(4);
    expect(store.read.countOfAccount('eip', '1')).toBe(5);
    expect(store.read.countOfAccount('eip', '3')).toBe(0);
    expect(store.counts()).toEqual({ eip: 6 });
  });

  it('are found by claim and link, and no longer by those they lost', () => {
    write([sample.eni({ id: 'eni-a', vpcId: 'vpc-a', privateIps: ['10.0.0.1'], groupIds: ['sg-a', 'sg-b'] })]);
    const eni = store.read.get('eni', 'eni-a');
    if (eni === undefined) throw new Error('no eni-a');
    write([{ ...eni, groupIds: ['sg-b'], privateIps: ['10.0.0.2'] }]);
    expect(store.read.holder('eni', claim.privateIp('vpc-a', '10.0.0.2'))?.id).toBe('eni-a');
    expect(store.read.holder('eni', claim.privateIp('vpc-a', '10.0.0.1'))).toBeUndefined();
    expect(store.read.holder('eip', claim.privateIp('vpc-a', '10.0.0.2'))).toBeUndefined();
    expect(store.read.linked('eni', link.member('sg-a'))).toEqual([]);
    expect(store.read.linked('eni', link.member('sg-b')).map((row) => row.id)).toEqual(['eni-a']);
    expect(store.read.countLinked('eni', link.member('sg-b'))).toBe(1);
    expect(store.read.countLinked('eip', link.member('sg-b'))).toBe(0);
  });
});

describe('a write set', () => {
  it('that another row contradicts names the claim and leaves no trace, while its batch goes on', () => {
    store.begin();
    store.apply({ put: [sample.eip({ id: 'eip-a' })], remove: [] }, cause);
    const clash = { put: [sample.vpc({ id: 'vpc-a' }), sample.eip({ id: 'eip-b' })], remove: [] };
    expect(refusedClaim(() => store.apply(clash, cause))).toBe(claim.publicIp('198.18.0.2'));
    store.apply({ put: [sample.eip({ id: 'eip-c', address: '198.18.0.3' })], remove: [] }, cause);
    store.commit();
    expect(store.counts()).toEqual({ eip: 2 });
    expect(store.read.get('vpc', 'vpc-a')).toBeUndefined();
    expect(store.events.history('vpc', 'vpc-a')).toEqual([]);
  });

  it('of rows read before a later change is refused', () => {
    write([sample.eip({ id: 'eip-a' })]);
    const old = eip('eip-a');
    write([{ ...old, name: 'first' }]);
    expect(() => write([{ ...old, name: 'second' }])).toThrow(Conflict);
    expect(() => write([], [old])).toThrow(Conflict);
    expect(() => write([sample.eip({ id: 'eip-a', address: '198.18.0.9' })])).toThrow(Conflict);
    expect(eip('eip-a').name).toBe('first');
  });

  it('passes a claim from one row to another, in either order', () => {
    const a = sample.eni({ id: 'eni-a', vpcId: 'v', privateIps: ['10.0.0.1', '10.0.0.3'], mac: '00:16:3e:00:00:0a' });
    write([a, sample.eni({ id: 'eni-b', vpcId: 'v', privateIps: ['10.0.0.2'], mac: '00:16:3e:00:00:0b' })]);
    const [first, second] = ['eni-a', 'eni-b'].map((id) => store.read.get('eni', id));
    if (first === undefined || second === undefined) throw new Error('no ENIs');
    write([{ ...second, privateIps: ['10.0.0.2', '10.0.0.3'] }, { ...first, privateIps: ['10.0.0.1'] }]);
    expect(store.read.holder('eni', claim.privateIp('v', '10.0.0.3'))?.id).toBe('eni-b');
  });

  it('holds one EIP per private address and one holder per public address by the schema alone', () => {
    const binding = {
      type: 'NetworkInterface', shownId: 'eni-a', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-a', privateIp: '10.0.0.1', vpcId: 'v',
    } as const;
    write([sample.eip({ id: 'eip-a', address: '198.18.0.2', status: 'InUse', binding })]);
    const twin = sample.eip({ id: 'eip-b', address: '198.18.0.3', status: 'InUse', binding });
    expect(refusedClaim(() => write([twin]))).toBe(claim.mapped('v', '10.0.0.1'));
    write([{ ...twin, mode: 'BINDED', binding: { ...binding, privateIp: '10.0.0.9' } }]);
    const third = sample.eip({ id: 'eip-c', address: '198.18.0.4', status: 'InUse', mode: 'BINDED', binding: { ...binding, privateIp: '10.0.0.8' } });
    expect(refusedClaim(() => write([third]))).toBe(claim.cutThrough('eni-a'));
  });
});

describe('a batch', () => {
  it('shows its writes to its own reads and forgets them when it is rolled back', () => {
    write([sample.eip({ id: 'eip-a' })]);
    store.begin();
    store.apply({ put: [{ ...eip('eip-a'), name: 'x' }], remove: [] }, cause);
    expect(eip('eip-a').name).toBe('x');
    store.rollback();
    expect(eip('eip-a')).toMatchObject({ name: '', version: 1 });
    expect(store.open).toBe(false);
  });
});

describe('events', () => {
  it('tell the history of an address across rows, with who, what and the request', () => {
    write([sample.eip({ id: 'eip-a' })]);
    write([{ ...eip('eip-a'), name: 'x' }]);
    write([], [eip('eip-a')]);
    write([sample.eip({ id: 'eip-b' })]);
    const events = store.events.historyOfAddress('198.18.0.2');
    expect(events.map(({ id, before, after }) => [id, before !== null, after !== null])).toEqual([
      ['eip-a', false, true], ['eip-a', true, true], ['eip-a', true, false], ['eip-b', false, true],
    ]);
    expect(events[1]).toMatchObject({ time: 7, requestId: 'R1', account: '1', action: 'Vpc.Test' });
    expect(JSON.parse(events[1]?.after ?? '')).toMatchObject({ name: 'x' });
    expect(store.events.history('eip', 'eip-a')).toHaveLength(3);
  });

  it('hold no secret', () => {
    write([sample.account({ id: '1', keys: [{ id: 'LTAI1', secret: 'hidden-text', active: true }] })]);
    expect(JSON.stringify(store.events.history('account', '1'))).toContain('LTAI1');
    expect(JSON.stringify(store.events.history('account', '1'))).not.toContain('hidden-text');
    expect(store.read.holder('account', claim.accessKey('LTAI1'))?.keys[0]?.secret).toBe('hidden-text');
  });
});

describe('tokens, meta and hosts', () => {
  it('remember a token for 24 hours', () => {
    const key = { account: '1', product: 'Vpc', action: 'A', token: 't' };
    store.begin();
    store.tokens.remember(key, { parameters: 'p', response: '{}' }, 1_000);
    store.commit();
    expect(store.tokens.find(key, 1_000 + TOKEN_LIFE - 1)).toEqual({ parameters: 'p', response: '{}' });
    expect(store.tokens.find(key, 1_000 + TOKEN_LIFE)).toBeUndefined();
    expect(store.tokens.find({ ...key, action: 'B' }, 1_000)).toBeUndefined();
  });

  it('keep names, values and hosts', () => {
    store.setMeta('epoch', 'a');
    store.setMeta('epoch', 'b');
    store.addHost('h');
    store.addHost('h');
    expect([store.meta('epoch'), store.meta('none'), store.hosts()]).toEqual(['b', undefined, ['h']]);
    store.dropHost('h');
    expect(store.hosts()).toEqual([]);
  });
});

describe('the file', () => {
  it('and the directory made for it are their owner’s alone', () => {
    const path = join(directory, 'data', 'cloud.db');
    const file = openStore(path);
    write([sample.eip({ id: 'eip-a' })], [], file);
    const modes = [join(directory, 'data'), path, `${path}-wal`].map((name) => statSync(name).mode & 0o777);
    file.close();
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it('of a newer release is refused and stays as it is', () => {
    const path = join(directory, 'cloud.db');
    const newer = new Database(path);
    newer.exec('CREATE TABLE later (x)');
    newer.pragma('user_version = 99');
    newer.close();
    const before = statSync(path);
    expect(() => openStore(path)).toThrow(NewerSchema);
    expect(() => openStore(path)).toThrow(/schema version 99/);
    expect([statSync(path).size, statSync(path).mtimeMs]).toEqual([before.size, before.mtimeMs]);
  });
});
