import type { RowChange } from '../store/apply.js';

/** What a commit did, for those who watch the cloud; told before the callers of its requests are answered. */
export interface Commit {
  readonly changes: readonly RowChange[];
  /** What each request of the commit changed, by its id. */
  readonly requests: ReadonlyMap<string, readonly RowChange[]>;
  /** Numbers of the EIPs that something passed. */
  readonly counted: ReadonlySet<number>;
  /** Of the desired network; another one after a reset. */
  readonly epoch: string;
}
