import { z } from 'zod';
import type { Provider } from '../provider.js';
import { altered, parts, sent, type ResourceType } from '../resource.js';
import { changeTags, tagList } from '../tags.js';

const gatewayShape = z.object({
  Ipv4GatewayId: z.string(), CreateTime: z.string(), Enabled: z.boolean(), Ipv4GatewayDescription: z.string(), Ipv4GatewayName: z.string(),
  Ipv4GatewayRouteTableId: z.string(), ResourceGroupId: z.string(), Status: z.string(), VpcId: z.string(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
});
const gatewayOf = (provider: Provider, id: string) =>
  provider.found(async () => gatewayShape.parse(await provider.tea('Vpc', 'GetIpv4GatewayAttribute', { Ipv4GatewayId: id })));
const created = (provider: Provider, id: string, enabled?: boolean) =>
  provider.until(`${id} Created`, () => gatewayOf(provider, id), (found) => found?.Status === 'Created' && (enabled ?? found.Enabled) === found.Enabled);

export const vpcIpv4Gateway: ResourceType = {
  defaults: { ipv4_gateway_description: '', ipv4_gateway_name: '', tags: {} },
  given: ['vpc_id', 'enabled', 'resource_group_id'],
  forcesNew: ['vpc_id'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, {
        vpc_id: 'VpcId', ipv4_gateway_name: 'Ipv4GatewayName', ipv4_gateway_description: 'Ipv4GatewayDescription', resource_group_id: 'ResourceGroupId',
      }),
      DryRun: false, Tag: tagList(wanted['tags']), ClientToken: provider.token('CreateIpv4Gateway'),
    };
    const { Ipv4GatewayId } = await provider.retrying(['OperationConflict', 'IncorrectStatus', 'ServiceUnavailable', 'TaskConflict'], async () =>
      z.object({ Ipv4GatewayId: z.string() }).parse(await provider.tea('Vpc', 'CreateIpv4Gateway', form)));
    await created(provider, Ipv4GatewayId);
    await vpcIpv4Gateway.update?.(provider, Ipv4GatewayId, new Set(wanted['enabled'] === true ? ['enabled'] : []), wanted, {});
    return Ipv4GatewayId;
  },
  async read(provider, id) {
    const found = await gatewayOf(provider, id);
    return found && {
      create_time: found.CreateTime, enabled: found.Enabled, ipv4_gateway_description: found.Ipv4GatewayDescription, ipv4_gateway_name: found.Ipv4GatewayName,
      ipv4_gateway_route_table_id: found.Ipv4GatewayRouteTableId, resource_group_id: found.ResourceGroupId, status: found.Status, vpc_id: found.VpcId,
      tags: Object.fromEntries(found.Tags.map(({ Key, Value }) => [Key, Value])),
    };
  },
  async update(provider, id, names, wanted, was) {
    if (names.has('enabled') && wanted['enabled'] === true) {
      const form = { Ipv4GatewayId: id, ClientToken: provider.token('EnableVpcIpv4Gateway') };
      await provider.retrying(['OperationConflict', 'IncorrectStatus', 'TaskConflict'], () => provider.tea('Vpc', 'EnableVpcIpv4Gateway', form));
      await created(provider, id);
    }
    const labels = altered(names, wanted, { ipv4_gateway_name: 'Ipv4GatewayName', ipv4_gateway_description: 'Ipv4GatewayDescription' });
    if (Object.keys(labels).length > 0) {
      await provider.tea('Vpc', 'UpdateIpv4GatewayAttribute', { Ipv4GatewayId: id, ...labels, ClientToken: provider.token('UpdateIpv4GatewayAttribute') });
    }
    if (names.has('resource_group_id')) {
      await provider.tea('Vpc', 'MoveResourceGroup', { ResourceId: id, ResourceType: 'IPV4GATEWAY', NewResourceGroupId: wanted['resource_group_id'] ?? '' });
    }
    if (names.has('tags')) await changeTags(provider, 'Vpc', 'IPV4GATEWAY', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(['OperationConflict', 'IncorrectStatus', 'TaskConflict', 'DependencyViolation'], () =>
      provider.removing(['ResourceNotFound.Ipv4Gateway'], () =>
        provider.tea('Vpc', 'DeleteIpv4Gateway', { Ipv4GatewayId: id, InternetMode: 'public', ClientToken: provider.token('DeleteIpv4Gateway') })));
    await provider.until(`${id} gone`, () => gatewayOf(provider, id), (found) => found === undefined);
  },
};

export const vpcGatewayRouteTableAttachment: ResourceType = {
  defaults: {},
  given: ['ipv4_gateway_id', 'route_table_id'],
  forcesNew: ['ipv4_gateway_id', 'route_table_id'],
  async create(provider, wanted) {
    const form = sent(wanted, { ipv4_gateway_id: 'GatewayId', route_table_id: 'RouteTableId' });
    const gateway = String(form['GatewayId']);
    const token = { ClientToken: provider.token('AssociateRouteTableWithGateway') };
    await provider.retrying(['OperationConflict', 'IncorrectStatus', 'IncorrectStatus.RouteTable', 'TaskConflict'], () =>
      provider.tea('Vpc', 'AssociateRouteTableWithGateway', { ...form, GatewayType: 'Ipv4Gateway', ...token }));
    await created(provider, gateway);
    return `${String(form['RouteTableId'])}:${gateway}`;
  },
  async read(provider, id) {
    const [table, gateway] = parts(id);
    const found = await gatewayOf(provider, gateway);
    return found?.Ipv4GatewayRouteTableId === table ? { ipv4_gateway_id: gateway, route_table_id: table, status: found.Status } : undefined;
  },
  async delete(provider, id) {
    const [RouteTableId, GatewayId] = parts(id);
    const token = { ClientToken: provider.token('DissociateRouteTableFromGateway') };
    await provider.retrying(['OperationConflict', 'IncorrectStatus', 'TaskConflict'], () =>
      provider.removing(['OperationDenied.NotAssociated'], () =>
        provider.tea('Vpc', 'DissociateRouteTableFromGateway', { RouteTableId, GatewayId, GatewayType: 'Ipv4Gateway', ...token })));
    await provider.until(`${id} gone`, () => vpcGatewayRouteTableAttachment.read(provider, id), (found) => found === undefined);
  },
};
