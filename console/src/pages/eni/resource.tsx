/** Elastic network interfaces. "インスタンスにバインド" is the first action: at the top right of the detail page (behaviour §9.1). */
import { enis } from '../../api/listings.js';
import type { Eni } from '../../api/rows.js';
import type { Words } from '../../i18n/words.js';
import { asking, tagging } from '../../resources/common-actions.js';
import { optionsOf, ResourceLink, Status, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { SeeEni } from '../../resources/see-it.js';
import { EniCharts } from '../charts/tab.js';
import { EniHistory } from '../history/tab.js';
import { EniModes } from '../modes/tab.js';
import { Assign } from './assign.js';
import { Bind } from './bind.js';
import { Create } from './create.js';
import { Addresses, Eips, Guest } from './tabs.js';
import { Modify } from './modify.js';

export const eniResource: Resource<Eni> = {
  path: 'enis',
  listing: enis,
  grouped: true,
  id: ({ NetworkInterfaceId }) => NetworkInterfaceId,
  name: ({ NetworkInterfaceName }) => NetworkInterfaceName,
  byId: (id) => ({ NetworkInterfaceId: [id] }),
  view: (words) => {
    const { t, date } = words;
    return {
      Notice: SeeEni,
      title: t.nav.enis,
      empty: t.eni.empty,
      create: { label: t.eni.create, Dialog: Create },
      columns: [
        { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
        { key: 'type', title: t.eni.type, render: ({ Type }) => t.eni.types[Type] },
        { key: 'ips', title: t.eni.ips, render: (row) => <PrivateAndPublic row={row} /> },
        { key: 'instance', title: t.eni.instance, render: ({ InstanceId, Attachment: { DeviceIndex } }) => (InstanceId === '' ? t.common.none : <><ResourceLink to="instances" id={InstanceId} />{` eth${String(DeviceIndex ?? 0)}`}</>) },
        { key: 'vswitch', title: t.vswitch.vswitch, render: ({ VSwitchId }) => <ResourceLink to="vswitches" id={VSwitchId} /> },
        { key: 'zone', title: t.common.zone, render: ({ ZoneId }) => ZoneId },
      ],
      filters: [
        { parameter: 'NetworkInterfaceName', label: t.common.name },
        { parameter: 'PrimaryIpAddress', label: t.eni.primaryIp },
        { parameter: 'InstanceId', label: `${t.eni.instance} ID` },
        { parameter: 'VpcId', label: `${t.vpc.vpc} ID` },
        { parameter: 'Type', label: t.eni.type, options: optionsOf(t.eni.types) },
        { parameter: 'Status', label: t.common.status, options: optionsOf({ Available: t.status.other.Available, InUse: t.status.other.InUse }) },
      ],
      actions: [
        { key: 'bind', label: t.eni.bind, forbidden: (row) => cannotBind(row, words), Dialog: Bind },
        {
          key: 'unbind', label: t.eni.unbind, forbidden: (row) => cannotUnbind(row, words),
          Dialog: asking({
            title: ({ NetworkInterfaceId }) => t.eni.unbindTitle(NetworkInterfaceId),
            text: () => t.eni.unbindText,
            danger: t.eni.unbind,
            call: ({ NetworkInterfaceId, InstanceId }, RegionId) => ({ product: 'Ecs', action: 'DetachNetworkInterface', parameters: { RegionId, NetworkInterfaceId, InstanceId } }),
          }),
        },
        { key: 'assign', label: t.eni.assign, Dialog: Assign },
        { key: 'modify', label: t.common.edit, Dialog: Modify },
        tagging(words, { product: 'Ecs', type: 'eni' }, ({ NetworkInterfaceId }) => NetworkInterfaceId),
        {
          key: 'delete', label: t.common.delete, danger: true,
          forbidden: ({ Type, InstanceId }) => (Type === 'Primary' ? t.eni.primaryFixed : InstanceId === '' ? undefined : t.eni.attached),
          Dialog: asking({
            title: ({ NetworkInterfaceId }) => t.eni.deleteTitle(NetworkInterfaceId),
            text: () => t.eni.deleteText,
            danger: t.common.delete,
            call: ({ NetworkInterfaceId }, RegionId) => ({ product: 'Ecs', action: 'DeleteNetworkInterface', parameters: { RegionId, NetworkInterfaceId } }),
          }),
        },
      ],
      fields: [
        { key: 'vpc', title: t.vpc.vpc, render: ({ VpcId }) => <ResourceLink to="vpcs" id={VpcId} /> },
        { key: 'groups', title: t.group.group, render: ({ SecurityGroupIds: { SecurityGroupId } }) => SecurityGroupId.map((id) => <div key={id}><ResourceLink to="security-groups" id={id} /></div>) },
        { key: 'mac', title: t.eni.mac, render: ({ MacAddress }) => <span className="mono">{MacAddress}</span> },
        { key: 'check', title: t.eni.sourceCheck, render: ({ SourceDestCheck }) => (SourceDestCheck ? t.common.yes : t.common.no) },
        { key: 'release', title: t.eni.deleteOnRelease, render: ({ DeleteOnRelease }) => (DeleteOnRelease ? t.common.yes : t.common.no) },
        { key: 'created', title: t.common.created, render: ({ CreationTime }) => date(CreationTime) },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Description }) => (Description === '' ? t.common.none : Description) },
      ],
      tabs: [
        { key: 'addresses', label: t.eni.ips, Content: Addresses },
        { key: 'eips', label: t.eni.eips, Content: Eips },
        { key: 'guest', label: t.eni.guest, Content: Guest },
        { key: 'modes', label: t.seeing.modes.forEni, Content: EniModes },
        { key: 'charts', label: t.seeing.charts.title, Content: EniCharts },
        { key: 'history', label: t.seeing.history.title, Content: EniHistory },
      ],
    };
  },
};

function PrivateAndPublic({ row: { PrivateIpSets: { PrivateIpSet } } }: { readonly row: Eni }) {
  return PrivateIpSet.map(({ PrivateIpAddress, AssociatedPublicIp: { PublicIpAddress } }) => (
    <div key={PrivateIpAddress} className="mono">{PublicIpAddress === undefined ? PrivateIpAddress : `${PrivateIpAddress} ↔ ${PublicIpAddress}`}</div>
  ));
}

function cannotBind({ Type, Status: status, InstanceId }: Eni, { t }: Words): string | undefined {
  if (Type === 'Primary') return t.eni.primaryFixed;
  if (InstanceId !== '') return t.eni.attached;
  return status === 'Available' ? undefined : t.eni.busy;
}

function cannotUnbind({ Type, Status: status }: Eni, { t }: Words): string | undefined {
  if (Type === 'Primary') return t.eni.primaryFixed;
  if (status === 'Available') return t.eni.notAttached;
  return status === 'InUse' || status === 'Detaching' ? undefined : t.eni.busy;
}
