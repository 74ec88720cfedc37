/**
 * From rows to confirmed packets: compiles what a batch changed, commits it with the network's version, feeds it, and settles the rows that
 * wait for the data plane once every host has confirmed the version of their commit.
 */
import { randomUUID } from 'node:crypto';
import { compileAll, type NetworkSettings } from '../cloud/compiler/compile.js';
import { isMoving, link } from '../cloud/indexes.js';
import { stayOf } from '../cloud/latency.js';
import { seeded } from '../cloud/random.js';
import type { EniRow, InstanceRow, Row, RowKind, WriteSet } from '../cloud/resources.js';
import type { Settings } from '../cloud/settings.js';
import { leaseGranted, revert, settle } from '../cloud/transitions.js';
import { key as networkKey, numberOf, type Key } from '../network/objects.js';
import type { Counter, Failure } from '../network/protocol.js';
import type { RowChange } from '../store/apply.js';
import type { Store } from '../store/store.js';
import type { Clock } from './clock.js';
import { Feeder } from './feeder.js';
import { Latency } from './latency.js';
import type { Log } from './log.js';
import { DesiredNetwork } from './network.js';
import { ownersOf } from './owners.js';

/** Kinds that have transitional states or objects in the network. */
const KINDS: readonly RowKind[] = ['vpc', 'vswitch', 'routeTable', 'routeEntry', 'ipv4Gateway', 'securityGroup', 'instance', 'eni', 'bandwidthPackage', 'eip'];

function* everything(store: Store): Iterable<Row> {
  for (const kind of KINDS) yield* store.each(kind);
}

export class Settler {
  network: DesiredNetwork;
  readonly feeder: Feeder;
  /** Rows in a transitional state → the version that must be confirmed. Versions rise in the order of the map. */
  private readonly awaiting = new Map<number, { readonly kind: RowKind; readonly version: number }>();
  /** Rows whose removal from the data plane failed: they wait until an agent gets the whole network, or for the call to be issued again. */
  private readonly stuck = new Map<number, RowKind>();
  /** Set by `renew`: the next commit starts a new epoch. */
  private nextEpoch: string | undefined;
  /** Version of the first network of the epoch; writes wait for it after a reset or a load. */
  private barrier = -1;

  private readonly log: Log;
  private readonly settings: NetworkSettings;
  private readonly latency: Latency;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    options: { readonly log: Log; readonly settings: NetworkSettings & Pick<Settings, 'latency' | 'seed'> },
    private readonly write: (write: WriteSet, action: string) => void,
    counted: (counters: readonly Counter[]) => void,
  ) {
    this.log = options.log;
    this.settings = options.settings;
    const { latency, seed = 0 } = options.settings;
    // Draws of its own: when rows enter their states must not decide on ids.
    const random = seeded(seed);
    this.latency = new Latency(clock, (row) => (latency === 'cloud' ? stayOf(row, random) : 0), (kind, n) => {
      const row = store.read.byNumber(kind, n);
      if (row !== undefined) this.settle(row);
    });
    const epoch = store.meta('epoch') ?? randomUUID();
    const version = Number(store.meta('version') ?? 0);
    store.setMeta('epoch', epoch);
    this.network = this.wholeNetwork(epoch, version);
    this.barrier = Number(store.meta('barrier') ?? -1);
    this.awaitMoving();
    this.feeder = new Feeder(this.network, store.hosts(), clock.host, {
      progress: () => {
        this.examine();
      },
      failed: (failures) => {
        this.failed(failures);
      },
      guests: (keys) => {
        this.guestsChanged(keys);
      },
      leases: (keys) => {
        this.leasesGranted(keys);
      },
      counted,
      joined: (name) => {
        this.unstick();
        store.addHost(name);
      },
      left: (name) => {
        store.dropHost(name);
      },
    });
  }

  /** True from a reset or a load until all hosts have confirmed the network that it led to. */
  get renewing(): boolean {
    return this.nextEpoch !== undefined || this.barrier !== -1;
  }

  /** The cloud's clock was moved. */
  wake(): void {
    this.latency.wake();
  }

  /** The next commit starts a new epoch: the network is compiled anew from all rows, and every agent gets it whole. */
  renew(): void {
    this.nextEpoch = randomUUID();
  }

  /** Commits the open batch with the network it leads to. Returns what is to be done once its callers were answered. */
  commit(changes: readonly RowChange[]): () => void {
    const epoch = this.nextEpoch;
    this.nextEpoch = undefined;
    return epoch === undefined ? this.commitChanges(changes) : this.commitWhole(epoch);
  }

  private commitChanges(changes: readonly RowChange[]): () => void {
    const plan = this.network.plan(changes, this.store.read, this.settings);
    const changed = plan.upserts.length + plan.deletes.length > 0;
    if (changed) this.store.setMeta('version', String(this.network.version + 1));
    this.store.commit();

    const keys = this.network.adopt(plan);
    for (const { before, after } of changes) this.await(before, after);
    return () => {
      this.feeder.publish(keys);
      this.examine();
    };
  }

  private commitWhole(epoch: string): () => void {
    const network = this.wholeNetwork(epoch, this.network.version + 1);
    const { version } = network;
    for (const [name, value] of [['epoch', epoch], ['version', String(version)], ['barrier', String(version)]] as const) this.store.setMeta(name, value);
    this.store.commit();

    this.network = network;
    this.barrier = version;
    this.awaiting.clear();
    this.stuck.clear();
    this.latency.clear();
    this.awaitMoving();
    return () => {
      this.feeder.restart(network);
      this.examine();
    };
  }

  private wholeNetwork(epoch: string, version: number): DesiredNetwork {
    return new DesiredNetwork(epoch, version, compileAll(everything(this.store), this.store.read, this.settings).values());
  }

  /** Whatever an earlier life or the cloud of a snapshot left in a transitional state. */
  private awaitMoving(): void {
    for (const kind of KINDS) {
      for (const row of this.store.read.linked(kind, link.moving())) this.awaiting.set(row.n, { kind, version: this.network.version });
    }
  }

  private await(before: Row | undefined, after: Row | undefined): void {
    if (before !== undefined) {
      this.awaiting.delete(before.n);
      this.stuck.delete(before.n);
      this.latency.leave(before.n);
    }
    if (after !== undefined && isMoving(after)) {
      this.awaiting.set(after.n, { kind: after.kind, version: this.network.version });
      this.latency.enter(after);
    }
  }

  /** Settles every row whose version all hosts have confirmed. */
  private examine(): void {
    const { confirmed } = this.feeder;
    if (this.barrier !== -1 && this.barrier <= confirmed) {
      this.barrier = -1;
      this.store.setMeta('barrier', '-1');
    }
    for (const [n, { kind, version }] of this.awaiting) {
      if (version > confirmed) break;
      if (this.latency.keeps(n)) {
        this.awaiting.delete(n);
        continue;
      }
      const row = this.store.read.byNumber(kind, n);
      if (row !== undefined) this.settle(row);
    }
  }

  private settle(row: Row): void {
    const guest = row.kind === 'instance' ? this.feeder.guest(networkKey('guest', row.n)) : undefined;
    const write = settle(row, guest, this.clock.now());
    if (write !== undefined) this.write(write, 'system.settle');
  }

  private guestsChanged(keys: readonly Key[]): void {
    const { confirmed } = this.feeder;
    for (const key of keys) {
      const row: InstanceRow | undefined = this.store.read.byNumber('instance', numberOf(key));
      if (row === undefined) continue;
      const awaited = this.awaiting.get(row.n)?.version ?? 0;
      if (awaited <= confirmed && !this.latency.keeps(row.n)) this.settle(row);
    }
  }

  /** U-22 */
  private leasesGranted(keys: readonly Key[]): void {
    for (const key of keys) {
      const eni: EniRow | undefined = this.store.read.byNumber('eni', numberOf(key));
      const leased = eni && leaseGranted(eni);
      if (leased !== undefined) this.write({ put: [leased], remove: [] }, 'system.lease');
    }
  }

  private unstick(): void {
    for (const [n, kind] of this.stuck) this.awaiting.set(n, { kind, version: this.network.version });
    this.stuck.clear();
  }

  /** What could not be made real falls back to what it was; the rest of the commit stands. */
  private failed(failures: readonly Failure[]): void {
    for (const failure of failures) {
      const owners = ownersOf(failure.key, this.network, this.store.read);
      this.log.error({ ...failure, rows: owners.map((row) => row.id) }, 'the data plane could not make an object real');
      for (const row of owners) {
        const write = revert(row);
        if (write !== undefined) {
          this.write(write, `system.revert ${failure.code}`);
        } else if (this.awaiting.delete(row.n) || this.latency.has(row.n)) {
          this.latency.leave(row.n);
          this.stuck.set(row.n, row.kind);
        }
      }
    }
  }
}
