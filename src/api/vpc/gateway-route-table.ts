/** AssociateRouteTableWithGateway, DissociateRouteTableFromGateway, ListGatewayRouteTableEntries, UpdateGatewayRouteTableEntryAttribute. */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { associateWithGateway, dissociateFromGateway, ownGatewayTable, updateGatewayEntry } from '../../cloud/gateway-route-table.js';
import { entriesOf, type ShownEntry } from '../../cloud/system-routes.js';
import { action, type JsonObject } from '../action.js';
import { tokenPage, tokenSlice } from '../paging.js';
import { bool, text } from '../parameters.js';

const ASSOCIATION = {
  RegionId: text(), RouteTableId: text(), GatewayId: text(), GatewayType: text().optional(), ClientToken: text().optional(), DryRun: bool().optional(),
};

/** Other kinds of gateways are not here. Throws Refusal. */
function checkType(type = 'IPv4Gateway'): void {
  if (type.toLowerCase() !== 'ipv4gateway') throw new Refusal(common.InvalidParameter, 'GatewayType');
}

export const associateRouteTableWithGateway = action({
  product: 'Vpc',
  name: 'AssociateRouteTableWithGateway',
  writes: true,
  parameters: z.object(ASSOCIATION),
  run(call, { RouteTableId, GatewayId, GatewayType }) {
    checkType(GatewayType);
    return { body: {}, write: { put: [associateWithGateway(call, RouteTableId, GatewayId)], remove: [] } };
  },
});

export const dissociateRouteTableFromGateway = action({
  product: 'Vpc',
  name: 'DissociateRouteTableFromGateway',
  writes: true,
  parameters: z.object(ASSOCIATION),
  run(call, { RouteTableId, GatewayId, GatewayType }) {
    checkType(GatewayType);
    return { body: {}, write: { put: [dissociateFromGateway(call, RouteTableId, GatewayId)], remove: [] } };
  },
});

export const updateGatewayRouteTableEntryAttribute = action({
  product: 'Vpc',
  name: 'UpdateGatewayRouteTableEntryAttribute',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    GatewayRouteTableId: text().optional(),
    IPv4GatewayRouteTableId: text().optional(),
    DestinationCidrBlock: text(),
    NextHopType: text(),
    NextHopId: text().optional(),
    Name: text().optional(),
    Description: text().optional(),
    ClientToken: text().optional(),
    DryRun: bool().optional(),
  }),
  run(call, asked) {
    const tableId = asked.GatewayRouteTableId ?? asked.IPv4GatewayRouteTableId;
    if (tableId === undefined) throw new Refusal(common.MissingParameter, 'GatewayRouteTableId');
    const entry = updateGatewayEntry(call, tableId, asked);
    return { body: {}, write: { put: entry === undefined ? [] : [entry], remove: [] } };
  },
});

export const listGatewayRouteTableEntries = action({
  product: 'Vpc',
  name: 'ListGatewayRouteTableEntries',
  writes: false,
  parameters: z.object({ RegionId: text(), ...tokenPage, GatewayRouteTableId: text(), DestinationCidrBlock: text().optional() }),
  run(call, asked) {
    const table = ownGatewayTable(call, asked.GatewayRouteTableId);
    // One per vSwitch: the cloud's services are nothing that packets from the Internet are for.
    const matches = entriesOf(table, call.read).filter(
      ({ nextHopType, destination }) => nextHopType !== 'service' && (asked.DestinationCidrBlock ?? destination) === destination,
    );
    const { rows, nextToken } = tokenSlice(matches, asked, 10, 100);
    return {
      body: { GatewayRouteEntryModels: rows.map(fieldsOf), NextToken: nextToken, TotalCount: String(matches.length) },
    };
  },
});

function fieldsOf(entry: ShownEntry): JsonObject {
  const type = entry.nextHopType === 'local' ? 'Local' : entry.nextHopType;
  return {
    DestinationCidrBlock: entry.destination,
    Name: entry.name,
    Description: entry.description,
    Status: entry.status,
    NextHopType: type,
    NextHopId: entry.nextHopId,
    NextHops: [{ NextHopType: type, NextHopId: entry.nextHopId, Enabled: '1', Weight: '0' }],
  };
}
