/**
 * How rows are found and what may exist only once.
 *
 * A claim is a text that at most one row may hold: the store's schema enforces it, so two holders of an address cannot be written
 * even by a wrong rule. A link is a text that many rows may carry: the index behind `Reads.linked`. Which row has which: `claims.ts`.
 */
import type { Row } from './resources.js';

export const claim = {
  /** An address inside a VPC: a private one, or that of an EIP on a NIC. */
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
  /** One group of a name per account. */
  resourceGroup: (accountId: string, name: string) => `resource-group/${accountId}/${name}`,
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
  /** EIPs of a VPC that are on a NIC: cut-through and multi-EIP. */
  direct: (vpcId: string) => `direct/${vpcId}`,
  /** EIPs bound to an address of a VPC rather than to an ENI. */
  address: (vpcId: string) => `address/${vpcId}`,
  /** EIPs of an account in a region that a filter of DescribeEipAddresses finds, by the filter's field. */
  filtered: ({ account, region }: Pick<Row, 'account' | 'region'>, field: EipFilter, value: string) => `filtered/${account}/${region}/${field}=${value}`,
  /** From the first to the last time of creation, both included; the filter of their names, which sort as the times do. */
  createdBetween: (place: Pick<Row, 'account' | 'region'>, first: number, last: number): LinkRange =>
    ({ first: link.filtered(place, 'created', momentOf(first)), last: link.filtered(place, 'created', momentOf(last)) }),
  /** EIPs that share the bandwidth of a package. */
  package: (packageId: string) => `package/${packageId}`,
  /** Who had a public address, as long as it can be had back. */
  released: (address: string) => `released/${address}`,
  /** ENIs that are members of a group. */
  member: (groupId: string) => `member/${groupId}`,
  /** Groups whose rules name a group. */
  names: (groupId: string) => `names/${groupId}`,
  /** Route entries that lead to an ENI, an instance or an IPv4 gateway. */
  nextHop: (id: string) => `next-hop/${id}`,
  /** What is in a resource group other than the account's default one. */
  resourceGroup: (id: string) => `resource-group/${id}`,
  /** Resources of an account in a region that carry a tag of that key; with that value, where one is given. */
  tag: ({ account, region }: Pick<Row, 'account' | 'region'>, key: string, value?: string) =>
    `tag/${account}/${region}/${key}${value === undefined ? '' : `=${value}`}`,
  /** Rows in a transitional state, by kind: what the data plane still owes an acknowledgement. */
  moving: () => 'moving',
} as const;

/** Fields that EIPs are filtered by. */
export type EipFilter = 'status' | 'chargeType' | 'isp' | 'protected' | 'group' | 'name' | 'type' | 'bound' | 'lock' | 'tag' | 'created';

/** All links whose names are not before `first` and not after `last`. */
export interface LinkRange {
  readonly first: string;
  readonly last: string;
}

/** What a row must carry: that link, or one of a range. */
export type Wanted = string | LinkRange;

/** True where a row with these links carries all that is wanted. */
export function carries(links: readonly string[], wanted: readonly Wanted[]): boolean {
  return wanted.every((one) => links.some((name) => (typeof one === 'string' ? name === one : one.first <= name && name <= one.last)));
}

const MOMENT_DIGITS = 15;

/** The value of `created`: of one length, so that texts sort as times do. */
export function momentOf(time: number): string {
  return String(Math.min(Math.max(time, 0), 10 ** MOMENT_DIGITS - 1)).padStart(MOMENT_DIGITS, '0');
}

/** The value of `tag` for EIPs that carry a tag of that key, and with that value where one is given. */
export function tagFilterOf(key: string, value?: string): string {
  return value === undefined ? key : `${key.length} ${key}=${value}`;
}

const MOVING: ReadonlySet<string> = new Set([
  'Associating', 'Unassociating', 'Releasing', 'Attaching', 'Detaching', 'Deleting', 'Pending', 'Starting', 'Stopping', 'Creating', 'Modifying',
  'Activating',
]);

/** True while a row waits for the data plane. */
export function isMoving(row: Row): boolean {
  return ('status' in row && MOVING.has(row.status)) || (row.kind === 'eip' && row.joiningPackage);
}
