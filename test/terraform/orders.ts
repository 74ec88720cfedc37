/** In which orders a graph lets its resources be destroyed. */
import type { Configuration } from './configuration.js';
import { dependents } from './terraform.js';

type Order = readonly string[];

/**
 * Orders that together make each step of every order there is: from each set of what may be left, each resource that may go next. What a
 * step meets depends on what is left alone, so these stand for all orders, of which there may be hundreds of thousands.
 */
export function ordersOfDestruction({ nodes }: Configuration): readonly Order[] {
  const resources = nodes.filter(({ data }) => !data);
  const before = new Map(resources.map((node) => [node.address, dependents(resources)(node)]));
  const made = new Set<string>();
  const orders: Order[] = [];
  for (;;) {
    const { fresh, order } = richest([], new Map());
    if (fresh === 0) return orders;
    order.forEach((next, index) => made.add(stepOf(order.slice(0, index), next)));
    orders.push(order);
  }

  function stepOf(done: Order, next: string): string {
    return `${done.toSorted().join()} ${next}`;
  }

  /** How to go on with the most steps that have not been made. `known` is by what is done. */
  function richest(done: Order, known: Map<string, { readonly fresh: number; readonly order: Order }>): { readonly fresh: number; readonly order: Order } {
    const set = done.toSorted().join();
    let best = known.get(set);
    if (best !== undefined) return best;
    for (const [next, first] of before) {
      if (done.includes(next) || !first.every((one) => done.includes(one))) continue;
      const rest = richest([...done, next], known);
      const fresh = rest.fresh + (made.has(stepOf(done, next)) ? 0 : 1);
      if (best === undefined || fresh > best.fresh) best = { fresh, order: [next, ...rest.order] };
    }
    best ??= { fresh: 0, order: [] };
    known.set(set, best);
    return best;
  }
}
