/** Small pieces that the pages share. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Form, Input, InputNumber, Select, Tag, theme as antTheme, Typography, type BadgeProps, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Parameters } from '../api/flatten.js';
import { allQuery, type Listing } from '../api/listings.js';
import { zonesQuery } from '../api/places.js';
import { useWords, wordFor } from '../i18n/words.js';
import { usePlace, type ResourcePath } from '../layout/place.js';

const LIGHTS: Readonly<Record<string, BadgeProps['status']>> = {
  InUse: 'success', Running: 'success', Available: 'success', Created: 'success', OK: 'success', Stopped: 'default', CreateFailed: 'error', Deleted: 'default',
};

/** A status by word and light; every state that passes blinks. */
export function Status({ status, words }: { readonly status: string; readonly words: Readonly<Record<string, string>> }) {
  return <Badge status={LIGHTS[status] ?? 'processing'} text={wordFor(words, status)} />;
}

export function ResourceLink({ to: path, id, query = {} }: { readonly to: ResourcePath; readonly id: string; readonly query?: Readonly<Record<string, string>> }) {
  const { to } = usePlace();
  const { t } = useWords();
  if (id === '') return <>{t.common.none}</>;
  return <Link className="mono" to={to(`${path}/${id}`, query)}>{id}</Link>;
}

export function TagsView({ tags }: { readonly tags: { readonly Tag: readonly { readonly Key: string; readonly Value: string }[] } }) {
  const { t } = useWords();
  if (tags.Tag.length === 0) return <>{t.common.none}</>;
  return <>{tags.Tag.map(({ Key, Value }) => <Tag key={Key}>{Value === '' ? Key : `${Key}: ${Value}`}</Tag>)}</>;
}

/** Text of any length in one line of a table. */
export function Cut({ children }: { readonly children: string }) {
  return <div className="cut" title={children}>{children}</div>;
}

/** Text to be typed elsewhere: shown as it is, with a button that copies it. */
export function Code({ children }: { readonly children: string }) {
  const { token } = antTheme.useToken();
  return (
    <Typography.Paragraph className="code mono" copyable={{ text: children }} style={{ background: token.colorFillTertiary }}>{children}</Typography.Paragraph>
  );
}

/** What a mere question says. */
export function Question({ children }: { readonly children: ReactNode }) {
  return <Alert type="warning" showIcon title={children} style={{ marginBottom: 16 }} />;
}

interface ChoiceProps<Row> {
  readonly listing: Listing<Row>;
  readonly filters?: Parameters;
  readonly id: (row: Row) => string;
  readonly label: (row: Row) => string;
  /** Why it cannot be chosen. */
  readonly forbidden?: (row: Row) => string | undefined;
  readonly name: string;
  readonly title: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly onRow?: (row: Row | undefined, form: FormInstance) => void;
  readonly extra?: ReactNode;
  readonly disabled?: boolean;
}

/** A field of a form: one (or several) of the rows of a listing in this region. */
export function Choice<Row>({ listing, filters = {}, id, label, forbidden, name, title, required = false, multiple = false, onRow, extra, disabled = false }: ChoiceProps<Row>) {
  const { t } = useWords();
  const { region } = usePlace();
  const form = Form.useFormInstance();
  // All of them: most listings find a name only by the whole of it, so what is typed narrows here.
  const found = useQuery({ ...allQuery(listing, region, listing.kinds, filters), enabled: !disabled });
  const rows = found.data ?? [];
  return (
    <Form.Item name={name} label={title} extra={extra} rules={required ? [{ required, message: t.common.required }] : []}>
      <Select
        {...(multiple ? { mode: 'multiple' as const } : {})}
        allowClear={!required}
        // Else as the whole form is.
        {...(disabled ? { disabled } : {})}
        loading={found.isFetching}
        showSearch={{ optionFilterProp: 'label' }}
        options={rows.map((row) => {
          const reason = forbidden?.(row);
          return { value: id(row), label: reason === undefined ? label(row) : `${label(row)} – ${reason}`, disabled: reason !== undefined };
        })}
        onChange={(chosen: string | string[] | undefined) => {
          onRow?.(rows.find((row) => id(row) === chosen), form);
        }}
      />
    </Form.Item>
  );
}

/** An id and its name, as choices show them. */
export function labelled(id: string, name: string): string {
  return name === '' ? id : `${name} (${id})`;
}

export function ZoneField({ name = 'ZoneId' }: { readonly name?: string }) {
  const { t, language } = useWords();
  const { region } = usePlace();
  const zones = useQuery(zonesQuery(region, language.accept));
  return (
    <Form.Item name={name} label={t.common.zone} rules={[{ required: true, message: t.common.required }]}>
      <Select loading={zones.isPending} options={(zones.data ?? []).map(({ ZoneId, LocalName }) => ({ value: ZoneId, label: `${LocalName} (${ZoneId})` }))} />
    </Form.Item>
  );
}

export function TextField({ name, title, required = false, was = '', placeholder = '', rows = 1, extra }: {
  readonly name: string; readonly title: string; readonly required?: boolean; readonly placeholder?: string; readonly rows?: number; readonly extra?: ReactNode;
  /** What it is now. The API takes an empty value for none given: what there is can be changed, but not taken away. */
  readonly was?: string;
}) {
  const { t } = useWords();
  const message = required ? t.common.required : was === '' ? undefined : t.common.notEmptied;
  return (
    <Form.Item name={name} label={title} extra={extra} rules={message === undefined ? [] : [{ required: true, whitespace: true, message }]}>
      {rows === 1 ? <Input placeholder={placeholder} /> : <Input.TextArea rows={rows} className="mono" placeholder={placeholder} />}
    </Form.Item>
  );
}

export function NumberField({ name, title, min, max, required = false, placeholder = '' }: {
  readonly name: string; readonly title: string; readonly min: number; readonly max: number; readonly required?: boolean; readonly placeholder?: string;
}) {
  const { t } = useWords();
  return (
    <Form.Item name={name} label={title} rules={required ? [{ required, message: t.common.required }] : []}>
      <InputNumber min={min} max={max} placeholder={placeholder} />
    </Form.Item>
  );
}

export function SelectField({ name, title, options, extra }: {
  readonly name: string; readonly title: string; readonly options: readonly { readonly value: string; readonly label: string }[]; readonly extra?: ReactNode;
}) {
  const { t } = useWords();
  return (
    <Form.Item name={name} label={title} extra={extra} rules={[{ required: true, message: t.common.required }]}>
      <Select options={[...options]} />
    </Form.Item>
  );
}

/** The words of a table as choices. */
export function optionsOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
