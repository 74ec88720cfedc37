/** What is asked of a trace: it stands in the page's query, so every trace has a link. */
import { SwapOutlined } from '@ant-design/icons';
import { Button, Checkbox, Col, Flex, Form, Input, Row, Select } from 'antd';
import type { Traced } from '../../api/trace.js';
import { vpcs } from '../../api/listings.js';
import { useWords } from '../../i18n/words.js';
import { EndField } from '../../live/ends.js';
import { Choice, labelled } from '../../resources/kit.js';

const PROTOCOLS = ['tcp', 'udp', 'icmp', 'gre'];

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly vpc: string;
  readonly protocol: string;
  readonly port: string;
  readonly probe: boolean;
}

const NAMES = ['from', 'to', 'vpc', 'protocol', 'port', 'probe'] as const;

export function askedOf(search: URLSearchParams): Asked {
  return {
    from: search.get('from') ?? 'internet', to: search.get('to') ?? '', vpc: search.get('vpc') ?? '', protocol: search.get('protocol') ?? 'tcp', port: search.get('port') ?? '80',
    probe: search.has('probe'),
  };
}

/** The query that asks so, beside whatever else stands in it. */
export function asking(search: URLSearchParams, asked: Asked): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries({ ...asked, probe: asked.probe ? '1' : '' })) {
    // A field that is not shown has no value.
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** What is asked, alone: for a link to another page that asks the same. */
export function askedParts(search: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(NAMES.flatMap((name) => (search.has(name) ? [[name, search.get(name) ?? '']] : [])));
}

/** The query without it. */
export function notAsking(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of NAMES) next.delete(name);
  return next;
}

export function tracedOf({ from, to, vpc, protocol, port, probe }: Asked): Traced {
  return { From: from, To: to, VpcId: vpc, Protocol: protocol, Port: protocol === 'tcp' || protocol === 'udp' ? port : '', Probe: probe };
}

/** @param narrow in a column of its own */
export function Ask({ asked, ask, busy, narrow = false }: { readonly asked: Asked; readonly ask: (asked: Asked) => void; readonly busy: boolean; readonly narrow?: boolean }) {
  const { t } = useWords();
  const [form] = Form.useForm<Asked>();
  const from = Form.useWatch('from', form) ?? asked.from;
  const protocol = Form.useWatch('protocol', form) ?? asked.protocol;
  const required = [{ required: true, message: t.common.required }];
  return (
    <Form<Asked> form={form} layout="vertical" requiredMark={false} initialValues={asked} onFinish={ask}>
      <Row gutter={16} align="bottom">
        <Col xs={24} lg={narrow ? 24 : 9}><Form.Item name="from" label={t.seeing.trace.from} rules={required}><EndField label={t.seeing.trace.from} /></Form.Item></Col>
        <Col xs={24} lg={narrow ? 24 : 1}>
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
        <Col xs={24} lg={narrow ? 24 : 9}><Form.Item name="to" label={t.seeing.trace.to} rules={required}><EndField label={t.seeing.trace.to} /></Form.Item></Col>
        <Col xs={12} lg={narrow ? 12 : 3}>
          <Form.Item name="protocol" label={t.group.protocol}><Select options={PROTOCOLS.map((value) => ({ value, label: value.toUpperCase() }))} /></Form.Item>
        </Col>
        <Col xs={12} lg={narrow ? 12 : 2}>
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
