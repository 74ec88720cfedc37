/** Counting elements whose shape is gone: they stay in the kernel until they have been read once more and told. */
import { keepIf } from './difference.js';
import type { Difference, Owned } from './difference.js';
import type { ElementItem, Item } from './items.js';
import { nameOf } from './items.js';

/** One element that waits; retired again it is another one. */
export interface Retired {
  readonly namespace: string;
  readonly item: ElementItem;
}

const counts = (item: Item): item is ElementItem => item.kind === 'element' && item.counts !== undefined;

export class Retirement {
  readonly #waiting = new Map<string, Map<string, Retired>>();

  /**
   * Takes the removal of counting elements out of a plan, and the addition of those that are still there. An address that counts for
   * another shape from now on has to change at once: such elements stay in the plan and are returned, to be read before.
   */
  hold(plan: ReadonlyMap<string, Difference>): readonly Retired[] {
    return [...plan].flatMap(([namespace, difference]) => this.#holdIn(namespace, difference));
  }

  /** Those of a namespace, as what nobody asks for but shall stay. */
  itemsIn(namespace: string): Owned[] {
    return [...this.#waiting.get(namespace)?.values() ?? []].map(({ item }) => ({ item, owner: '' }));
  }

  /** Those of a namespace at this moment, by address. */
  waitingIn(namespace: string): ReadonlyMap<string, Retired> {
    return new Map([...this.#waiting.get(namespace)?.values() ?? []].map((retired) => [retired.item.element, retired]));
  }

  /** True while it waits still. */
  has(retired: Retired): boolean {
    return this.#waiting.get(retired.namespace)?.get(nameOf(retired.item)) === retired;
  }

  drop({ namespace, item }: Retired): void {
    this.#waiting.get(namespace)?.delete(nameOf(item));
  }

  /** Forgets a namespace that is no more. */
  forget(namespace: string): void {
    this.#waiting.delete(namespace);
  }

  #holdIn(namespace: string, { add, remove }: Difference): readonly Retired[] {
    const waiting = this.#waiting.get(namespace) ?? new Map<string, Retired>();
    const changing: Retired[] = [];
    const added = new Set(add.flatMap(({ item }) => counts(item) ? [nameOf(item)] : []));
    keepIf(remove, ({ item }) => {
      if (!counts(item)) return true;
      const retired = { namespace, item };
      if (added.has(nameOf(item))) changing.push(retired);
      else waiting.set(nameOf(item), retired);
      return added.has(nameOf(item));
    });
    keepIf(add, ({ item, owner }) => {
      const there = counts(item) ? waiting.get(nameOf(item)) : undefined;
      if (there === undefined || !counts(item)) return true;
      waiting.delete(nameOf(item));
      if (there.item.counts === item.counts) return false;
      changing.push(there);
      remove.push({ item: there.item, owner });
      return true;
    });
    if (waiting.size > 0) this.#waiting.set(namespace, waiting);
    return changing;
  }
}
