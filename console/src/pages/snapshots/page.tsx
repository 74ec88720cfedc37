/** The whole cloud under a name: saved, compared, brought back. */
import { SaveOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Button, Empty, Flex, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { operateOrder, snapshotsQuery, type Snapshot } from '../../api/operator.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { Refused } from '../../layout/refused.js';
import { useStaleAfter } from '../../live/called.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Question } from '../../resources/kit.js';
import { Differences } from './differences.js';
import { Load } from './load.js';
import { Save } from './save.js';

const CHANGES = new Set(['SaveSnapshot', 'DeleteSnapshot', 'LoadSnapshot']);

export function SnapshotsPage() {
  const { t, date, number } = useWords();
  const { snapshots: texts } = t.seeing;
  const found = useQuery(snapshotsQuery);
  const [saving, setSaving] = useState(false);
  const [search, setSearch] = useSearchParams();
  const compare = (from: string, to: string) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of [['from', from], ['to', to]] as const) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setSearch(next);
  };
  useStaleAfter(snapshotsQuery.queryKey, ({ action }) => CHANGES.has(action));
  const save = <Button type="primary" icon={<SaveOutlined />} onClick={() => { setSaving(true); }}>{texts.save}</Button>;
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  const rows = found.data?.rows ?? [];
  const names = rows.map(({ Name }) => Name);

  return (
    <div className="stack">
      <div>
        <Typography.Title level={3} style={{ margin: 0 }}>{texts.title}</Typography.Title>
        <Typography.Text type="secondary">{texts.intro}</Typography.Text>
      </div>
      <Flex gap={8} wrap>{save}</Flex>
      {found.error !== null && <Refused error={found.error} />}
      {found.data?.loading === true && <Alert type="info" showIcon role="status" title={texts.following} description={texts.followingText} />}
      <Table<Snapshot>
        rowKey="Name"
        size="middle"
        scroll={{ x: 'max-content' }}
        loading={found.isPending}
        dataSource={[...rows]}
        pagination={{ hideOnSinglePage: true }}
        locale={{ emptyText: found.data === undefined ? ' ' : <Empty description={texts.empty}>{save}</Empty> }}
        columns={[
          { key: 'name', title: t.common.name, render: (_, { Name }) => <Typography.Text strong className="mono">{Name}</Typography.Text> },
          { key: 'saved', title: texts.saved, render: (_, { SavedTime }) => (SavedTime === '' ? t.common.none : date(SavedTime)) },
          { key: 'time', title: texts.cloudTime, render: (_, { CloudTime }) => (CloudTime === '' ? t.common.none : date(CloudTime)) },
          { key: 'has', title: texts.resources, render: (_, row) => <Has snapshot={row} /> },
          { key: 'size', title: texts.size, align: 'end', render: (_, { Bytes }) => texts.kib(number(Math.ceil(Bytes / 1_024))) },
          { key: 'actions', title: t.common.actions, fixed: 'end', render: (_, row) => <RowActions snapshot={row} compare={() => { compare(row.Name, ''); }} /> },
        ]}
      />
      {/* One that is deleted is compared no more. */}
      {names.includes(from) && (to === '' || names.includes(to)) && <Differences from={from} to={to} names={names} compare={compare} />}
      {saving && <Save taken={names} onClose={() => { setSaving(false); }} />}
    </div>
  );
}

/** What is in it, by kind; or why it cannot be loaded. */
function Has({ snapshot: { Resources, Refused: refused } }: { readonly snapshot: Snapshot }) {
  const { t, number } = useWords();
  if (refused !== '') return <Badge status="error" text={t.seeing.snapshots.cannot(refused)} />;
  const kinds = Object.entries(Resources).filter(([kind, count]) => count > 0 && kind !== 'account');
  if (kinds.length === 0) return <Typography.Text type="secondary">{t.seeing.snapshots.emptyCloud}</Typography.Text>;
  return <Flex gap={4} wrap style={{ maxWidth: 420 }}>{kinds.map(([kind, count]) => <Tag key={kind}>{`${wordFor(t.seeing.snapshots.kinds, kind)} ${number(count)}`}</Tag>)}</Flex>;
}

/** Where it cannot be loaded, deleting is all that is left. */
function RowActions({ snapshot, compare }: { readonly snapshot: Snapshot; readonly compare: () => void }) {
  const { t } = useWords();
  const { snapshots: texts } = t.seeing;
  const [open, setOpen] = useState<'load' | 'delete'>();
  const close = () => { setOpen(undefined); };
  const unreadable = snapshot.Refused !== '';
  return (
    <>
      <Space size={0}>
        <Button type="link" size="small" disabled={unreadable} onClick={() => { setOpen('load'); }}>{texts.load}</Button>
        <Button type="link" size="small" disabled={unreadable} onClick={compare}>{texts.compare}</Button>
        <Button type="link" size="small" danger onClick={() => { setOpen('delete'); }}>{t.common.delete}</Button>
      </Space>
      {open === 'load' && <Load snapshot={snapshot} onClose={close} />}
      {open === 'delete' && (
        <ActionDialog title={t.common.deleteTitle(snapshot.Name)} width={480} danger={t.common.delete} onClose={close} submit={() => operateOrder('DeleteSnapshot', { Name: snapshot.Name })}>
          <Question>{texts.deleteText}</Question>
        </ActionDialog>
      )}
    </>
  );
}
