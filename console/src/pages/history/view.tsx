/** Who held what when, as a table with a bar for each span, and the resource as it was at a moment. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Empty, Flex, Form, Table, theme as antTheme, Typography } from 'antd';
import { useSearchParams } from 'react-router';
import { historyQuery, type Cause, type Span } from '../../api/history.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { Linked } from '../../live/linked.js';
import { MomentInput } from '../../resources/moment-input.js';
import { fieldsOf } from './state.js';

export function HistoryView({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { history } = t.seeing;
  const { region } = usePlace();
  const [search, setSearch] = useSearchParams();
  const at = search.get('at') ?? '';
  const found = useQuery(historyQuery(region, id, at));
  const setAt = (moment: string) => {
    const next = new URLSearchParams(search);
    if (moment === '') next.delete('at');
    else next.set('at', moment);
    setSearch(next);
  };
  return (
    <div className="stack">
      <Form<{ at?: string }> key={at} layout="inline" initialValues={{ at }} onFinish={(values) => { setAt(values.at ?? ''); }}>
        <Form.Item name="at" label={history.at}><MomentInput /></Form.Item>
        <Flex gap={8}>
          <Button htmlType="submit">{history.setAt}</Button>
          {at !== '' && <Button onClick={() => { setAt(''); }}>{history.clearAt}</Button>}
        </Flex>
      </Form>
      {found.error !== null && <Refused error={found.error} />}
      {found.data === undefined ? found.isPending && <Busy /> : (
        <>
          {found.data.state !== undefined && <State state={found.data.state} at={at} />}
          <Spans spans={found.data.spans} then={at !== ''} setAt={setAt} />
        </>
      )}
    </div>
  );
}

function Spans({ spans, then, setAt }: { readonly spans: readonly Span[]; readonly then: boolean; readonly setAt: (at: string) => void }) {
  const { t } = useWords();
  const { history } = t.seeing;
  const starts = spans.map(({ From }) => Date.parse(From));
  // What lasts goes on beyond everything that ended.
  const last = Math.max(...starts, ...spans.map(({ To }) => (To === '' ? 0 : Date.parse(To))));
  const first = Math.min(...starts);
  const open = spans.some(({ To }) => To === '');
  const end = open ? last + Math.max((last - first) * 0.1, 1_000) : last;
  return (
    <Table<Span>
      size="middle"
      aria-label={history.title}
      scroll={{ x: 'max-content' }}
      rowKey={(span) => `${span.Id} ${span.From} ${span.HolderId}`}
      dataSource={[...spans].reverse()}
      locale={{ emptyText: <Empty description={then ? history.nothingThen : history.nothing} /> }}
      pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
      columns={[
        { key: 'held', title: history.held, render: (_, { Id, RegionId, IpAddress }) => <><div className="mono">{IpAddress}</div><Linked region={RegionId}>{Id}</Linked></> },
        { key: 'holder', title: history.holder, render: (_, span) => <Holder span={span} /> },
        { key: 'mode', title: history.mode, render: (_, { Mode }) => (Mode === '' ? t.common.none : wordFor(t.bind.modes, Mode)) },
        { key: 'from', title: history.from, render: (_, { From }) => <Then moment={From} setAt={setAt} /> },
        { key: 'to', title: history.to, render: (_, { To }) => (To === '' ? history.untilNow : <Then moment={To} setAt={setAt} />) },
        { key: 'when', title: '', width: 140, render: (_, { From, To }) => <Bar from={(Date.parse(From) - first) / (end - first)} to={To === '' ? 1 : (Date.parse(To) - first) / (end - first)} open={To === ''} /> },
        {
          key: 'by', title: history.by,
          render: (_, { Began, Ended }) => <><By label={history.began} cause={Began} />{Ended.Action !== '' && <By label={history.ended} cause={Ended} />}</>,
        },
      ]}
    />
  );
}

function Holder({ span: { HolderType, HolderId, RegionId, PrivateIpAddress } }: { readonly span: Span }) {
  const { t } = useWords();
  return (
    <>
      <Linked region={RegionId}>{HolderType === 'address' ? t.seeing.history.inVpc(HolderId) : HolderId}</Linked>
      {PrivateIpAddress !== '' && <div className="mono">{PrivateIpAddress}</div>}
    </>
  );
}

function Then({ moment, setAt }: { readonly moment: string; readonly setAt: (at: string) => void }) {
  const { t, date } = useWords();
  const text = date(moment);
  return <Button type="link" size="small" style={{ paddingInline: 0 }} title={t.seeing.history.seeThen(text)} onClick={() => { setAt(moment); }}>{text}</Button>;
}

function By({ label, cause: { Action, RequestId } }: { readonly label: string; readonly cause: Cause }) {
  const { t } = useWords();
  return (
    <div>
      <Typography.Text type="secondary">{label}: </Typography.Text>
      <span className="mono">{RequestId === '' ? `${t.seeing.history.itself} (${Action})` : Action}</span>
      {RequestId !== '' && <Typography.Text type="secondary" className="small mono" copyable={{ text: RequestId }}>{RequestId}</Typography.Text>}
    </div>
  );
}

/** Where a span lies in the whole, 0 to 1: the columns beside it say the same in words. */
function Bar({ from, to, open }: { readonly from: number; readonly to: number; readonly open: boolean }) {
  const { token } = antTheme.useToken();
  return (
    <div aria-hidden="true" className="span" style={{ background: token.colorFillTertiary }}>
      <div style={{ insetInlineStart: `${String(from * 100)}%`, width: `${String(Math.max((to - from) * 100, 1))}%`, background: open ? token.colorSuccess : token.colorPrimary }} />
    </div>
  );
}

function State({ state, at }: { readonly state: Readonly<Record<string, unknown>>; readonly at: string }) {
  const { t, date } = useWords();
  const { history } = t.seeing;
  const fields = fieldsOf(state, date);
  const region = state['region'];
  if (fields.length === 0) return <Alert type="info" showIcon title={`${date(at)}: ${history.notThere}`} />;
  return (
    <Card size="small" title={history.stateAt(date(at))}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xxl: 3 }}
        items={fields.map(([name, value]) => ({ key: name, label: <span className="mono">{name}</span>, children: <Linked region={typeof region === 'string' ? region : undefined}>{value}</Linked> }))}
      />
    </Card>
  );
}
