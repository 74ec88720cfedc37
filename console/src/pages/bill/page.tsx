/** The bill: all EIPs and bandwidth packages of the account, or one of them, in a span of time. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Col, Empty, Flex, Form, Input, Row, Select, Statistic, Table, Typography } from 'antd';
import { useSearchParams } from 'react-router';
import { billQuery, type Bill, type Billed, type BillLine } from '../../api/bill.js';
import { regionsQuery } from '../../api/places.js';
import { useWords } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { MomentInput } from '../../resources/moment-input.js';
import { Linked } from '../../live/linked.js';
import { Lines } from './lines.js';
import { moneyText, sumOf } from './money.js';

interface Asked {
  readonly eip?: string;
  readonly from?: string;
  readonly to?: string;
}

export function BillPage() {
  const { t } = useWords();
  const { bill } = t.seeing;
  const { region } = usePlace();
  const [search, setSearch] = useSearchParams();
  const part = (name: string) => search.get(name) ?? '';
  const found = useQuery(billQuery(region, { AllocationId: part('eip'), From: part('from'), To: part('to') }));
  const change = (parts: Readonly<Record<string, string | undefined>>) => {
    const next = new URLSearchParams(search);
    for (const [name, value = ''] of Object.entries(parts)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    if (next.toString() === search.toString()) void found.refetch();
    else setSearch(next);
  };
  const month = (back: number) => {
    // The cloud's clock may be ahead of this one.
    const now = new Date(found.data === undefined || search.has('to') ? Date.now() : found.data.to);
    const first = (months: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString();
    change({ from: first(back), to: back === 0 ? '' : first(back - 1) });
  };
  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{bill.title}</Typography.Title>
      <Typography.Text>{bill.intro}</Typography.Text>
      <Card>
        <Form<Asked>
          key={search.toString()}
          layout="vertical"
          initialValues={{ eip: part('eip'), from: part('from'), to: part('to') }}
          onFinish={({ eip = '', from = '', to = '' }) => { change({ eip: eip.trim(), from, to }); }}
        >
          <Flex gap={16} wrap align="end">
            <Form.Item name="from" label={bill.from} className="in-line"><MomentInput /></Form.Item>
            <Form.Item name="to" label={bill.to} className="in-line"><MomentInput /></Form.Item>
            <Form.Item name="eip" label={bill.eip} className="in-line"><Input className="mono" style={{ width: 260 }} placeholder="eip-" allowClear /></Form.Item>
            <Button type="primary" htmlType="submit" loading={found.isFetching}>{bill.apply}</Button>
            <Button onClick={() => { month(0); }}>{bill.month}</Button>
            <Button onClick={() => { month(1); }}>{bill.lastMonth}</Button>
          </Flex>
        </Form>
      </Card>
      {found.error !== null && <Refused error={found.error} />}
      {found.data === undefined ? found.isPending && <Busy /> : <Told bill={found.data} region={part('region')} setRegion={(chosen) => { change({ region: chosen }); }} />}
    </div>
  );
}

function Told({ bill: { currency, from, to, total, billed }, region, setRegion }: { readonly bill: Bill; readonly region: string; readonly setRegion: (region: string | undefined) => void }) {
  const { t, date, language } = useWords();
  const { bill } = t.seeing;
  const regions = useQuery(regionsQuery(language.accept));
  const nameOf = (id: string) => regions.data?.find(({ RegionId }) => RegionId === id)?.LocalName ?? id;
  const here = region === '' ? billed : billed.filter((one) => one.region === region);
  const money = (amount: Billed['total']) => moneyText(language.tag, currency, amount);
  const lines = here.flatMap((one) => one.lines);
  const items = (Object.keys(bill.items) as BillLine['Item'][]).map((item) => [item, sumOf(lines.filter(({ Item }) => Item === item).map(({ Amount }) => Amount))] as const);
  return (
    <>
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={8}>
          <Card size="small">
            <Statistic title={`${bill.total} (${currency})`} value={money(region === '' ? total : sumOf(here.map((one) => one.total)))} />
            <Typography.Text type="secondary" className="small">{`${date(from)} – ${date(to)}`}</Typography.Text>
          </Card>
        </Col>
        {items.map(([item, amount]) => (
          <Col key={item} xs={12} xl={4}><Card size="small" style={{ height: '100%' }}><Statistic title={bill.items[item]} value={money(amount)} styles={{ content: { fontSize: 18, overflowWrap: 'anywhere', whiteSpace: 'normal' } }} /></Card></Col>
        ))}
      </Row>
      <Table<Billed>
        size="middle"
        scroll={{ x: 'max-content' }}
        rowKey="id"
        dataSource={here}
        locale={{ emptyText: <Empty description={bill.empty} /> }}
        pagination={{ defaultPageSize: 20, hideOnSinglePage: true, showTotal: (count) => t.common.total(String(count)) }}
        expandable={{ expandedRowRender: (one) => <Lines billed={one} currency={currency} />, expandRowByClick: false, defaultExpandAllRows: here.length === 1 }}
        title={() => (
          <Select<string>
            aria-label={bill.region}
            style={{ minWidth: 240 }}
            value={region}
            options={[{ value: '', label: bill.allRegions }, ...[...new Set([...billed.map((one) => one.region), ...(region === '' ? [] : [region])])].map((id) => ({ value: id, label: nameOf(id) }))]}
            onChange={setRegion}
          />
        )}
        columns={[
          { key: 'id', title: bill.resource, render: (_, one) => <><Linked region={one.region}>{one.id}</Linked><div className="mono">{one.address === '' ? bill.packages : one.address}</div></> },
          { key: 'region', title: bill.region, render: (_, one) => nameOf(one.region) },
          ...items.map(([item]) => ({
            key: item, title: bill.items[item], align: 'right' as const,
            render: (_: unknown, one: Billed) => {
              const own = one.lines.filter(({ Item }) => Item === item);
              return own.length === 0 ? t.common.none : <span className="figure">{money(sumOf(own.map(({ Amount }) => Amount)))}</span>;
            },
          })),
          { key: 'total', title: bill.total, align: 'right', render: (_, one) => <Typography.Text strong className="figure">{money(one.total)}</Typography.Text> },
        ]}
      />
    </>
  );
}
