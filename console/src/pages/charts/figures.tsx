/** Numbers below the charts, which say the same to those who cannot see them. */
import { Table } from 'antd';
import { useWords } from '../../i18n/words.js';

export interface FigureRow {
  readonly name: string;
  readonly cells: readonly string[];
}

export function Figures({ title, columns, rows }: { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly FigureRow[] }) {
  const { t } = useWords();
  return (
    <Table<FigureRow>
      size="small"
      aria-label={title}
      pagination={false}
      rowKey="name"
      dataSource={rows}
      scroll={{ x: 'max-content' }}
      columns={[
        { key: 'name', title: t.seeing.charts.direction, dataIndex: 'name', rowScope: 'row' },
        ...columns.map((column, index) => ({ key: column, title: column, align: 'right' as const, render: (_: unknown, { cells }: FigureRow) => cells[index] ?? '' })),
      ]}
    />
  );
}
