/** The request log: live, filtered by what stands in the page's query. */
import { PauseCircleOutlined, PlayCircleOutlined, VerticalAlignTopOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Empty, Flex, Input, Select, Table, Typography, type GetRef, type TableProps } from 'antd';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { accountsQuery, listRequests, REMEMBERED, requestQuery } from '../../api/operator.js';
import { useWords } from '../../i18n/words.js';
import { Refused } from '../../layout/refused.js';
import { useSession } from '../../layout/session-context.js';
import { connection } from '../../live/connection.js';
import { requests, type RequestRecord } from '../../live/feed.js';
import { Code } from '../../resources/kit.js';
import { Detail } from './detail.js';
import { passes, PARTS, RESULTS, type Filter } from './filter.js';
import { callLine } from './line.js';
import { RequestLog } from './log.js';
import { Outcome } from './outcome.js';

type TableRef = GetRef<typeof Table>;

const PRODUCTS = ['Vpc', 'Ecs', 'ResourceManager', 'OpenEIP', 'Sts', 'Location', 'BssOpenApi'];
/** Of the page above and below the rows, px. */
const AROUND = 340;

export function RequestsPage() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const client = useQueryClient();
  const filter = Object.fromEntries(PARTS.map((part) => [part, search.get(part) ?? ''])) as Filter;
  const change = (parts: Partial<Filter> & { readonly request?: string }) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(parts)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setSearch(next);
  };
  const opened = search.get('request');
  const [paused, setPaused] = useState(false);
  return (
    <div className="stack">
      <div>
        <Typography.Title level={3} style={{ margin: 0 }}>{t.seeing.requests.title}</Typography.Title>
        <Typography.Text type="secondary">{t.seeing.requests.intro}</Typography.Text>
      </div>
      <Live
        key={PARTS.map((part) => filter[part]).join('\n')}
        filter={filter}
        change={change}
        paused={paused}
        pause={setPaused}
        open={(record) => {
          client.setQueryData(requestQuery(record.requestId).queryKey, record);
          change({ request: record.requestId });
        }}
      />
      {opened !== null && <Detail id={opened} onClose={() => { change({ request: '' }); }} />}
    </div>
  );
}

interface LiveProps {
  readonly filter: Filter;
  readonly change: (parts: Partial<Filter>) => void;
  readonly paused: boolean;
  readonly pause: (paused: boolean) => void;
  readonly open: (record: RequestRecord) => void;
}

function Live({ filter, change, paused, pause, open }: LiveProps) {
  const { t, number } = useWords();
  const { account: { id: own } } = useSession();
  const [log] = useState(() => new RequestLog((record) => passes(record, filter), REMEMBERED));
  const { rows, held } = useSyncExternalStore(log.subscribe, log.snapshot);
  const connected = useSyncExternalStore(connection.subscribe, connection.isThere);
  const table = useRef<TableRef>(null);
  const [scrolled, setScrolled] = useState(false);
  const height = useSyncExternalStore(onResize, () => innerHeight);
  const earlier = useQuery({ queryKey: ['ListRequests', filter], meta: { kinds: [] }, gcTime: 0, queryFn: () => listRequests({ MaxResults: REMEMBERED }) });
  useEffect(() => requests.follow(log.add), [log]);
  useEffect(() => {
    if (earlier.data !== undefined) log.list(earlier.data);
  }, [log, earlier.data]);
  // Rows do not run away from whoever scrolled to them.
  useEffect(() => {
    log.hold(paused || scrolled);
  }, [log, paused, scrolled]);
  const columns = useColumns(own, open);

  return (
    <>
      <Filters filter={filter} change={change} rows={rows} />
      <Flex gap={12} align="center" wrap>
        <Button icon={paused ? <PlayCircleOutlined /> : <PauseCircleOutlined />} onClick={() => { pause(!paused); }}>
          {paused ? t.seeing.requests.resume : t.seeing.requests.pause}
        </Button>
        <span role="status">
          {!connected ? <Badge status="error" text={t.seeing.requests.lost} />
            : paused || scrolled ? <Badge status="warning" text={t.seeing.requests.paused} />
              : <Badge status="processing" text={t.seeing.requests.live} />}
          {held > 0 && <Typography.Text strong style={{ marginInlineStart: 12 }}>{t.seeing.requests.held(number(held))}</Typography.Text>}
        </span>
        {scrolled && <Button size="small" icon={<VerticalAlignTopOutlined />} onClick={() => { table.current?.scrollTo({ top: 0 }); }}>{t.seeing.requests.newest}</Button>}
        <Typography.Text type="secondary" style={{ marginInlineStart: 'auto' }}>{t.seeing.requests.shown(number(rows.length), number(REMEMBERED))}</Typography.Text>
      </Flex>
      {earlier.error !== null && <Refused error={earlier.error} />}
      <Table<RequestRecord>
        ref={table}
        virtual
        size="small"
        rowKey="requestId"
        scroll={{ x: 1_130, y: Math.max(240, height - AROUND) }}
        pagination={false}
        loading={earlier.isPending}
        dataSource={[...rows]}
        columns={columns}
        onScroll={({ currentTarget }) => { setScrolled(currentTarget.scrollTop > 0); }}
        locale={{ emptyText: earlier.isPending ? ' ' : <Nothing filter={filter} clear={() => { change({ product: '', action: '', result: '', account: '', text: '' }); }} /> }}
      />
    </>
  );
}

function Filters({ filter, change, rows }: { readonly filter: Filter; readonly change: (parts: Partial<Filter>) => void; readonly rows: readonly RequestRecord[] }) {
  const { t } = useWords();
  const { requests: texts } = t.seeing;
  const accounts = useQuery(accountsQuery);
  const isCode = filter.result !== '' && !Object.hasOwn(texts.results, filter.result);
  const codes = [...new Set([...(isCode ? [filter.result] : []), ...rows.flatMap(({ code }) => code ?? [])])].sort();
  const select = (part: keyof Filter, options: readonly object[]) => (
    <Select
      aria-label={texts[part]} placeholder={texts[part]} className="filter" allowClear showSearch={{ optionFilterProp: 'label' }} value={filter[part] === '' ? null : filter[part]} options={[...options]}
      onChange={(value: string | undefined) => { change({ [part]: value ?? '' }); }}
    />
  );
  const type = (part: keyof Filter) => (
    <Input.Search key={filter[part]} aria-label={texts[part]} placeholder={texts[part]} className="filter" allowClear defaultValue={filter[part]} onSearch={(value) => { change({ [part]: value.trim() }); }} />
  );
  return (
    <Flex gap={8} wrap align="center">
      {select('product', PRODUCTS.map((value) => ({ value, label: value })))}
      {type('action')}
      {select('result', [
        ...RESULTS.map((value) => ({ value, label: texts.results[value] })),
        ...(codes.length === 0 ? [] : [{ label: texts.codes, options: codes.map((value) => ({ value, label: value })) }]),
      ])}
      {type('text')}
      {select('account', (accounts.data ?? []).map(({ AccountId, Name }) => ({ value: AccountId, label: Name === AccountId ? Name : `${Name} (${AccountId})` })))}
    </Flex>
  );
}

function useColumns(own: string, open: (record: RequestRecord) => void): NonNullable<TableProps<RequestRecord>['columns']> {
  const { t, language, number } = useWords();
  const { requests: texts } = t.seeing;
  const times = new Intl.DateTimeFormat(language.tag, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
  return [
    { key: 'time', title: texts.time, width: 120, render: (_, { time }) => <span className="mono">{times.format(new Date(time))}</span> },
    {
      key: 'action', title: texts.action, width: 280, ellipsis: true,
      render: (_, record) => (
        <Button type="link" size="small" style={{ paddingInline: 0 }} aria-label={texts.open(nameOf(record, texts.unknown))} onClick={() => { open(record); }}>{nameOf(record, texts.unknown)}</Button>
      ),
    },
    { key: 'result', title: texts.result, width: 200, ellipsis: true, render: (_, record) => <Outcome record={record} /> },
    { key: 'parameters', title: texts.parameters, ellipsis: true, width: 240, render: (_, record) => <Typography.Text type="secondary" className="mono small">{summaryOf(record)}</Typography.Text> },
    { key: 'changes', title: texts.changes, width: 80, align: 'end', render: (_, { events }) => (events.length === 0 ? t.common.none : number(events.length)) },
    { key: 'duration', title: texts.duration, width: 110, align: 'end', render: (_, { durationMs }) => texts.ms(number(Math.round(durationMs * 10) / 10)) },
    {
      key: 'line', title: texts.line, width: 110, align: 'center',
      render: (_, record) => {
        const line = callLine(record, own);
        return line === '' ? t.common.none : <Typography.Text copyable={{ text: line, tooltips: [texts.copyLine, t.common.copied] }} />;
      },
    },
  ];
}

function nameOf({ product, action }: RequestRecord, otherwise: string): string {
  return [product, action].filter((part) => part !== '').join('.') || otherwise;
}

/** What tells calls of one action from each other. */
function summaryOf({ parameters }: RequestRecord): string {
  return Object.entries(parameters).filter(([name]) => name !== 'RegionId').map(([name, value]) => `${name}=${value}`).join(' ');
}

function Nothing({ filter, clear }: { readonly filter: Filter; readonly clear: () => void }) {
  const { t } = useWords();
  if (PARTS.some((part) => filter[part] !== '')) return <Empty description={t.common.noMatch}><Button onClick={clear}>{t.common.clearFilters}</Button></Empty>;
  return <Empty description={t.seeing.requests.empty}><Code>openeip call vpc DescribeVpcs</Code></Empty>;
}

function onResize(told: () => void): () => void {
  addEventListener('resize', told);
  return () => {
    removeEventListener('resize', told);
  };
}
