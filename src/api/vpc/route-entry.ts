/** CreateRouteEntry, DeleteRouteEntry, ModifyRouteEntry, DescribeRouteEntryList, ListVpcPublishedRouteEntries. */
import { z } from 'zod';
import { createRouteEntry, deleteRouteEntry, modifyRouteEntry } from '../../cloud/route-entry.js';
import { ownRouteTable } from '../../cloud/route-table.js';
import { entriesOf, type ShownEntry } from '../../cloud/system-routes.js';
import { action, type JsonObject } from '../action.js';
import { tokenPage, tokenSlice } from '../paging.js';
import { bool, group, int, list, text } from '../parameters.js';
import { toSeconds } from '../render.js';

export const createRouteEntryAction = action({
  product: 'Vpc',
  name: 'CreateRouteEntry',
  writes: true,
  parameters: z.object({
    RouteTableId: text(),
    DestinationCidrBlock: text(),
    NextHopType: text().optional(),
    NextHopId: text().optional(),
    NextHopList: list(group({ NextHopId: text().optional(), NextHopType: text().optional(), Weight: int().optional() })),
    RouteEntryName: text().optional(),
    Description: text().optional(),
    ClientToken: text().optional(),
    DryRun: bool().optional(),
  }),
  run(call, asked) {
    const entry = createRouteEntry(call, asked);
    return { body: { RouteEntryId: entry.id }, write: { put: [entry], remove: [] } };
  },
});

export const deleteRouteEntryAction = action({
  product: 'Vpc',
  name: 'DeleteRouteEntry',
  writes: true,
  parameters: z.object({
    RouteEntryId: text().optional(),
    RouteTableId: text().optional(),
    DestinationCidrBlock: text().optional(),
    NextHopId: text().optional(),
    DryRun: bool().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [deleteRouteEntry(call, asked)], remove: [] } }),
});

export const modifyRouteEntryAction = action({
  product: 'Vpc',
  name: 'ModifyRouteEntry',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    RouteEntryId: text().optional(),
    RouteTableId: text().optional(),
    DestinationCidrBlock: text().optional(),
    NewNextHopId: text().optional(),
    NewNextHopType: text().optional(),
    RouteEntryName: text().optional(),
    Description: text().optional(),
    DryRun: bool().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [modifyRouteEntry(call, asked)], remove: [] } }),
});

export const describeRouteEntryList = action({
  product: 'Vpc',
  name: 'DescribeRouteEntryList',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    RouteTableId: text(),
    RouteEntryId: text().optional(),
    RouteEntryName: text().optional(),
    RouteEntryType: text().optional(),
    DestinationCidrBlock: text().optional(),
    DestCidrBlockList: list(text()),
    NextHopType: text().optional(),
    NextHopId: text().optional(),
    IpVersion: text().optional(),
    ServiceType: text().optional(),
    // Singular, unlike everywhere else.
    MaxResult: int(1).optional(),
    NextToken: tokenPage.NextToken,
  }),
  run(call, asked) {
    const table = ownRouteTable(call, asked.RouteTableId);
    const matches = entriesOf(table, call.read).filter(
      (entry) =>
        (asked.RouteEntryId ?? entry.id) === entry.id &&
        (asked.RouteEntryName ?? entry.name) === entry.name &&
        (asked.RouteEntryType ?? entry.type) === entry.type &&
        (asked.DestinationCidrBlock ?? entry.destination) === entry.destination &&
        (asked.DestCidrBlockList.length === 0 || asked.DestCidrBlockList.includes(entry.destination)) &&
        (asked.NextHopType ?? entry.nextHopType).toLowerCase() === entry.nextHopType.toLowerCase() &&
        (asked.NextHopId ?? entry.nextHopId) === entry.nextHopId &&
        // No entry is an IPv6 one or of a cloud service.
        (asked.IpVersion ?? 'ipv4').toLowerCase() === 'ipv4' && asked.ServiceType === undefined,
    );
    const { rows, nextToken } = tokenSlice(matches, { MaxResults: asked.MaxResult, NextToken: asked.NextToken }, 10, 100);
    return {
      body: {
        NextToken: nextToken,
        TotalCount: matches.length,
        RouteEntrys: { RouteEntry: rows.map((entry) => fieldsOf(table.id, table.region, entry)) },
      },
    };
  },
});

/** There is nothing that routes could be published to: Terraform asks for each entry all the same. */
export const listVpcPublishedRouteEntries = action({
  product: 'Vpc',
  name: 'ListVpcPublishedRouteEntries',
  writes: false,
  parameters: z.object({
    RouteTableId: text(), TargetType: text(), TargetInstanceId: text().optional(), DestinationCidrBlock: text().optional(), ...tokenPage,
  }),
  run(call, asked) {
    ownRouteTable(call, asked.RouteTableId);
    const { nextToken } = tokenSlice([], asked, 50, 500);
    return { body: { RouteEntries: [], NextToken: nextToken } };
  },
});

function fieldsOf(tableId: string, region: string, entry: ShownEntry): JsonObject {
  return {
    RouteTableId: tableId,
    RouteEntryId: entry.id,
    RouteEntryName: entry.name,
    Description: entry.description,
    DestinationCidrBlock: entry.destination,
    IpVersion: 'ipv4',
    Type: entry.type,
    Origin: entry.type === 'System' ? 'SystemCreate' : 'CustomCreate',
    ServiceType: '',
    Status: entry.status,
    GmtModified: toSeconds(entry.created),
    NextHops: {
      NextHop: [{
        NextHopType: entry.nextHopType,
        NextHopId: entry.nextHopId,
        NextHopRegionId: entry.nextHopId === '' ? '' : region,
        NextHopRelatedInfo: { InstanceId: '', InstanceType: '', RegionId: '' },
        Enabled: 1,
        Weight: 0,
      }],
    },
  };
}
