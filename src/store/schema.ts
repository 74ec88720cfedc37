/** The tables, as a list of migrations: the database's `user_version` is the number of those already run. */
import type Database from 'better-sqlite3';

export const MIGRATIONS: readonly string[] = [
  `
  -- One table for every kind of row; AUTOINCREMENT never gives a number again.
  CREATE TABLE row (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE INDEX row_by_place ON row (kind, account, region, n);

  -- What at most one row may hold; the primary key is the guarantee.
  CREATE TABLE claim (
    name TEXT PRIMARY KEY,
    row INTEGER NOT NULL REFERENCES row (n) DEFERRABLE INITIALLY DEFERRED
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claim_by_row ON claim (row);

  CREATE TABLE link (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    n INTEGER NOT NULL REFERENCES row (n) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (name, kind, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_by_row ON link (n);

  -- Number of rows per place, so that no count scans.
  CREATE TABLE tally (
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    rows INTEGER NOT NULL CHECK (rows >= 0),
    PRIMARY KEY (kind, account, region)
  ) STRICT, WITHOUT ROWID;

  -- One line per change of a row, in the commit of the change. address: the public address the row stood for.
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    address TEXT,
    before TEXT,
    after TEXT
  ) STRICT;
  CREATE INDEX event_by_row ON event (kind, id, seq);
  CREATE INDEX event_by_address ON event (address, seq) WHERE address IS NOT NULL;

  CREATE TABLE token (
    account TEXT NOT NULL,
    product TEXT NOT NULL,
    action TEXT NOT NULL,
    token TEXT NOT NULL,
    parameters TEXT NOT NULL,
    response TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (account, product, action, token)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX token_by_time ON token (time);

  -- Hosts whose agents take part: after a restart, nothing settles before each has confirmed or its lease ended.
  CREATE TABLE host (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- When time itself next changes a row (ms of the cloud's clock), in order of time.
  CREATE TABLE due (
    time INTEGER NOT NULL,
    n INTEGER NOT NULL REFERENCES row (n) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (time, n)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX due_by_row ON due (n);
  -- Subscriptions are suspended 72 hours after they ran out.
  INSERT INTO due SELECT json_extract(data, '$.expires') + 259200000, n FROM row
    WHERE kind = 'eip' AND json_extract(data, '$.chargeType') = 'PrePaid' AND json_extract(data, '$.businessStatus') = 'Normal';
  UPDATE row SET data = json_set(data, '$.arrears', NULL) WHERE kind = 'account';

  -- Rows that are gone, by when.
  CREATE INDEX event_of_removal ON event (kind, time) WHERE after IS NULL;

  -- Events by which one row began or ended to be held by another: EIPs by ENI, ENIs by instance.
  CREATE TABLE held (
    holder TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES event (seq),
    PRIMARY KEY (holder, seq)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO held
    SELECT DISTINCT holder, seq FROM (
      SELECT seq, json_extract(before, '$.binding.eniId') AS holder, json_extract(after, '$.binding.eniId') AS other FROM event WHERE kind = 'eip'
      UNION ALL SELECT seq, json_extract(after, '$.binding.eniId'), json_extract(before, '$.binding.eniId') FROM event WHERE kind = 'eip'
      UNION ALL SELECT seq, json_extract(before, '$.instanceId'), json_extract(after, '$.instanceId') FROM event WHERE kind = 'eni'
      UNION ALL SELECT seq, json_extract(after, '$.instanceId'), json_extract(before, '$.instanceId') FROM event WHERE kind = 'eni'
    ) WHERE holder IS NOT NULL AND holder <> '' AND holder IS NOT other;
  `,
  `
  -- Rows of the first release: no VPC had lost a gateway, no ENI a cut-through EIP, and no lease was waited for.
  UPDATE row SET data = json_set(data, '$.privateOnly', json('false')) WHERE kind = 'vpc' AND json_type(data, '$.privateOnly') IS NULL;
  UPDATE row SET data = json_set(data, '$.leased', json('false'), '$.privateSuppressed', json('false'))
    WHERE kind = 'eni' AND json_type(data, '$.leased') IS NULL;
  `,
  `
  -- What passed an EIP (by its number) in a minute of the epoch.
  CREATE TABLE traffic (
    eip INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    received_bytes INTEGER NOT NULL,
    received_packets INTEGER NOT NULL,
    sent_bytes INTEGER NOT NULL,
    sent_packets INTEGER NOT NULL,
    PRIMARY KEY (eip, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX traffic_by_minute ON traffic (minute);

  -- What passed since ever, and how much of which of the kernel's counters is in it.
  CREATE TABLE meter (
    eip INTEGER PRIMARY KEY,
    received_bytes INTEGER NOT NULL,
    received_packets INTEGER NOT NULL,
    sent_bytes INTEGER NOT NULL,
    sent_packets INTEGER NOT NULL,
    lives TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Instances were made without a system disk to show and without a RAM role.
  UPDATE row SET data = json_set(
      data, '$.ramRoleName', '',
      '$.systemDisk', json('{"category":"cloud_efficiency","performanceLevel":"","size":40,"name":"","description":""}')
    )
    WHERE kind = 'instance' AND json_type(data, '$.systemDisk') IS NULL;
  `,
  `
  -- What carries a tag is found by it.
  INSERT OR IGNORE INTO link
    SELECT 'tag/' || account || '/' || region || '/' || json_extract(tag.value, '$.key'), kind, n
      FROM row, json_each(data, '$.tags') AS tag
    UNION ALL
    SELECT 'tag/' || account || '/' || region || '/' || json_extract(tag.value, '$.key') || '=' || json_extract(tag.value, '$.value'), kind, n
      FROM row, json_each(data, '$.tags') AS tag;
  `,
  `
  -- There were no bandwidth packages. The log is of rows, too.
  UPDATE row SET data = json_set(
      data, '$.packageId', '', '$.sharedBandwidth', 0, '$.packageBandwidth', 0, '$.joiningPackage', json('false')
    )
    WHERE kind = 'eip' AND json_type(data, '$.packageId') IS NULL;
  UPDATE event SET before = json_set(
      before, '$.packageId', '', '$.sharedBandwidth', 0, '$.packageBandwidth', 0, '$.joiningPackage', json('false')
    )
    WHERE kind = 'eip' AND before IS NOT NULL AND json_type(before, '$.packageId') IS NULL;
  UPDATE event SET after = json_set(
      after, '$.packageId', '', '$.sharedBandwidth', 0, '$.packageBandwidth', 0, '$.joiningPackage', json('false')
    )
    WHERE kind = 'eip' AND after IS NOT NULL AND json_type(after, '$.packageId') IS NULL;
  `,
  `
  -- Whose numbers those were that a loaded snapshot took away: they get them again, and nobody else does.
  CREATE TABLE former (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX former_by_id ON former (kind, id, n);
  `,
  `
  -- EIPs are found by what DescribeEipAddresses filters them by.
  INSERT OR IGNORE INTO link
    SELECT 'filtered/' || account || '/' || region || '/status=' || (data ->> '$.status'), 'eip', n FROM row WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/chargeType=' || (data ->> '$.chargeType'), 'eip', n FROM row WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/isp=' || (data ->> '$.isp'), 'eip', n FROM row WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/protected=' || iif(json_array_length(data, '$.securityProtectionTypes') > 0, 'true', 'false'), 'eip', n FROM row WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/group=' || iif(data ->> '$.resourceGroup' = '', 'rg-default' || account, data ->> '$.resourceGroup'), 'eip', n FROM row WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/name=' || (data ->> '$.name'), 'eip', n FROM row WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/type=' || (data ->> '$.binding.type'), 'eip', n FROM row WHERE kind = 'eip' AND data ->> '$.binding.type' IS NOT NULL
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/bound=' || (data ->> '$.binding.shownId'), 'eip', n FROM row WHERE kind = 'eip' AND data ->> '$.binding.shownId' IS NOT NULL
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/lock=' || lock.value, 'eip', n FROM row, json_each(data, '$.locks') AS lock WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/tag=' || (tag.value ->> '$.key'), 'eip', n FROM row, json_each(data, '$.tags') AS tag WHERE kind = 'eip'
    UNION ALL
    SELECT 'filtered/' || account || '/' || region || '/tag=' || length(tag.value ->> '$.key') || ' ' || (tag.value ->> '$.key') || '=' || (tag.value ->> '$.value'), 'eip', n
      FROM row, json_each(data, '$.tags') AS tag WHERE kind = 'eip';
  `,
  `
  -- And by when they were made.
  INSERT OR IGNORE INTO link
    SELECT 'filtered/' || account || '/' || region || '/created=' || printf('%015d', data ->> '$.created'), 'eip', n FROM row WHERE kind = 'eip';
  `,
  `
  -- No EIP had a log of its monitoring. The log is of rows, too.
  UPDATE row SET data = json_set(data, '$.monitorLog', NULL) WHERE kind = 'eip';
  UPDATE event SET before = json_set(before, '$.monitorLog', NULL) WHERE kind = 'eip' AND before IS NOT NULL;
  UPDATE event SET after = json_set(after, '$.monitorLog', NULL) WHERE kind = 'eip' AND after IS NOT NULL;
  `,
];

/** The database was written by a newer release: nothing was changed. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

const kept = new WeakMap<Database.Database, object[]>();

/**
 * Lets a statement live as long as its database: Node 24 aborts the process when the garbage collector takes one of better-sqlite3 12.
 * `database.pragma` would leave one behind at every call.
 */
export function keep<S extends object>(database: Database.Database, statement: S): S {
  const statements = kept.get(database) ?? [];
  statements.push(statement);
  kept.set(database, statements);
  return statement;
}

/** Runs the migrations that are missing. Throws NewerSchema before it writes anything. */
export function migrate(database: Database.Database, path: string): void {
  const version = keep(database, database.prepare<[], number>('PRAGMA user_version').pluck());
  const found = version.get() ?? 0;
  if (found > MIGRATIONS.length) {
    throw new NewerSchema(
      `${path} has schema version ${found}, this release knows ${MIGRATIONS.length} at the most: ` +
        'it was written by a newer release. Start that release, or point OPENEIP_HOME at another directory.',
    );
  }
  if (found === MIGRATIONS.length) return;
  database.transaction(() => {
    for (const script of MIGRATIONS.slice(found)) database.exec(script);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  })();
}
