/** Whether the event stream stands: while it does not, nothing that is shown can be called live. */

class Connection {
  private stands = true;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** True until a loss is known of. */
  readonly isThere = (): boolean => this.stands;

  become(stands: boolean): void {
    this.stands = stands;
    for (const listener of this.listeners) listener();
  }
}

export const connection = new Connection();
