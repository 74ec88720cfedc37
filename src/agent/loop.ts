/**
 * The agent's heart, with any engine: takes updates in order, makes them real, confirms them, and tells what it sees.
 * It keeps what it has applied, so a control plane that comes back finds it where it was and the kernel is not touched.
 */
import type { DataPlane, GuestPlace } from '../dataplane/dataplane.js';
import { kindOf, type Changes, type Key, type NetworkObject, type Port } from '../network/objects.js';
import type { Counter, Down, Failure, ProbeRequest, Up, Update } from '../network/protocol.js';
import type { GuestRunner } from './guests/runner.js';

/** What runs beside the engine on the same network: DHCP, metadata. */
export interface Services {
  /** Changes are made real in the engine; the guests' places as they are. */
  follow(changes: Changes, network: ReadonlyMap<Key, NetworkObject>): void;
  /** A guest's NICs are plugged. */
  guestUp(place: GuestPlace): void;
  guestDown(guest: Key): void;
  leases(): readonly Key[];
}

export class AgentLoop {
  private readonly network = new Map<Key, NetworkObject>();
  private epoch = '';
  private version = 0;
  /** Objects of a whole list that is not complete yet. */
  private list: NetworkObject[] = [];
  private send: ((message: Up) => void) | undefined;
  /** Engine calls one after the other. */
  private work: Promise<void> = Promise.resolve();
  private telling = false;
  /** The connection that counters were told on last, the bytes that were told of each life (they never fall), and which count saw it last. */
  private toldTo: ((message: Up) => void) | undefined;
  private readonly told = new Map<string, { bytes: number; round: number }>();
  private round = 0;

  constructor(
    private readonly host: string,
    private readonly dataPlane: DataPlane,
    private readonly guests: GuestRunner,
    private readonly services: Services | undefined,
    /** The engine broke: what it holds is unknown. */
    private readonly fatal: (error: unknown) => void,
  ) {}

  /** Takes over what an earlier agent left. */
  async open(): Promise<void> {
    const failing = (failed: readonly Failure[]) => {
      // Said with the version it belongs to; without a connection the next whole network says it again.
      if (failed.length > 0) this.send?.({ type: 'applied', epoch: this.epoch, version: this.version, failed });
    };
    await this.dataPlane.open(failing);
    const places = this.guests.adopt({
      up: (place) =>
        this.inTurn(async () => {
          failing(await this.plug(place));
          this.guests.nudge(place.guest.key);
        }),
      down: (guest) =>
        this.inTurn(async () => {
          this.services?.guestDown(guest);
          await this.dataPlane.guestDown(guest);
        }),
      changed: () => {
        this.tell();
      },
    });
    // What fails here, the whole network that comes first tries again.
    for (const place of places) await this.plug(place);
  }

  private async plug(place: GuestPlace): Promise<readonly Failure[]> {
    const failed = await this.dataPlane.guestUp(place);
    this.services?.guestUp(place);
    return failed;
  }

  /** A connection to the control plane; it replaces the one before. */
  connected(send: (message: Up) => void): void {
    this.send = send;
    this.list = [];
    send({ type: 'hello', host: this.host, epoch: this.epoch, version: this.version });
    this.observed(send);
  }

  disconnected(): void {
    this.send = undefined;
  }

  alive(): void {
    this.send?.({ type: 'alive' });
  }

  /** To be called every second or so: tells the counters that changed, all of them on a new connection. Resolves with how many were read. */
  count(): Promise<number> {
    return this.tellCounters().catch((error: unknown) => {
      this.fatal(error);
      return 0;
    });
  }

  private async tellCounters(): Promise<number> {
    const { send, told } = this;
    if (!send) return 0;
    const again = this.toldTo === send;
    if (!again) told.clear();
    this.round++;
    let seen = 0;
    // What a connection that lives on was told a second ago is in the control plane's store.
    await this.dataPlane.count(again, (counters) => {
      if (this.send !== send) return;
      seen += counters.length;
      const changed = counters.filter((counter) => this.isNews(counter));
      if (changed.length > 0) send({ type: 'counted', counters: changed });
    });
    if (this.send !== send) return seen;
    this.toldTo = send;
    if (told.size > seen) for (const [life, { round }] of told) if (round < this.round) told.delete(life);
    return seen;
  }

  /** Whether it was not told yet; takes it as told. */
  private isNews({ life, bytes }: Counter): boolean {
    const told = this.told.get(life);
    if (told === undefined) {
      this.told.set(life, { bytes, round: this.round });
      return true;
    }
    const news = told.bytes !== bytes;
    told.bytes = bytes;
    told.round = this.round;
    return news;
  }

  /** Something that `observed` shows has changed: said once per turn of the event loop. */
  tell(): void {
    if (this.telling) return;
    this.telling = true;
    setImmediate(() => {
      this.telling = false;
      if (this.send) this.observed(this.send);
    });
  }

  receive(message: Down): void {
    const { send } = this;
    if (!send) return;
    if (message.type === 'probe') void this.probe(message, send);
    else if (message.type === 'drops') send({ type: 'dropped', id: message.id, drops: this.dataPlane.drops() });
    else this.update(message, send);
  }

  /** Out of turn: a packet that does not come must not hold up changes. */
  private async probe({ id, ...probe }: ProbeRequest, send: (message: Up) => void): Promise<void> {
    const answer = await this.dataPlane.probe(probe).catch((error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }));
    send({ type: 'probed', id, answer });
  }

  private update(update: Update, send: (message: Up) => void): void {
    void this.inTurn(async () => {
      const failed = await this.apply(update);
      send({ type: 'applied', epoch: update.epoch, version: update.version, failed });
    });
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.work = this.work.then(step).catch(this.fatal);
    return this.work;
  }

  private observed(send: (message: Up) => void): void {
    send({ type: 'observed', guests: this.guests.states(), leases: this.services?.leases() ?? [] });
  }

  private async apply(update: Update): Promise<readonly Failure[]> {
    switch (update.list) {
      case 'no':
        return this.difference(update);
      case 'first':
        this.list = [...update.upserts];
        return [];
      case 'more':
        this.list.push(...update.upserts);
        return [];
      case 'last':
      case 'only':
        return this.whole(update, update.list === 'only' ? update.upserts : [...this.list, ...update.upserts]);
    }
  }

  private async difference(update: Update): Promise<readonly Failure[]> {
    const failed = await this.dataPlane.apply(update);
    this.follow(update);
    // A part of a longer difference carries no version yet.
    this.version = Math.max(this.version, update.version);
    return failed;
  }

  private async whole(update: Update, objects: readonly NetworkObject[]): Promise<readonly Failure[]> {
    this.list = [];
    const failed = await this.dataPlane.replace(objects);
    const kept = new Set(objects.map((object) => object.key));
    const guests = this.guests.keys().filter((key) => !this.network.has(key));
    const deletes = [...this.network.keys(), ...guests].filter((key) => !kept.has(key));
    this.follow({ upserts: objects, deletes });
    // An agent that died meanwhile may have taken NICs away that this one never knew.
    this.unplugged(objects.filter((object) => object.kind === 'port'));
    this.epoch = update.epoch;
    this.version = update.version;
    return failed;
  }

  private follow(changes: Changes): void {
    const plugged = new Set<Key>();
    const gone: Port[] = [];
    for (const key of changes.deletes) {
      const before = this.network.get(key);
      if (before?.kind === 'port') gone.push(before);
      this.network.delete(key);
    }
    for (const object of changes.upserts) {
      const before = this.network.get(object.key);
      if (object.kind === 'port') plugged.add(object.guest);
      if (object.kind === 'port' && before?.kind === 'port' && before.guest !== object.guest) gone.push(before);
      this.network.set(object.key, object);
    }
    this.services?.follow(changes, this.network);
    for (const object of changes.upserts) if (object.kind === 'guest') this.guests.set(object);
    for (const key of changes.deletes) if (kindOf(key) === 'guest') this.guests.remove(key);
    for (const guest of plugged) this.guests.nudge(guest);
    this.unplugged(gone);
  }

  /** A guest that is told too early sees a NIC that is about to go, and nobody tells it again. */
  private unplugged(ports: readonly Port[]): void {
    if (ports.length === 0) return;
    const guests = new Set(ports.map((port) => port.guest));
    this.dataPlane.unplugged(new Set(ports.map((port) => port.space))).then(() => {
      for (const guest of guests) this.guests.nudge(guest);
    }, this.fatal);
  }
}
