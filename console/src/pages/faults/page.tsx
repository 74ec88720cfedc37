/** Faults on demand: those that are ordered, with how many calls they met. */
import { ClearOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Badge, Button, Empty, Flex, Progress, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultsQuery, operateOrder, type Fault } from '../../api/operator.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { reason, Refused } from '../../layout/refused.js';
import { useStaleAfter } from '../../live/called.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Question } from '../../resources/kit.js';
import { AddFault } from './add.js';

export function FaultsPage() {
  const { t } = useWords();
  const { faults: texts } = t.seeing;
  const found = useQuery(faultsQuery);
  const faults = found.data ?? [];
  const [open, setOpen] = useState<'add' | 'clear'>();
  const clear = useMutation({ mutationFn: (FaultId: string) => operateOrder('ClearFaults', { FaultId }) });
  useStaleAfter(faultsQuery.queryKey, ({ product, action }) =>
    action === 'AddFault' || action === 'ClearFaults' || faults.some((fault) => fault.Product === product && fault.ActionName === action));
  const add = <Button type="primary" icon={<PlusOutlined />} onClick={() => { setOpen('add'); }}>{texts.add}</Button>;

  return (
    <div className="stack">
      <div>
        <Typography.Title level={3} style={{ margin: 0 }}>{texts.title}</Typography.Title>
        <Typography.Text type="secondary">{texts.intro}</Typography.Text>
      </div>
      <Flex gap={8} wrap>
        {add}
        <Button icon={<ClearOutlined />} disabled={faults.length === 0} onClick={() => { setOpen('clear'); }}>{texts.clearAll}</Button>
      </Flex>
      {found.error !== null && <Refused error={found.error} />}
      {clear.error !== null && <Refused error={clear.error} />}
      <Table<Fault>
        rowKey="FaultId"
        size="middle"
        scroll={{ x: 'max-content' }}
        loading={found.isPending}
        dataSource={[...faults]}
        pagination={false}
        locale={{ emptyText: found.data === undefined ? ' ' : <Empty description={texts.empty}>{add}</Empty> }}
        columns={[
          { key: 'id', title: t.common.id, render: (_, { FaultId }) => <span className="mono">{FaultId}</span> },
          { key: 'action', title: texts.meets, render: (_, fault) => <Meets fault={fault} /> },
          { key: 'effect', title: texts.effect, render: (_, fault) => <Effect fault={fault} /> },
          { key: 'met', title: texts.met, width: 200, render: (_, fault) => <Met fault={fault} /> },
          { key: 'status', title: t.common.status, render: (_, { Met: met, First }) => <Badge status={met < First ? 'processing' : 'default'} text={met < First ? texts.waiting : texts.over} /> },
          {
            key: 'clear', title: t.common.actions,
            render: (_, { FaultId }) => (
              <Button type="link" size="small" loading={clear.isPending && clear.variables === FaultId} aria-label={texts.clear(FaultId)} onClick={() => { clear.mutate(FaultId); }}>{texts.clearOne}</Button>
            ),
          },
        ]}
      />
      {open === 'add' && <AddFault onClose={() => { setOpen(undefined); }} />}
      {open === 'clear' && (
        <ActionDialog title={texts.clearAll} width={480} danger={texts.clearAll} onClose={() => { setOpen(undefined); }} submit={() => operateOrder('ClearFaults', {})}>
          <Question>{texts.clearText}</Question>
        </ActionDialog>
      )}
    </div>
  );
}

/** The action, as a link to its calls in the log. */
function Meets({ fault: { Product, ActionName } }: { readonly fault: Fault }) {
  const { to } = usePlace();
  return <Link to={to('requests', { product: Product, action: ActionName })}>{`${Product}.${ActionName}`}</Link>;
}

/** The code with its meaning, as the page that meets it will say. */
function Effect({ fault: { ErrorCode, ErrorStatus, Reset, DelayMs, After } }: { readonly fault: Fault }) {
  const words = useWords();
  const { faults: texts } = words.t.seeing;
  return (
    <>
      <Space size={4} wrap>
        {DelayMs > 0 && <Tag>{texts.waits(words.number(DelayMs))}</Tag>}
        {ErrorCode !== '' && <Tag className="mono">{`${String(ErrorStatus)} ${ErrorCode}`}</Tag>}
        {Reset && <Tag>{texts.effects.reset}</Tag>}
        {After && <Tag>{texts.takesEffect}</Tag>}
      </Space>
      {ErrorCode !== '' && <Typography.Text type="secondary" className="small">{reason(words, ErrorCode)}</Typography.Text>}
    </>
  );
}

function Met({ fault: { Met: met, First, FaultId } }: { readonly fault: Fault }) {
  const { t, number } = useWords();
  return <Progress percent={(met / First) * 100} size="small" aria-label={FaultId} format={() => t.seeing.faults.metOf(number(met), number(First))} />;
}
