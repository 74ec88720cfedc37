/** An agent without a kernel: confirms every message at once and says that every guest does what is desired. For `--dataplane memory`. */
import { kindOf, type Guest, type Key, type Kind, type Lease, type Port } from '../network/objects.js';
import type { Failure, Update } from '../network/protocol.js';
import type { AgentLink, AgentSession } from './feeder.js';

/** What guests and their leases depend on. */
const SEEN: ReadonlySet<Kind> = new Set<Kind>(['guest', 'port', 'lease']);

export class MemoryAgent {
  private readonly guests = new Map<Key, Guest>();
  private readonly ports = new Map<Key, Port>();
  private readonly leases = new Map<Key, Lease>();
  private readonly session: AgentSession;

  constructor(connect: (link: AgentLink) => AgentSession) {
    this.session = connect({
      send: (message) => {
        if (message.type === 'update') this.apply(message);
        else if (message.type === 'drops') this.session.receive({ type: 'dropped', id: message.id, drops: [] });
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
    const kept = [this.guests, this.ports, this.leases];
    if (message.list === 'first' || message.list === 'only') for (const objects of kept) objects.clear();
    for (const object of message.upserts) {
      if (object.kind === 'guest') this.guests.set(object.key, object);
      if (object.kind === 'port') this.ports.set(object.key, object);
      if (object.kind === 'lease') this.leases.set(object.key, object);
    }
    for (const key of message.deletes) for (const objects of kept) objects.delete(key);
    if ([...message.upserts.map((object) => object.key), ...message.deletes].some((key) => SEEN.has(kindOf(key)))) this.observe();
    this.session.receive({ type: 'applied', epoch: message.epoch, version: message.version, failed });
  }

  private observe(): void {
    this.session.receive({
      type: 'observed',
      guests: [...this.guests.values()].map(({ key, boot, running }) => ({ key, boot, state: running ? 'running' : 'stopped' })),
      leases: [...this.leases.values()].filter((lease) => this.isGranted(lease)).map(({ key }) => key),
    });
  }

  /** A guest asks for the lease of its primary NIC, and for the others if its image configures them. */
  private isGranted({ port: at }: Lease): boolean {
    const port = this.ports.get(at);
    const guest = port && this.guests.get(port.guest);
    return guest?.running === true && (port?.slot === 0 || guest.image === 'auto');
  }
}
