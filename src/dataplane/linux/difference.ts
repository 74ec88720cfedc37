/** What differs between the items that are there and those that are wanted. */
import type { Key } from '../../network/objects.js';
import type { Item, Observed } from './items.js';
import { nameOf, valueOf } from './items.js';

/** An item and the object that asks for it. */
export interface Owned {
  readonly item: Item;
  /** '' for what no object asks for: the frame of the whole, and strays. */
  readonly owner: Key;
}

/** What to do in one namespace; an item that changes is in both lists. */
export interface Difference {
  readonly add: Owned[];
  readonly remove: Owned[];
}

/** Sysctls are always in `add`: they are compared when they are written. */
export function differenceOf(observed: readonly Observed[], wanted: readonly Owned[]): Difference {
  const actual = new Map(observed.map((each) => [nameOf(each.item), each]));
  const difference: Difference = { add: [], remove: [] };
  for (const owned of wanted) {
    const name = nameOf(owned.item);
    const found = actual.get(name);
    actual.delete(name);
    if (found?.value === valueOf(owned.item)) continue;
    difference.add.push(owned);
    if (found !== undefined) difference.remove.push({ item: found.item, owner: owned.owner });
  }
  for (const { item } of actual.values()) difference.remove.push({ item, owner: '' });
  return difference;
}

/** The device that an item hangs on, and goes with. */
export function deviceOf(item: Item): string | undefined {
  if ('device' in item) return item.device;
  return item.kind === 'sysctl' ? /^ipv4\/(?:neigh|conf)\/(?!all\/|default\/)([^/]+)\//.exec(item.path)?.[1] : undefined;
}

/** The difference of a namespace in a plan, which may be a new one. */
export function differenceIn(plan: Map<string, Difference>, namespace: string): Difference {
  let difference = plan.get(namespace);
  if (difference === undefined) plan.set(namespace, difference = { add: [], remove: [] });
  return difference;
}

/** Takes the others out of a list, which may be longer than the arguments of any call. */
export function keepIf(list: Owned[], wanted: (owned: Owned) => boolean): void {
  let kept = 0;
  for (const owned of list) if (wanted(owned)) list[kept++] = owned;
  list.length = kept;
}
