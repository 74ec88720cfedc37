/** Route tables and which vSwitches follow them (behaviour §2.6, §4.4). */
import { isLabel, type Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { vpcErrors } from './errors/vpc.js';
import { link } from './indexes.js';
import { quotaOf } from './quotas.js';
import type { RouteTableRow, VSwitchRow, WriteSet } from './resources.js';
import { newTags, type GivenTag } from './tags.js';
import { ownVSwitch } from './vpc-vswitch.js';
import { ownVpc } from './vpc.js';

/** Parameters of CreateRouteTable under their wire names. */
export interface NewRouteTable extends Labels {
  readonly VpcId: string;
  readonly AssociateType?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

interface Labels {
  readonly RouteTableName?: string | undefined;
  readonly Description?: string | undefined;
}

/** A new custom table, `Pending`. Throws Refusal. */
export function createRouteTable(context: Context, asked: NewRouteTable): RouteTableRow {
  const { account, region, now, ids, read } = context;
  const vpc = ownVpc(context, asked.VpcId);
  const associateType = asked.AssociateType ?? 'VSwitch';
  if (associateType !== 'VSwitch' && associateType !== 'Gateway') throw new Refusal(common.InvalidParameter, 'AssociateType');
  checkLabels(asked);
  const tags = newTags(account, asked.Tag);
  if (vpc.status !== 'Available') throw new Refusal(vpcErrors['TaskConflict#vpc']);
  const alike = read.linked('routeTable', link.vpc(vpc.id))
    .filter((table) => table.type === 'Custom' && table.associateType === associateType);
  const most = quotaOf(account, associateType === 'VSwitch' ? 'customRouteTablesPerVpc' : 'gatewayRouteTablesPerVpc');
  if (alike.length >= most) throw new Refusal(routeErrors['QuotaExceeded.RouteTable']);
  return {
    kind: 'routeTable', id: ids.make('vtb', region.id), n: 0, version: 0, account: account.id, region: region.id, status: 'Pending',
    type: 'Custom', associateType, vpcId: vpc.id, routerId: vpc.routerId, name: asked.RouteTableName ?? '',
    description: asked.Description ?? '', resourceGroup: vpc.resourceGroup, tags, created: now,
  };
}

/** An unused table on its way out. A call on one that is `Deleting` is a second attempt. Throws Refusal. */
export function deleteRouteTable(context: Context, id: string): RouteTableRow {
  const { read } = context;
  const table = ownRouteTable(context, id);
  if (table.type === 'System') throw new Refusal(routeErrors['OperationDenied.SystemRouteTable']);
  if (table.status === 'Pending') throw new Refusal(routeErrors.IncorrectRouteTableStatus);
  const of = link.routeTable(table.id);
  if (read.countLinked('vswitch', of) > 0) throw new Refusal(routeErrors['DependencyViolation.VSwitch']);
  if (read.countLinked('ipv4Gateway', of) > 0) throw new Refusal(routeErrors['OperationDenied.GatewayAssociated']);
  if (read.countLinked('routeEntry', of) > 0) throw new Refusal(routeErrors['DependencyViolation.RouteEntry']);
  return { ...table, status: 'Deleting' };
}

/** Throws Refusal. No route comes from anywhere by itself, so propagation is nothing that could be switched off. */
export function modifyRouteTable(
  context: Context,
  asked: Labels & { readonly RouteTableId: string; readonly RoutePropagationEnable?: boolean | undefined },
): RouteTableRow {
  const table = ownRouteTable(context, asked.RouteTableId);
  checkLabels(asked);
  if (asked.RoutePropagationEnable === false) throw new Refusal(common.UnsupportedParameter, 'RoutePropagationEnable');
  return { ...table, name: asked.RouteTableName ?? table.name, description: asked.Description ?? table.description };
}

/** The vSwitch on that table instead of the one that it has. The table shows `Pending` until that is so. Throws Refusal. */
export function associateRouteTable(context: Context, routeTableId: string, vswitchId: string): WriteSet {
  const { table, vswitch } = pair(context, routeTableId, vswitchId);
  if (table.associateType === 'Gateway') throw new Refusal(routeErrors['OperationDenied.RouteTableTypeIncorrect']);
  if (table.vpcId !== vswitch.vpcId) throw new Refusal(routeErrors['Mismatch.VpcIdAndRouteTableId']);
  return moved(vswitch, table, table.id);
}

/** The vSwitch back on the system table. Throws Refusal. */
export function unassociateRouteTable(context: Context, routeTableId: string, vswitchId: string): WriteSet {
  const { table, vswitch } = pair(context, routeTableId, vswitchId);
  if (vswitch.routeTableId !== table.id) throw new Refusal(routeErrors['OperationDenied.VSwitchNotAssociated']);
  return moved(vswitch, table, ownVpc(context, vswitch.vpcId).routeTableId);
}

/** A custom table and a vSwitch, neither on its way to another state. Throws Refusal. */
function pair(context: Context, routeTableId: string, vswitchId: string) {
  const table = ownRouteTable(context, routeTableId);
  const vswitch = ownVSwitch(context, vswitchId);
  if (table.type === 'System') throw new Refusal(routeErrors['OperationDenied.SystemRouteTable']);
  if (table.status !== 'Available') throw new Refusal(routeErrors['IncorrectStatus.RouteTable']);
  if (vswitch.status !== 'Available') throw new Refusal(vpcErrors.IncorrectVSwitchStatus);
  return { table, vswitch };
}

function moved(vswitch: VSwitchRow, table: RouteTableRow, routeTableId: string): WriteSet {
  return { put: [{ ...vswitch, routeTableId }, { ...table, status: 'Pending' }], remove: [] };
}

function checkLabels({ RouteTableName, Description }: Labels): void {
  if (!isLabel(RouteTableName, 128)) throw new Refusal(common.InvalidParameter, 'RouteTableName');
  if (!isLabel(Description, 256)) throw new Refusal(common.InvalidParameter, 'Description');
}

/** A table of the caller in the call's region. Throws Refusal. */
export function ownRouteTable(
  { account, region, read }: Context,
  id: string,
  unknown = routeErrors['InvalidRouteTableId.NotFound'],
): RouteTableRow {
  const table = read.get('routeTable', id);
  if (table === undefined || table.account !== account.id || table.region !== region.id) throw new Refusal(unknown);
  return table;
}
