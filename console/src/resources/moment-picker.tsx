/** Ant Design's field for a moment, by the browser's clock. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/ja.js';
import 'dayjs/locale/zh-cn.js';

export interface MomentProps {
  /** ISO 8601; '' for none. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
}

export function MomentPicker({ value = '', onChange, id }: MomentProps) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      // What is typed or chosen holds without a further OK.
      needConfirm={false}
      showTime
      style={{ width: 220 }}
      value={value === '' ? null : dayjs(value)}
      onChange={(chosen) => onChange?.(chosen?.toISOString() ?? '')}
    />
  );
}
