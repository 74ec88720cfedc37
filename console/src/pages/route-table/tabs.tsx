import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { listQuery, routeEntries } from '../../api/listings.js';
import type { RouteEntry, RouteTable } from '../../api/rows.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { Actions } from '../../resources/actions.js';
import { asking } from '../../resources/common-actions.js';
import { Cut, ResourceLink, Status } from '../../resources/kit.js';

export function Entries({ row }: { readonly row: RouteTable }) {
  const { t } = useWords();
  const { region } = usePlace();
  const found = useQuery(listQuery(routeEntries, region, { RouteTableId: row.RouteTableId }));
  const actions = [{
    key: 'delete', label: t.common.delete, danger: true, forbidden: ({ Type }: RouteEntry) => (Type === 'System' ? t.routeTable.system : undefined),
    Dialog: asking<RouteEntry>({
      title: ({ DestinationCidrBlock }) => t.routeTable.deleteEntry(DestinationCidrBlock), text: () => t.common.deleteText, danger: t.common.delete,
      call: ({ RouteEntryId }, RegionId) => ({ product: 'Vpc', action: 'DeleteRouteEntry', parameters: { RegionId, RouteEntryId } }),
    }),
  }];
  return (
    <>
      {found.error !== null && <Refused error={found.error} />}
      <Table<RouteEntry>
        size="small"
        rowKey="DestinationCidrBlock"
        loading={found.isPending}
        dataSource={[...(found.data?.rows ?? [])]}
        pagination={{ hideOnSinglePage: true, pageSize: 20 }}
        columns={[
          { key: 'destination', title: t.routeTable.destination, render: (_, { DestinationCidrBlock }) => <span className="mono">{DestinationCidrBlock}</span> },
          { key: 'status', title: t.common.status, render: (_, { Status: status }) => <Status status={status} words={t.status.other} /> },
          { key: 'type', title: t.common.type, render: (_, { Type }) => wordFor(t.routeTable.types, Type) },
          { key: 'hop', title: t.routeTable.nextHop, render: (_, entry) => <NextHop entry={entry} /> },
          { key: 'name', title: t.common.name, render: (_, { RouteEntryName }) => <Cut>{RouteEntryName}</Cut> },
          { key: 'actions', title: t.common.actions, render: (_, entry) => <Actions row={entry} actions={actions} shown={1} /> },
        ]}
      />
    </>
  );
}

function NextHop({ entry: { NextHops: { NextHop: [hop] } } }: { readonly entry: RouteEntry }) {
  const { t } = useWords();
  if (hop === undefined) return t.common.none;
  if (hop.NextHopType === 'NetworkInterface') return <ResourceLink to="enis" id={hop.NextHopId} />;
  if (hop.NextHopType === 'Instance') return <ResourceLink to="instances" id={hop.NextHopId} />;
  if (hop.NextHopType === 'Ipv4Gateway') return <ResourceLink to="ipv4-gateways" id={hop.NextHopId} />;
  return wordFor(t.routeTable.hop, hop.NextHopType);
}

interface Use {
  readonly VSwitchId: string;
}

export function VSwitches({ row }: { readonly row: RouteTable }) {
  const { t } = useWords();
  const actions = [{
    key: 'unassociate', label: t.routeTable.unassociate, forbidden: () => (row.RouteTableType === 'System' ? t.routeTable.systemFixed : undefined),
    Dialog: asking<Use>({
      title: ({ VSwitchId }) => `${t.routeTable.unassociate}: ${VSwitchId}`, text: () => t.routeTable.systemFixed, danger: t.routeTable.unassociate,
      call: ({ VSwitchId }, RegionId) => ({ product: 'Vpc', action: 'UnassociateRouteTable', parameters: { RegionId, RouteTableId: row.RouteTableId, VSwitchId } }),
    }),
  }];
  return (
    <Table<Use>
      size="small"
      pagination={false}
      rowKey="VSwitchId"
      dataSource={row.VSwitchIds.VSwitchId.map((VSwitchId) => ({ VSwitchId }))}
      columns={[
        { key: 'id', title: t.common.id, render: (_, { VSwitchId }) => <ResourceLink to="vswitches" id={VSwitchId} /> },
        { key: 'actions', title: t.common.actions, render: (_, use) => <Actions row={use} actions={actions} shown={1} /> },
      ]}
    />
  );
}
