/** The list page of every kind of resource: filters and pages in the query, rows from the server, actions per row. */
import { PlusOutlined, ReloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Input, Select, Table, Typography } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Parameters } from '../api/flatten.js';
import { listQuery } from '../api/listings.js';
import { useWords } from '../i18n/words.js';
import { useNarrow } from '../layout/narrow.js';
import { usePlace } from '../layout/place.js';
import { Refused } from '../layout/refused.js';
import { Actions } from './actions.js';
import { Cut } from './kit.js';
import type { Filter, Resource, View } from './resource.js';

const SIZES = [10, 20, 50];

/** What a list shows, as its address says. */
export function pageQuery<Row>({ listing, grouped }: Resource<Row>, { filters }: View<Row>, region: string, search: URLSearchParams) {
  const group = search.get('group') ?? '';
  return listQuery(listing, region, { ...(grouped && group !== '' ? { ResourceGroupId: group } : {}), ...filtersOf(filters, search) }, shownOf(search));
}

/** An address may have been typed: the first page stands for what is no page. */
function shownOf(search: URLSearchParams): { readonly number: number; readonly size: number } {
  const [number, size] = [Number(search.get('page')), Number(search.get('size'))];
  return { number: Number.isSafeInteger(number) && number > 0 ? number : 1, size: SIZES.includes(size) ? size : 20 };
}

export function ListPage<Row extends object>({ resource }: { readonly resource: Resource<Row> }) {
  const words = useWords();
  const { t } = words;
  const view = useMemo(() => resource.view(words), [resource, words]);
  const place = usePlace();
  const [search, setSearch] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const { number, size } = shownOf(search);
  // It was asked for before the page came, and what was refused is not asked for twice.
  const page = useQuery({ ...pageQuery(resource, view, place.region, search), placeholderData: keepPreviousData, retryOnMount: false });

  const change = (parts: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(parts)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setSearch(next);
  };
  const filtered = view.filters.some(({ parameter }) => search.has(parameter)) || (resource.grouped && place.group !== '');
  const last = page.isSuccess && !page.isPlaceholderData ? Math.max(1, Math.ceil(page.data.total / size)) : number;
  useEffect(() => {
    // Rows that went may have taken the page with them.
    if (number <= last) return;
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set('page', String(last));
      return next;
    }, { replace: true });
  }, [number, last, setSearch]);
  const narrow = useNarrow();
  const { create } = view;
  const createButton = create !== undefined && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => { setCreating(true); }}>{create.label}</Button>
  );

  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{view.title}</Typography.Title>
      <Flex gap={8} wrap align="center">
        {createButton}
        <Button icon={<ReloadOutlined />} aria-label={t.common.refresh} loading={page.isFetching} onClick={() => void page.refetch()} />
        {view.filters.map((filter) => <FilterInput key={filter.parameter} filter={filter} value={search.get(filter.parameter) ?? ''} change={change} />)}
      </Flex>
      {page.error !== null && <Refused error={page.error} />}
      <Table<Row>
        size="middle"
        scroll={{ x: 'max-content' }}
        rowKey={(row) => resource.id(row)}
        loading={page.isPending}
        dataSource={page.data?.rows ?? []}
        // Nothing is called empty before it is known, nor where the call was refused.
        locale={{ emptyText: page.isSuccess && number <= last ? <Nothing view={view} filtered={filtered} createButton={createButton} clear={() => { change({ ...cleared(view.filters), group: '', page: '' }); }} /> : <></> }}
        pagination={{
          current: number, pageSize: size, total: page.data?.total ?? 0, pageSizeOptions: SIZES, showSizeChanger: true, hideOnSinglePage: false,
          showTotal: (total) => t.common.total(words.number(total)),
          onChange: (to, chosen) => { change({ page: to === 1 ? '' : String(to), size: chosen === 20 ? '' : String(chosen) }); },
        }}
        columns={[
          {
            key: 'id', title: `${t.common.id} / ${t.common.name}`,
            render: (_, row) => <><Link to={place.to(`${resource.path}/${resource.id(row)}`)} className="mono">{resource.id(row)}</Link><Cut>{resource.name(row)}</Cut></>,
          },
          ...view.columns.map(({ key, title, render }) => ({ key, title, render: (_: unknown, row: Row) => render(row) })),
          ...(view.actions.length === 0 ? [] : [{
            key: 'actions', title: t.common.actions,
            // Beside it nothing else would have room.
            ...(narrow ? {} : { fixed: 'end' as const }),
            render: (_: unknown, row: Row) => <Actions row={row} actions={view.actions} shown={2} />,
          }]),
        ]}
      />
      {creating && create !== undefined && <create.Dialog onClose={() => { setCreating(false); }} />}
    </div>
  );
}

function FilterInput({ filter, value, change }: {
  readonly filter: Filter; readonly value: string; readonly change: (parts: Readonly<Record<string, string>>) => void;
}) {
  const set = (chosen: string | undefined) => {
    change({ [filter.parameter]: chosen?.trim() ?? '', page: '' });
  };
  // Its label is all that says what it is.
  const className = filter.label.length > 15 ? 'filter wide' : 'filter';
  if (filter.options !== undefined) {
    return <Select aria-label={filter.label} placeholder={filter.label} className={className} allowClear value={value === '' ? null : value} options={[...filter.options]} onChange={set} />;
  }
  return <Input.Search key={value} aria-label={filter.label} placeholder={filter.label} className={className} allowClear defaultValue={value} onSearch={set} />;
}

function Nothing<Row>({ view, filtered, createButton, clear }: {
  readonly view: View<Row>; readonly filtered: boolean; readonly createButton: ReactNode; readonly clear: () => void;
}) {
  const { t } = useWords();
  if (filtered) return <Empty description={t.common.noMatch}><Button onClick={clear}>{t.common.clearFilters}</Button></Empty>;
  return <Empty description={view.empty}>{createButton}</Empty>;
}

function filtersOf(filters: readonly Filter[], search: URLSearchParams): Parameters {
  return Object.assign({}, ...filters.map(({ parameter, encode }): Parameters => {
    const value = search.get(parameter);
    if (value === null) return {};
    return encode === undefined ? { [parameter]: value } : encode(value);
  })) as Parameters;
}

function cleared(filters: readonly Filter[]): Record<string, string> {
  return Object.fromEntries(filters.map(({ parameter }) => [parameter, '']));
}
