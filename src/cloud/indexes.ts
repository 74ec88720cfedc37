/**
 * How rows are found and what may exist only once.
 *
 * A claim is a text that at most one row may hold: the store's schema enforces it, so two holders of an address cannot be written
 * even by a wrong rule. A link is a text that many rows may carry: the index behind `Reads.linked`.
 */
import type { Row } from './resources.js';

export const claim = {
  /** A private address of a VPC. */
  privateIp: (vpcId: string, address: string) => `ip/${vpcId}/${address}`,
  /** A public address. */
  publicIp: (address: string) => `public/${address}`,
  mac: (mac: string) => `mac/${mac}`,
  /** One EIP per private address of an ENI or of a VPC (IpAddress). */
  mapped: (vpcId: string, address: string) => `mapped/${vpcId}/${address}`,
  /** One cut-through EIP per ENI. */
  cutThrough: (eniId: string) => `cut-through/${eniId}`,
  /** One ENI per slot of an instance. */
  slot: (instanceId: string, index: number) => `slot/${instanceId}/${index}`,
  /** One IPv4 gateway per VPC. */
  ipv4Gateway: (vpcId: string) => `ipv4-gateway/${vpcId}`,
  /** One entry per destination of a route table. */
  destination: (routeTableId: string, prefix: string) => `destination/${routeTableId}/${prefix}`,
  accessKey: (id: string) => `access-key/${id}`,
} as const;

export const link = {
  /** vSwitches, ENIs, route tables and their entries, IPv4 gateways, security groups and instances of a VPC; EIPs bound in it. */
  vpc: (vpcId: string) => `vpc/${vpcId}`,
  vswitch: (vswitchId: string) => `vswitch/${vswitchId}`,
  /** vSwitches that use a table, its entries, the IPv4 gateway that it belongs to. */
  routeTable: (routeTableId: string) => `route-table/${routeTableId}`,
  /** ENIs of an instance. */
  instance: (instanceId: string) => `instance/${instanceId}`,
  /** EIPs bound to an ENI. */
  eni: (eniId: string) => `eni/${eniId}`,
  /** ENIs that are members of a group. */
  member: (groupId: string) => `member/${groupId}`,
  /** Groups whose rules name a group. */
  names: (groupId: string) => `names/${groupId}`,
  /** Route entries that lead to an ENI, an instance or an IPv4 gateway. */
  nextHop: (id: string) => `next-hop/${id}`,
  /** Rows in a transitional state, by kind: what the data plane still owes an acknowledgement. */
  moving: () => 'moving',
} as const;

const MOVING: ReadonlySet<string> = new Set([
  'Associating', 'Unassociating', 'Releasing', 'Attaching', 'Detaching', 'Deleting', 'Pending', 'Starting', 'Stopping', 'Creating', 'Modifying',
  'Activating',
]);

/** True while a row waits for the data plane. */
export function isMoving(row: Row): boolean {
  return 'status' in row && MOVING.has(row.status);
}

export function claimsOf(row: Row): readonly string[] {
  switch (row.kind) {
    case 'account':
      return row.keys.map((accessKey) => claim.accessKey(accessKey.id));
    case 'eni':
      return [
        claim.mac(row.mac),
        ...row.privateIps.map((address) => claim.privateIp(row.vpcId, address)),
        ...(row.instanceId === '' ? [] : [claim.slot(row.instanceId, row.deviceIndex)]),
      ];
    case 'eip': {
      const held = [claim.publicIp(row.address)];
      const bound = row.binding;
      if (bound !== null && row.mode === 'BINDED') held.push(claim.cutThrough(bound.eniId));
      if (bound !== null && bound.privateIp !== '') held.push(claim.mapped(bound.vpcId, bound.privateIp));
      return held;
    }
    case 'ipv4Gateway':
      return [claim.ipv4Gateway(row.vpcId)];
    case 'routeEntry':
      return [claim.destination(row.routeTableId, row.destination)];
    case 'instance':
      return row.publicIp === '' ? [] : [claim.publicIp(row.publicIp)];
    default:
      return [];
  }
}

export function linksOf(row: Row): readonly string[] {
  const links = isMoving(row) ? [link.moving()] : [];
  switch (row.kind) {
    case 'vswitch':
      return [...links, link.vpc(row.vpcId), link.routeTable(row.routeTableId)];
    case 'routeTable':
      return [...links, link.vpc(row.vpcId)];
    case 'routeEntry':
      return [...links, link.vpc(row.vpcId), link.routeTable(row.routeTableId), link.nextHop(row.nextHopId)];
    case 'ipv4Gateway':
      return [...links, link.vpc(row.vpcId), ...(row.routeTableId === '' ? [] : [link.routeTable(row.routeTableId)])];
    case 'securityGroup':
      return [
        ...links,
        link.vpc(row.vpcId),
        ...new Set(row.rules.filter((rule) => rule.peerGroupId !== '').map((rule) => link.names(rule.peerGroupId))),
      ];
    case 'eni':
      return [
        ...links,
        link.vpc(row.vpcId),
        link.vswitch(row.vswitchId),
        ...row.groupIds.map(link.member),
        ...(row.instanceId === '' ? [] : [link.instance(row.instanceId)]),
      ];
    case 'instance':
      return [...links, link.vpc(row.vpcId), link.vswitch(row.vswitchId)];
    case 'eip':
      return row.binding === null
        ? links
        : [...links, link.vpc(row.binding.vpcId), ...(row.binding.eniId === '' ? [] : [link.eni(row.binding.eniId)])];
    default:
      return links;
  }
}
