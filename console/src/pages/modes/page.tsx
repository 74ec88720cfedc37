/** Which modes there are, for the region of the page and an ENI of it. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Descriptions, Select, Typography } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import { enis, listQuery } from '../../api/listings.js';
import type { Eni } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { labelled, ResourceLink, Status } from '../../resources/kit.js';
import { ModesTable } from './table.js';

export function ModesPage() {
  const { t } = useWords();
  const { region, group } = usePlace();
  const { modes } = t.seeing;
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState('');
  const sought = useDeferredValue(typed.trim());
  const eni = search.get('eni') ?? '';
  const shown = useQuery(listQuery(enis, region, /^eni-\w+$/.test(sought) ? { NetworkInterfaceId: [sought] } : group === '' ? {} : { ResourceGroupId: group }));
  const chosen = useQuery({ ...listQuery(enis, region, { NetworkInterfaceId: [eni] }), enabled: eni !== '' });
  const row = chosen.data?.rows[0];
  const rows = shown.data?.rows ?? [];
  const choose = (id: string | undefined) => {
    const next = new URLSearchParams(search);
    if (id === undefined) next.delete('eni');
    else next.set('eni', id);
    setSearch(next);
  };
  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{modes.title}</Typography.Title>
      <Typography.Text>{modes.intro}</Typography.Text>
      <Card>
        <div className="stack">
          <Select<string>
            aria-label={modes.eni}
            placeholder={modes.anyEni}
            style={{ width: '100%', maxWidth: 640 }}
            allowClear
            loading={shown.isFetching}
            value={eni === '' ? null : eni}
            showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
            options={[...rows, ...(row === undefined || rows.some(({ NetworkInterfaceId }) => NetworkInterfaceId === eni) ? [] : [row])].map((one) => ({
              value: one.NetworkInterfaceId, label: `${labelled(one.NetworkInterfaceId, one.NetworkInterfaceName)} · ${t.eni.types[one.Type]} · ${one.PrivateIpAddress}`,
            }))}
            onChange={choose}
          />
          {shown.data?.total === 0 && eni === '' && <Alert type="info" showIcon title={modes.none} />}
          {row !== undefined && <Facts eni={row} />}
        </div>
      </Card>
      <ModesTable eni={eni} />
    </div>
  );
}

function Facts({ eni }: { readonly eni: Eni }) {
  const { t } = useWords();
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 3 }}
      items={[
        { key: 'id', label: t.common.id, children: <ResourceLink to="enis" id={eni.NetworkInterfaceId} /> },
        { key: 'type', label: t.eni.type, children: t.eni.types[eni.Type] },
        { key: 'status', label: t.common.status, children: <Status status={eni.Status} words={t.status.other} /> },
        { key: 'instance', label: t.eni.instance, children: <ResourceLink to="instances" id={eni.InstanceId} /> },
        { key: 'vpc', label: t.vpc.vpc, children: <ResourceLink to="vpcs" id={eni.VpcId} /> },
        {
          key: 'ips', label: t.eni.ips,
          children: <span className="mono">{eni.PrivateIpSets.PrivateIpSet.map(({ PrivateIpAddress, AssociatedPublicIp: { PublicIpAddress } }) => (PublicIpAddress === undefined ? PrivateIpAddress : `${PrivateIpAddress} ↔ ${PublicIpAddress}`)).join(', ')}</span>,
        },
      ]}
    />
  );
}
