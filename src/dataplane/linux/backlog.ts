/**
 * Classes that wait to be made: the kernel takes the longer for one the more there are, so that thousands at once would keep every packet
 * and every other change waiting. What has no class of its own yet shares its bundle's makeshift class, so that no EIP ever goes beyond
 * its limit.
 */
import { differenceIn, keepIf } from './difference.js';
import type { Difference, Owned } from './difference.js';
import type { ClassItem, Item } from './items.js';
import { nameOf, valueOf } from './items.js';
import { bundleOf, classNumber, classParameters, makeshiftOf } from './shaping.js';
import { SHARED } from './sharing.js';

/** As many new ones as a change makes itself. */
const AT_ONCE = 500;

interface Waiting extends Owned {
  readonly namespace: string;
  readonly item: ClassItem;
}

interface Makeshift {
  readonly namespace: string;
  readonly item: ClassItem;
}

/** A new class, of a bundle. One that is there already is to change at once; so is a trickle to hold, which could only hold up others. */
const canWait = (item: Item, changing: ReadonlySet<string>): item is ClassItem => item.kind === 'class'
  && !changing.has(nameOf(item)) && !classParameters(item.rate).trickle && classNumber(item.id) >>> 16 !== SHARED >>> 16;

export class Backlog {
  #waiting: Waiting[] = [];
  readonly #makeshifts = new Map<string, Makeshift>();

  /** Takes new classes out of a plan that has many, and puts makeshift ones in. */
  defer(plan: Map<string, Difference>): void {
    const found = [...plan].flatMap(([namespace, { add, remove }]) => {
      const changing = new Set(remove.map(({ item }) => nameOf(item)));
      return add.flatMap(({ item, owner }): Waiting[] => canWait(item, changing) ? [{ namespace, item, owner }] : []);
    });
    if (found.length <= AT_ONCE) return;
    const deferred = new Set<Item>(found.map(({ item }) => item));
    for (const { add } of plan.values()) keepIf(add, ({ item }) => !deferred.has(item));
    const held = new Set(found.map((one) => this.#hold(one)));
    for (const { namespace, item } of [...this.#makeshifts].flatMap(([name, one]) => held.has(name) ? [one] : [])) {
      differenceIn(plan, namespace).add.push({ item, owner: '' });
    }
    this.#waiting = this.#waiting.concat(found);
  }

  /**
   * What to do next: at the most `many` classes that `wanted` says are to be made still, the last come first, or the end of the makeshift
   * ones. Undefined when all is done.
   */
  next(many: number, wanted: (namespace: string, item: Item) => Item | undefined): Map<string, Difference> | undefined {
    const plan = new Map<string, Difference>();
    for (const { namespace, item, owner } of this.#waiting.splice(-many)) {
      const now = wanted(namespace, item);
      // It went meanwhile, or has been made with another rate.
      if (now !== undefined && valueOf(now) === valueOf(item)) differenceIn(plan, namespace).add.push({ item, owner });
    }
    if (plan.size > 0 || this.#waiting.length > 0) return plan;
    for (const { namespace, item } of this.#makeshifts.values()) differenceIn(plan, namespace).remove.push({ item, owner: '' });
    this.#makeshifts.clear();
    return plan.size > 0 ? plan : undefined;
  }

  clear(): void {
    this.#waiting = [];
    this.#makeshifts.clear();
  }

  /** The slowest of those that wait is the limit of all together. Returns the name of what holds them. */
  #hold({ namespace, item: { device, id, rate } }: Waiting): string {
    const bundle = bundleOf(id);
    const name = `${namespace} ${device} ${String(bundle)}`;
    const least = Math.min(rate, this.#makeshifts.get(name)?.item.rate ?? Infinity);
    this.#makeshifts.set(name, { namespace, item: { kind: 'class', device, id: makeshiftOf(bundle), rate: least } });
    return name;
  }
}
