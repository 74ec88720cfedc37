/** What others ask of routes and gateways: each answer is one look-up. */
import { claim, link } from './indexes.js';
import type { EniRow, Ipv4GatewayRow, Reads, RouteEntryRow } from './resources.js';

/** The IPv4 gateway of a VPC in any state: `Creating` and `Deleting` count (U-29). */
export function ipv4GatewayOf(vpcId: string, read: Reads): Ipv4GatewayRow | undefined {
  return read.holder('ipv4Gateway', claim.ipv4Gateway(vpcId));
}

/** Whether a VPC's Internet traffic follows its route tables. A gateway that is being deleted has no say any more. */
export function isActivated(gateway: Ipv4GatewayRow | undefined): gateway is Ipv4GatewayRow {
  return gateway?.enabled === true && gateway.status !== 'Deleting';
}

/** Whether routes and binds may count on its activation: not while that may still fail. */
export function isEnabled(gateway: Ipv4GatewayRow | undefined): boolean {
  return isActivated(gateway) && gateway.status !== 'Activating';
}

/** Whether a route leads to the ENI, by its own id or by that of the instance whose primary ENI it is. */
export function isNextHop(eni: EniRow, read: Reads): boolean {
  const ids = eni.type === 'Primary' && eni.instanceId !== '' ? [eni.id, eni.instanceId] : [eni.id];
  return ids.some((id) => read.countLinked('routeEntry', link.nextHop(id)) > 0);
}

/** The entries that lead to an ENI or a gateway, on their way out with it (U-08). */
export function withoutNextHop(id: string, read: Reads): readonly RouteEntryRow[] {
  return read.linked('routeEntry', link.nextHop(id)).map((entry) => ({ ...entry, status: 'Deleting' }));
}
