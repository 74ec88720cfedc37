/** The route actions of Ecs (client facts §9): those of Vpc without names of entries and tables. */
import { action, type Action } from '../../action.js';
import { createRouteEntryAction, deleteRouteEntryAction } from '../../vpc/route-entry.js';
import { describeRouteTables, describeVRouters } from '../../vpc/route-table-list.js';
import { fields, PAGE, shown } from './shown.js';

const TABLES = {
  ...PAGE,
  RouteTables: {
    RouteTable: {
      ...fields('RouteTableId', 'RouteTableType', 'CreationTime', 'VRouterId', 'ResourceGroupId'),
      RouteEntrys: {
        RouteEntry: fields('RouteTableId', 'DestinationCidrBlock', 'Type', 'Status', 'NextHopType', 'InstanceId', 'NextHops'),
      },
    },
  },
};

export const routeAliases: readonly Action[] = [
  action({
    product: 'Ecs',
    name: 'CreateRouteEntry',
    writes: true,
    parameters: createRouteEntryAction.parameters.pick({
      RouteTableId: true, DestinationCidrBlock: true, NextHopType: true, NextHopId: true, NextHopList: true, ClientToken: true,
    }),
    run: (call, asked) => shown(createRouteEntryAction.run(call, asked), {}),
  }),
  action({
    product: 'Ecs',
    name: 'DeleteRouteEntry',
    writes: true,
    parameters: deleteRouteEntryAction.parameters.pick({ RouteTableId: true, DestinationCidrBlock: true, NextHopId: true }),
    run: (call, asked) => deleteRouteEntryAction.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'DescribeRouteTables',
    writes: false,
    parameters: describeRouteTables.parameters.pick({
      PageNumber: true, PageSize: true, RouteTableId: true, RouteTableName: true, RouterId: true, RouterType: true, VRouterId: true,
    }),
    run: (call, asked) => shown(describeRouteTables.run(call, asked), TABLES),
  }),
  action({ ...describeVRouters, product: 'Ecs' }),
];
