/** The detail page of every kind of resource: what it is, what can be done with it at the top right, what belongs to it below. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Descriptions, Flex, Result, Tabs, Typography } from 'antd';
import { useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { listQuery } from '../api/listings.js';
import { useWords } from '../i18n/words.js';
import { Busy } from '../layout/busy.js';
import { usePlace } from '../layout/place.js';
import { Refused } from '../layout/refused.js';
import { Actions } from './actions.js';
import type { Resource } from './resource.js';

export function DetailPage<Row extends object>({ resource }: { readonly resource: Resource<Row> }) {
  const words = useWords();
  const { t } = words;
  const view = useMemo(() => resource.view(words), [resource, words]);
  const { id = '' } = useParams();
  const { region, to } = usePlace();
  const [search, setSearch] = useSearchParams();
  const found = useQuery(listQuery(resource.listing, region, resource.byId(id)));
  const back = <Link to={to(resource.path)}><Button icon={<ArrowLeftOutlined />}>{t.common.backToList}</Button></Link>;

  const refused = found.error !== null && <Refused error={found.error} retry={() => void found.refetch()} />;

  // What was read before a refusal stays, and so does a dialog that somebody fills in.
  if (found.data === undefined) return refused === false ? <Busy /> : <div className="stack">{refused}{back}</div>;
  const row = found.data.rows.find((one) => resource.id(one) === id);
  if (row === undefined) return <Result status="404" title={id} subTitle={t.common.notFound} extra={back} />;

  const tabs = view.tabs ?? [];
  const tab = tabs.find(({ key }) => key === search.get('tab')) ?? tabs[0];
  return (
    <div className="stack">
      {refused}
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Flex gap={12} align="center">
          <Link to={to(resource.path)}><Button type="text" icon={<ArrowLeftOutlined />} aria-label={t.common.backToList} /></Link>
          <div>
            <Typography.Text type="secondary">{view.title}</Typography.Text>
            <Typography.Title level={3} className="mono" style={{ margin: 0 }} copyable>{id}</Typography.Title>
          </div>
        </Flex>
        <Actions key={id} row={row} actions={view.actions} shown={3} primary />
      </Flex>
      {view.Notice !== undefined && <view.Notice row={row} />}
      <Card>
        <Descriptions
          size="small"
          column={{ xs: 1, md: 2, xxl: 3 }}
          items={[
            { key: 'name', label: t.common.name, children: resource.name(row) === '' ? t.common.none : resource.name(row) },
            ...[...view.columns, ...view.fields].map(({ key, title, render }) => ({ key, label: title, children: <div>{render(row)}</div> })),
          ]}
        />
      </Card>
      {tabs.length > 0 && (
        <Card>
          <Tabs
            activeKey={tab?.key ?? ''}
            onChange={(key) => {
              const next = new URLSearchParams(search);
              next.set('tab', key);
              setSearch(next, { replace: true });
            }}
            destroyOnHidden
            items={tabs.map(({ key, label, Content }) => ({ key, label, children: <Content row={row} /> }))}
          />
        </Card>
      )}
    </div>
  );
}
