import { z } from 'zod';
import type { JsonObject } from '../../../src/api/action.js';
import type { Provider } from '../provider.js';
import { altered, parts, sent, type ResourceType } from '../resource.js';
import { changeTags, tagged } from '../tags.js';

const tableShape = z.object({
  RouteTableId: z.string(), RouteTableType: z.string(), RouteTableName: z.string(), RouterId: z.string(), VpcId: z.string(), Status: z.string(),
  AssociateType: z.string(), CreationTime: z.string(), Description: z.string(), ResourceGroupId: z.string(), RoutePropagationEnable: z.boolean(),
  Tags: tagged.vpc, VSwitchIds: z.object({ VSwitchId: z.array(z.string()) }),
});
const tableList = z.object({ RouterTableList: z.object({ RouterTableListType: z.array(tableShape) }) });

export async function routeTables(provider: Provider, by: JsonObject): Promise<readonly z.infer<typeof tableShape>[]> {
  return tableList.parse(await provider.tea('Vpc', 'DescribeRouteTableList', by)).RouterTableList.RouterTableListType;
}
const tableOf = async (provider: Provider, id: string) => {
  const found = await provider.found(() => routeTables(provider, { RouteTableId: id }));
  return found?.find(({ RouteTableId }) => RouteTableId === id);
};

export const routeTable: ResourceType = {
  defaults: { description: '', route_table_name: '', tags: {} },
  given: ['vpc_id', 'associate_type'],
  forcesNew: ['vpc_id', 'associate_type'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, { vpc_id: 'VpcId', associate_type: 'AssociateType', route_table_name: 'RouteTableName', description: 'Description' }),
      ClientToken: provider.token('CreateRouteTable'),
    };
    const { RouteTableId } = await provider.retrying(['OperationConflict', 'IncorrectStatus', 'ServiceUnavailable', 'TaskConflict'], async () =>
      z.object({ RouteTableId: z.string() }).parse(await provider.tea('Vpc', 'CreateRouteTable', form)));
    await provider.until(`${RouteTableId} Available`, () => tableOf(provider, RouteTableId), (found) => found?.Status === 'Available');
    await changeTags(provider, 'Vpc', 'ROUTETABLE', RouteTableId, {}, wanted['tags']);
    return RouteTableId;
  },
  async read(provider, id) {
    const found = await tableOf(provider, id);
    return found && {
      associate_type: found.AssociateType, create_time: found.CreationTime, description: found.Description, resource_group_id: found.ResourceGroupId,
      route_propagation_enable: found.RoutePropagationEnable, route_table_name: found.RouteTableName, status: found.Status, vpc_id: found.VpcId, tags: found.Tags,
    };
  },
  async update(provider, id, names, wanted, was) {
    const form = altered(names, wanted, { route_table_name: 'RouteTableName', description: 'Description' });
    if (Object.keys(form).length > 0) await provider.tea('Vpc', 'ModifyRouteTableAttributes', { RouteTableId: id, ...form });
    if (names.has('tags')) await changeTags(provider, 'Vpc', 'ROUTETABLE', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(['DependencyViolation.RouteEntry', 'OperationDenied.GatewayAssociated', 'IncorrectRouteTableStatus', 'OperationConflict', 'IncorrectStatus'], () =>
      provider.removing([], () => provider.tea('Vpc', 'DeleteRouteTable', { RouteTableId: id, ClientToken: provider.token('DeleteRouteTable') })));
    await provider.until(`${id} gone`, () => tableOf(provider, id), (found) => found === undefined);
  },
};

const attached = async (provider: Provider, id: string) => {
  const [table, vswitch] = parts(id);
  const found = await tableOf(provider, table);
  return found?.VSwitchIds.VSwitchId.includes(vswitch) === true ? found : undefined;
};

export const routeTableAttachment: ResourceType = {
  defaults: {},
  given: ['route_table_id', 'vswitch_id'],
  forcesNew: ['route_table_id', 'vswitch_id'],
  async create(provider, wanted) {
    const form = sent(wanted, { route_table_id: 'RouteTableId', vswitch_id: 'VSwitchId' });
    const token = { ClientToken: provider.token('AssociateRouteTable') };
    await provider.retrying(['OperationConflict', 'OperationDenied.Ipv4GatewayNotActive', 'IncorrectStatus.RouteTable', 'IncorrectStatus', 'TaskConflict'], () =>
      provider.tea('Vpc', 'AssociateRouteTable', { ...form, ...token }));
    const id = `${String(form['RouteTableId'])}:${String(form['VSwitchId'])}`;
    await provider.until(`${id} Available`, () => attached(provider, id), (found) => found?.Status === 'Available');
    return id;
  },
  async read(provider, id) {
    const [table, vswitch] = parts(id);
    const found = await attached(provider, id);
    return found && { route_table_id: table, vswitch_id: vswitch, status: found.Status };
  },
  async delete(provider, id) {
    const [RouteTableId, VSwitchId] = parts(id);
    const form = { RouteTableId, VSwitchId, ClientToken: provider.token('UnassociateRouteTable') };
    await provider.retrying(['OperationConflict', 'IncorrectRouteTableStatus', 'IncorrectStatus', 'TaskConflict'], () =>
      provider.removing(['OperationFailed.VSwitchNotAssociated', 'OperationDenied.NotAssociated', 'InvalidRouteTableId.NotFound'], () => provider.tea('Vpc', 'UnassociateRouteTable', form)));
    await provider.until(`${id} gone`, () => attached(provider, id), (found) => found === undefined);
  },
};

const entryTables = z.object({
  RouteTables: z.object({
    RouteTable: z.array(z.object({
      RouteTableId: z.string(), VRouterId: z.string(),
      RouteEntrys: z.object({
        RouteEntry: z.array(z.object({
          DestinationCidrBlock: z.string(), NextHopType: z.string(), InstanceId: z.string(), Status: z.string(), RouteEntryName: z.string(), Type: z.string(),
        })),
      }),
    })),
  }),
});

/** All entries of a table; it is waited until each is Available. */
const stableEntries = async (provider: Provider, table: string) => {
  const read = async () => {
    const answer = await provider.found(async () => entryTables.parse(await provider.sdk('Vpc', 'DescribeRouteTables', { RouteTableId: table })));
    return answer?.RouteTables.RouteTable.find(({ RouteTableId }) => RouteTableId === table);
  };
  return provider.until(`entries of ${table} Available`, read, (found) => found?.RouteEntrys.RouteEntry.every(({ Status }) => Status === 'Available') !== false);
};

/** `rtb-…:vrt-…:0.0.0.0/0:Ipv4Gateway:ipv4gw-…` */
export const routeEntry: ResourceType = {
  defaults: { name: '' },
  given: ['route_table_id', 'destination_cidrblock', 'nexthop_type', 'nexthop_id'],
  forcesNew: ['route_table_id', 'destination_cidrblock', 'nexthop_type', 'nexthop_id', 'name'],
  async create(provider, wanted) {
    const form = sent(wanted, {
      route_table_id: 'RouteTableId', destination_cidrblock: 'DestinationCidrBlock', nexthop_type: 'NextHopType', nexthop_id: 'NextHopId', name: 'RouteEntryName',
    });
    const table = String(form['RouteTableId']);
    const token = { ClientToken: provider.token('CreateRouteEntry') };
    const router = await stableEntries(provider, table);
    await provider.retrying(['TaskConflict', 'IncorrectRouteEntryStatus', 'IncorrectStatus.Ipv4Gateway', 'OperationConflict', 'Forbbiden', 'UnknownError'], () =>
      provider.sdk('Vpc', 'CreateRouteEntry', { ...form, ...token }));
    await stableEntries(provider, table);
    return [table, router?.VRouterId, form['DestinationCidrBlock'], form['NextHopType'], form['NextHopId']].join(':');
  },
  async read(provider, id) {
    const [table = '', , destination, type, hop] = id.split(':');
    const found = (await stableEntries(provider, table))?.RouteEntrys.RouteEntry.find((entry) =>
      entry.DestinationCidrBlock === destination && entry.NextHopType === type && entry.InstanceId === hop);
    return found && {
      route_table_id: table, destination_cidrblock: found.DestinationCidrBlock, nexthop_type: found.NextHopType, nexthop_id: found.InstanceId, name: found.RouteEntryName,
    };
  },
  async delete(provider, id) {
    const [RouteTableId = '', , DestinationCidrBlock = '', , NextHopId = ''] = id.split(':');
    if ((await stableEntries(provider, RouteTableId)) === undefined) return;
    await provider.retrying(['VRouterEntry.Conflict.Duplicated', 'TaskConflict', 'IncorrectRouteEntryStatus', 'IncorrectVpcStatus', 'OperationConflict'], () =>
      provider.removing(['InvalidRouteEntry.NotFound'], () => provider.sdk('Vpc', 'DeleteRouteEntry', { RouteTableId, DestinationCidrBlock, NextHopId })));
    await stableEntries(provider, RouteTableId);
  },
};

const entryList = z.object({
  RouteEntrys: z.object({
    RouteEntry: z.array(z.object({
      DestinationCidrBlock: z.string(), Description: z.string(), RouteEntryName: z.string(), Status: z.string(),
      NextHops: z.object({ NextHop: z.array(z.object({ NextHopId: z.string(), NextHopType: z.string(), Weight: z.number(), Enabled: z.number() })) }),
    })),
  }),
});
const published = z.object({ RouteEntries: z.array(z.unknown()) });
const entryOf = async (provider: Provider, id: string) => {
  const [RouteTableId, DestinationCidrBlock] = parts(id);
  const found = await provider.found(async () => entryList.parse(await provider.tea('Vpc', 'DescribeRouteEntryList', { RouteTableId, DestinationCidrBlock })));
  return found?.RouteEntrys.RouteEntry[0];
};

export const vpcRouteEntry: ResourceType = {
  defaults: { description: '', route_entry_name: '' },
  given: ['route_table_id', 'destination_cidr_block', 'nexthop_type', 'nexthop_id'],
  forcesNew: ['route_table_id', 'destination_cidr_block'],
  async create(provider, wanted) {
    const form = sent(wanted, {
      route_table_id: 'RouteTableId', destination_cidr_block: 'DestinationCidrBlock', nexthop_type: 'NextHopType', nexthop_id: 'NextHopId',
      route_entry_name: 'RouteEntryName', description: 'Description',
    });
    const token = { ClientToken: provider.token('CreateRouteEntry') };
    await provider.retrying(['TaskConflict', 'IncorrectStatus.Ipv4Gateway', 'OperationConflict', 'IncorrectRouteEntryStatus', 'IncorrectStatus'], () =>
      provider.tea('Vpc', 'CreateRouteEntry', { ...form, ...token }));
    const id = `${String(form['RouteTableId'])}:${String(form['DestinationCidrBlock'])}`;
    await provider.until(`${id} Available`, () => entryOf(provider, id), (found) => found?.Status === 'Available');
    return id;
  },
  async read(provider, id) {
    const [table] = parts(id);
    const found = await entryOf(provider, id);
    if (found === undefined) return undefined;
    published.parse(await provider.tea('Vpc', 'ListVpcPublishedRouteEntries', { RouteTableId: table, TargetType: 'ECR', DestinationCidrBlock: found.DestinationCidrBlock }));
    const [hop] = found.NextHops.NextHop;
    return {
      route_table_id: table, destination_cidr_block: found.DestinationCidrBlock, description: found.Description, route_entry_name: found.RouteEntryName,
      status: found.Status, nexthop_type: hop?.NextHopType ?? '', nexthop_id: hop?.NextHopId ?? '',
    };
  },
  async update(provider, id, names, wanted) {
    const [RouteTableId, DestinationCidrBlock] = parts(id);
    const hop = names.has('nexthop_id') || names.has('nexthop_type') ? sent(wanted, { nexthop_id: 'NewNextHopId', nexthop_type: 'NewNextHopType' }) : {};
    await provider.tea('Vpc', 'ModifyRouteEntry', {
      RouteTableId, DestinationCidrBlock, ...altered(names, wanted, { route_entry_name: 'RouteEntryName', description: 'Description' }), ...hop,
    });
    await provider.until(`${id} Available`, () => entryOf(provider, id), (found) => found?.Status === 'Available');
  },
  async delete(provider, id, was) {
    const [RouteTableId, DestinationCidrBlock] = parts(id);
    await provider.retrying(['IncorrectRouteEntryStatus', 'TaskConflict', 'IncorrectVpcStatus', 'OperationConflict', 'IncorrectStatus'], () =>
      provider.removing(['InvalidRouteEntry.NotFound'], () =>
        provider.tea('Vpc', 'DeleteRouteEntry', { RouteTableId, DestinationCidrBlock, NextHopId: was['nexthop_id'] ?? '', ClientToken: provider.token('DeleteRouteEntry') })));
    await provider.until(`${id} gone`, () => entryOf(provider, id), (found) => found === undefined);
  },
};
