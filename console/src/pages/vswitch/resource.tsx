/** vSwitches. */
import { vswitches } from '../../api/listings.js';
import type { VSwitch } from '../../api/rows.js';
import { asking, tagging } from '../../resources/common-actions.js';
import { ResourceLink, Status, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { gatewayOf } from '../eni/guest-commands.js';
import { Create, Modify } from './dialogs.js';

export const vswitchResource: Resource<VSwitch> = {
  path: 'vswitches',
  listing: vswitches,
  grouped: true,
  id: ({ VSwitchId }) => VSwitchId,
  name: ({ VSwitchName }) => VSwitchName,
  byId: (id) => ({ VSwitchId: id }),
  view: (words) => {
    const { t, date, number } = words;
    return {
      title: t.nav.vswitches,
      empty: t.vswitch.empty,
      create: { label: t.vswitch.create, Dialog: Create },
      columns: [
        { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
        { key: 'vpc', title: t.vpc.vpc, render: ({ VpcId }) => <ResourceLink to="vpcs" id={VpcId} /> },
        { key: 'cidr', title: t.vpc.cidr, render: ({ CidrBlock }) => <span className="mono">{CidrBlock}</span> },
        { key: 'free', title: t.vswitch.free, render: ({ AvailableIpAddressCount }) => number(AvailableIpAddressCount) },
        { key: 'table', title: t.vswitch.routeTable, render: ({ RouteTable: { RouteTableId } }) => <ResourceLink to="route-tables" id={RouteTableId} /> },
        { key: 'zone', title: t.common.zone, render: ({ ZoneId }) => ZoneId },
      ],
      filters: [{ parameter: 'VSwitchName', label: t.common.name }, { parameter: 'VpcId', label: `${t.vpc.vpc} ID` }, { parameter: 'ZoneId', label: t.common.zone }],
      actions: [
        { key: 'modify', label: t.common.edit, Dialog: Modify },
        tagging(words, { product: 'Vpc', type: 'VSWITCH' }, ({ VSwitchId }) => VSwitchId),
        {
          key: 'delete', label: t.common.delete, danger: true,
          Dialog: asking({
            title: ({ VSwitchId }) => t.common.deleteTitle(VSwitchId), text: () => t.common.deleteText, danger: t.common.delete,
            call: ({ VSwitchId }, RegionId) => ({ product: 'Vpc', action: 'DeleteVSwitch', parameters: { RegionId, VSwitchId } }),
          }),
        },
      ],
      fields: [
        { key: 'gateway', title: t.vswitch.gateway, render: ({ CidrBlock }) => <span className="mono">{gatewayOf(CidrBlock)}</span> },
        { key: 'created', title: t.common.created, render: ({ CreationTime }) => date(CreationTime) },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Description }) => (Description === '' ? t.common.none : Description) },
      ],
    };
  },
};
