/** The cloud's clock beside the real one, and how it is moved. */
import { FastForwardOutlined, FieldTimeOutlined, UndoOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Col, DatePicker, Form, Row, Space, Typography } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { clockQuery, operateOrder, type Clock } from '../../api/operator.js';
import { useWords, type Words } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { Refused } from '../../layout/refused.js';
import { useStaleAfter } from '../../live/called.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { DurationField } from '../../resources/duration-field.js';
import { Question } from '../../resources/kit.js';
import { durationOf, spanOf } from './span.js';

const MOVES = new Set(['AdvanceClock', 'SetClock', 'ResetClock', 'LoadSnapshot']);
/** What is waited for most: a retry, the grace before a release, a billing week, a subscription's month. */
const STEPS = ['1h', '72h', '7d', '30d'];

/** One order to the clock, which is asked for first. */
interface Move {
  readonly title: string;
  readonly action: 'AdvanceClock' | 'SetClock' | 'ResetClock';
  readonly parameters: Readonly<Record<string, string>>;
  /** ms; where it will stand. */
  readonly to: number;
}

export function ClockPage() {
  const { t } = useWords();
  const { clock: texts } = t.seeing;
  const found = useQuery(clockQuery);
  const [move, setMove] = useState<Move>();
  useStaleAfter(clockQuery.queryKey, ({ action }) => MOVES.has(action));
  return (
    <div className="stack">
      <div>
        <Typography.Title level={3} style={{ margin: 0 }}>{texts.title}</Typography.Title>
        <Typography.Text type="secondary">{texts.intro}</Typography.Text>
      </div>
      {found.error !== null && <Refused error={found.error} />}
      {found.isPending && <Busy />}
      {found.data !== undefined && <Told clock={found.data} ask={setMove} />}
      {move !== undefined && <Confirm move={move} onClose={() => { setMove(undefined); }} />}
    </div>
  );
}

function Told({ clock, ask }: { readonly clock: Clock & { readonly asked: number }; readonly ask: (move: Move) => void }) {
  const words = useWords();
  const { t, date } = words;
  const { clock: texts } = t.seeing;
  const passed = useNow() - clock.asked;
  const [cloud, real, due] = [Date.parse(clock.Time) + passed, Date.parse(clock.HostTime) + passed, Date.parse(clock.NextDue)];
  return (
    <>
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={8}><Dial title={texts.cloud} time={cloud} note={aheadText(words, clock.AheadSeconds)} /></Col>
        <Col xs={24} lg={8}><Dial title={texts.real} time={real} note={texts.realNote} /></Col>
        <Col xs={24} lg={8}>
          {Number.isNaN(due)
            ? <Card title={texts.next}><Typography.Text type="secondary">{texts.nothing}</Typography.Text></Card>
            : (
              <Dial
                title={texts.next}
                time={due}
                note={due > cloud ? texts.in(spanOf(due - cloud, words)) : texts.now}
                extra={due > cloud && <Button size="small" icon={<FastForwardOutlined />} onClick={() => { ask({ title: texts.toNext, action: 'SetClock', parameters: { Time: clock.NextDue }, to: due }); }}>{texts.toNext}</Button>}
              />
            )}
        </Col>
      </Row>
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={12}>
          <Card title={texts.advance} style={{ height: '100%' }}>
            <Space wrap size={8} style={{ marginBottom: 24 }}>
              {STEPS.map((step) => (
                <Button key={step} icon={<FastForwardOutlined />} onClick={() => { ask(advance(step, cloud, words)); }}>{texts.by(spanOf(durationOf(step), words))}</Button>
              ))}
            </Space>
            <Form<{ By: string }> layout="inline" requiredMark={false} onFinish={({ By }) => { ask(advance(By, cloud, words)); }}>
              <DurationField name="By" title={texts.span} placeholder="3d12h" required extra={texts.spanHint} />
              <Button htmlType="submit" icon={<FastForwardOutlined />}>{texts.advance}</Button>
            </Form>
          </Card>
        </Col>
        <Col xs={24} xl={12}>
          <Card title={texts.set} style={{ height: '100%' }}>
            <Space wrap size={8} style={{ marginBottom: 24 }}>
              <Button icon={<UndoOutlined />} disabled={clock.AheadSeconds === 0} onClick={() => { ask({ title: texts.reset, action: 'ResetClock', parameters: {}, to: real }); }}>{texts.reset}</Button>
            </Space>
            <Form<{ at: { readonly toISOString: () => string } }>
              layout="inline"
              requiredMark={false}
              onFinish={({ at }) => {
                const Time = at.toISOString();
                ask({ title: texts.setTo(date(Time)), action: 'SetClock', parameters: { Time }, to: Date.parse(Time) });
              }}
            >
              <Form.Item name="at" label={texts.time} rules={[{ required: true, message: t.common.required }]} extra={texts.backwards}><DatePicker showTime style={{ width: 220 }} /></Form.Item>
              <Button htmlType="submit" icon={<FieldTimeOutlined />}>{texts.set}</Button>
            </Form>
          </Card>
        </Col>
      </Row>
    </>
  );
}

function Dial({ title, time, note, extra }: { readonly title: string; readonly time: number; readonly note: string; readonly extra?: ReactNode }) {
  const { language } = useWords();
  const at = new Date(time);
  return (
    <Card title={title} extra={extra}>
      <time dateTime={at.toISOString()} aria-label={title}>
        <span className="mono" style={{ fontSize: 32, lineHeight: 1.3, display: 'block' }}>{new Intl.DateTimeFormat(language.tag, { timeStyle: 'medium', hourCycle: 'h23' }).format(at)}</span>
        <Typography.Text>{new Intl.DateTimeFormat(language.tag, { dateStyle: 'full' }).format(at)}</Typography.Text>
      </time>
      <Typography.Text type="secondary" className="small">{note}</Typography.Text>
    </Card>
  );
}

function Confirm({ move: { title, action, parameters, to }, onClose }: { readonly move: Move; readonly onClose: () => void }) {
  const { t, date } = useWords();
  const client = useQueryClient();
  const submit = async () => {
    await operateOrder(action, parameters);
    // What is due next is another moment now, which the page behind the dialog must not offer as it was.
    await client.invalidateQueries({ queryKey: clockQuery.queryKey });
  };
  return (
    <ActionDialog title={title} width={520} onClose={onClose} submit={submit}>
      <Question>{t.seeing.clock.question(date(new Date(to).toISOString()))}</Question>
      <Alert type="info" showIcon title={t.seeing.clock.noWayBack} />
    </ActionDialog>
  );
}

function advance(By: string, from: number, words: Words): Move {
  const span = durationOf(By);
  return { title: words.t.seeing.clock.by(spanOf(span, words)), action: 'AdvanceClock', parameters: { By }, to: from + span };
}

function aheadText(words: Words, seconds: number): string {
  const { clock: texts } = words.t.seeing;
  if (seconds === 0) return texts.same;
  const span = spanOf(Math.abs(seconds) * 1_000, words);
  return seconds > 0 ? texts.ahead(span) : texts.behind(span);
}

/** ms, each second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, 1_000);
    return () => { clearInterval(timer); };
  }, []);
  return now;
}
