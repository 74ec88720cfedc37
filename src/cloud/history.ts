/** From the changes of a row to what it was when: the states that it went through, and who held it. Pure. */
import type { Row } from './resources.js';

/** Who changed something. */
export interface Cause {
  readonly requestId: string;
  readonly action: string;
}

/** One change of a row by a request or by the system. */
export interface Change<R extends Row = Row> extends Cause {
  /** ms */
  readonly time: number;
  /** undefined before it existed. */
  readonly before: R | undefined;
  /** undefined once it is gone. */
  readonly after: R | undefined;
}

/** A row as it stood for a while. */
export interface State<R extends Row = Row> {
  readonly row: R;
  /** ms */
  readonly from: number;
  /** Infinity while it stands. */
  readonly until: number;
  readonly began: Cause;
  readonly ended: Cause | undefined;
}

/** The states of a row out of all its changes, oldest first; some have no length. */
export function statesOf<R extends Row>(changes: readonly Change<R>[]): readonly State<R>[] {
  return changes.flatMap((began, index): readonly State<R>[] => {
    const ended = changes[index + 1];
    const until = ended?.time ?? Infinity;
    return began.after === undefined ? [] : [{ row: began.after, from: began.time, until, began, ended }];
  });
}

/** The states of each row that had an id, one after the other: a released EIP may be had back (§2.2). */
export function livesOf<R extends Row>(states: readonly State<R>[]): readonly (readonly State<R>[])[] {
  const lives = new Map<number, State<R>[]>();
  for (const state of states) {
    const life = lives.get(state.row.n);
    if (life === undefined) lives.set(state.row.n, [state]);
    else life.push(state);
  }
  return [...lives.values()];
}

/** A while in which one thing held a row without a break. */
export interface Span<R extends Row = Row> {
  readonly holder: string;
  readonly from: number;
  readonly until: number;
  /** As it stood in the end. */
  readonly row: R;
  readonly began: Cause;
  readonly ended: Cause | undefined;
}

/** Who held the row when: consecutive states with the same holder as one span; '' stands for nobody and makes none. */
export function spansOf<R extends Row>(states: readonly State<R>[], holderOf: (row: R) => string): readonly Span<R>[] {
  const spans: Span<R>[] = [];
  for (const { row, from, until, began, ended } of states) {
    const holder = holderOf(row);
    const last = spans.at(-1);
    if (last?.holder === holder && last.until === from) spans[spans.length - 1] = { ...last, until, row, ended };
    else spans.push({ holder, from, until, row, began, ended });
  }
  return spans.filter(({ holder, from, until }) => holder !== '' && from < until);
}
