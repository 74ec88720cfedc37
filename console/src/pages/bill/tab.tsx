/** What one EIP costs since the month began, as a tab of its page. */
import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { Link } from 'react-router';
import { billQuery } from '../../api/bill.js';
import type { Eip } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { Lines } from './lines.js';
import { moneyText } from './money.js';

export function EipBill({ row: { AllocationId } }: { readonly row: Eip }) {
  const { t, date, language } = useWords();
  const { bill } = t.seeing;
  const { region, to } = usePlace();
  const found = useQuery(billQuery(region, { AllocationId, From: '', To: '' }));
  if (found.error !== null) return <Refused error={found.error} />;
  const [billed] = found.data?.billed ?? [];
  if (found.data === undefined || billed === undefined) return <Busy />;
  return (
    <div className="stack">
      <Flex justify="space-between" align="baseline" wrap gap={8}>
        <Typography.Text>{`${date(found.data.from)} – ${date(found.data.to)}: `}<Typography.Text strong>{moneyText(language.tag, found.data.currency, billed.total)}</Typography.Text></Typography.Text>
        <Link to={to('bill')}>{bill.whole}</Link>
      </Flex>
      <Lines billed={billed} currency={found.data.currency} />
    </div>
  );
}
