/**
 * Feeds the desired network to the agents (list and watch) and keeps what they confirmed. One message is under way per agent; what changes
 * meanwhile is collected as a set of keys, so a slow agent gets the newest state of each object once, never a backlog.
 */
import { CHUNK, type Applied, type Counter, type Down, type Drops, type Failure, type Probe, type ProbeAnswer, type Probed, type Up, type Update } from '../network/protocol.js';
import type { Key, NetworkObject } from '../network/objects.js';
import type { GuestSeen } from '../cloud/transitions.js';
import { inOrder, type DesiredNetwork } from './network.js';

/** A host is given up when it was silent for so long, ms. */
export const HOST_LEASE = 10_000;

/** The way to an agent: a socket, or an agent in this process. */
export interface AgentLink {
  send(message: Down): void;
  /** The control plane ends the connection; the agent connects again and gets the whole network. */
  close(): void;
}

/** The way back. */
export interface AgentSession {
  receive(message: Up): void;
  closed(): void;
}

export interface HostState {
  readonly name: string;
  /** Version confirmed last; -1 for nothing of this epoch. */
  readonly version: number;
  /** ms */
  readonly seen: number;
  readonly connected: boolean;
}

export interface FeederEvents {
  /** A host joined, left or confirmed something: rows may settle. */
  progress(): void;
  failed(failures: readonly Failure[]): void;
  /** A guest started or died. */
  guests(keys: readonly Key[]): void;
  /** A host says which leases it has granted: true as of this message only, so nothing remembers it. */
  leases(keys: readonly Key[]): void;
  /** What passed: to be kept in the open batch. */
  counted(counters: readonly Counter[]): void;
  joined(name: string): void;
  left(name: string): void;
}

interface Host {
  readonly name: string;
  version: number;
  seen: number;
  watch: Watch | undefined;
  guests: Map<Key, GuestSeen>;
}

/** One connection of a host. */
interface Watch {
  /** Who waits for the answers to probes, by id. */
  readonly probes: Map<number, (answer: ProbeAnswer) => void>;
  /** The same for what was dropped. */
  readonly drops: Map<number, (drops: readonly Drops[]) => void>;
  readonly link: AgentLink;
  /** Keys of a whole list not sent yet; undefined once the agent follows differences. */
  list: { keys: readonly Key[]; next: number; readonly version: number } | undefined;
  readonly pending: Set<Key>;
  /** Version of the last message that completed a list or a difference. */
  complete: number;
  /** True while a message waits for its `applied`. */
  busy: boolean;
}

export class Feeder {
  private readonly hosts = new Map<string, Host>();
  private lastAsked = 0;

  constructor(
    private network: DesiredNetwork,
    known: readonly string[],
    private readonly now: () => number,
    private readonly events: FeederEvents,
  ) {
    // Hosts of an earlier life take part until they confirm or their lease ends.
    for (const name of known) this.hosts.set(name, this.newHost(name));
  }

  /** The version that every host in the barrier has confirmed; -1 while there is none to confirm anything. */
  get confirmed(): number {
    const versions = [...this.hosts.values()].map((host) => host.version);
    return versions.length === 0 ? -1 : Math.min(...versions);
  }

  get states(): readonly HostState[] {
    return [...this.hosts.values()].map(state);
  }

  /** What the host that runs it saw of a guest last. */
  guest(key: Key): GuestSeen | undefined {
    for (const host of this.hosts.values()) {
      const seen = host.guests.get(key);
      if (seen !== undefined) return seen;
    }
    return undefined;
  }

  connect(link: AgentLink): AgentSession {
    let host: Host | undefined;
    return {
      receive: (message) => {
        if (message.type === 'hello') {
          // Known before the first message goes out: an agent in this process answers at once.
          host = this.host(message.host);
          this.hello(host, message.epoch, message.version, link);
          return;
        }
        // A connection that was replaced or never introduced itself has no say.
        if (host?.watch?.link !== link) return;
        host.seen = this.now();
        if (message.type === 'applied') this.applied(host, host.watch, message);
        if (message.type === 'observed') {
          this.observed(host, message.guests);
          this.events.leases(message.leases);
        }
        if (message.type === 'counted') this.events.counted(message.counters);
        if (message.type === 'probed') answerProbe(host.watch, message);
        if (message.type === 'dropped') {
          host.watch.drops.get(message.id)?.(message.drops);
          host.watch.drops.delete(message.id);
        }
      },
      closed: () => {
        if (host?.watch?.link === link) this.unwatch(host);
      },
    };
  }

  /** Has a host send a real packet; resolves with what became of it, or with why it could not be sent. */
  probe(probe: Probe): Promise<ProbeAnswer> {
    const id = (this.lastAsked += 1);
    const watch = [...this.hosts.values()].find((host) => host.watch !== undefined)?.watch;
    if (watch === undefined) return Promise.resolve({ failed: 'The data plane is not connected.' });
    return new Promise((resolve) => {
      watch.probes.set(id, resolve);
      watch.link.send({ type: 'probe', id, ...probe });
    });
  }

  /** What was dropped on all hosts that are connected. */
  async drops(): Promise<readonly Drops[]> {
    const watches = [...this.hosts.values()].flatMap(({ watch }) => watch ?? []);
    const told = await Promise.all(watches.map((watch) => new Promise<readonly Drops[]>((resolve) => {
      const id = (this.lastAsked += 1);
      watch.drops.set(id, resolve);
      watch.link.send({ type: 'drops', id });
    })));
    return told.flat();
  }

  /** The network changed: to be called after the commit. */
  publish(keys: readonly Key[]): void {
    for (const { watch } of this.hosts.values()) {
      if (watch === undefined) continue;
      for (const key of keys) watch.pending.add(key);
      this.pump(watch);
    }
  }

  /** Another network with another epoch: everybody gets it whole. */
  restart(network: DesiredNetwork): void {
    this.network = network;
    for (const host of this.hosts.values()) {
      host.version = -1;
      host.guests.clear();
      if (host.watch === undefined) continue;
      host.watch = { ...this.watch(host.watch.link, 0, undefined), probes: host.watch.probes, drops: host.watch.drops };
      this.pump(host.watch);
    }
  }

  /** Gives up the hosts that were silent for longer than their lease: they leave the barrier, and get the whole network on return. */
  expire(): void {
    const limit = this.now() - HOST_LEASE;
    const silent = [...this.hosts.values()].filter((host) => host.seen < limit);
    for (const host of silent) {
      this.hosts.delete(host.name);
      host.watch?.link.close();
      this.unwatch(host);
      this.events.left(host.name);
    }
    if (silent.length > 0) this.events.progress();
  }

  private host(name: string): Host {
    let host = this.hosts.get(name);
    if (host === undefined) this.hosts.set(name, (host = this.newHost(name)));
    return host;
  }

  private hello(host: Host, epoch: string, version: number, link: AgentLink): void {
    const keys = this.network.since(epoch, version);
    if (host.watch !== undefined && host.watch.link !== link) host.watch.link.close();
    this.unwatch(host);
    host.seen = this.now();
    host.version = keys === undefined ? -1 : version;
    host.guests = new Map();
    host.watch = this.watch(link, version, keys);
    this.events.joined(host.name);
    this.pump(host.watch);
    this.events.progress();
  }

  /** A connection is over: what was asked of it is not answered any more. */
  private unwatch(host: Host): void {
    const { watch } = host;
    host.watch = undefined;
    for (const tell of watch?.probes.values() ?? []) tell({ failed: 'The data plane went away.' });
    for (const tell of watch?.drops.values() ?? []) tell([]);
  }

  private watch(link: AgentLink, complete: number, difference: readonly Key[] | undefined): Watch {
    const { version } = this.network;
    const list = difference === undefined ? { keys: this.network.keys(), next: 0, version } : undefined;
    return { link, list, pending: new Set(difference), complete, busy: false, probes: new Map(), drops: new Map() };
  }

  private pump(watch: Watch): void {
    if (watch.busy) return;
    const message = watch.list === undefined ? this.difference(watch) : this.chunk(watch, watch.list);
    if (message === undefined) return;
    watch.busy = true;
    watch.link.send(message);
  }

  private chunk(watch: Watch, list: NonNullable<Watch['list']>): Update {
    const from = list.next;
    list.next = Math.min(from + CHUNK, list.keys.length);
    const last = list.next === list.keys.length;
    if (last) {
      watch.list = undefined;
      watch.complete = list.version;
    }
    const part = from === 0 ? (last ? 'only' : 'first') : last ? 'last' : 'more';
    return this.message(list.version, part, list.keys.slice(from, list.next));
  }

  private difference(watch: Watch): Update | undefined {
    if (watch.pending.size === 0) return undefined;
    const keys = inOrder([...watch.pending]).slice(0, CHUNK);
    for (const key of keys) watch.pending.delete(key);
    // Only the message that completes the difference may claim the new version.
    if (watch.pending.size === 0) watch.complete = this.network.version;
    return this.message(watch.complete, 'no', keys);
  }

  private message(version: number, list: Update['list'], keys: readonly Key[]): Update {
    const objects = keys.map((key) => this.network.get(key));
    const upserts = objects.filter((object): object is NetworkObject => object !== undefined);
    const deletes = list === 'no' ? keys.filter((_, index) => objects[index] === undefined).reverse() : [];
    return { type: 'update', epoch: this.network.epoch, version, list, upserts, deletes };
  }

  private applied(host: Host, watch: Watch, message: Applied): void {
    if (message.epoch !== this.network.epoch) return;
    watch.busy = false;
    if (message.failed.length > 0) this.events.failed(message.failed);
    if (watch.list === undefined) host.version = Math.max(host.version, message.version);
    this.pump(watch);
    this.events.progress();
  }

  private observed(host: Host, guests: readonly (GuestSeen & { readonly key: Key })[]): void {
    host.guests = new Map(guests.map(({ key, boot, state: seen }) => [key, { boot, state: seen }]));
    this.events.guests(guests.map((guest) => guest.key));
  }

  private newHost(name: string): Host {
    return { name, version: -1, seen: this.now(), watch: undefined, guests: new Map() };
  }
}

function answerProbe(watch: Watch, { id, answer }: Probed): void {
  const tell = watch.probes.get(id);
  watch.probes.delete(id);
  tell?.(answer);
}

function state({ name, version, seen, watch }: Host): HostState {
  return { name, version, seen, connected: watch !== undefined };
}
