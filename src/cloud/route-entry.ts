/** Route entries that somebody makes (behaviour §2.6, §4.4). */
import { formatPrefix, parseAddress, parseNetwork, storedNetwork, within } from './cidr.js';
import { isLabel, type Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { claim, link } from './indexes.js';
import { nextHopOf, type NextHop } from './next-hop.js';
import { quotaOf } from './quotas.js';
import type { Reads, RouteEntryRow, RouteTableRow } from './resources.js';
import { ownRouteTable } from './route-table.js';
import { SERVICES } from './system-routes.js';

/** Parameters of CreateRouteEntry under their wire names. */
export interface NewRouteEntry {
  readonly RouteTableId: string;
  readonly DestinationCidrBlock: string;
  readonly NextHopType?: string | undefined;
  readonly NextHopId?: string | undefined;
  /** Several next hops are for router interfaces only, which are not here. */
  readonly NextHopList: readonly unknown[];
  readonly RouteEntryName?: string | undefined;
  readonly Description?: string | undefined;
}

/** A new entry, `Pending`. `before` are the entries that the same call makes. Throws Refusal. */
export function createRouteEntry(context: Context, asked: NewRouteEntry, before: readonly RouteEntryRow[] = []): RouteEntryRow {
  const table = ownRouteTable(context, asked.RouteTableId);
  const destination = destinationOf(asked.DestinationCidrBlock);
  if (asked.NextHopList.length > 0) throw new Refusal(routeErrors.InvalidNextHopType);
  checkLabels(asked);
  if (table.associateType === 'Gateway') throw new Refusal(routeErrors['OperationDenied.GatewayRouteTableNotPermitted']);
  if (table.status === 'Deleting') throw new Refusal(routeErrors.IncorrectRouteTableStatus);
  const beside = before.filter((entry) => entry.routeTableId === table.id);
  checkDestination(context.read, table, destination, beside);
  const hop = nextHopOf(context, table, asked.NextHopType ?? 'Instance', asked.NextHopId);
  checkEntryQuota(context, table, beside.length);
  return newEntry(context, table, destination, hop, { name: asked.RouteEntryName, description: asked.Description });
}

/** An entry as it starts. */
export function newEntry(
  { account, ids, now }: Context,
  table: RouteTableRow,
  destination: string,
  hop: NextHop,
  { name = '', description = '' }: { readonly name?: string | undefined; readonly description?: string | undefined } = {},
): RouteEntryRow {
  return {
    kind: 'routeEntry', id: ids.make('rte', table.region), n: 0, version: 0, account: account.id, region: table.region, status: 'Pending',
    routeTableId: table.id, vpcId: table.vpcId, destination, ...hop, name, description, created: now,
  };
}

/** Throws Refusal where the table is full, `more` entries on their way into it included. */
export function checkEntryQuota({ account, read }: Context, table: RouteTableRow, more = 0): void {
  if (read.countLinked('routeEntry', link.routeTable(table.id)) + more >= quotaOf(account, 'customEntriesPerRouteTable')) {
    throw new Refusal(routeErrors.QuotaExceeded);
  }
}

/** A bare address stands for its /32. Throws Refusal. */
function destinationOf(text: string): string {
  const cidr = parseNetwork(parseAddress(text) === undefined ? text : `${text}/32`);
  if (cidr === undefined) throw new Refusal(routeErrors.InvalidCidrBlock);
  return formatPrefix(cidr);
}

/** It is no system route's, does not divert a part of a vSwitch, and nobody has it in this table. Throws Refusal. */
function checkDestination(read: Reads, table: RouteTableRow, destination: string, beside: readonly RouteEntryRow[]): void {
  const cidr = storedNetwork(destination);
  const vswitches = read.linked('vswitch', link.vpc(table.vpcId));
  if (destination === SERVICES || vswitches.some((vswitch) => vswitch.cidr === destination)) {
    throw new Refusal(routeErrors['InvalidCIDRBlock.Duplicate']);
  }
  if (vswitches.some((vswitch) => within(cidr, storedNetwork(vswitch.cidr)))) throw new Refusal(routeErrors.InvalidCidrBlock);
  const taken = read.holder('routeEntry', claim.destination(table.id, destination)) !== undefined;
  if (taken || beside.some((entry) => entry.destination === destination)) {
    throw new Refusal(routeErrors['RouterEntryConflict.Duplicated']);
  }
}

/** How a call names an entry: by its id, or by table and destination. */
export interface NamedEntry {
  readonly RouteEntryId?: string | undefined;
  readonly RouteTableId?: string | undefined;
  readonly DestinationCidrBlock?: string | undefined;
  readonly NextHopId?: string | undefined;
}

/** The entry on its way out. A call on one that is `Deleting` is a second attempt. Throws Refusal. */
export function deleteRouteEntry(context: Context, asked: NamedEntry): RouteEntryRow {
  const entry = namedEntry(context, asked);
  if (entry.status !== 'Available' && entry.status !== 'Deleting') throw new Refusal(routeErrors.IncorrectRouteEntryStatus);
  return { ...entry, status: 'Deleting' };
}

/** Parameters of ModifyRouteEntry under their wire names. */
export interface RouteEntryChange extends Omit<NamedEntry, 'NextHopId'> {
  readonly NewNextHopId?: string | undefined;
  readonly NewNextHopType?: string | undefined;
  readonly RouteEntryName?: string | undefined;
  readonly Description?: string | undefined;
}

/** The entry under another name, or `Modifying` on its way to another next hop. Throws Refusal. */
export function modifyRouteEntry(context: Context, asked: RouteEntryChange): RouteEntryRow {
  const entry = namedEntry(context, asked);
  checkLabels(asked);
  if (entry.status !== 'Available') throw new Refusal(routeErrors.IncorrectRouteEntryStatus);
  const labelled = { ...entry, name: asked.RouteEntryName ?? entry.name, description: asked.Description ?? entry.description };
  if (asked.NewNextHopId === undefined && asked.NewNextHopType === undefined) return labelled;
  const table = ownRouteTable(context, entry.routeTableId);
  return { ...labelled, status: 'Modifying', ...nextHopOf(context, table, asked.NewNextHopType ?? entry.nextHopType, asked.NewNextHopId) };
}

/** An entry of the caller that may be changed as such. Throws Refusal. */
function namedEntry(context: Context, asked: NamedEntry): RouteEntryRow {
  const entry = asked.RouteEntryId === undefined ? byDestination(context, asked) : context.read.get('routeEntry', asked.RouteEntryId);
  const foreign = entry?.account !== context.account.id || entry.region !== context.region.id;
  if (entry === undefined || foreign || (asked.NextHopId ?? entry.nextHopId) !== entry.nextHopId) {
    throw new Refusal(routeErrors['InvalidRouteEntry.NotFound']);
  }
  if (context.read.get('routeTable', entry.routeTableId)?.associateType === 'Gateway') {
    throw new Refusal(routeErrors['OperationDenied.GatewayRouteTableNotPermitted']);
  }
  return entry;
}

function byDestination(context: Context, { RouteTableId, DestinationCidrBlock }: NamedEntry): RouteEntryRow | undefined {
  if (RouteTableId === undefined) throw new Refusal(common.MissingParameter, 'RouteEntryId');
  if (DestinationCidrBlock === undefined) throw new Refusal(common.MissingParameter, 'DestinationCidrBlock');
  const table = ownRouteTable(context, RouteTableId);
  const destination = destinationOf(DestinationCidrBlock);
  const entry = context.read.holder('routeEntry', claim.destination(table.id, destination));
  const vswitches = context.read.linked('vswitch', link.vpc(table.vpcId));
  if (entry === undefined && (destination === SERVICES || vswitches.some((vswitch) => vswitch.cidr === destination))) {
    throw new Refusal(routeErrors['InvalidRouteEntry.SystemRoute']);
  }
  return entry;
}

function checkLabels({ RouteEntryName, Description }: Pick<RouteEntryChange, 'RouteEntryName' | 'Description'>): void {
  if (!isLabel(RouteEntryName, 128)) throw new Refusal(common.InvalidParameter, 'RouteEntryName');
  if (!isLabel(Description, 256)) throw new Refusal(common.InvalidParameter, 'Description');
}
