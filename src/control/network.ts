/** The desired network as the control plane holds it, and which versions changed what. */
import type { RowPair } from '../cloud/compiler/affected.js';
import { compileChanges, type NetworkSettings } from '../cloud/compiler/compile.js';
import type { Reads } from '../cloud/resources.js';
import { NetworkView } from '../network/walk/view.js';
import { KINDS, kindOf, type Changes, type Key, type Kind, type NetworkObject } from '../network/objects.js';

/** Changes remembered before agents that are further behind get the whole network instead. */
const MAX_CHANGES = 100_000;

export class DesiredNetwork {
  /** Its objects, and as a packet looks them up. */
  readonly view: NetworkView;
  /** What changed since the start: the version that changed it last. What is not in the view was deleted. */
  private readonly changed = new Map<Key, number>();
  /** Differences are known from this version on. */
  private floor: number;

  /** `version` is that of a network whose history nobody remembers: after a start, every agent gets the whole. */
  constructor(
    readonly epoch: string,
    private current: number,
    objects: Iterable<NetworkObject>,
  ) {
    this.floor = current + 1;
    this.view = new NetworkView(objects);
  }

  get version(): number {
    return this.current;
  }

  get size(): number {
    return this.view.size;
  }

  get(key: Key): NetworkObject | undefined {
    return this.view.get(key);
  }

  objects(): readonly NetworkObject[] {
    return [...this.view.objects()];
  }

  /** In canonical order of kinds. */
  keys(): readonly Key[] {
    return inOrder([...this.view.keys()]);
  }

  /** What rows that changed mean for the network. Changes nothing yet. */
  plan(changes: readonly RowPair[], read: Reads, settings: NetworkSettings): Changes {
    const upserts: NetworkObject[] = [];
    const deletes: Key[] = [];
    for (const [key, after] of compileChanges(changes, read, settings)) {
      const before = this.get(key);
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
    const keys = [...changes.upserts.map((object) => object.key), ...changes.deletes];
    if (keys.length === 0) return keys;
    this.current += 1;
    this.view.apply(changes);
    for (const key of keys) this.changed.set(key, this.current);
    if (this.changed.size > MAX_CHANGES) {
      this.changed.clear();
      this.floor = this.current;
    }
    return keys;
  }

  /** Keys that changed after a version, or undefined when an agent at that version must get the whole network. */
  since(epoch: string, version: number): readonly Key[] | undefined {
    if (epoch !== this.epoch || version < this.floor || version > this.current) return undefined;
    return [...this.changed].filter(([, at]) => at > version).map(([key]) => key);
  }
}

const RANK: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, index) => [kind, index]));

/** Keys in the order in which a data plane creates their objects. */
export function inOrder(keys: readonly Key[]): readonly Key[] {
  const rank = (key: Key) => RANK.get(kindOf(key)) ?? 0;
  return [...keys].sort((a, b) => rank(a) - rank(b));
}
