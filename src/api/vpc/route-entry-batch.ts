/** CreateRouteEntries, DeleteRouteEntries: several entries in one call, each made or deleted for itself, with the reasons of those that failed. */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { routeErrors } from '../../cloud/errors/route.js';
import type { RouteEntryRow } from '../../cloud/resources.js';
import { createRouteEntry, deleteRouteEntry } from '../../cloud/route-entry.js';
import { action, type JsonObject } from '../action.js';
import { bool, group, list, oneOf, text } from '../parameters.js';

const MOST = 50;

export const createRouteEntries = action({
  product: 'Vpc',
  name: 'CreateRouteEntries',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    RouteEntries: list(group({
      RouteTableId: text(),
      DstCidrBlock: text(),
      NextHop: text(),
      NextHopType: text().optional(),
      Name: text().optional(),
      Description: text().optional(),
      IpVersion: oneOf('4').optional(),
    })),
    DryRun: bool().optional(),
  }),
  run(call, { RouteEntries }) {
    const { rows, failed } = each(RouteEntries, (asked, before) => createRouteEntry(call, {
      RouteTableId: asked.RouteTableId, DestinationCidrBlock: asked.DstCidrBlock, NextHopType: asked.NextHopType, NextHopId: asked.NextHop,
      NextHopList: [], RouteEntryName: asked.Name, Description: asked.Description,
    }, before), (asked) => ({ DstCidrBlock: asked.DstCidrBlock, NextHop: asked.NextHop }));
    return {
      body: { SuccessCount: rows.length, FailedCount: failed.length, RouteEntryIds: rows.map((row) => row.id), FailedRouteEntries: failed },
      write: { put: rows, remove: [] },
    };
  },
});

export const deleteRouteEntries = action({
  product: 'Vpc',
  name: 'DeleteRouteEntries',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    RouteEntries: list(group({
      RouteTableId: text(), RouteEntryId: text().optional(), DstCidrBlock: text().optional(), NextHop: text().optional(),
    })),
    DryRun: bool().optional(),
  }),
  run(call, { RouteEntries }) {
    const { rows, failed } = each(RouteEntries, (asked, before) => {
      const { DstCidrBlock: DestinationCidrBlock, NextHop: NextHopId } = asked;
      const row = deleteRouteEntry(call, { ...asked, DestinationCidrBlock, NextHopId });
      if (before.some((other) => other.id === row.id)) throw new Refusal(routeErrors['InvalidRouteEntry.NotFound']);
      return row;
    }, (asked) => ({ DstCidrBlock: asked.DstCidrBlock ?? '', NextHop: asked.NextHop ?? '', RouteEntryId: asked.RouteEntryId ?? '' }));
    return { body: { SuccessCount: rows.length, FailedCount: failed.length, FailedRouteEntries: failed }, write: { put: rows, remove: [] } };
  },
});

/** Asks the rule for each entry in order, given the rows of those before it; `name` tells the caller which one was refused. */
function each<T>(
  asked: readonly T[],
  rule: (one: T, before: readonly RouteEntryRow[]) => RouteEntryRow,
  name: (one: T) => JsonObject,
): { readonly rows: readonly RouteEntryRow[]; readonly failed: readonly JsonObject[] } {
  if (asked.length < 1 || asked.length > MOST) throw new Refusal(common.InvalidParameter, 'RouteEntries.N');
  const rows: RouteEntryRow[] = [];
  const failed: JsonObject[] = [];
  for (const one of asked) {
    try {
      rows.push(rule(one, rows));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed.push({ ...name(one), FailedCode: error.code, FailedMessage: error.message });
    }
  }
  return { rows, failed };
}
