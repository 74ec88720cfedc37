/** DescribeRouteTableList. */
import { z } from 'zod';
import { link } from '../../cloud/indexes.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { Reads, RouteTableRow } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { text } from '../parameters.js';
import { toSeconds, vpcTags } from '../render.js';
import { tagList } from './tags.js';

/** Every route table belongs to the router of a VPC. */
const ROUTER_TYPE = 'VRouter';

export const describeRouteTableList = action({
  product: 'Vpc',
  name: 'DescribeRouteTableList',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ...numberedPage,
    VpcId: text().optional(),
    RouteTableId: text().optional(),
    RouteTableName: text().optional(),
    RouteTableType: text().optional(),
    RouterId: text().optional(),
    RouterType: text().optional(),
    ResourceGroupId: text().optional(),
    Tag: tagList(),
  }),
  run(call, asked) {
    const { read, account, region } = call;
    const page = pageOf(asked, 50);
    const all = asked.VpcId === undefined
      ? read.list('routeTable', account.id, region.id)
      : read.linked('routeTable', link.vpc(asked.VpcId)).toReversed();
    const matches = all.filter(
      (table) =>
        table.account === account.id && table.region === region.id &&
        (asked.RouteTableId ?? table.id) === table.id &&
        (asked.RouteTableName ?? table.name) === table.name &&
        (asked.RouteTableType ?? table.type) === table.type &&
        (asked.RouterId ?? table.routerId) === table.routerId &&
        (asked.RouterType ?? ROUTER_TYPE) === ROUTER_TYPE &&
        (asked.ResourceGroupId === undefined || inResourceGroup(table, asked.ResourceGroupId)) &&
        carriesTags(table.tags, asked.Tag),
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
    VSwitchIds: { VSwitchId: read.linked('vswitch', link.routeTable(table.id)).map((vswitch) => vswitch.id) },
    GatewayIds: { GatewayIds: [] },
    OwnerId: Number(table.account),
    ResourceGroupId: table.resourceGroup,
    Tags: vpcTags(table.tags),
  };
}
