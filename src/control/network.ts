/** The desired network as the control plane holds it: every object with the version that changed it last. */
import type { RowPair } from '../cloud/compiler/affected.js';
import { compileChanges, type NetworkSettings } from '../cloud/compiler/compile.js';
import type { Reads } from '../cloud/resources.js';
import { NetworkView } from '../network/walk/view.js';
import { KINDS, kindOf, type Changes, type Key, type Kind, type NetworkObject } from '../network/objects.js';

interface Entry {
  readonly object: NetworkObject;
  readonly version: number;
}

/** Deletions remembered before agents that are further behind get the whole network instead. */
const MAX_TOMBSTONES = 100_000;

export class DesiredNetwork {
  private readonly entries = new Map<Key, Entry>();
  private readonly deleted = new Map<Key, number>();
  /** As a packet looks it up. */
  readonly view: NetworkView;
  /** Differences are known from this version on. */
  private floor: number;

  /** `version` is that of a network whose history nobody remembers: after a start, every agent gets the whole. */
  constructor(
    readonly epoch: string,
    private current: number,
    objects: Iterable<NetworkObject>,
  ) {
    this.floor = current + 1;
    for (const object of objects) this.entries.set(object.key, { object, version: current });
    this.view = new NetworkView(this.objects());
  }

  get version(): number {
    return this.current;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: Key): NetworkObject | undefined {
    return this.entries.get(key)?.object;
  }

  /** In canonical order of kinds. */
  keys(): readonly Key[] {
    return inOrder([...this.entries.keys()]);
  }

  objects(): readonly NetworkObject[] {
    return [...this.entries.values()].map((entry) => entry.object);
  }

  /** What rows that changed mean for the network. Changes nothing yet. */
  plan(changes: readonly RowPair[], read: Reads, settings: NetworkSettings): Changes {
    const upserts: NetworkObject[] = [];
    const deletes: Key[] = [];
    for (const [key, after] of compileChanges(changes, read, settings)) {
      const before = this.entries.get(key)?.object;
      if (after === undefined) {
        if (before !== undefined) deletes.push(key);
      } else if (before === undefined || JSON.stringify(before) !== JSON.stringify(after)) {
        upserts.push(after);
      }
    }
    return { upserts, deletes };
  }

  /** Takes over a plan whose commit is durable. Returns the keys that changed. */
  adopt(changes: Changes): readonly Key[] {
    if (changes.upserts.length + changes.deletes.length === 0) return [];
    this.current += 1;
    this.view.apply(changes);
    for (const object of changes.upserts) {
      this.entries.set(object.key, { object, version: this.current });
      this.deleted.delete(object.key);
    }
    for (const key of changes.deletes) {
      this.entries.delete(key);
      this.deleted.set(key, this.current);
    }
    if (this.deleted.size > MAX_TOMBSTONES) {
      this.deleted.clear();
      this.floor = this.current;
    }
    return [...changes.upserts.map((object) => object.key), ...changes.deletes];
  }

  /** Keys that changed after a version, or undefined when an agent at that version must get the whole network. */
  since(epoch: string, version: number): readonly Key[] | undefined {
    if (epoch !== this.epoch || version < this.floor || version > this.current) return undefined;
    const keys = [...this.entries].filter(([, entry]) => entry.version > version).map(([key]) => key);
    for (const [key, at] of this.deleted) if (at > version) keys.push(key);
    return keys;
  }
}

const RANK: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, index) => [kind, index]));

/** Keys in the order in which a data plane creates their objects. */
export function inOrder(keys: readonly Key[]): readonly Key[] {
  const rank = (key: Key) => RANK.get(kindOf(key)) ?? 0;
  return [...keys].sort((a, b) => rank(a) - rank(b));
}
