/** IPv4 gateways (behaviour §2.7, §4.5): with one activated, a VPC's Internet traffic follows its route tables. */
import { isLabel, type Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { claim, link } from './indexes.js';
import { defaultResourceGroup, resourceGroupExists } from './resource-groups.js';
import type { Ipv4GatewayRow, RouteEntryRow, RouteTableRow, WriteSet } from './resources.js';
import { checkEntryQuota, newEntry } from './route-entry.js';
import { ownRouteTable } from './route-table.js';
import { ipv4GatewayOf, withoutNextHop } from './routing.js';
import { newTags, type GivenTag } from './tags.js';

interface Labels {
  readonly Ipv4GatewayName?: string | undefined;
  readonly Ipv4GatewayDescription?: string | undefined;
}

/** Parameters of CreateIpv4Gateway under their wire names. */
export interface NewIpv4Gateway extends Labels {
  readonly VpcId: string;
  readonly ResourceGroupId?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

const EVERYTHING = '0.0.0.0/0';
const MOST_TABLES = 10;

/** A new gateway, `Creating` and not activated: it changes no packet's way. Throws Refusal. */
export function createIpv4Gateway(context: Context, asked: NewIpv4Gateway): Ipv4GatewayRow {
  const { account, region, now, ids, read } = context;
  const vpc = read.get('vpc', asked.VpcId);
  if (vpc === undefined || vpc.account !== account.id || vpc.region !== region.id) {
    throw new Refusal(routeErrors['OperationFailed.VpcNotExist']);
  }
  checkLabels(asked);
  const resourceGroup = asked.ResourceGroupId ?? defaultResourceGroup(account.id);
  if (!resourceGroupExists(context, resourceGroup)) throw new Refusal(routeErrors['IllegalParam.ResourceGroupId']);
  const tags = newTags(account, asked.Tag);
  if (vpc.status !== 'Available') throw new Refusal(routeErrors['IncorrectStatus.Vpc']);
  if (ipv4GatewayOf(vpc.id, read) !== undefined) throw new Refusal(routeErrors['OperationDenied.VpcExistIpv4Gateway']);
  if (read.countLinked('eip', link.direct(vpc.id)) > 0) throw new Refusal(routeErrors['OperationDenied.ExistDirectEip']);
  return {
    kind: 'ipv4Gateway', id: ids.make('ipv4gw', region.id), n: 0, version: 0, account: account.id, region: region.id, status: 'Creating',
    vpcId: vpc.id, enabled: false, routeTableId: '', name: asked.Ipv4GatewayName ?? '', description: asked.Ipv4GatewayDescription ?? '',
    resourceGroup, tags, created: now,
  };
}

/** The gateway `Activating`, with a default route to it in every listed table. Throws Refusal. */
export function enableIpv4Gateway(context: Context, id: string, routeTableIds: readonly string[]): WriteSet {
  const gateway = ownIpv4Gateway(context, id);
  if (routeTableIds.length > MOST_TABLES) throw new Refusal(common.InvalidParameter, 'RouteTableList.N');
  if (gateway.enabled) throw new Refusal(routeErrors['OperationFailed.Ipv4GatewayAlreadyActive.']);
  if (gateway.status !== 'Created') throw new Refusal(routeErrors['IncorrectStatus.Ipv4Gateway']);
  const tables = [...new Set(routeTableIds)].map((tableId) => ownRouteTable(context, tableId));
  const hop = { nextHopType: 'Ipv4Gateway', nextHopId: gateway.id } as const;
  const entries = tables.map((table): RouteEntryRow => {
    checkDefaultRoute(context, gateway, table);
    return newEntry(context, table, EVERYTHING, hop);
  });
  return { put: [{ ...gateway, status: 'Activating', enabled: true }, ...entries], remove: [] };
}

/** Throws Refusal where the table cannot take a default route to the gateway. */
function checkDefaultRoute(context: Context, gateway: Ipv4GatewayRow, table: RouteTableRow): void {
  if (table.vpcId !== gateway.vpcId) throw new Refusal(routeErrors['Mismatch.Ipv4GatewayIdAndRouteTableId']);
  if (table.associateType === 'Gateway') throw new Refusal(routeErrors['OperationDenied.GatewayRouteTableNotPermitted']);
  if (table.status === 'Deleting') throw new Refusal(routeErrors.IncorrectRouteTableStatus);
  if (context.read.holder('routeEntry', claim.destination(table.id, EVERYTHING)) !== undefined) {
    throw new Refusal(routeErrors['OperationDenied.ConflictOfAllZeroRouting']);
  }
  checkEntryQuota(context, table);
}

/**
 * The gateway on its way out. In public mode the routes to it go with it and the VPC has direct access again; in private mode, the
 * default, nothing in the VPC reaches the Internet from then on (P8). A call on one that is `Deleting` is a second attempt. Throws Refusal.
 */
export function deleteIpv4Gateway(context: Context, id: string, internetMode = 'private'): WriteSet {
  const { read } = context;
  const gateway = ownIpv4Gateway(context, id);
  if (internetMode !== 'private' && internetMode !== 'public') throw new Refusal(common.InvalidParameter, 'InternetMode');
  if (gateway.status === 'Deleting') return { put: [gateway], remove: [] };
  if (gateway.status !== 'Created') throw new Refusal(routeErrors['IncorrectStatus.Ipv4Gateway']);
  if (gateway.routeTableId !== '') throw new Refusal(routeErrors['ResourceAlreadyAssociated.GatewayRouteTable']);
  if (read.countLinked('eip', link.address(gateway.vpcId)) > 0) throw new Refusal(routeErrors['DependencyViolation.Eip']);
  const entries = withoutNextHop(gateway.id, read);
  if (internetMode === 'private' && entries.length > 0) throw new Refusal(routeErrors['DependencyViolation.RouteEntry']);
  const vpc = read.get('vpc', gateway.vpcId);
  return {
    put: [
      { ...gateway, status: 'Deleting' },
      ...entries,
      ...(vpc === undefined ? [] : [{ ...vpc, privateOnly: internetMode === 'private' }]),
    ],
    remove: [],
  };
}

/** Throws Refusal. */
export function updateIpv4Gateway(context: Context, asked: Labels & { readonly Ipv4GatewayId: string }): Ipv4GatewayRow {
  const gateway = ownIpv4Gateway(context, asked.Ipv4GatewayId);
  checkLabels(asked);
  return {
    ...gateway, name: asked.Ipv4GatewayName ?? gateway.name, description: asked.Ipv4GatewayDescription ?? gateway.description,
  };
}

/** A gateway of the caller in the call's region. Throws Refusal. */
export function ownIpv4Gateway({ account, region, read }: Context, id: string): Ipv4GatewayRow {
  const gateway = read.get('ipv4Gateway', id);
  if (gateway === undefined || gateway.account !== account.id || gateway.region !== region.id) {
    throw new Refusal(routeErrors['ResourceNotFound.Ipv4Gateway']);
  }
  return gateway;
}

function checkLabels({ Ipv4GatewayName, Ipv4GatewayDescription }: Labels): void {
  if (!isLabel(Ipv4GatewayName, 128)) throw new Refusal(common.InvalidParameter, 'Ipv4GatewayName');
  if (!isLabel(Ipv4GatewayDescription, 256)) throw new Refusal(common.InvalidParameter, 'Ipv4GatewayDescription');
}
