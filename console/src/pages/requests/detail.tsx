/** One request of the log: what was asked, what came of it, what it changed, and the same call as a CLI line. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Drawer, Table, Typography } from 'antd';
import { ApiError } from '../../api/call.js';
import { accountsQuery, requestQuery } from '../../api/operator.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { Refused } from '../../layout/refused.js';
import { useSession } from '../../layout/session-context.js';
import type { RequestRecord } from '../../live/feed.js';
import { Linked } from '../../live/linked.js';
import { Code, labelled } from '../../resources/kit.js';
import { callLine, isIncomplete } from './line.js';
import { Outcome } from './outcome.js';

export function Detail({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useWords();
  const found = useQuery(requestQuery(id));
  const { data: record } = found;
  return (
    <Drawer open size={720} onClose={onClose} title={record === undefined || record === null ? id : [record.product, record.action].filter((part) => part !== '').join('.')}>
      {found.isPending && <Busy />}
      {found.error !== null && <Refused error={found.error} />}
      {record === null && <Alert type="info" showIcon title={t.seeing.requests.gone} />}
      {record !== undefined && record !== null && <Told record={record} />}
    </Drawer>
  );
}

function Told({ record }: { readonly record: RequestRecord }) {
  const { t, date, number } = useWords();
  const { requests: texts } = t.seeing;
  const { account: { id: own } } = useSession();
  const accounts = useQuery(accountsQuery);
  const line = callLine(record, own);
  const name = accounts.data?.find(({ AccountId }) => AccountId === record.account)?.Name ?? '';
  const word = (status: string | null) => (status === null ? t.common.none : wordFor({ ...t.status.other, ...t.status.eip }, status));
  return (
    <div className="stack">
      {record.code !== null && <Refused error={new ApiError(record.code, record.message ?? '', record.requestId)} />}
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'result', label: texts.result, children: <Outcome record={record} /> },
          { key: 'status', label: texts.status, children: record.status === 0 ? t.common.none : record.status },
          { key: 'time', label: texts.time, children: date(record.time) },
          { key: 'duration', label: texts.duration, children: texts.ms(number(record.durationMs)) },
          { key: 'account', label: texts.account, children: record.account === '' ? t.common.none : labelled(record.account, name === record.account ? '' : name) },
          { key: 'region', label: t.top.region, children: record.region === '' ? t.common.none : record.region },
          { key: 'id', label: t.error.request, span: 2, children: <Typography.Text className="mono" copyable>{record.requestId}</Typography.Text> },
        ]}
      />
      {line !== '' && (
        <section>
          <Typography.Text strong>{texts.again}</Typography.Text>
          <Code>{line}</Code>
          {isIncomplete(record) && <Alert type="warning" showIcon title={texts.incomplete} />}
        </section>
      )}
      <Table
        size="small"
        pagination={false}
        rowKey={([parameter]) => parameter}
        dataSource={Object.entries(record.parameters)}
        locale={{ emptyText: texts.noParameters }}
        columns={[
          { key: 'name', title: texts.parameter, width: 240, render: (_, [parameter]) => <span className="mono">{parameter}</span> },
          { key: 'value', title: t.common.value, render: (_, [, value]) => <span className="mono" style={{ overflowWrap: 'anywhere' }}><Linked>{value}</Linked></span> },
        ]}
      />
      <Table
        size="small"
        pagination={false}
        rowKey={({ kind, id }) => `${kind} ${id}`}
        dataSource={[...record.events]}
        locale={{ emptyText: texts.noChanges }}
        columns={[
          { key: 'resource', title: texts.resource, render: (_, { id, kind }) => <><Linked>{id}</Linked> <Typography.Text type="secondary">{kind}</Typography.Text></> },
          { key: 'before', title: texts.before, render: (_, { before }) => word(before) },
          { key: 'after', title: texts.after, render: (_, { after }) => word(after) },
        ]}
      />
    </div>
  );
}
