/** An agent without a kernel: confirms every message at once and says that every guest does what is desired. For `--dataplane memory`. */
import { kindOf, type Guest, type Key } from '../network/objects.js';
import type { Failure, Update } from '../network/protocol.js';
import type { AgentLink, AgentSession } from './feeder.js';

export class MemoryAgent {
  private readonly guests = new Map<Key, Guest>();
  private readonly session: AgentSession;

  constructor(connect: (link: AgentLink) => AgentSession) {
    this.session = connect({
      send: (message) => {
        if (message.type === 'update') this.apply(message);
        else this.session.receive({ type: 'probed', id: message.id, answer: { failed: 'The memory data plane carries no packets.' } });
      },
      close: () => undefined,
    });
  }

  /** From now on whatever is desired is confirmed. */
  start(): void {
    this.session.receive({ type: 'hello', host: 'memory', epoch: '', version: 0 });
  }

  protected apply(message: Update, failed: readonly Failure[] = []): void {
    if (message.list === 'first' || message.list === 'only') this.guests.clear();
    for (const object of message.upserts) if (object.kind === 'guest') this.guests.set(object.key, object);
    for (const key of message.deletes) this.guests.delete(key);
    const guests = [...message.upserts.map((object) => object.key), ...message.deletes].some((key) => kindOf(key) === 'guest');
    if (guests) this.observe();
    this.session.receive({ type: 'applied', epoch: message.epoch, version: message.version, failed });
  }

  private observe(): void {
    this.session.receive({
      type: 'observed',
      guests: [...this.guests.values()].map(({ key, boot, running }) => ({ key, boot, state: running ? 'running' : 'stopped' })),
      leases: [],
    });
  }
}
