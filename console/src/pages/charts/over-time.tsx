/** What passed in each period of the last hours or days. */
import { ReloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Col, Collapse, Empty, Flex, Row, Table, Typography } from 'antd';
import { useMemo } from 'react';
import { monitorQuery, type Period } from '../../api/monitor.js';
import type { Eip } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { capsOf } from './caps.js';
import { Chart } from './chart.js';
import { Figures } from './figures.js';
import { useMoments } from './moments.js';
import { RANGES, type PeriodSeconds, type Range } from './ranges.js';
import { unitsOf } from './units.js';

interface Props {
  readonly eips: readonly Eip[];
  readonly range: Range;
  readonly period: PeriodSeconds;
}

export function OverTime({ eips, range, period }: Props) {
  const { t } = useWords();
  const { region } = usePlace();
  const found = useQuery(monitorQuery(region, eips.map(({ AllocationId }) => AllocationId), RANGES[range], period));
  if (found.error !== null) return <Refused error={found.error} />;
  if (found.data === undefined) return <Busy />;
  const again = <Button icon={<ReloadOutlined />} loading={found.isFetching} onClick={() => void found.refetch()}>{t.common.refresh}</Button>;
  if (found.data.every(({ packets }) => packets === 0)) return <Empty description={t.seeing.charts.nothing}>{again}</Empty>;
  return (
    <div className="stack">
      <Pictures periods={found.data} eips={eips} range={range} period={period} />
      <Flex>{again}</Flex>
    </div>
  );
}

function Pictures({ periods, eips, range, period }: Props & { readonly periods: readonly Period[] }) {
  const { t, language, date } = useWords();
  const { charts } = t.seeing;
  const units = useMemo(() => unitsOf(language), [language]);
  const length = RANGES[range] * 60_000;
  const moment = useMoments(length);
  const caps = capsOf(eips);
  const figures = useMemo(() => figuresOf(periods, period), [periods, period]);
  const perSecond = (bytes: number) => (bytes * 8) / period;
  const from = periods[0]?.time ?? 0;
  const shared = { from, to: from + length, moment };
  const series = (name: string, value: (one: Period) => number, at: number) => ({ name, points: periods.map((one) => [one.time + at, value(one)] as const) });
  const middle = (period * 1_000) / 2;
  const { received, sent, packets } = figures;
  return (
    <>
      <Row gutter={[16, 16]}>
        <Col xs={24} xxl={12}>
          <Typography.Title level={5}>{charts.traffic}</Typography.Title>
          <Chart
            summary={charts.trafficSummary(units.bytes(received.total), units.bytes(sent.total))}
            picture={{ ...shared, kind: 'bar', series: [series(charts.inbound, (one) => one.received, middle), series(charts.outbound, (one) => one.sent, middle)], written: units.bytes }}
          />
        </Col>
        <Col xs={24} xxl={12}>
          <Typography.Title level={5}>{charts.bandwidth}</Typography.Title>
          <Chart
            summary={charts.bandwidthSummary(units.bits(received.peak), units.bits(sent.peak), units.bits(caps.sent))}
            picture={{
              ...shared, kind: 'step', series: [series(charts.inbound, (one) => perSecond(one.received), 0), series(charts.outbound, (one) => perSecond(one.sent), 0)],
              cap: { name: charts.cap, value: caps.sent }, written: units.bits,
            }}
          />
        </Col>
        <Col xs={24} xxl={12}>
          <Typography.Title level={5}>{charts.packets}</Typography.Title>
          <Chart summary={charts.packetsSummary(units.count(packets))} picture={{ ...shared, kind: 'bar', series: [series(charts.both, (one) => one.packets, middle)], written: units.count }} />
        </Col>
        <Col xs={24} xxl={12}>
          <Typography.Title level={5}>{charts.figures}</Typography.Title>
          <Figures
            title={charts.figures}
            columns={[charts.traffic, charts.average, charts.peak, charts.peakOfCap]}
            rows={([[charts.inbound, received, caps.received], [charts.outbound, sent, caps.sent]] as const).map(([name, one, cap]) => ({
              name, cells: [units.bytes(one.total), units.bits(one.average), units.bits(one.peak), units.percent(one.peak / cap)],
            }))}
          />
        </Col>
      </Row>
      <Collapse
        ghost
        items={[{
          key: 'table', label: charts.asTable,
          children: (
            <Table<Period>
              size="small"
              rowKey="time"
              dataSource={periods.filter((one) => one.packets > 0).reverse()}
              pagination={{ defaultPageSize: 10, hideOnSinglePage: true }}
              columns={[
                { key: 'time', title: charts.time, render: (_, { time }) => date(new Date(time).toISOString()) },
                { key: 'received', title: charts.inbound, align: 'right', render: (_, one) => units.bytes(one.received) },
                { key: 'sent', title: charts.outbound, align: 'right', render: (_, one) => units.bytes(one.sent) },
                { key: 'packets', title: charts.packetsTotal, align: 'right', render: (_, one) => units.count(one.packets) },
              ]}
            />
          ),
        }]}
      />
    </>
  );
}

interface Figure {
  /** bytes */
  readonly total: number;
  /** bit/s, of a period */
  readonly peak: number;
  readonly average: number;
}

function figuresOf(periods: readonly Period[], seconds: number): { readonly received: Figure; readonly sent: Figure; readonly packets: number } {
  const figure = (name: 'received' | 'sent'): Figure => {
    const total = periods.reduce((sum, one) => sum + one[name], 0);
    return { total, peak: (Math.max(0, ...periods.map((one) => one[name])) * 8) / seconds, average: (total * 8) / (seconds * Math.max(periods.length, 1)) };
  };
  return { received: figure('received'), sent: figure('sent'), packets: periods.reduce((sum, one) => sum + one.packets, 0) };
}
