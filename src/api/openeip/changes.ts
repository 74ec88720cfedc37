/** The event log as rows. */
import type { Change } from '../../cloud/history.js';
import type { RowKind, RowOf } from '../../cloud/resources.js';
import type { Event } from '../../store/events.js';

/** The changes of one row, oldest first. */
export function changesOf<K extends RowKind>(kind: K, events: readonly Event[]): readonly Change<RowOf<K>>[] {
  return events.filter((event) => event.kind === kind).map(({ time, requestId, action, before, after }) => ({
    time, requestId, action, before: rowOf<K>(before), after: rowOf<K>(after),
  }));
}

/** Nobody but the store writes the log: its text is that of a row of the event's kind. */
function rowOf<K extends RowKind>(text: string | null): RowOf<K> | undefined {
  return text === null ? undefined : (JSON.parse(text) as RowOf<K>);
}
