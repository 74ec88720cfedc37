/** The event log: who changed which row, by which request, from what to what. Appended in the commit of the change. */
import type Database from 'better-sqlite3';
import type { Row } from '../cloud/resources.js';

export interface Cause {
  /** ms */
  readonly time: number;
  readonly requestId: string;
  /** The caller's account; '' for the system itself. */
  readonly account: string;
  /** `Vpc.AssociateEipAddress`; `system.settle`, `system.revert`, `system.reset` for what no request did. */
  readonly action: string;
}

export interface Event extends Cause {
  readonly seq: number;
  readonly kind: string;
  readonly id: string;
  /** Row without secrets as JSON text; null before it existed. */
  readonly before: string | null;
  /** null once the row is gone. */
  readonly after: string | null;
}

const COLUMNS = 'seq, time, request_id AS requestId, account, action, kind, id, before, after';

export function eventWriter(database: Database.Database) {
  const insert = database.prepare(
    `INSERT INTO event (time, request_id, account, action, kind, id, address, before, after)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const hold = database.prepare('INSERT INTO held (holder, seq) VALUES (?, ?)');
  return (cause: Cause, before: Row | undefined, after: Row | undefined): void => {
    const row = after ?? before;
    if (row === undefined) return;
    const { lastInsertRowid: seq } = insert.run(
      cause.time,
      cause.requestId,
      cause.account,
      cause.action,
      row.kind,
      row.id,
      (after && addressOf(after)) ?? (before && addressOf(before)) ?? null,
      before === undefined ? null : JSON.stringify(withoutSecrets(before)),
      after === undefined ? null : JSON.stringify(withoutSecrets(after)),
    );
    for (const holder of holdersOf(before, after)) hold.run(holder, seq);
  };
}

export function eventReader(database: Database.Database) {
  const ofRow = database.prepare<[string, string], Event>(
    `SELECT ${COLUMNS} FROM event WHERE kind = ? AND id = ? ORDER BY seq`,
  );
  const ofAddress = database.prepare<[string], Event>(`SELECT ${COLUMNS} FROM event WHERE address = ? ORDER BY seq`);
  const removed = database.prepare<[string, number], Event>(
    `SELECT ${COLUMNS} FROM event WHERE kind = ? AND time >= ? AND after IS NULL ORDER BY time, seq`,
  );
  const held = database.prepare<[string, string], string>(
    'SELECT DISTINCT event.id FROM held JOIN event USING (seq) WHERE holder = ? AND kind = ? ORDER BY event.id',
  ).pluck();
  const last = database.prepare<[string, string], Event>(`SELECT ${COLUMNS} FROM event WHERE kind = ? AND id = ? ORDER BY seq DESC LIMIT 1`);
  return {
    /** All changes of a row, oldest first, also after it is gone. */
    history: (kind: string, id: string): readonly Event[] => ofRow.all(kind, id),
    /** All changes of every row that ever stood for a public address, oldest first. */
    historyOfAddress: (address: string): readonly Event[] => ofAddress.all(address),
    /** Ids of all rows of a kind that a row ever held: the EIPs of an ENI, the ENIs of an instance. */
    heldBy: (holder: string, kind: 'eip' | 'eni'): readonly string[] => held.all(holder, kind),
    /** Removals of rows of a kind from a moment on. */
    removedSince: (kind: string, time: number): readonly Event[] => removed.all(kind, time),
    /** The newest change of a row. */
    last: (kind: string, id: string): Event | undefined => last.get(kind, id),
  };
}

function addressOf(row: Row): string | undefined {
  if (row.kind === 'eip') return row.address;
  if (row.kind === 'instance' && row.publicIp !== '') return row.publicIp;
  return undefined;
}

/** Who lost hold of a row and who got it, where a change did that. */
export function holdersOf(before: Row | undefined, after: Row | undefined): readonly string[] {
  const [left, held] = [holderOf(before), holderOf(after)];
  return left === held ? [] : [left, held].filter((holder) => holder !== '');
}

/** The ENI that an EIP is bound to, the instance that an ENI is at; '' for neither. */
function holderOf(row: Row | undefined): string {
  if (row?.kind === 'eip') return row.binding?.eniId ?? '';
  return row?.kind === 'eni' ? row.instanceId : '';
}

function withoutSecrets(row: Row): object {
  return row.kind === 'account' ? { ...row, keys: row.keys.map(({ id, active }) => ({ id, active })) } : row;
}
