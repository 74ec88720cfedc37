import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claim, link } from '../cloud/indexes.js';
import type { Row } from '../cloud/resources.js';
import { sample } from '../cloud/testing.js';
import { MIGRATIONS } from './schema.js';
import { DERIVED, KEPT, SAVED, Snapshot } from './snapshot.js';
import { DamagedSnapshot, NewerSnapshot, readSnapshotHeader, writeSnapshotFile } from './snapshot-file.js';
import { openStore, type Store } from './store.js';

/** What release 0.2.0 had of a small cloud: an EIP on an ENI of an instance, one released, a subscription, traffic, tokens. */
const OF_0_2_0 = fileURLToPath(new URL('snapshot-0.2.0.jsonl', import.meta.url));
const TIME = Date.UTC(2026, 2, 1);

let directory: string;
let path: string;
let store: Store;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'snapshot-'));
  path = join(directory, 'cloud.db');
  store = openStore(path);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

const file = (name = 'a') => join(directory, `${name}.jsonl`);
const save = (name = 'a') => {
  writeSnapshotFile(file(name), store.snapshot.header(TIME, TIME), store.snapshot.lines());
  return readFileSync(file(name), 'utf8');
};
const load = (name = 'a') => {
  const snapshot = Snapshot.read(file(name));
  store.begin();
  try {
    store.replace(snapshot, () => undefined);
    store.commit();
  } finally {
    store.rollback();
    snapshot.close();
  }
};
const write = (put: readonly Row[], remove: readonly Row[] = []) => {
  store.begin();
  store.apply({ put, remove }, { time: TIME, requestId: 'R', account: '1', action: 'Vpc.Test' });
  store.commit();
};
const eip = (id: string) => {
  const row = store.read.get('eip', id);
  if (row === undefined) throw new Error(`no ${id}`);
  return row;
};
const passed = (n: number, life: string, bytes: number) => {
  store.begin();
  store.traffic.record([{ key: `shape/${n}`, direction: 'sent', life, bytes, packets: 1 }], TIME);
  store.commit();
};
const sent = (n: number) => store.traffic.totals(n - 1, 1).find((total) => total.eip === n)?.sentBytes ?? 0;
/** Every table but those that stay where they are. */
const tables = () => {
  const database = new Database(path, { readonly: true });
  const dump = [...SAVED.keys(), ...DERIVED].map((table) => [table, database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]);
  database.close();
  return dump;
};
const binding = { type: 'NetworkInterface', shownId: 'eni-a', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-a', privateIp: '10.0.0.5', vpcId: 'vpc-a' } as const;
const cloud = () => {
  write([
    sample.account({ id: '1', keys: [{ id: 'LTAI1', secret: 's', active: true }] }), sample.vpc({ id: 'vpc-a' }),
    sample.eni({ id: 'eni-a', vpcId: 'vpc-a', privateIps: ['10.0.0.5'] }), sample.eip({ id: 'eip-a', address: '198.18.0.2' }),
    sample.eip({ id: 'eip-b', address: '198.18.0.3', chargeType: 'PrePaid', expires: TIME + 1 }), sample.eip({ id: 'eip-c', address: '198.18.0.4' }),
  ]);
  write([{ ...eip('eip-a'), status: 'InUse', binding }], [eip('eip-c')]);
  passed(eip('eip-a').n, 'one', 1_000);
  store.begin();
  store.tokens.remember({ account: '1', product: 'Vpc', action: 'X', token: 't' }, { parameters: 'p', response: '{"A":"b"}' }, TIME);
  store.commit();
};

it('every table is saved, follows from what is saved, or stays', () => {
  const database = new Database(path, { readonly: true });
  const found = database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all();
  database.close();
  expect([...SAVED.keys(), ...DERIVED, ...KEPT].sort()).toEqual(found.sort());
});

describe('a snapshot', () => {
  it('that is loaded brings back every row, what follows from rows, the log, tokens and traffic, and is the same when saved again', () => {
    cloud();
    const text = save();
    const before = tables();
    const [account] = store.all('account');
    if (account === undefined) throw new Error('no account');
    write([sample.eip({ id: 'eip-d', address: '198.18.0.4' }), { ...account, keys: [] }, { ...eip('eip-b'), chargeType: 'PostPaid' }], [eip('eip-a')]);
    load();
    expect(tables()).toEqual(before);
    expect(save('b')).toBe(text);
    expect(store.read.holder('eip', claim.publicIp('198.18.0.2'))?.id).toBe('eip-a');
    expect(store.read.linked('eip', link.eni('eni-a')).map(({ id }) => id)).toEqual(['eip-a']);
    expect(store.read.holder('account', claim.accessKey('LTAI1'))?.id).toBe('1');
    expect(store.timetable.next()?.n).toBe(eip('eip-b').n);
    expect(store.events.heldBy('eni-a', 'eip')).toEqual(['eip-a']);
    expect(store.counts()).toEqual({ account: 1, vpc: 1, eni: 1, eip: 2 });
    expect(readSnapshotHeader(file()).resources).toEqual({ account: 1, vpc: 1, eni: 1, eip: 2 });
  });

  it('is one line per row, in order of kind and id, so that a change is a changed line', () => {
    cloud();
    const before = save().split('\n');
    write([{ ...eip('eip-b'), name: 'new' }]);
    const after = save('b').split('\n');
    const lines = (text: readonly string[], other: readonly string[]) => text.filter((line) => !other.includes(line) && !line.startsWith('{"end"'));
    expect(lines(before, after).map((line) => JSON.parse(line) as unknown)).toMatchObject([{ row: { kind: 'eip', id: 'eip-b', data: { name: '' } } }]);
    expect(lines(after, before).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { row: { kind: 'eip', id: 'eip-b', data: { name: 'new' } } }, { event: { id: 'eip-b', after: { name: 'new' } } },
    ]);
  });

  it('is loaded whole or not at all: what fails after it takes it back', () => {
    cloud();
    save();
    write([], [eip('eip-a')]);
    const before = tables();
    const snapshot = Snapshot.read(file());
    store.begin();
    expect(() => {
      store.replace(snapshot, () => {
        throw new Error('no');
      });
    }).toThrow('no');
    expect(store.read.get('eip', 'eip-a')).toBeUndefined();
    store.commit();
    snapshot.close();
    expect(tables()).toEqual(before);
  });
});

describe('numbers', () => {
  it('of what was ever here are as they were; nobody else gets them, whatever is loaded', () => {
    cloud();
    save('full');
    const n = eip('eip-a').n;
    write([], [eip('eip-a')]);
    save('without');
    write([sample.eip({ id: 'eip-d', address: '198.18.0.9' })]);
    const later = eip('eip-d').n;
    load('full');
    expect(eip('eip-a').n).toBe(n);
    // Nothing in the store tells of eip-d any more.
    write([sample.eip({ id: 'eip-e', address: '198.18.0.10' })]);
    expect(eip('eip-e').n).toBeGreaterThan(later);
    load('without');
    load('full');
    expect(eip('eip-a').n).toBe(n);
  });

  it('of a file from elsewhere mean nothing here: each row has one that nobody had, in the same order', () => {
    cloud();
    save();
    const other = openStore(join(directory, 'other.db'));
    other.begin();
    other.apply({ put: [1, 2, 3, 4, 5, 6, 7].map((i) => sample.vpc({ id: `vpc-${i}` })), remove: [] }, { time: 0, requestId: '', account: '1', action: '' });
    other.commit();
    store.close();
    [store, path] = [other, join(directory, 'other.db')];
    passed(7, 'elsewhere', 5);
    load();
    expect([...store.all('eip'), ...store.all('vpc'), ...store.all('eni')].every(({ n }) => n > 7)).toBe(true);
    expect(store.all('eip').map(({ id }) => id)).toEqual(['eip-a', 'eip-b']);
    // The log and the traffic are those of the new number.
    expect(store.events.history('eip', 'eip-a').map(({ after }) => JSON.parse(after ?? '{}') as unknown)).toMatchObject([{ n: eip('eip-a').n }, { n: eip('eip-a').n }]);
    expect(sent(eip('eip-a').n)).toBe(1_000);
  });
});

it('traffic: what the kernel counted before a load is no traffic of the cloud that comes', () => {
  cloud();
  const { n } = eip('eip-a');
  save();
  passed(n, 'one', 4_000);
  load();
  expect(sent(n)).toBe(1_000);
  passed(n, 'one', 4_500);
  expect(sent(n)).toBe(1_500);
  // Also where nothing had passed when it was saved.
  write([sample.eip({ id: 'eip-q', address: '198.18.0.77' })]);
  save('quiet');
  passed(eip('eip-q').n, 'two', 700);
  load('quiet');
  passed(eip('eip-q').n, 'two', 800);
  expect(sent(eip('eip-q').n)).toBe(100);
});

it('boots: the highest is known after their instances are gone', () => {
  write([sample.instance({ id: 'i-a', boot: 7 }), sample.instance({ id: 'i-b', boot: 3 })]);
  const instance = store.read.get('instance', 'i-a');
  if (instance === undefined) throw new Error('no i-a');
  write([], [instance]);
  expect(store.newestBoot).toBe(7);
  store.setMeta('boot', '9');
  expect(store.newestBoot).toBe(9);
});

describe('a file of release 0.2.0', () => {
  beforeEach(() => {
    copyFileSync(OF_0_2_0, file());
  });

  it('loads: its rows are rows of this release', () => {
    load();
    const [bound] = store.all('eip').filter(({ status }) => status === 'InUse');
    expect(bound).toMatchObject({ address: '198.19.169.146', mode: 'NAT', binding: { privateIp: '10.0.0.77' }, ...newFields(sample.eip({ id: '' }), ['packageId', 'packageBandwidth']) });
    expect(store.all('instance')).toMatchObject([{ name: 'web', status: 'Running', ...newFields(sample.instance({ id: '' }), ['ramRoleName', 'systemDisk']) }]);
    expect(store.counts()).toMatchObject(readSnapshotHeader(file()).resources);
    // What the migrations added is in every row: none lacks a field of its kind.
    for (const row of [...store.all('vpc'), ...store.all('vswitch'), ...store.all('eni'), ...store.all('eip'), ...store.all('instance'), ...store.all('securityGroup')]) {
      expect(Object.keys(row).sort()).toEqual(Object.keys(sample[row.kind]({ id: '' })).sort());
    }
  });

  it('loads: log, tokens, traffic and what is due are there', () => {
    load();
    const [bound] = store.all('eip').filter(({ status }) => status === 'InUse');
    expect(store.events.history('eip', bound?.id ?? '')).toHaveLength(3);
    expect(store.events.removedSince('eip', 0)).toHaveLength(1);
    expect(store.tokens.find({ account: '1234567890123456', product: 'Vpc', action: 'AllocateEipAddress', token: 'once' }, Date.UTC(2026, 0, 2, 4))).toBeDefined();
    expect(sent(bound?.n ?? 0)).toBe(5_000);
    expect(store.timetable.next()?.time).toBe(Date.UTC(2026, 2, 5, 3, 4, 5));
  });
});

function newFields<T extends object>(row: T, names: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Partial<T>;
}

describe('is refused, and nothing has changed', () => {
  /** The file with other lines, and an end that says that these were written. */
  const rewritten = (change: (lines: string[]) => string[]) => (text: string) => {
    const lines = change(text.split('\n').slice(0, -2));
    const sha256 = createHash('sha256').update(lines.map((line) => `${line}\n`).join('')).digest('hex');
    return [...lines, JSON.stringify({ end: { lines: lines.length, sha256 } }), ''].join('\n');
  };
  const header = (change: object) => rewritten(([first = '', ...rest]) => [JSON.stringify({ ...(JSON.parse(first) as object), ...change }), ...rest]);

  it.each<[string, (text: string) => string, RegExp]>([
    ['an empty file', () => '', /empty/],
    ['something else', () => '{"name":"openeip"}\n', /not that of a snapshot/],
    ['what is no JSON', () => 'PK\u0003\u0004\n', /line 1 is not JSON/],
    ['one cut between lines', (text) => text.split('\n').slice(0, 5).join('\n') + '\n', /its end is missing/],
    ['one cut in a line', (text) => text.slice(0, text.length / 2), /middle of a line/],
    ['one cut by a byte', (text) => text.slice(0, -1), /middle of a line/],
    ['one that lacks a line', (text) => text.split('\n').filter((_, i) => i !== 3).join('\n'), /changed/],
    ['one with a changed character', (text) => text.replace('198.18.0.2', '198.18.0.7'), /changed/],
    ['one with lines after its end', (text) => `${text}{}\n`, /follows/],
    ['a row of no table', rewritten((lines) => [...lines, '{"secrets":{}}']), /is not a row of a table/],
    ['a row that lacks a field', rewritten((lines) => [...lines, '{"meter":{"eip":1}}']), /fields of its table/],
    ['a row of the wrong type', rewritten((lines) => lines.map((line) => line.replace('"version":1', '"version":"x"'))), /do not fit together/],
    ['two rows of one id', rewritten((lines) => lines.map((line) => line.replaceAll('"id":"eip-b"', '"id":"eip-a"'))), /do not fit together/],
    ['two EIPs of one address', rewritten((lines) => lines.map((line) => line.replace('198.18.0.3', '198.18.0.2'))), /do not fit together/],
  ])('%s', (_, change, why) => {
    cloud();
    writeFileSync(file(), change(save()));
    write([], [eip('eip-a')]);
    const before = tables();
    expect(load).toThrow(DamagedSnapshot);
    expect(load).toThrow(why);
    expect(tables()).toEqual(before);
  });

  it.each([
    ['of a later schema', header({ schema: MIGRATIONS.length + 1 }), /schema version \d+, of which this release knows \d+/],
    ['of a later format', header({ format: 2, more: true }), /format 2, of which this release knows 1/],
  ] as const)('one %s', (_, change, why) => {
    cloud();
    writeFileSync(file(), change(save()));
    const before = tables();
    expect(load).toThrow(NewerSnapshot);
    expect(load).toThrow(why);
    expect(tables()).toEqual(before);
  });
});
