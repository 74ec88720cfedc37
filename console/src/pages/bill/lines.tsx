/** What one EIP or package was billed for, hour by hour: hours that differ in nothing are one line. */
import { Table, Tag, Typography } from 'antd';
import type { Billed, BillLine } from '../../api/bill.js';
import { useWords } from '../../i18n/words.js';
import { moneyText } from './money.js';
import { quantityText, reasonText } from './wording.js';

const HOUR = 3_600_000;

export function Lines({ billed: { id, lines }, currency }: { readonly billed: Billed; readonly currency: string }) {
  const { t, date, number, language } = useWords();
  const { bill } = t.seeing;
  return (
    <Table<BillLine>
      size="small"
      aria-label={bill.linesOf(id)}
      rowKey={(line) => `${line.Item} ${line.Time}`}
      dataSource={lines}
      locale={{ emptyText: bill.noLines }}
      pagination={{ defaultPageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { key: 'item', title: bill.item, render: (_, { Item }) => <Tag>{bill.items[Item]}</Tag> },
        {
          key: 'time', title: bill.time,
          render: (_, { Time, Hours }) => (Hours === 0 ? date(Time) : `${date(Time)} – ${date(new Date(Date.parse(Time) + Hours * HOUR).toISOString())}`),
        },
        { key: 'hours', title: bill.hours, align: 'right', render: (_, { Hours }) => (Hours === 0 ? bill.once : bill.hoursOf(number(Hours))) },
        { key: 'quantity', title: bill.quantity, align: 'right', render: (_, line) => quantityText(bill, number, line) },
        { key: 'reason', title: bill.reason, render: (_, line) => reasonText(bill, line) },
        {
          key: 'amount', title: bill.amount, align: 'right',
          render: (_, { Amount }) => (Amount === '0' ? <Typography.Text type="secondary">{bill.free}</Typography.Text> : <span className="figure">{moneyText(language.tag, currency, Amount)}</span>),
        },
      ]}
    />
  );
}
