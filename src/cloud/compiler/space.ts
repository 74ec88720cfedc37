/** VPCs and their route tables. */
import { key, type Prefix, type Route, type Space, type Table } from '../../network/objects.js';
import { formatPrefix, storedNetwork, within } from '../cidr.js';
import type { Reads, RouteTableRow, VpcRow } from '../resources.js';

/** Never reached through the Internet edge, in any VPC (behaviour §3.4, NAT). */
const PRIVATE: readonly Prefix[] = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

export function buildSpace(vpc: VpcRow, read: Reads): Space | undefined {
  const table = read.get('routeTable', vpc.routeTableId);
  if (table === undefined) return undefined;
  const ranges = rangesOf(vpc);
  return {
    kind: 'space',
    key: key('space', vpc.n),
    n: vpc.n,
    ranges,
    private: [...new Set([...PRIVATE, ...ranges, ...vpc.userCidrs])].sort(),
    arrival: key('table', table.n),
  };
}

/**
 * Without an IPv4 gateway, destinations that count as private follow the table and all others leave through the edge: the VPC's own
 * ranges are local, other private ones lead nowhere unless an entry says so.
 */
export function buildTable(table: RouteTableRow, read: Reads): Table | undefined {
  const vpc = read.get('vpc', table.vpcId);
  if (vpc === undefined) return undefined;
  const ranges = rangesOf(vpc).map(storedNetwork);
  const nowhere = [...new Set([...PRIVATE, ...vpc.userCidrs])]
    .map(storedNetwork)
    .filter((prefix) => !ranges.some((range) => within(prefix, range)));
  const routes: readonly Route[] = [
    ...ranges.map((range) => ({ prefix: formatPrefix(range), to: 'local' as const })),
    ...nowhere.map((prefix) => ({ prefix: formatPrefix(prefix), to: 'unreachable' as const })),
    { prefix: '0.0.0.0/0', to: 'transit' },
  ];
  return {
    kind: 'table',
    key: key('table', table.n),
    n: table.n,
    space: key('space', vpc.n),
    routes: [...routes].sort((a, b) => (a.prefix < b.prefix ? -1 : 1)),
  };
}

function rangesOf(vpc: VpcRow): readonly Prefix[] {
  return [vpc.cidr, ...vpc.secondaryCidrs];
}
