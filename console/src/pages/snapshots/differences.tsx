/** What has changed from one snapshot to another, or to the cloud as it is: it stands in the page's query. */
import { CloseOutlined, SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Flex, Select, Table, Tag, Typography } from 'antd';
import { diffQuery, type Change } from '../../api/operator.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { Refused } from '../../layout/refused.js';
import { Linked } from '../../live/linked.js';

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

export function Differences({ from, to, names, compare }: {
  readonly from: string;
  /** '' for the cloud as it is. */
  readonly to: string;
  readonly names: readonly string[];
  readonly compare: (from: string, to: string) => void;
}) {
  const { t, number } = useWords();
  const { snapshots: texts } = t.seeing;
  const found = useQuery(diffQuery(from, to));
  const changes = found.data ?? [];
  const options = names.map((value) => ({ value, label: value }));
  const count = (kind: Change['Change']) => changes.filter(({ Change: is }) => is === kind).length;
  return (
    <Card
      title={texts.diff}
      extra={<Button type="text" icon={<CloseOutlined />} aria-label={t.common.close} onClick={() => { compare('', ''); }} />}
    >
      <Flex gap={8} align="center" wrap style={{ marginBottom: 16 }}>
        <Select aria-label={texts.from} className="filter" value={from} options={options} onChange={(chosen) => { compare(chosen, to); }} />
        <Button icon={<SwapOutlined />} aria-label={texts.swap} title={texts.swap} disabled={to === ''} onClick={() => { compare(to, from); }} />
        <Select aria-label={texts.to} className="filter" value={to} options={[{ value: '', label: texts.asItIs }, ...options]} onChange={(chosen) => { compare(from, chosen); }} />
        <span role="status">
          {found.data !== undefined && (['added', 'removed', 'changed'] as const).map((kind) => (
            <Tag key={kind}>{`${SIGNS[kind]} ${texts.changes[kind]} ${number(count(kind))}`}</Tag>
          ))}
        </span>
      </Flex>
      {found.error !== null && <Refused error={found.error} />}
      <Table<Change>
        rowKey={({ Kind, Id, AccountId }) => `${Kind} ${AccountId} ${Id}`}
        size="small"
        scroll={{ x: 'max-content' }}
        loading={found.isFetching}
        dataSource={[...changes]}
        locale={{ emptyText: found.data === undefined ? ' ' : <Empty description={texts.same} /> }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false, showTotal: (total) => t.common.total(number(total)) }}
        columns={[
          { key: 'change', title: texts.change, width: 110, render: (_, { Change: is }) => <Tag>{`${SIGNS[is]} ${texts.changes[is]}`}</Tag> },
          { key: 'kind', title: t.common.type, width: 150, render: (_, { Kind }) => wordFor(texts.kinds, Kind) },
          // What another region has, or the cloud no longer has, is on no page of this one: only its id is told.
          { key: 'id', title: t.common.id, render: (_, { Id, Label }) => <><span className="mono">{Id}</span>{Label !== '' && <Typography.Text type="secondary" className="small">{Label}</Typography.Text>}</> },
          { key: 'region', title: t.top.region, render: (_, { RegionId }) => (RegionId === '' ? t.common.none : RegionId) },
          { key: 'fields', title: texts.fields, render: (_, { Fields }) => Fields.Field.map((field) => <Field key={field.Name} field={field} />) },
        ]}
      />
    </Card>
  );
}

function Field({ field: { Name, Before, After } }: { readonly field: Change['Fields']['Field'][number] }) {
  const { t } = useWords();
  const shown = (text: string) => (text === '' ? t.common.none : <Linked>{text}</Linked>);
  return (
    <div className="small" style={{ overflowWrap: 'anywhere' }}>
      <span className="mono">{Name}</span>: <Typography.Text delete type="secondary">{shown(Before)}</Typography.Text> → {shown(After)}
    </div>
  );
}
