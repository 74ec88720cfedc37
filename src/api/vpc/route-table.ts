/** CreateRouteTable, DeleteRouteTable, ModifyRouteTableAttributes, AssociateRouteTable, UnassociateRouteTable. */
import { z } from 'zod';
import {
  associateRouteTable, createRouteTable, deleteRouteTable, modifyRouteTable, unassociateRouteTable,
} from '../../cloud/route-table.js';
import { action } from '../action.js';
import { bool, text } from '../parameters.js';
import { tagList } from '../tags.js';

export const createRouteTableAction = action({
  product: 'Vpc',
  name: 'CreateRouteTable',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    VpcId: text(),
    AssociateType: text().optional(),
    RouteTableName: text().optional(),
    Description: text().optional(),
    Tag: tagList(),
    ClientToken: text().optional(),
  }),
  run(call, asked) {
    const table = createRouteTable(call, asked);
    return { body: { RouteTableId: table.id }, write: { put: [table], remove: [] } };
  },
});

export const deleteRouteTableAction = action({
  product: 'Vpc',
  name: 'DeleteRouteTable',
  writes: true,
  parameters: z.object({ RegionId: text(), RouteTableId: text() }),
  run: (call, { RouteTableId }) => ({ body: {}, write: { put: [deleteRouteTable(call, RouteTableId)], remove: [] } }),
});

export const modifyRouteTableAttributes = action({
  product: 'Vpc',
  name: 'ModifyRouteTableAttributes',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    RouteTableId: text(),
    RouteTableName: text().optional(),
    Description: text().optional(),
    RoutePropagationEnable: bool().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [modifyRouteTable(call, asked)], remove: [] } }),
});

const ASSOCIATION = { RegionId: text(), RouteTableId: text(), VSwitchId: text(), ClientToken: text().optional() };

export const associateRouteTableAction = action({
  product: 'Vpc',
  name: 'AssociateRouteTable',
  writes: true,
  parameters: z.object(ASSOCIATION),
  run: (call, { RouteTableId, VSwitchId }) => ({ body: {}, write: associateRouteTable(call, RouteTableId, VSwitchId) }),
});

export const unassociateRouteTableAction = action({
  product: 'Vpc',
  name: 'UnassociateRouteTable',
  writes: true,
  parameters: z.object(ASSOCIATION),
  run: (call, { RouteTableId, VSwitchId }) => ({ body: {}, write: unassociateRouteTable(call, RouteTableId, VSwitchId) }),
});
