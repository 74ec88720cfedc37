/** Route tables: one of the system in each VPC, and custom ones for vSwitches or an IPv4 gateway. */
import { routeTables } from '../../api/listings.js';
import type { RouteTable } from '../../api/rows.js';
import { asking, tagging } from '../../resources/common-actions.js';
import { optionsOf, ResourceLink, Status, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { AddEntry, Associate, Create } from './dialogs.js';
import { Entries, VSwitches } from './tabs.js';

export const routeTableResource: Resource<RouteTable> = {
  path: 'route-tables',
  listing: routeTables,
  grouped: true,
  id: ({ RouteTableId }) => RouteTableId,
  name: ({ RouteTableName }) => RouteTableName,
  byId: (id) => ({ RouteTableId: id }),
  view: (words) => {
    const { t, date } = words;
    return {
      title: t.nav.routeTables,
      empty: t.routeTable.empty,
      create: { label: t.routeTable.create, Dialog: Create },
      columns: [
        { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
        { key: 'type', title: t.common.type, render: ({ RouteTableType, AssociateType }) => `${t.routeTable.types[RouteTableType]} (${t.routeTable.uses[AssociateType]})` },
        { key: 'vpc', title: t.vpc.vpc, render: ({ VpcId }) => <ResourceLink to="vpcs" id={VpcId} /> },
        {
          key: 'use', title: t.routeTable.use,
          render: ({ VSwitchIds: { VSwitchId }, GatewayIds: { GatewayIds } }) => [
            ...VSwitchId.map((id) => <div key={id}><ResourceLink to="vswitches" id={id} /></div>), ...GatewayIds.map((id) => <div key={id}><ResourceLink to="ipv4-gateways" id={id} /></div>),
          ],
        },
      ],
      filters: [
        { parameter: 'RouteTableName', label: t.common.name }, { parameter: 'VpcId', label: `${t.vpc.vpc} ID` },
        { parameter: 'RouteTableType', label: t.common.type, options: optionsOf(t.routeTable.types) },
      ],
      actions: [
        { key: 'entry', label: t.routeTable.addEntry, Dialog: AddEntry },
        { key: 'associate', label: t.routeTable.associate, forbidden: ({ RouteTableType }) => (RouteTableType === 'System' ? t.routeTable.systemFixed : undefined), Dialog: Associate },
        tagging(words, { product: 'Vpc', type: 'ROUTETABLE' }, ({ RouteTableId }) => RouteTableId),
        {
          key: 'delete', label: t.common.delete, danger: true,
          forbidden: ({ RouteTableType, VSwitchIds: { VSwitchId }, GatewayIds: { GatewayIds } }) =>
            (RouteTableType === 'System' ? t.routeTable.systemFixed : VSwitchId.length + GatewayIds.length > 0 ? t.routeTable.inUse : undefined),
          Dialog: asking({
            title: ({ RouteTableId }) => t.common.deleteTitle(RouteTableId), text: () => t.common.deleteText, danger: t.common.delete,
            call: ({ RouteTableId }, RegionId) => ({ product: 'Vpc', action: 'DeleteRouteTable', parameters: { RegionId, RouteTableId } }),
          }),
        },
      ],
      fields: [
        { key: 'created', title: t.common.created, render: ({ CreationTime }) => date(CreationTime) },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Description }) => (Description === '' ? t.common.none : Description) },
      ],
      tabs: [
        { key: 'entries', label: t.routeTable.entries, Content: Entries },
        { key: 'vswitches', label: t.vpc.vswitches, Content: VSwitches },
      ],
    };
  },
};
