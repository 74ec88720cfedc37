/** CreateIpv4Gateway, EnableVpcIpv4Gateway, DeleteIpv4Gateway, UpdateIpv4GatewayAttribute, GetIpv4GatewayAttribute, ListIpv4Gateways. */
import { z } from 'zod';
import { createIpv4Gateway, deleteIpv4Gateway, enableIpv4Gateway, ownIpv4Gateway, updateIpv4Gateway } from '../../cloud/ipv4-gateway.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { Ipv4GatewayRow } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type JsonObject } from '../action.js';
import { tokenPage, tokenSlice } from '../paging.js';
import { bool, list, text } from '../parameters.js';
import { toSeconds } from '../render.js';
import { tagFilter, tagList } from '../tags.js';

export const createIpv4GatewayAction = action({
  product: 'Vpc',
  name: 'CreateIpv4Gateway',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    VpcId: text(),
    Ipv4GatewayName: text().optional(),
    Ipv4GatewayDescription: text().optional(),
    ResourceGroupId: text().optional(),
    Tag: tagList(),
    ClientToken: text().optional(),
    DryRun: bool().optional(),
  }),
  run(call, asked) {
    const gateway = createIpv4Gateway(call, asked);
    return {
      body: { Ipv4GatewayId: gateway.id, ResourceGroupId: gateway.resourceGroup },
      write: { put: [gateway], remove: [] },
    };
  },
});

const GATEWAY = { RegionId: text(), Ipv4GatewayId: text(), ClientToken: text().optional(), DryRun: bool().optional() };

export const enableVpcIpv4Gateway = action({
  product: 'Vpc',
  name: 'EnableVpcIpv4Gateway',
  writes: true,
  parameters: z.object({ ...GATEWAY, RouteTableList: list(text()) }),
  run: (call, { Ipv4GatewayId, RouteTableList }) => ({ body: {}, write: enableIpv4Gateway(call, Ipv4GatewayId, RouteTableList) }),
});

export const deleteIpv4GatewayAction = action({
  product: 'Vpc',
  name: 'DeleteIpv4Gateway',
  writes: true,
  parameters: z.object({ ...GATEWAY, InternetMode: text().optional() }),
  run: (call, { Ipv4GatewayId, InternetMode }) => ({ body: {}, write: deleteIpv4Gateway(call, Ipv4GatewayId, InternetMode) }),
});

export const updateIpv4GatewayAttribute = action({
  product: 'Vpc',
  name: 'UpdateIpv4GatewayAttribute',
  writes: true,
  parameters: z.object({ ...GATEWAY, Ipv4GatewayName: text().optional(), Ipv4GatewayDescription: text().optional() }),
  run: (call, asked) => ({ body: {}, write: { put: [updateIpv4Gateway(call, asked)], remove: [] } }),
});

export const getIpv4GatewayAttribute = action({
  product: 'Vpc',
  name: 'GetIpv4GatewayAttribute',
  writes: false,
  parameters: z.object({ RegionId: text(), Ipv4GatewayId: text() }),
  run(call, { Ipv4GatewayId }) {
    const gateway = ownIpv4Gateway(call, Ipv4GatewayId);
    return { body: { ...fieldsOf(gateway), CreateTime: toSeconds(gateway.created) } };
  },
});

export const listIpv4Gateways = action({
  product: 'Vpc',
  name: 'ListIpv4Gateways',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ...tokenPage,
    VpcId: text().optional(),
    Ipv4GatewayId: text().optional(),
    Ipv4GatewayName: text().optional(),
    ResourceGroupId: text().optional(),
    Tags: tagFilter(),
  }),
  run({ read, account, region }, asked) {
    const matches = read.list('ipv4Gateway', account.id, region.id).filter(
      (gateway) =>
        (asked.VpcId ?? gateway.vpcId) === gateway.vpcId &&
        (asked.Ipv4GatewayId ?? gateway.id) === gateway.id &&
        (asked.Ipv4GatewayName ?? gateway.name) === gateway.name &&
        (asked.ResourceGroupId === undefined || inResourceGroup(gateway, asked.ResourceGroupId)) &&
        carriesTags(gateway.tags, asked.Tags),
    );
    const { rows, nextToken } = tokenSlice(matches, asked, 10, 100);
    const models = rows.map((gateway) => ({ ...fieldsOf(gateway), GmtCreate: toSeconds(gateway.created) }));
    return { body: { Ipv4GatewayModels: models, NextToken: nextToken, TotalCount: String(matches.length) } };
  },
});

/** Lists without wrappers, unlike everywhere else in the product. */
function fieldsOf(gateway: Ipv4GatewayRow): JsonObject {
  return {
    Ipv4GatewayId: gateway.id,
    Ipv4GatewayName: gateway.name,
    Ipv4GatewayDescription: gateway.description,
    Ipv4GatewayRouteTableId: gateway.routeTableId,
    VpcId: gateway.vpcId,
    Status: gateway.status,
    // Not before packets follow the tables.
    Enabled: gateway.enabled && gateway.status !== 'Activating',
    ResourceGroupId: gateway.resourceGroup,
    Tags: gateway.tags.map(({ key, value }) => ({ Key: key, Value: value })),
  };
}
