import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.js';

const DURATION = /^(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;

/** A span of time as the API takes it. */
export function DurationField({ name, title, placeholder, required = false, extra }: {
  readonly name: string; readonly title: string; readonly placeholder: string; readonly required?: boolean; readonly extra?: ReactNode;
}) {
  const { t } = useWords();
  return (
    <Form.Item name={name} label={title} extra={extra} rules={[{ required, message: t.common.required }, { pattern: DURATION, message: t.seeing.notADuration }]}>
      <Input placeholder={placeholder} allowClear />
    </Form.Item>
  );
}
