/**
 * Effective route tables (behaviour §2.6, §2.7, §3.4). A table's entries are the system's and those that somebody made; which
 * destinations ask them depends on the VPC:
 *
 * - with an activated IPv4 gateway, all: the edge is reached only by an entry that leads to the gateway (S-25, P5, P6);
 * - without one, those that count as private; all others leave through the edge (P7), or lead nowhere once a gateway was deleted in
 *   private mode (P8).
 *
 * A gateway table is asked by packets that come from the edge and by nothing that leaves, so it is always of the second kind.
 */
import { key, type Prefix, type RouteTarget, type Table } from '../../network/objects.js';
import { formatPrefix, storedNetwork, within, type Cidr } from '../cidr.js';
import { link } from '../indexes.js';
import type { Reads, RouteEntryRow, RouteTableRow, VpcRow } from '../resources.js';
import { ipv4GatewayOf, isActivated } from '../routing.js';
import { SERVICES } from '../system-routes.js';
import { privateOf } from './space.js';

const EVERYTHING: Prefix = '0.0.0.0/0';

export function buildTable(table: RouteTableRow, read: Reads): Table | undefined {
  const vpc = read.get('vpc', table.vpcId);
  if (vpc === undefined || table.status === 'Deleting') return undefined;
  const activated = isActivated(ipv4GatewayOf(vpc.id, read));
  const entries = entriesOf(table, vpc, activated, read);
  const routes = activated && table.associateType === 'VSwitch'
    ? entries
    : amongPrivate(entries, privateOf(vpc), { to: vpc.privateOnly && !activated ? 'unreachable' : 'transit' });
  return {
    kind: 'table',
    key: key('table', table.n),
    n: table.n,
    space: key('space', vpc.n),
    routes: [...routes].map(([prefix, target]) => ({ prefix, ...target })).sort((a, b) => (a.prefix < b.prefix ? -1 : 1)),
  };
}

type Targets = ReadonlyMap<Prefix, RouteTarget>;

/** Where each entry leads. What somebody made of a system entry's destination takes its place: so a gateway table diverts. */
function entriesOf(table: RouteTableRow, vpc: VpcRow, activated: boolean, read: Reads): Targets {
  // The cloud's own services answer before any table is asked.
  const entries = new Map<Prefix, RouteTarget>([[SERVICES, { to: 'unreachable' }]]);
  for (const vswitch of read.linked('vswitch', link.vpc(vpc.id))) entries.set(vswitch.cidr, { to: 'local' });
  for (const entry of read.linked('routeEntry', link.routeTable(table.id))) {
    const target = targetOf(entry, activated, read);
    if (target !== undefined) entries.set(entry.destination, target);
  }
  return entries;
}

/** Undefined for an entry without effect: one on its way out, or one to a gateway that is not activated. */
function targetOf(entry: RouteEntryRow, activated: boolean, read: Reads): RouteTarget | undefined {
  if (entry.status === 'Deleting') return undefined;
  if (entry.nextHopType === 'Ipv4Gateway') return activated ? { to: 'transit' } : undefined;
  const eniId = entry.nextHopType === 'Instance' ? read.get('instance', entry.nextHopId)?.primaryEniId : entry.nextHopId;
  const eni = read.get('eni', eniId ?? '');
  return eni === undefined ? { to: 'unreachable' } : { to: 'port', port: key('port', eni.n) };
}

/** Routes by which private destinations follow the entries, by longest prefix, and all others `otherwise`. */
function amongPrivate(entries: Targets, priv: readonly Prefix[], otherwise: RouteTarget): Targets {
  const parsed = [...entries].map(([prefix, target]) => ({ prefix, target, cidr: storedNetwork(prefix) }));
  const longestFirst = [...parsed].sort((a, b) => b.cidr.length - a.cidr.length);
  const routes = new Map<Prefix, RouteTarget>([[EVERYTHING, otherwise]]);
  for (const part of widest(priv.map(storedNetwork))) {
    const around = longestFirst.find(({ cidr }) => within(part, cidr));
    routes.set(formatPrefix(part), around?.target ?? { to: 'unreachable' });
    for (const { prefix, target, cidr } of parsed) if (cidr.length > part.length && within(cidr, part)) routes.set(prefix, target);
  }
  return routes;
}

/** The blocks without those that lie in others. */
function widest(blocks: readonly Cidr[]): readonly Cidr[] {
  return blocks.filter((block) => !blocks.some((other) => other.length < block.length && within(block, other)));
}
