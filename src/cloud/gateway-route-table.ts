/** The route table of an IPv4 gateway: where packets from the Internet go on inside the VPC (behaviour §2.6, §4.5). */
import { isLabel, refuseUnserved, type Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { claim, link } from './indexes.js';
import { ownIpv4Gateway } from './ipv4-gateway.js';
import { nextHopOf } from './next-hop.js';
import type { Ipv4GatewayRow, RouteEntryRow, RouteTableRow } from './resources.js';
import { newEntry } from './route-entry.js';
import { ownRouteTable } from './route-table.js';

/** The gateway `Modifying` on its way to that table. Throws Refusal. */
export function associateWithGateway(context: Context, routeTableId: string, gatewayId: string): Ipv4GatewayRow {
  const gateway = ownIpv4Gateway(context, gatewayId);
  const table = ownGatewayTable(context, routeTableId);
  if (table.vpcId !== gateway.vpcId) throw new Refusal(routeErrors['Mismatch.Ipv4GatewayIdAndRouteTableId']);
  if (!gateway.enabled) throw new Refusal(routeErrors['OperationDenied.Ipv4GatewayNotActive']);
  if (gateway.routeTableId !== '') throw new Refusal(routeErrors['ResourceAlreadyAssociated.GatewayRouteTable']);
  if (gateway.status !== 'Created') throw new Refusal(routeErrors['IncorrectStatus.Ipv4Gateway']);
  if (table.status !== 'Available') throw new Refusal(routeErrors.IncorrectRouteTableStatus);
  return { ...gateway, status: 'Modifying', routeTableId: table.id };
}

/** The gateway `Modifying` on its way back to the system table. Throws Refusal. */
export function dissociateFromGateway(context: Context, routeTableId: string, gatewayId: string): Ipv4GatewayRow {
  const gateway = ownIpv4Gateway(context, gatewayId);
  const table = ownGatewayTable(context, routeTableId);
  if (gateway.routeTableId !== table.id) throw new Refusal(routeErrors['ResourceNotFound.GatewayRouteTable']);
  if (gateway.status !== 'Created') throw new Refusal(routeErrors['IncorrectStatus.Ipv4Gateway']);
  return { ...gateway, status: 'Modifying', routeTableId: '' };
}

/** Parameters of UpdateGatewayRouteTableEntryAttribute under their wire names. */
export interface GatewayEntryChange {
  readonly DestinationCidrBlock: string;
  readonly NextHopType: string;
  readonly NextHopId?: string | undefined;
  readonly Name?: string | undefined;
  readonly Description?: string | undefined;
}

/**
 * What is to be written so that a vSwitch's packets from the Internet take another way: an entry that diverts them, or the end of it.
 * Undefined where they already go so. A diversion is not led elsewhere but ended first. Throws Refusal.
 */
export function updateGatewayEntry(context: Context, routeTableId: string, asked: GatewayEntryChange): RouteEntryRow | undefined {
  const { read } = context;
  const table = ownGatewayTable(context, routeTableId);
  if (!isLabel(asked.Name, 128)) throw new Refusal(common.InvalidParameter, 'Name');
  if (!isLabel(asked.Description, 256)) throw new Refusal(common.InvalidParameter, 'Description');
  if (!['Local', 'Instance', 'NetworkInterface'].includes(asked.NextHopType)) throw new Refusal(routeErrors.InvalidNextHopType);
  if (table.status !== 'Available') throw new Refusal(routeErrors.IncorrectRouteTableStatus);
  const destination = asked.DestinationCidrBlock;
  if (!read.linked('vswitch', link.vpc(table.vpcId)).some((vswitch) => vswitch.cidr === destination)) {
    throw new Refusal(routeErrors['ResourceNotFound.GatewayRouteEntry']);
  }
  const entry = read.holder('routeEntry', claim.destination(table.id, destination));
  if (entry !== undefined && entry.status !== 'Available') throw new Refusal(routeErrors.IncorrectRouteEntryStatus);
  if (asked.NextHopType === 'Local') {
    // A local entry follows from its vSwitch and has no name of its own.
    refuseUnserved(asked, ['Name', 'Description']);
    return entry === undefined ? undefined : { ...entry, status: 'Deleting' };
  }
  const hop = nextHopOf(context, table, asked.NextHopType, asked.NextHopId);
  if (entry === undefined) return newEntry(context, table, destination, hop, { name: asked.Name, description: asked.Description });
  if (entry.nextHopType !== hop.nextHopType || entry.nextHopId !== hop.nextHopId) throw new Refusal(routeErrors['OperationDenied.NextHopNotLocal']);
  return { ...entry, name: asked.Name ?? entry.name, description: asked.Description ?? entry.description };
}

/** A gateway table of the caller in the call's region. Throws Refusal. */
export function ownGatewayTable(context: Context, id: string): RouteTableRow {
  const table = ownRouteTable(context, id, routeErrors['ResourceNotFound.GatewayRouteTable']);
  if (table.associateType !== 'Gateway') throw new Refusal(routeErrors['OperationDenied.RouteTableTypeIncorrect']);
  return table;
}
