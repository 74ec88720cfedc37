/** Whether the event stream stands: while it does not, nothing that is shown can be called live. */
import { Watched } from './watched.js';

class Connection extends Watched {
  private stands = true;

  /** True until a loss is known of. */
  readonly isThere = (): boolean => this.stands;

  become(stands: boolean): void {
    this.stands = stands;
    this.changed();
  }
}

export const connection = new Connection();
