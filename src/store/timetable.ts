/** When time itself next changes a row: one line per row that waits for a moment of the cloud's clock, in order of time. */
import type Database from 'better-sqlite3';
import { dueOf } from '../cloud/due.js';
import type { RowKind } from '../cloud/resources.js';
import type { RowChange } from './apply.js';

export interface Due {
  /** ms */
  readonly time: number;
  readonly n: number;
  readonly kind: RowKind;
}

export function timetable(database: Database.Database) {
  const insert = database.prepare('INSERT INTO due (time, n) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM due WHERE time = ? AND n = ?');
  const after = database.prepare<[number, number], Due>(
    'SELECT due.time, due.n, row.kind FROM due JOIN row ON row.n = due.n WHERE (due.time, due.n) > (?, ?) ORDER BY due.time, due.n LIMIT 1',
  );
  return {
    /** The earliest entry behind a given one; the very first without one. */
    next: (behind: Pick<Due, 'time' | 'n'> = { time: -1, n: 0 }): Due | undefined => after.get(behind.time, behind.n),
    /** To be called in the savepoint that writes the rows. */
    follow: (changes: readonly RowChange[]): void => {
      for (const { before, after: now } of changes) {
        const [was, is] = [before && dueOf(before), now && dueOf(now)];
        if (was === is) continue;
        if (before !== undefined && was !== undefined) remove.run(was, before.n);
        if (now !== undefined && is !== undefined) insert.run(is, now.n);
      }
    },
  };
}
