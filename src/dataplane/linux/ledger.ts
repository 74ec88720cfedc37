/** What this engine believes to be in the kernel: every item by namespace and name, with the object that asks for it. */
import type { Key } from '../../network/objects.js';
import type { Difference, Owned } from './difference.js';
import { deviceOf, differenceIn } from './difference.js';
import type { Item, Placed } from './items.js';
import { nameOf, valueOf } from './items.js';

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** An item with the object that asked for it last, and what else is asked for under its name. */
interface Held extends Owned {
  readonly others?: Map<Key, Item>;
}

export class Ledger {
  readonly #spaces = new Map<string, Map<string, Held>>();
  readonly #ofOwner = new Map<Key, Place[]>();

  namespaces(): Iterable<string> {
    return this.#spaces.keys();
  }

  itemsIn(namespace: string): Iterable<Owned> {
    return this.#spaces.get(namespace)?.values() ?? [];
  }

  has(namespace: string, item: Item): boolean {
    return this.#spaces.get(namespace)?.has(nameOf(item)) ?? false;
  }

  /** The item of that name. */
  find(namespace: string, like: Item): Item | undefined {
    return this.#spaces.get(namespace)?.get(nameOf(like))?.item;
  }

  clear(): void {
    this.#spaces.clear();
    this.#ofOwner.clear();
  }

  /** Forgets a namespace that is no more. */
  forget(namespace: string): void {
    this.#spaces.delete(namespace);
  }

  /** Forgets an item that the kernel did not take. */
  drop(namespace: string, item: Item): void {
    this.#spaces.get(namespace)?.delete(nameOf(item));
  }

  /**
   * Replaces the items of some objects and says what that changes. An item that several objects ask for is there as long as one of
   * them does; where they differ, the later one has it.
   */
  update(objects: ReadonlyMap<Key, readonly Placed[]>): Map<string, Difference> {
    const before = new Map<string, Map<string, Owned | undefined>>();
    /** Notes what is under a name before it changes. */
    const note = (namespace: string, name: string): Map<string, Held> => {
      const [space, noted] = [mapIn(this.#spaces, namespace), mapIn(before, namespace)];
      if (!noted.has(name)) noted.set(name, space.get(name));
      return space;
    };
    for (const owner of objects.keys()) {
      for (const { namespace, name } of this.#ofOwner.get(owner) ?? []) release(note(namespace, name), name, owner);
      this.#ofOwner.delete(owner);
    }
    for (const [owner, placed] of objects) {
      const places = placed.map(({ namespace, item }) => {
        const name = nameOf(item);
        claim(note(namespace, name), name, { item, owner });
        return { namespace, name };
      });
      if (places.length > 0) this.#ofOwner.set(owner, places);
    }
    const plan = new Map<string, Difference>();
    for (const [namespace, names] of before) {
      for (const [name, old] of names) {
        const now = this.#spaces.get(namespace)?.get(name);
        if (old !== undefined && now !== undefined && valueOf(old.item) === valueOf(now.item)) continue;
        if (old === undefined && now === undefined) continue;
        const difference = differenceIn(plan, namespace);
        if (now !== undefined) difference.add.push({ item: now.item, owner: now.owner });
        if (old !== undefined) difference.remove.push({ item: old.item, owner: (now ?? old).owner });
      }
    }
    return plan;
  }

  /** A link that is made anew loses what hung on it, on both ends: that has to be added again. */
  renewDevices(plan: Map<string, Difference>): void {
    for (const [namespace, { add, remove }] of [...plan]) {
      const old = new Set(remove.flatMap(({ item }) => item.kind === 'link' ? [item.name] : []));
      for (const { item } of [...add]) {
        if (item.kind !== 'link' || !old.has(item.name)) continue;
        this.#renew(plan, namespace, item.name);
        if (typeof item.peer.place === 'string') this.#renew(plan, item.peer.place, item.peer.name);
      }
    }
  }

  #renew(plan: Map<string, Difference>, namespace: string, device: string): void {
    const { add } = differenceIn(plan, namespace);
    const known = new Set(add.map(({ item }) => nameOf(item)));
    for (const owned of this.itemsIn(namespace)) {
      const hangs = deviceOf(owned.item) === device || (owned.item.kind === 'end' && owned.item.name === device);
      if (hangs && !known.has(nameOf(owned.item))) add.push(owned);
    }
  }
}

function claim(space: Map<string, Held>, name: string, { item, owner }: Owned): void {
  const held = space.get(name);
  if (held === undefined || held.owner === owner) {
    space.set(name, { ...held, item, owner });
    return;
  }
  const others = held.others ?? new Map<Key, Item>();
  space.set(name, { item, owner, others: others.set(held.owner, held.item) });
}

function release(space: Map<string, Held>, name: string, owner: Key): void {
  const held = space.get(name);
  if (held?.owner !== owner) {
    held?.others?.delete(owner);
    return;
  }
  const next = held.others?.entries().next().value;
  if (next === undefined || held.others === undefined) {
    space.delete(name);
    return;
  }
  held.others.delete(next[0]);
  space.set(name, { owner: next[0], item: next[1], others: held.others });
}

function mapIn<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, map = new Map<string, V>());
  return map;
}
