import { Table } from 'antd';
import type { Instance } from '../../api/rows.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { Code, ResourceLink } from '../../resources/kit.js';

type Nic = Instance['NetworkInterfaces']['NetworkInterface'][number];

export function Nics({ row }: { readonly row: Instance }) {
  const { t } = useWords();
  return (
    <Table<Nic>
      size="small"
      pagination={false}
      rowKey="NetworkInterfaceId"
      dataSource={row.NetworkInterfaces.NetworkInterface}
      columns={[
        { key: 'id', title: t.common.id, render: (_, { NetworkInterfaceId }) => <ResourceLink to="enis" id={NetworkInterfaceId} /> },
        { key: 'type', title: t.eni.type, render: (_, { Type }) => wordFor(t.eni.types, Type) },
        { key: 'ip', title: t.eni.primaryIp, render: (_, { PrimaryIpAddress }) => <span className="mono">{PrimaryIpAddress}</span> },
        { key: 'mac', title: t.eni.mac, render: (_, { MacAddress }) => <span className="mono">{MacAddress}</span> },
      ]}
    />
  );
}

export function Shell({ row }: { readonly row: Instance }) {
  return <Code>{`openeip exec ${row.InstanceId} -- ifconfig`}</Code>;
}
