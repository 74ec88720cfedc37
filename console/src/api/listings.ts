/** How each kind of resource is listed: one read action, page by page, and what rows its answer tells of. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send, type Product } from './call.js';
import type { RowKind } from './events.js';
import type { Parameters } from './flatten.js';
import { withHeld } from './held.js';
import * as rows from './rows.js';

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  /** Asks for the rest, where a listing is read whole; '' where there is none. */
  readonly next?: string;
}

export interface Listing<Row> {
  readonly product: Product;
  readonly action: string;
  readonly kinds: readonly RowKind[];
  readonly page: (number: number, size: number) => Parameters;
  readonly answer: z.ZodType<Page<Row>>;
  /** Adds to the rows what other answers say of them. */
  complete?(rows: readonly Row[], region: string): Promise<readonly Row[]>;
}

/** A listing whose rows can be read by their ids, many at once. */
export interface NamedListing<Row> extends Listing<Row> {
  /** As the event stream calls it. */
  readonly kind: RowKind;
  readonly id: (row: Row) => string;
  readonly byIds: (ids: readonly string[]) => Parameters;
}

const counted = z.object({ TotalCount: z.number() });
const numbered = (PageNumber: number, PageSize: number): Parameters => ({ PageNumber, PageSize });
/** Counted by tokens, not by pages: all of them are read, and the table cuts its pages itself. */
const whole = (): Parameters => ({ MaxResults: 100 });

export const eips: NamedListing<rows.Eip> = {
  kind: 'eip', id: ({ AllocationId }) => AllocationId, byIds: (ids) => ({ AllocationId: ids.join(',') }),
  product: 'Vpc', action: 'DescribeEipAddresses', kinds: ['eip', 'eni'], page: numbered, complete: withHeld,
  answer: counted.extend({ EipAddresses: z.object({ EipAddress: z.array(rows.eip) }) })
    .transform((answer) => ({ rows: answer.EipAddresses.EipAddress, total: answer.TotalCount })),
};

export const enis: NamedListing<rows.Eni> = {
  kind: 'eni', id: ({ NetworkInterfaceId }) => NetworkInterfaceId, byIds: (ids) => ({ NetworkInterfaceId: ids }),
  product: 'Ecs', action: 'DescribeNetworkInterfaces', kinds: ['eni', 'eip'], page: numbered,
  answer: counted.extend({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(rows.eni) }) })
    .transform((answer) => ({ rows: answer.NetworkInterfaceSets.NetworkInterfaceSet, total: answer.TotalCount })),
};

export const instances: NamedListing<rows.Instance> = {
  kind: 'instance', id: ({ InstanceId }) => InstanceId, byIds: (ids) => ({ InstanceIds: JSON.stringify(ids) }),
  product: 'Ecs', action: 'DescribeInstances', kinds: ['instance', 'eni', 'eip'], page: numbered,
  answer: counted.extend({ Instances: z.object({ Instance: z.array(rows.instance) }) })
    .transform((answer) => ({ rows: answer.Instances.Instance, total: answer.TotalCount })),
};

export const vpcs: Listing<rows.Vpc> = {
  product: 'Vpc', action: 'DescribeVpcs', kinds: ['vpc', 'vswitch'], page: numbered,
  answer: counted.extend({ Vpcs: z.object({ Vpc: z.array(rows.vpc) }) }).transform((answer) => ({ rows: answer.Vpcs.Vpc, total: answer.TotalCount })),
};

export const vswitches: Listing<rows.VSwitch> = {
  product: 'Vpc', action: 'DescribeVSwitches', kinds: ['vswitch', 'eni', 'routeTable'], page: numbered,
  answer: counted.extend({ VSwitches: z.object({ VSwitch: z.array(rows.vswitch) }) })
    .transform((answer) => ({ rows: answer.VSwitches.VSwitch, total: answer.TotalCount })),
};

export const routeTables: Listing<rows.RouteTable> = {
  product: 'Vpc', action: 'DescribeRouteTableList', kinds: ['routeTable', 'vswitch', 'ipv4Gateway'], page: numbered,
  answer: counted.extend({ RouterTableList: z.object({ RouterTableListType: z.array(rows.routeTable) }) })
    .transform((answer) => ({ rows: answer.RouterTableList.RouterTableListType, total: answer.TotalCount })),
};

export const routeEntries: Listing<rows.RouteEntry> = {
  product: 'Vpc', action: 'DescribeRouteEntryList', kinds: ['routeEntry', 'vswitch', 'vpc'], page: () => ({ MaxResult: 100 }),
  answer: z.object({ RouteEntrys: z.object({ RouteEntry: z.array(rows.routeEntry) }) })
    .transform(({ RouteEntrys: { RouteEntry } }) => ({ rows: RouteEntry, total: RouteEntry.length })),
};

export const ipv4Gateways: Listing<rows.Ipv4Gateway> = {
  product: 'Vpc', action: 'ListIpv4Gateways', kinds: ['ipv4Gateway', 'routeTable'], page: whole,
  answer: z.object({ Ipv4GatewayModels: z.array(rows.ipv4Gateway), NextToken: z.string(), TotalCount: z.coerce.number() })
    .transform((answer) => ({ rows: answer.Ipv4GatewayModels, total: answer.TotalCount, next: answer.NextToken })),
};

export const securityGroups: Listing<rows.SecurityGroup> = {
  product: 'Ecs', action: 'DescribeSecurityGroups', kinds: ['securityGroup'], page: numbered,
  answer: counted.extend({ SecurityGroups: z.object({ SecurityGroup: z.array(rows.securityGroup) }) })
    .transform((answer) => ({ rows: answer.SecurityGroups.SecurityGroup, total: answer.TotalCount })),
};

/** Of one group: `SecurityGroupId` is mandatory. */
export const permissions: Listing<rows.Permission> = {
  product: 'Ecs', action: 'DescribeSecurityGroupAttribute', kinds: ['securityGroup'], page: () => ({ MaxResults: 1000 }),
  answer: z.object({ Permissions: z.object({ Permission: z.array(rows.permission) }) })
    .transform(({ Permissions: { Permission } }) => ({ rows: Permission, total: Permission.length })),
};

export const resourceGroups: Listing<rows.ResourceGroup> = {
  product: 'ResourceManager', action: 'ListResourceGroups', kinds: ['resourceGroup'], page: numbered,
  answer: counted.extend({ ResourceGroups: z.object({ ResourceGroup: z.array(rows.resourceGroup) }) })
    .transform((answer) => ({ rows: answer.ResourceGroups.ResourceGroup, total: answer.TotalCount })),
};

export const instanceTypes: Listing<rows.InstanceType> = {
  product: 'Ecs', action: 'DescribeInstanceTypes', kinds: [], page: () => ({ MaxResults: 1000 }),
  answer: z.object({ InstanceTypes: z.object({ InstanceType: z.array(rows.instanceType) }) })
    .transform(({ InstanceTypes: { InstanceType } }) => ({ rows: InstanceType, total: InstanceType.length })),
};

export const images: Listing<rows.Image> = {
  product: 'Ecs', action: 'DescribeImages', kinds: [], page: numbered,
  answer: counted.extend({ Images: z.object({ Image: z.array(rows.image) }) }).transform((answer) => ({ rows: answer.Images.Image, total: answer.TotalCount })),
};

/** Largest page that every listing grants. */
const FIRST = { number: 1, size: 50 };

function parametersOf<Row>(listing: Listing<Row>, region: string, filters: Parameters, page: { readonly number: number; readonly size: number }): Parameters {
  return { RegionId: region, ...filters, ...listing.page(page.number, page.size) };
}

/** One page of a listing in a region. */
export function listQuery<Row>(listing: Listing<Row>, region: string, filters: Parameters = {}, page: { readonly number: number; readonly size: number } = FIRST) {
  const parameters = parametersOf(listing, region, filters, page);
  return queryOptions({
    queryKey: [listing.action, parameters],
    meta: { kinds: listing.kinds },
    queryFn: () => fetched(listing, region, parameters),
  });
}

async function read<Row>(listing: Listing<Row>, parameters: Parameters): Promise<Page<Row>> {
  const { product, action, answer } = listing;
  const { rows, total, next = '' } = await send({ product, action, parameters }, answer);
  return next === '' ? { rows, total } : { rows: [...rows, ...(await read(listing, { ...parameters, NextToken: next })).rows], total };
}

async function fetched<Row>(listing: Listing<Row>, region: string, parameters: Parameters): Promise<Page<Row>> {
  const { rows, total } = await read(listing, parameters);
  return { rows: await listing.complete?.(rows, region) ?? rows, total };
}

/** The largest page that any listing grants; those that grant less answer with less. */
const LARGEST = 100;

/** All pages of a listing in a region, with what its own answers say. */
export function allQuery<Row>(listing: Listing<Row>, region: string, kinds = listing.kinds, filters: Parameters = {}) {
  const page = (number: number) => read(listing, parametersOf(listing, region, filters, { number, size: LARGEST }));
  return queryOptions({
    queryKey: [listing.action, 'all', region, filters],
    meta: { kinds },
    queryFn: async (): Promise<readonly Row[]> => {
      const { rows, total } = await page(1);
      const pages = Math.ceil(total / Math.max(rows.length, 1));
      const others = await Promise.all(Array.from({ length: Math.max(pages - 1, 0) }, (_, index) => page(index + 2)));
      return [...rows, ...others.flatMap((other) => other.rows)];
    },
  });
}

/** As many as every listing takes at once. */
const IDS = 50;

/** Those of the rows that there are, likewise. */
export async function named<Row>(listing: NamedListing<Row>, region: string, ids: readonly string[]): Promise<readonly Row[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS) }, (_, part) => ids.slice(part * IDS, (part + 1) * IDS));
  const pages = await Promise.all(parts.map((part) => read(listing, parametersOf(listing, region, listing.byIds(part), FIRST))));
  return pages.flatMap(({ rows }) => rows);
}

/** One page, now. */
export async function listed<Row>(listing: Listing<Row>, region: string, filters: Parameters): Promise<readonly Row[]> {
  return (await fetched(listing, region, parametersOf(listing, region, filters, FIRST))).rows;
}
