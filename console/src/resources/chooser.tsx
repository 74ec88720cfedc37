/** One of many rows, page by page: those that a rule forbids are visible and disabled, with the reason beside them. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { Empty, Input, Table, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import type { RowKind } from '../api/events.js';
import type { Parameters } from '../api/flatten.js';
import { listQuery, type Listing } from '../api/listings.js';
import { useWords } from '../i18n/words.js';
import { usePlace } from '../layout/place.js';
import { Refused } from '../layout/refused.js';
import { Cut } from './kit.js';
import type { Column } from './resource.js';

const SIZE = 5;

/** `undefined`: not known yet, so not to be chosen yet; '' for a row that may be chosen. */
export type Verdict = string | undefined;

interface Props<Row> {
  readonly listing: Listing<Row>;
  readonly filters: Parameters;
  readonly byId: (id: string) => Parameters;
  readonly search: string;
  readonly id: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** What is asked for each row that is shown. */
  readonly ask: (row: Row) => { readonly queryKey: readonly unknown[]; readonly queryFn: () => Promise<string>; readonly kinds: readonly RowKind[] };
  readonly empty: ReactNode;
  readonly value?: string;
  readonly onChange?: (id: string | undefined) => void;
}

export function Chooser<Row extends object>({ listing, filters, byId, search, id, columns, ask, empty, value, onChange }: Props<Row>) {
  const { t } = useWords();
  const { region } = usePlace();
  const [number, setNumber] = useState(1);
  const [wanted, setWanted] = useState('');
  const page = useQuery({ ...listQuery(listing, region, { ...filters, ...(wanted === '' ? {} : byId(wanted)) }, { number, size: SIZE }), placeholderData: keepPreviousData });
  const rows = page.data?.rows ?? [];
  const verdicts = useQueries({ queries: rows.map((row) => {
    const { kinds, ...query } = ask(row);
    return { ...query, meta: { kinds } };
  }) });
  /** Other rows are shown: what is not seen any more is not chosen any more. */
  const turn = (to: number) => {
    setNumber(to);
    onChange?.(undefined);
  };
  const verdictOf = new Map<Row, Verdict>(rows.map((row, index) => [row, verdicts[index]?.data]));
  return (
    <>
      <Input.Search
        aria-label={search}
        placeholder={search}
        allowClear
        style={{ marginBottom: 8 }}
        onSearch={(text) => {
          setWanted(text.trim());
          turn(1);
        }}
      />
      {page.error !== null && <Refused error={page.error} />}
      <Table<Row>
        size="small"
        rowKey={(row) => id(row)}
        loading={page.isPending}
        dataSource={[...rows]}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        pagination={{ current: number, pageSize: SIZE, total: page.data?.total ?? 0, showSizeChanger: false, hideOnSinglePage: true, onChange: turn }}
        rowSelection={{
          type: 'radio',
          selectedRowKeys: value === undefined ? [] : [value],
          onSelect: (row) => onChange?.(id(row)),
          getCheckboxProps: (row) => ({ disabled: verdictOf.get(row) !== '', 'aria-label': id(row) }),
        }}
        columns={[
          {
            key: 'id', title: t.common.id,
            render: (_, row) => (
              <>
                <span className="mono">{id(row)}</span>
                <Typography.Text type="warning" style={{ display: 'block', maxWidth: 320, whiteSpace: 'normal' }}>{verdictOf.get(row) ?? ''}</Typography.Text>
              </>
            ),
          },
          ...columns.map(({ key, title, render }) => ({ key, title, render: (_: unknown, row: Row) => {
            const content = render(row);
            return typeof content === 'string' ? <Cut>{content}</Cut> : content;
          } })),
        ]}
      />
    </>
  );
}
