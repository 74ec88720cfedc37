/** What a route may lead to (behaviour §2.6). */
import { modeOf } from './association-modes/index.js';
import type { Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { routeErrors } from './errors/route.js';
import { link } from './indexes.js';
import type { EniRow, Reads, RouteEntryRow, RouteTableRow } from './resources.js';
import { isEnabled } from './routing.js';

export type NextHop = Pick<RouteEntryRow, 'nextHopType' | 'nextHopId'>;

/** The next hop that a route of the table asks for: one of the table's VPC and fit to forward. Throws Refusal. */
export function nextHopOf(context: Context, table: RouteTableRow, type: string, id: string | undefined): NextHop {
  const find = FINDERS.get(type);
  if (find === undefined) throw new Refusal(routeErrors.InvalidNextHopType);
  if (id === undefined) throw new Refusal(common.MissingParameter, 'NextHopId');
  return find(context, table, id);
}

type Find = (context: Context, table: RouteTableRow, id: string) => NextHop;

const findInstance: Find = ({ account, read }, table, id) => {
  const instance = read.get('instance', id);
  if (instance === undefined || instance.account !== account.id || instance.vpcId !== table.vpcId || instance.status === 'Deleting') {
    throw new Refusal(routeErrors['InvalidNextHop.NotFound']);
  }
  return { nextHopType: 'Instance', nextHopId: id };
};

const findEni: Find = ({ account, read }, table, id) => {
  const eni = read.get('eni', id);
  if (eni === undefined || eni.account !== account.id || eni.status === 'Deleting') {
    throw new Refusal(routeErrors['ResourceNotFound.NetworkInterface']);
  }
  if (eni.vpcId !== table.vpcId) throw new Refusal(routeErrors['IllegalParam.NextHopId']);
  if (!mayForward(eni, read)) throw new Refusal(routeErrors['InvalidNexthop.DirectEni']);
  return { nextHopType: 'NetworkInterface', nextHopId: id };
};

const findGateway: Find = ({ account, read }, table, id) => {
  const gateway = read.get('ipv4Gateway', id);
  if (gateway === undefined || gateway.account !== account.id) throw new Refusal(routeErrors['ResourceNotFound.Ipv4Gateway']);
  if (gateway.vpcId !== table.vpcId) throw new Refusal(routeErrors['Mismatch.Ipv4GatewayIdAndRouteTableId']);
  if (!isEnabled(gateway)) throw new Refusal(routeErrors['IncorrectStatus.Ipv4Gateway']);
  return { nextHopType: 'Ipv4Gateway', nextHopId: id };
};

/** The next hops that are here; the cloud has others. */
const FINDERS: ReadonlyMap<string, Find> = new Map([['Instance', findInstance], ['NetworkInterface', findEni], ['Ipv4Gateway', findGateway]]);

function mayForward(eni: EniRow, read: Reads): boolean {
  return read.linked('eip', link.eni(eni.id)).every((eip) => modeOf(eip).nextHop);
}
