/** Longest-prefix match in an effective table. */
import { blockOf, covers, type Block } from '../address.js';
import type { Ipv4, Route, Table } from '../objects.js';

interface Parsed {
  readonly block: Block;
  readonly route: Route;
}

/** Objects never change, so what was parsed of one stays true as long as it lives. */
const parsed = new WeakMap<Table, readonly Parsed[]>();

/** The route that decides; undefined where none covers the address. */
export function routeTo(table: Table, address: Ipv4): Route | undefined {
  let routes = parsed.get(table);
  if (routes === undefined) {
    routes = table.routes.map((route) => ({ block: blockOf(route.prefix), route })).sort((a, b) => b.block.length - a.block.length);
    parsed.set(table, routes);
  }
  return routes.find(({ block }) => covers(block, address))?.route;
}
