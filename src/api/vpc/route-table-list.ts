/** DescribeRouteTableList, its deprecated twin DescribeRouteTables, and DescribeVRouters. */
import { z } from 'zod';
import { link } from '../../cloud/indexes.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { Reads, RouteTableRow } from '../../cloud/resources.js';
import { entriesOf, type ShownEntry } from '../../cloud/system-routes.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type Call, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { text } from '../parameters.js';
import { toSeconds, vpcTags } from '../render.js';
import { tagFilter } from '../tags.js';

/** Every route table belongs to the router of a VPC. */
const ROUTER_TYPE = 'VRouter';

/** Filters that both lists of tables have. */
const FILTERS = {
  RouteTableId: text().optional(),
  RouteTableName: text().optional(),
  RouterId: text().optional(),
  RouterType: text().optional(),
  ResourceGroupId: text().optional(),
};

export const describeRouteTableList = action({
  product: 'Vpc',
  name: 'DescribeRouteTableList',
  writes: false,
  parameters: z.object({
    RegionId: text(), ...numberedPage, ...FILTERS, VpcId: text().optional(), RouteTableType: text().optional(), Tag: tagFilter(),
  }),
  run(call, asked) {
    const { read } = call;
    const page = pageOf(asked, 50);
    const matches = tablesOf(call, asked.VpcId).filter(
      (table) => isAsked(table, asked) && (asked.RouteTableType ?? table.type) === table.type && carriesTags(table.tags, asked.Tag),
    );
    return {
      body: {
        PageNumber: page.number,
        PageSize: page.limit,
        TotalCount: matches.length,
        RouterTableList: { RouterTableListType: slice(matches, page).map((table) => fieldsOf(table, read)) },
      },
    };
  },
});

export const describeRouteTables = action({
  product: 'Vpc',
  name: 'DescribeRouteTables',
  writes: false,
  // `Type` is that of the entries to show.
  parameters: z.object({ ...numberedPage, ...FILTERS, VRouterId: text().optional(), Type: text().optional() }),
  run(call, asked) {
    const page = pageOf(asked, 50);
    const matches = tablesOf(call, undefined).filter(
      (table) => isAsked(table, asked) && (asked.VRouterId ?? table.routerId) === table.routerId,
    );
    const rows = slice(matches, page).map((table) => ({
      RouteTableId: table.id,
      RouteTableType: table.type,
      Status: table.status,
      CreationTime: toSeconds(table.created),
      VRouterId: table.routerId,
      ResourceGroupId: table.resourceGroup,
      VSwitchIds: { VSwitchId: vswitchIds(table, call.read) },
      RouteEntrys: {
        RouteEntry: entriesOf(table, call.read).filter(({ type }) => (asked.Type ?? type) === type).map((entry) => entryFields(table, entry)),
      },
    }));
    return { body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, RouteTables: { RouteTable: rows } } };
  },
});

export const describeVRouters = action({
  product: 'Vpc',
  name: 'DescribeVRouters',
  writes: false,
  parameters: z.object({ RegionId: text(), ...numberedPage, VRouterId: text().optional() }),
  run({ read, account, region }, asked) {
    const page = pageOf(asked, 50);
    const matches = read.list('vpc', account.id, region.id).filter((vpc) => (asked.VRouterId ?? vpc.routerId) === vpc.routerId);
    const rows = slice(matches, page).map((vpc) => ({
      VRouterId: vpc.routerId,
      VRouterName: '',
      Description: '',
      VpcId: vpc.id,
      RegionId: vpc.region,
      CreationTime: toSeconds(vpc.created),
      RouteTableIds: { RouteTableId: read.linked('routeTable', link.vpc(vpc.id)).map((table) => table.id) },
    }));
    return { body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, VRouters: { VRouter: rows } } };
  },
});

/** The caller's tables in the call's region, newest first. */
function tablesOf({ read, account, region }: Call, vpcId: string | undefined): readonly RouteTableRow[] {
  if (vpcId === undefined) return read.list('routeTable', account.id, region.id);
  return read.linked('routeTable', link.vpc(vpcId)).toReversed()
    .filter((table) => table.account === account.id && table.region === region.id);
}

function isAsked(table: RouteTableRow, asked: { readonly [K in keyof typeof FILTERS]?: string | undefined }): boolean {
  return (
    (asked.RouteTableId ?? table.id) === table.id &&
    (asked.RouteTableName ?? table.name) === table.name &&
    (asked.RouterId ?? table.routerId) === table.routerId &&
    (asked.RouterType ?? ROUTER_TYPE) === ROUTER_TYPE &&
    (asked.ResourceGroupId === undefined || inResourceGroup(table, asked.ResourceGroupId))
  );
}

function fieldsOf(table: RouteTableRow, read: Reads): JsonObject {
  return {
    RouteTableId: table.id,
    RouteTableName: table.name,
    RouteTableType: table.type,
    AssociateType: table.associateType,
    Status: table.status,
    Description: table.description,
    CreationTime: toSeconds(table.created),
    VpcId: table.vpcId,
    RouterId: table.routerId,
    RouterType: ROUTER_TYPE,
    RoutePropagationEnable: true,
    VSwitchIds: { VSwitchId: vswitchIds(table, read) },
    GatewayIds: { GatewayIds: read.linked('ipv4Gateway', link.routeTable(table.id)).map((gateway) => gateway.id) },
    OwnerId: Number(table.account),
    ResourceGroupId: table.resourceGroup,
    Tags: vpcTags(table.tags),
  };
}

function vswitchIds(table: RouteTableRow, read: Reads): readonly string[] {
  return read.linked('vswitch', link.routeTable(table.id)).map((vswitch) => vswitch.id);
}

/** The older form, in which clients look for the next hop under `InstanceId`; `NextHops` is for entries with several. */
function entryFields(table: RouteTableRow, entry: ShownEntry): JsonObject {
  return {
    RouteTableId: table.id,
    RouteEntryId: entry.id,
    RouteEntryName: entry.name,
    Description: entry.description,
    DestinationCidrBlock: entry.destination,
    Type: entry.type,
    Status: entry.status,
    NextHopType: entry.nextHopType,
    InstanceId: entry.nextHopId,
    NextHops: { NextHop: [] },
  };
}
