/** A store that an earlier release wrote. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linksOf } from '../cloud/claims.js';
import { link } from '../cloud/indexes.js';
import { sample } from '../cloud/testing.js';
import { MIGRATIONS } from './schema.js';
import { openStore } from './store.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'schema-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A row as the release with the first schema wrote it: without the fields that came later. */
function insert(database: Database.Database, row: { readonly kind: string; readonly id: string }, later: readonly string[]): void {
  const columns = ['n', 'kind', 'id', 'account', 'region', 'version'];
  const data = Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name) && !later.includes(name)));
  database.prepare("INSERT INTO row (kind, id, account, region, version, data) VALUES (?, ?, '1', 'cn-hangzhou', 1, ?)")
    .run(row.kind, row.id, JSON.stringify(data));
}

it('rows of the first schema are rows of this one', () => {
  const path = join(directory, 'cloud.db');
  const database = new Database(path);
  const [vpc, eni] = [sample.vpc({ id: 'vpc-a', name: 'n', tags: [{ key: 'k', value: '1' }] }), sample.eni({ id: 'eni-a', privateIps: ['10.0.0.9'] })];
  const instance = sample.instance({ id: 'i-a' });
  const eip = sample.eip({ id: 'eip-a', name: 'n', locks: ['financial'], tags: [{ key: 'k', value: 'v=w' }], securityProtectionTypes: ['AntiDDoS_Enhanced'] });
  try {
    database.exec(MIGRATIONS[0] ?? '');
    database.exec('PRAGMA user_version = 1');
    insert(database, vpc, ['privateOnly']);
    insert(database, eni, ['leased', 'privateSuppressed']);
    insert(database, instance, ['ramRoleName', 'systemDisk']);
    insert(database, eip, ['packageId', 'sharedBandwidth', 'packageBandwidth', 'joiningPackage', 'monitorLog']);
    database.exec("INSERT INTO event (time, request_id, account, action, kind, id, before, after) SELECT 5, '', '', '', kind, id, NULL, data FROM row WHERE kind = 'eip'");
  } finally {
    database.close();
  }
  const store = openStore(path);
  try {
    expect(store.read.get('vpc', 'vpc-a')).toEqual({ ...vpc, n: 1, version: 1, privateOnly: false });
    expect(store.read.get('eni', 'eni-a')).toEqual({ ...eni, n: 2, version: 1, leased: false, privateSuppressed: false });
    expect(store.read.get('instance', 'i-a')).toEqual({ ...instance, n: 3, version: 1 });
    expect(store.read.get('eip', 'eip-a')).toEqual({ ...eip, n: 4, version: 1 });
    expect(JSON.parse(store.events.last('eip', 'eip-a')?.after ?? '')).toMatchObject({ packageId: '', sharedBandwidth: 0, packageBandwidth: 0, joiningPackage: false, monitorLog: null });
    for (const name of linksOf(eip)) expect([name, store.read.linked('eip', name).length]).toEqual([name, 1]);
    for (const value of [undefined, '1']) expect(store.read.linked('vpc', link.tag(vpc, 'k', value))).toHaveLength(1);
  } finally {
    store.close();
  }
});

it('what time does to rows of the first schema, and who held what in its log, is known', () => {
  const path = join(directory, 'cloud.db');
  const database = new Database(path);
  const eip = sample.eip({ id: 'eip-a', chargeType: 'PrePaid', expires: 1_000 });
  const log = (before: object | null, after: object | null) =>
    database.prepare("INSERT INTO event (time, request_id, account, action, kind, id, before, after) VALUES (5, '', '', '', 'eip', 'eip-a', ?, ?)")
      .run(before && JSON.stringify(before), after && JSON.stringify(after));
  try {
    database.exec(MIGRATIONS[0] ?? '');
    database.exec('PRAGMA user_version = 1');
    insert(database, eip, []);
    insert(database, sample.account({ id: '1' }), ['arrears']);
    const bound = { ...eip, binding: { eniId: 'eni-a' } };
    log(null, eip);
    log(eip, bound);
    log(bound, { ...bound, name: 'n' });
    log(bound, null);
  } finally {
    database.close();
  }
  const store = openStore(path);
  try {
    expect(store.timetable.next()).toEqual({ time: 1_000 + 72 * 3_600_000, n: 1, kind: 'eip' });
    expect(store.read.get('account', '1')?.arrears).toBeNull();
    expect(store.events.heldBy('eni-a', 'eip')).toEqual(['eip-a']);
    expect(store.events.removedSince('eip', 5).map(({ id }) => id)).toEqual(['eip-a']);
  } finally {
    store.close();
  }
});
