/** What passes EIPs, as the tab of an EIP or an ENI: now, or over time. */
import { Alert, Empty, Flex, Segmented, Select } from 'antd';
import { Suspense, lazy } from 'react';
import { useSearchParams } from 'react-router';
import type { Eip, Eni } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { useSession } from '../../layout/session-context.js';
import { useEipsOf } from './eips-of.js';
import { fits, isRange, periodOf, PERIODS, RANGES, type Range } from './ranges.js';

const Live = lazy(async () => ({ default: (await import('./live.js')).Live }));
const OverTime = lazy(async () => ({ default: (await import('./over-time.js')).OverTime }));

export function EipCharts({ row }: { readonly row: Eip }) {
  return <Charts eips={[row]} />;
}

/** An ENI carries what its EIPs do. */
export function EniCharts({ row }: { readonly row: Eni }) {
  const { t } = useWords();
  const eips = useEipsOf(row);
  if (eips === undefined) return <Busy />;
  if (eips.length === 0) return <Empty description={t.seeing.charts.noEip} />;
  return <Charts eips={eips} />;
}

function Charts({ eips }: { readonly eips: readonly Eip[] }) {
  const { t } = useWords();
  const { charts } = t.seeing;
  const { dataplane } = useSession();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('range');
  const range = isRange(asked) ? asked : undefined;
  const period = range === undefined ? undefined : periodOf(range, Number(search.get('period')));
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return (
    <div className="stack">
      {dataplane === 'memory' && <Alert type="info" showIcon title={charts.memory} />}
      <Flex gap={12} wrap align="center">
        <Segmented<string>
          aria-label={charts.range}
          value={range ?? ''}
          options={[{ value: '', label: charts.live }, ...(Object.keys(RANGES) as Range[]).map((value) => ({ value, label: charts.ranges[value] }))]}
          onChange={(value) => { change('range', value); }}
        />
        {range !== undefined && (
          <Select<number>
            aria-label={charts.period}
            style={{ minWidth: 180 }}
            value={period ?? null}
            options={PERIODS.map((value) => ({ value, label: `${charts.period}: ${charts.periods[value]}`, disabled: !fits(range, value) }))}
            onChange={(value) => { change('period', String(value)); }}
          />
        )}
      </Flex>
      <Suspense fallback={<Busy />}>
        {range === undefined || period === undefined ? <Live eips={eips} /> : <OverTime eips={eips} range={range} period={period} />}
      </Suspense>
    </div>
  );
}
