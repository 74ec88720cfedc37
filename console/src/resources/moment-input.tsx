/** A field for a moment: the browser's own, by the browser's clock and keyboard. */
import { Input } from 'antd';

interface Props {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
  readonly label?: string;
}

export function MomentInput({ value = '', onChange, id, label }: Props) {
  return (
    <Input
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      type="datetime-local"
      step={1}
      value={value}
      onChange={({ target }) => onChange?.(target.value)}
    />
  );
}

/** What such a field has for a moment in ISO 8601; '' for none. */
export function fieldOf(iso: string): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return '';
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The other way round. */
export function momentOf(field: string): string {
  return field === '' ? '' : new Date(field).toISOString();
}
