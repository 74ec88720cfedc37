/** Orders a fault: which calls it meets, and what becomes of them. */
import { Alert, AutoComplete, Checkbox, Col, Collapse, Form, Input, InputNumber, Radio, Row, Select, Typography } from 'antd';
import { operateOrder } from '../../api/operator.js';
import { isKnownCode } from '../../i18n/errors/texts.js';
import { useWords } from '../../i18n/words.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { DurationField } from '../../resources/duration-field.js';
import { FAULT_ACTIONS, type FaultProduct } from './actions.js';

interface Values {
  readonly Product: FaultProduct;
  readonly ActionName: string;
  readonly effect: 'error' | 'reset' | 'late';
  readonly Code?: string;
  readonly Status?: number | null;
  readonly Message?: string;
  readonly First: number;
  readonly Delay?: string;
  readonly RetryAfter?: string;
  readonly After?: boolean;
}

/** Only what belongs to the effect: of a field that is hidden, the form keeps what was typed. */
function orderOf({ Product, ActionName, effect, First, Delay, Code, Status, Message, RetryAfter, After }: Values) {
  return {
    Product, ActionName, First, Delay,
    ...(effect === 'error' ? { Code, Status: Status ?? undefined, Message, RetryAfter } : {}),
    ...(effect === 'reset' ? { Reset: true } : {}),
    ...(effect !== 'late' && After === true ? { After } : {}),
  };
}

export function AddFault({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { faults: texts } = t.seeing;
  const required = [{ required: true, whitespace: true, message: t.common.required }];
  return (
    <ActionDialog<Values>
      title={texts.addTitle}
      width={760}
      onClose={onClose}
      submit={(values) => operateOrder('AddFault', orderOf(values))}
      initial={{ Product: 'Vpc', effect: 'error', First: 1 }}
    >
      <Row gutter={16}>
        <Col xs={24} sm={7}>
          <Form.Item name="Product" label={texts.product} rules={required}><Select options={Object.keys(FAULT_ACTIONS).map((value) => ({ value, label: value }))} /></Form.Item>
        </Col>
        <Col xs={24} sm={11}><ActionField /></Col>
        <Col xs={24} sm={6}><Form.Item name="First" label={texts.first} rules={[{ required: true, message: t.common.required }]}><InputNumber min={1} max={1_000_000} precision={0} style={{ width: '100%' }} /></Form.Item></Col>
      </Row>
      <Form.Item name="effect" label={texts.effect}>
        <Radio.Group options={(['error', 'reset', 'late'] as const).map((value) => ({ value, label: texts.effects[value] }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['effect']}>
        {({ getFieldValue }) => <Effect effect={getFieldValue('effect') as Values['effect']} />}
      </Form.Item>
    </ActionDialog>
  );
}

/** Chosen among the product's, or typed. */
function ActionField() {
  const { t } = useWords();
  const form = Form.useFormInstance<Values>();
  const product = Form.useWatch('Product', form) ?? 'Vpc';
  return (
    <Form.Item name="ActionName" label={t.seeing.faults.action} rules={[{ required: true, message: t.common.required }, { pattern: /^[A-Za-z]\w*$/, message: t.seeing.faults.notAnAction }]}>
      <AutoComplete allowClear options={FAULT_ACTIONS[product].map((value) => ({ value }))} showSearch={{ filterOption: (typed, option) => includes(option?.value, typed) }} />
    </Form.Item>
  );
}

function Effect({ effect }: { readonly effect: Values['effect'] }) {
  const { t } = useWords();
  const { faults: texts } = t.seeing;
  return (
    <>
      {effect === 'error' && <CodeField />}
      <Row gutter={16}>
        <Col xs={24} sm={12}><DurationField name="Delay" title={texts.delay} placeholder="500ms" required={effect === 'late'} /></Col>
        {effect === 'error' && <Col xs={24} sm={12}><DurationField name="RetryAfter" title={texts.retryAfter} placeholder="2s" /></Col>}
      </Row>
      {effect !== 'late' && <Form.Item name="After" valuePropName="checked"><Checkbox>{texts.after}</Checkbox></Form.Item>}
      {effect === 'error' && (
        <Collapse
          ghost
          size="small"
          items={[{
            key: 'own', label: texts.own,
            children: (
              <Row gutter={16}>
                <Col xs={24} sm={8}><Form.Item name="Status" label={texts.status}><InputNumber min={400} max={599} precision={0} style={{ width: '100%' }} /></Form.Item></Col>
                <Col xs={24} sm={16}><Form.Item name="Message" label={texts.message}><Input maxLength={512} /></Form.Item></Col>
              </Row>
            ),
          }]}
        />
      )}
    </>
  );
}

/** One of the cloud's, found by its meaning, too; or any other, typed. Below it stands what a user of the console will read. */
function CodeField() {
  const { t, errors } = useWords();
  const form = Form.useFormInstance<Values>();
  const code = Form.useWatch('Code', form) ?? '';
  const options = Object.entries(errors).filter(([value]) => value !== 'Unreachable').map(([value, [meaning]]) => ({ value, label: <>{value} <Typography.Text type="secondary">{meaning}</Typography.Text></>, text: `${value} ${meaning}` }));
  return (
    <>
      <Form.Item name="Code" label={t.seeing.faults.code} rules={[{ required: true, message: t.common.required }, { pattern: /^[\w.]{1,128}$/, message: t.seeing.faults.notACode }]}>
        <AutoComplete allowClear options={options} showSearch={{ filterOption: (typed, option) => includes(option?.text, typed) }} />
      </Form.Item>
      {isKnownCode(errors, code) && (
        <Alert type="info" showIcon style={{ marginBottom: 24 }} title={errors[code][0]} description={`${t.error.mend}: ${errors[code][1]}`} />
      )}
    </>
  );
}

function includes(text: string | undefined, typed: string): boolean {
  return text?.toLowerCase().includes(typed.toLowerCase()) ?? false;
}
