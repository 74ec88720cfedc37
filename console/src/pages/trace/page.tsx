/** Follows a packet over the cloud and its answer back: what decides at each step, and the one cause where it dies, with its mend. */
import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Checkbox, Col, Empty, Flex, Form, Input, Row, Select, Steps, Tag, Typography } from 'antd';
import { useSearchParams } from 'react-router';
import { traceQuery, type Hop, type Told, type Trace, type Traced, type Trip } from '../../api/trace.js';
import { vpcs } from '../../api/listings.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { EndField } from '../../live/ends.js';
import { Linked } from '../../live/linked.js';
import { Choice, Code, labelled } from '../../resources/kit.js';
import { causeText, commandsOf, hopText, mendText, noteText, packetText } from './telling.js';

const PROTOCOLS = ['tcp', 'udp', 'icmp', 'gre'];

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly vpc: string;
  readonly protocol: string;
  readonly port: string;
  readonly probe: boolean;
}

export function TracePage() {
  const { t } = useWords();
  const { region } = usePlace();
  const [search, setSearch] = useSearchParams();
  const asked: Asked = {
    from: search.get('from') ?? 'internet', to: search.get('to') ?? '', vpc: search.get('vpc') ?? '', protocol: search.get('protocol') ?? 'tcp', port: search.get('port') ?? '80',
    probe: search.has('probe'),
  };
  const found = useQuery({ ...traceQuery(region, tracedOf(asked)), enabled: asked.to !== '' && asked.from !== '' });
  const ask = (values: Asked) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries({ ...values, probe: values.probe ? '1' : '' })) {
      if (value === undefined || value === '') next.delete(name);
      else next.set(name, value);
    }
    if (next.toString() === search.toString()) void found.refetch();
    else setSearch(next);
  };
  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{t.seeing.trace.title}</Typography.Title>
      <Card><Ask key={search.toString()} asked={asked} ask={ask} busy={found.isFetching} /></Card>
      {found.error !== null && <Refused error={found.error} />}
      {found.data === undefined ? !found.isFetching && found.error === null && <Empty description={t.seeing.trace.empty} /> : <Told trace={found.data} />}
    </div>
  );
}

function tracedOf({ from, to, vpc, protocol, port, probe }: Asked): Traced {
  return { From: from, To: to, VpcId: vpc, Protocol: protocol, Port: protocol === 'tcp' || protocol === 'udp' ? port : '', Probe: probe };
}

function Ask({ asked, ask, busy }: { readonly asked: Asked; readonly ask: (asked: Asked) => void; readonly busy: boolean }) {
  const { t } = useWords();
  const [form] = Form.useForm<Asked>();
  const from = Form.useWatch('from', form) ?? asked.from;
  const protocol = Form.useWatch('protocol', form) ?? asked.protocol;
  const required = [{ required: true, message: t.common.required }];
  return (
    <Form<Asked> form={form} layout="vertical" requiredMark={false} initialValues={asked} onFinish={ask}>
      <Row gutter={16} align="bottom">
        <Col xs={24} lg={9}><Form.Item name="from" label={t.seeing.trace.from} rules={required}><EndField label={t.seeing.trace.from} /></Form.Item></Col>
        <Col xs={24} lg={1}>
          <Form.Item>
            <Button
              icon={<SwapOutlined />}
              aria-label={t.seeing.trace.swap}
              title={t.seeing.trace.swap}
              onClick={() => {
                form.setFieldsValue({ from: form.getFieldValue('to') as string, to: form.getFieldValue('from') as string });
              }}
            />
          </Form.Item>
        </Col>
        <Col xs={24} lg={9}><Form.Item name="to" label={t.seeing.trace.to} rules={required}><EndField label={t.seeing.trace.to} /></Form.Item></Col>
        <Col xs={12} lg={3}>
          <Form.Item name="protocol" label={t.group.protocol}><Select options={PROTOCOLS.map((value) => ({ value, label: value.toUpperCase() }))} /></Form.Item>
        </Col>
        <Col xs={12} lg={2}>
          <Form.Item name="port" label={t.seeing.trace.port}><Input inputMode="numeric" disabled={protocol !== 'tcp' && protocol !== 'udp'} /></Form.Item>
        </Col>
      </Row>
      {/^\d+\.\d+\.\d+\.\d+$/.test(from) && (
        <Choice listing={vpcs} name="vpc" title={t.seeing.trace.vpc} id={({ VpcId }) => VpcId} label={({ VpcId, VpcName }) => labelled(VpcId, VpcName)} />
      )}
      <Flex gap={16} align="center" wrap>
        <Button type="primary" htmlType="submit" loading={busy}>{t.seeing.trace.run}</Button>
        <Form.Item name="probe" valuePropName="checked" noStyle><Checkbox>{t.seeing.trace.probe}</Checkbox></Form.Item>
      </Flex>
    </Form>
  );
}

function Told({ trace }: { readonly trace: Trace }) {
  const { t } = useWords();
  const { forward, back, notes, probe } = trace;
  const cause = forward.cause ?? back?.cause ?? null;
  return (
    <>
      {cause === null
        ? <Alert type="success" showIcon role="status" title={trace.answered ? t.seeing.trace.answered : t.seeing.trace.delivered} />
        : <Death cause={cause} onTheWayBack={forward.cause === null} />}
      {probe !== null && <Probed probe={probe} />}
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={back === null ? 24 : 12}><Card title={t.seeing.trace.forward}><Hops trip={forward} /></Card></Col>
        {back !== null && <Col xs={24} xl={12}><Card title={t.seeing.trace.back}><Hops trip={back} /></Card></Col>}
      </Row>
      {notes.length > 0 && <Card title={t.seeing.trace.notes}>{notes.map((note) => <Note key={`${note.code} ${note.what}`} note={note} />)}</Card>}
    </>
  );
}

function Death({ cause, onTheWayBack }: { readonly cause: Told; readonly onTheWayBack: boolean }) {
  const { t } = useWords();
  const words = mendText(t.seeing.walk, cause);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={<>{onTheWayBack ? t.seeing.trace.diesBack : t.seeing.trace.dies} <Tag className="mono">{cause.code}</Tag></>}
      description={
        <>
          <Typography.Paragraph><Linked>{causeText(t.seeing.walk, cause)}</Linked></Typography.Paragraph>
          <Typography.Text strong>{t.error.mend}</Typography.Text>
          {words !== '' && <div><Linked>{words}</Linked></div>}
          {commandsOf(cause.mend).map((command) => <Code key={command}>{command}</Code>)}
        </>
      }
    />
  );
}

function Note({ note }: { readonly note: Told }) {
  const { t } = useWords();
  return (
    <>
      <Typography.Text><Linked>{noteText(t.seeing.walk, note)}</Linked></Typography.Text>
      {commandsOf(note.mend).map((command) => <Code key={command}>{command}</Code>)}
    </>
  );
}

function Probed({ probe }: { readonly probe: NonNullable<Trace['probe']> }) {
  const { t } = useWords();
  if ('failed' in probe) return <Alert type="warning" showIcon role="status" title={t.seeing.trace.probeFailed} description={probe.failed} />;
  if (probe.agrees) return <Alert type="success" showIcon role="status" title={t.seeing.trace.agrees} />;
  return <Alert type="error" showIcon role="alert" title={t.seeing.trace.differs} description={<ul className="notes">{probe.differences.map((line) => <li key={line}>{line}</li>)}</ul>} />;
}

function Hops({ trip: { hops, cause, arrived } }: { readonly trip: Trip }) {
  const { t } = useWords();
  const place = (at: string) => ({ internet: t.seeing.internet, edge: t.seeing.trace.edge })[at] ?? at;
  return (
    <Steps
      orientation="vertical"
      size="small"
      current={hops.length}
      items={[
        ...hops.map((hop) => {
          const died = hop.after === null;
          return {
            title: <Typography.Text strong><Linked>{place(hop.at)}</Linked></Typography.Text>,
            status: died ? 'error' as const : 'finish' as const,
            content: <Decision hop={hop} text={died && cause !== null ? causeText(t.seeing.walk, cause) : hopText(t.seeing.walk, hop)} />,
          };
        }),
        ...(arrived === null ? [] : [{ title: <Typography.Text strong type="success">{t.seeing.trace.arrived}: <Linked>{arrived === 'service' ? t.seeing.trace.service : place(arrived)}</Linked></Typography.Text>, status: 'finish' as const }]),
      ]}
    />
  );
}

function Decision({ hop, text }: { readonly hop: Hop; readonly text: string }) {
  const { before, after, decision } = hop;
  const changed = after !== null && (after.source !== before.source || after.destination !== before.destination);
  return (
    <>
      <div><Linked>{text}</Linked></div>
      {(changed || decision === 'sent') && <div className="mono small">{packetText(after ?? before)}</div>}
    </>
  );
}
