/** A row of the bench: one measurement with its set-up, which it removes itself. */
import type { Figure } from './table.js';

export interface Row {
  /** For `--only`, and the first column. */
  readonly name: string;
  /** `quick`: few rounds, only to see that it works. */
  measure(quick: boolean): Promise<readonly Figure[]>;
}
