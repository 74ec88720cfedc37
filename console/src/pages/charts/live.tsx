/** What passes now and in the last minutes, from the counters of the data plane. */
import { Alert, Card, Col, Flex, Progress, Row, Statistic, Typography } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { Eip } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { useSession } from '../../layout/session-context.js';
import type { Rate } from '../../live/rates.js';
import { recent, WINDOW } from '../../live/recent.js';
import { figuresOf, togetherOf } from '../../live/stretches.js';
import { Code } from '../../resources/kit.js';
import { capsOf } from './caps.js';
import { Chart } from './chart.js';
import { Figures } from './figures.js';
import { unitsOf } from './units.js';
import { useMoments } from './moments.js';

/** ms */
const TICK = 1_000;

export function Live({ eips }: { readonly eips: readonly Eip[] }) {
  const { t, language } = useWords();
  const { charts } = t.seeing;
  const { dataplane } = useSession();
  const units = useMemo(() => unitsOf(language), [language]);
  const moment = useMoments(WINDOW);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, TICK);
    return () => { clearInterval(timer); };
  }, []);

  const moments = togetherOf(eips.map(({ AllocationId }) => recent.of(AllocationId)), now, WINDOW);
  const caps = capsOf(eips);
  const figures = (name: keyof Rate) => figuresOf(moments, name);
  const [receivedBits, sentBits, receivedPackets, sentPackets] = [figures('receivedBits'), figures('sentBits'), figures('receivedPackets'), figures('sentPackets')];
  const series = (name: string, of: keyof Rate) => ({ name, points: moments.map((one) => [one.time, one[of]] as const) });
  const rate = (n: number) => charts.perSecond(units.count(n));
  const summary = (title: string, received: typeof receivedBits, sent: typeof sentBits, written: (n: number) => string) =>
    charts.liveSummary(title, written(received.now), written(received.peak), written(sent.now), written(sent.peak));
  const silent = receivedPackets.total === 0 && sentPackets.total === 0;
  const shared = { kind: 'step' as const, from: now - WINDOW, to: now, moment };
  return (
    <div className="stack">
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={12}><Direction title={charts.inbound} value={units.bits(receivedBits.now)} packets={rate(receivedPackets.now)} part={receivedBits.now / caps.received} cap={units.bits(caps.received)} /></Col>
        <Col xs={24} lg={12}><Direction title={charts.outbound} value={units.bits(sentBits.now)} packets={rate(sentPackets.now)} part={sentBits.now / caps.sent} cap={units.bits(caps.sent)} /></Col>
      </Row>
      {silent && dataplane !== 'memory' && (
        <Alert type="info" showIcon title={charts.silent} description={eips[0] === undefined ? '' : <Code>{`openeip exec internet -- curl -s http://${eips[0].IpAddress}/`}</Code>} />
      )}
      <Row gutter={[16, 16]}>
        <Col xs={24} xxl={12}>
          <Typography.Title level={5}>{charts.bandwidth}</Typography.Title>
          <Chart
            summary={summary(charts.bandwidth, receivedBits, sentBits, units.bits)}
            picture={{ ...shared, series: [series(charts.inbound, 'receivedBits'), series(charts.outbound, 'sentBits')], cap: { name: charts.cap, value: caps.sent }, written: units.bits }}
          />
        </Col>
        <Col xs={24} xxl={12}>
          <Typography.Title level={5}>{charts.packets}</Typography.Title>
          <Chart
            summary={summary(charts.packets, receivedPackets, sentPackets, rate)}
            picture={{ ...shared, series: [series(charts.inbound, 'receivedPackets'), series(charts.outbound, 'sentPackets')], written: rate }}
          />
        </Col>
      </Row>
      <Figures
        title={charts.figures}
        columns={[charts.now, charts.average, charts.peak, charts.traffic, charts.packetsNow, charts.packetsTotal]}
        rows={([[charts.inbound, receivedBits, receivedPackets], [charts.outbound, sentBits, sentPackets]] as const).map(([name, bits, packets]) => ({
          name, cells: [units.bits(bits.now), units.bits(bits.average), units.bits(bits.peak), units.bytes(bits.total / 8), rate(packets.now), units.count(Math.round(packets.total))],
        }))}
      />
    </div>
  );
}

function Direction({ title, value, packets, part, cap }: { readonly title: string; readonly value: string; readonly packets: string; readonly part: number; readonly cap: string }) {
  const { t, language } = useWords();
  const percent = unitsOf(language).percent(part);
  return (
    <Card size="small">
      <Flex justify="space-between" align="end" wrap gap={8}>
        <Statistic title={title} value={value} />
        <Typography.Text type="secondary">{packets}</Typography.Text>
      </Flex>
      <Progress percent={Math.min(part * 100, 100)} size="small" showInfo={false} status={part > 0.95 ? 'exception' : 'normal'} aria-label={t.seeing.charts.ofCap(percent, cap)} />
      <Typography.Text type="secondary" className="small">{t.seeing.charts.ofCap(percent, cap)}</Typography.Text>
    </Card>
  );
}
