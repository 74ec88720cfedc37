/** IPv4 gateways: one for a VPC, and none where a direct EIP is (behaviour §2.7). */
import { ipv4Gateways } from '../../api/listings.js';
import type { Ipv4Gateway } from '../../api/rows.js';
import { tagging } from '../../resources/common-actions.js';
import { ResourceLink, Status, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { Activate, Create, Delete } from './dialogs.js';

export const ipv4GatewayResource: Resource<Ipv4Gateway> = {
  path: 'ipv4-gateways',
  listing: ipv4Gateways,
  grouped: true,
  id: ({ Ipv4GatewayId }) => Ipv4GatewayId,
  name: ({ Ipv4GatewayName }) => Ipv4GatewayName,
  byId: (id) => ({ Ipv4GatewayId: id }),
  view: (words) => {
    const { t, date } = words;
    return {
      title: t.nav.ipv4Gateways,
      empty: t.gateway.empty,
      create: { label: t.gateway.create, Dialog: Create },
      columns: [
        { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
        { key: 'enabled', title: t.gateway.enabled, render: ({ Enabled }) => (Enabled ? t.common.yes : t.common.no) },
        { key: 'vpc', title: t.vpc.vpc, render: ({ VpcId }) => <ResourceLink to="vpcs" id={VpcId} /> },
        { key: 'created', title: t.common.created, render: ({ GmtCreate }) => date(GmtCreate) },
      ],
      filters: [{ parameter: 'Ipv4GatewayName', label: t.common.name }, { parameter: 'VpcId', label: `${t.vpc.vpc} ID` }],
      actions: [
        { key: 'activate', label: t.gateway.activate, forbidden: ({ Enabled }) => (Enabled ? t.gateway.already : undefined), Dialog: Activate },
        tagging(words, { product: 'Vpc', type: 'IPV4GATEWAY' }, ({ Ipv4GatewayId }) => Ipv4GatewayId),
        { key: 'delete', label: t.common.delete, danger: true, Dialog: Delete },
      ],
      fields: [
        { key: 'table', title: t.gateway.table, render: ({ Ipv4GatewayRouteTableId }) => <ResourceLink to="route-tables" id={Ipv4GatewayRouteTableId} /> },
        { key: 'group', title: t.top.resourceGroup, render: ({ ResourceGroupId }) => ResourceGroupId },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Ipv4GatewayDescription }) => (Ipv4GatewayDescription === '' ? t.common.none : Ipv4GatewayDescription) },
      ],
    };
  },
};
