/** What this engine believes to be in the kernel: every item by namespace and name, with the object that asks for it. */
import type { Key } from '../../network/objects.js';
import type { Difference, Owned } from './difference.js';
import { deviceOf } from './difference.js';
import type { Item, Placed } from './items.js';
import { nameOf, valueOf } from './items.js';

interface Place {
  readonly namespace: string;
  readonly name: string;
}

export class Ledger {
  readonly #spaces = new Map<string, Map<string, Owned>>();
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
   * Replaces the items of some objects and says what that changes. An item that passes from one object to another is not
   * removed; of two objects that ask for the same, the later one has it.
   */
  update(objects: ReadonlyMap<Key, readonly Placed[]>): Map<string, Difference> {
    const before = new Map<string, Map<string, Owned>>();
    for (const owner of objects.keys()) {
      for (const { namespace, name } of this.#ofOwner.get(owner) ?? []) {
        const held = this.#spaces.get(namespace)?.get(name);
        if (held?.owner !== owner) continue;
        mapIn(before, namespace).set(name, held);
        this.#spaces.get(namespace)?.delete(name);
      }
      this.#ofOwner.delete(owner);
    }
    const after = new Map<string, Map<string, Owned>>();
    for (const [owner, placed] of objects) {
      const places = placed.map(({ namespace, item }) => ({ namespace, name: nameOf(item), item }));
      for (const { namespace, name, item } of places) mapIn(after, namespace).set(name, { item, owner });
      if (places.length > 0) this.#ofOwner.set(owner, places.map(({ namespace, name }) => ({ namespace, name })));
    }
    const plan = new Map<string, Difference>();
    for (const [namespace, items] of after) {
      const space = mapIn(this.#spaces, namespace);
      for (const [name, owned] of items) {
        const old = before.get(namespace)?.get(name) ?? space.get(name);
        before.get(namespace)?.delete(name);
        space.set(name, owned);
        if (old !== undefined && valueOf(old.item) === valueOf(owned.item)) continue;
        const difference = differenceIn(plan, namespace);
        difference.add.push(owned);
        if (old !== undefined) difference.remove.push({ item: old.item, owner: owned.owner });
      }
    }
    for (const [namespace, items] of before) {
      if (items.size > 0) differenceIn(plan, namespace).remove.push(...items.values());
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

function mapIn<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, map = new Map<string, V>());
  return map;
}

function differenceIn(plan: Map<string, Difference>, namespace: string): Difference {
  let difference = plan.get(namespace);
  if (difference === undefined) plan.set(namespace, difference = { add: [], remove: [] });
  return difference;
}
