/** The entries that every route table has by itself (behaviour §2.6, U-16), and a table's entries as they are shown. */
import type { Prefix } from '../network/objects.js';
import { link } from './indexes.js';
import type { Reads, RouteEntryRow, RouteTableRow } from './resources.js';

/** The cloud's own services. No route can lead there otherwise; a more specific one can (U-16). */
export const SERVICES: Prefix = '100.64.0.0/10';

/** An entry as it is shown. System ones have no id. */
export interface ShownEntry extends Pick<RouteEntryRow, 'id' | 'status' | 'destination' | 'nextHopId' | 'name' | 'description' | 'created'> {
  /** Order of listing: the number of the row that the entry is or follows from. */
  readonly n: number;
  readonly type: 'System' | 'Custom';
  readonly nextHopType: RouteEntryRow['nextHopType'] | 'local' | 'service';
}

/** All entries of a table, newest first: those that somebody made, one per vSwitch of the VPC, and the cloud's services. */
export function entriesOf(table: RouteTableRow, read: Reads): readonly ShownEntry[] {
  const custom = read.linked('routeEntry', link.routeTable(table.id)).map((entry): ShownEntry => ({ ...entry, type: 'Custom' }));
  const diverted = new Set(custom.map((entry) => entry.destination));
  const system = { type: 'System', id: '', status: 'Available', nextHopId: '', name: '', description: '' } as const;
  const locals = read.linked('vswitch', link.vpc(table.vpcId))
    .filter((vswitch) => !diverted.has(vswitch.cidr))
    .map(({ n, cidr, created }): ShownEntry => ({ ...system, n, destination: cidr, nextHopType: 'local', created }));
  const services: ShownEntry = { ...system, n: table.n, destination: SERVICES, nextHopType: 'service', created: table.created };
  return [...custom, ...locals, services].sort((a, b) => b.n - a.n);
}
