/** What an account may: the entitlement to multi-EIP-to-ENI mode, and its quotas. The account stands in the page's query. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Form, InputNumber, Select, Switch, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { accountsQuery, operateOrder, quotasQuery, type Account, type Quota } from '../../api/operator.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { Refused } from '../../layout/refused.js';
import { useSession } from '../../layout/session-context.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { labelled, Question } from '../../resources/kit.js';

export function AccountPage() {
  const { t } = useWords();
  const { account: { id: own } } = useSession();
  const { account: texts } = t.seeing;
  const [search, setSearch] = useSearchParams();
  const found = useQuery(accountsQuery);
  const chosen = search.get('account') ?? own;
  const account = found.data?.find(({ AccountId }) => AccountId === chosen);
  return (
    <div className="stack">
      <div>
        <Typography.Title level={3} style={{ margin: 0 }}>{texts.title}</Typography.Title>
        <Typography.Text type="secondary">{texts.intro}</Typography.Text>
      </div>
      {found.error !== null && <Refused error={found.error} />}
      {found.isPending && <Busy />}
      {found.data !== undefined && (
        <Select
          aria-label={texts.account}
          style={{ maxWidth: 360 }}
          value={chosen}
          options={found.data.map(({ AccountId, Name }) => ({ value: AccountId, label: labelled(AccountId, Name === AccountId ? '' : Name) }))}
          onChange={(id) => {
            const next = new URLSearchParams(search);
            next.set('account', id);
            setSearch(next);
          }}
        />
      )}
      {account !== undefined && <Entitlement account={account} />}
      {account !== undefined && <Quotas account={account} />}
    </div>
  );
}

function Entitlement({ account: { AccountId, MultiEip, Name } }: { readonly account: Account }) {
  const { t } = useWords();
  const { account: texts } = t.seeing;
  const [asking, setAsking] = useState(false);
  const title = MultiEip ? texts.takeTitle(Name) : texts.grantTitle(Name);
  return (
    <Card title={texts.entitlements}>
      <Flex gap={12} align="center" wrap>
        <Switch checked={MultiEip} aria-label={t.bind.modes.MULTI_BINDED} onChange={() => { setAsking(true); }} />
        <Typography.Text strong>{t.bind.modes.MULTI_BINDED}</Typography.Text>
        <Typography.Text type="secondary">{MultiEip ? texts.granted : texts.notGranted}</Typography.Text>
      </Flex>
      {asking && (
        <ActionDialog
          title={title} width={520} onClose={() => { setAsking(false); }} {...(MultiEip ? { danger: texts.take } : {})}
          submit={() => operateOrder('SetEntitlement', { AccountId, MultiEip: !MultiEip })}
        >
          <Question>{MultiEip ? texts.takeText : texts.grantText}</Question>
        </ActionDialog>
      )}
    </Card>
  );
}

function Quotas({ account: { AccountId } }: { readonly account: Account }) {
  const { t, number } = useWords();
  const { account: texts } = t.seeing;
  const found = useQuery(quotasQuery(AccountId));
  const [editing, setEditing] = useState<Quota>();
  const name = (quota: Quota) => wordFor(texts.quotas, quota.Name);
  return (
    <Card title={texts.limits}>
      {found.error !== null && <Refused error={found.error} />}
      <Table<Quota>
        rowKey="Name"
        size="small"
        loading={found.isPending}
        dataSource={[...found.data ?? []]}
        pagination={false}
        columns={[
          { key: 'name', title: texts.quota, render: (_, quota) => <>{name(quota)} <Typography.Text type="secondary" className="mono small">{quota.Name}</Typography.Text></> },
          { key: 'value', title: t.common.value, align: 'end', render: (_, { Value, Default }) => <>{Value !== Default && <Tag>{texts.own}</Tag>}{number(Value)}</> },
          { key: 'default', title: texts.vendor, align: 'end', render: (_, { Default }) => number(Default) },
          { key: 'actions', title: t.common.actions, render: (_, quota) => <Button type="link" size="small" aria-label={`${t.common.edit}: ${name(quota)}`} onClick={() => { setEditing(quota); }}>{t.common.edit}</Button> },
        ]}
      />
      {editing !== undefined && (
        <ActionDialog<{ Value?: number | null }>
          title={name(editing)} width={420} onClose={() => { setEditing(undefined); }} initial={{ Value: editing.Value }}
          submit={({ Value }) => operateOrder('SetQuota', { AccountId, Name: editing.Name, Value: Value ?? undefined })}
        >
          <Form.Item name="Value" label={t.common.value} extra={texts.emptyForVendor(number(editing.Default))}><InputNumber min={0} precision={0} style={{ width: '100%' }} /></Form.Item>
        </ActionDialog>
      )}
    </Card>
  );
}
