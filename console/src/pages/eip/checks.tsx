/** What must hold before OK, each with its answer for the chosen ENI (S-30). */
import { CheckCircleTwoTone, CloseCircleTwoTone, QuestionCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { enis, ipv4Gateways, listQuery } from '../../api/listings.js';
import { modesQuery, type ModeFacts } from '../../api/modes.js';
import type { Mode } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';

export function Checks({ mode, eniId, modes }: { readonly mode: Mode; readonly eniId: string; readonly modes: readonly ModeFacts[] }) {
  const { t } = useWords();
  const { region } = usePlace();
  const chosen = eniId !== '';
  const found = useQuery({ ...listQuery(enis, region, { NetworkInterfaceId: [eniId] }), enabled: chosen });
  const eni = found.data?.rows[0];
  const gateways = useQuery({ ...listQuery(ipv4Gateways, region, { VpcId: eni?.VpcId }), enabled: eni !== undefined });
  const verdicts = useQuery({ ...modesQuery(region, { NetworkInterfaceId: eniId }), enabled: chosen });
  const inRegion = modes.find((one) => one.mode === mode);
  const verdict = verdicts.data?.find((one) => one.mode === mode)?.refusal;
  const checks: readonly (readonly [string, boolean | undefined])[] = [
    [t.bind.checkRegion, inRegion === undefined ? undefined : inRegion.regions.includes('all') || inRegion.regions.includes(region)],
    ...(mode === 'NAT' ? [] : [
      [t.bind.checkDetached, eni === undefined ? undefined : eni.InstanceId === ''] as const,
      [t.bind.checkNoGateway, gateways.data === undefined ? undefined : gateways.data.rows.length === 0] as const,
    ]),
    [t.bind.checkEni, verdict === undefined ? undefined : verdict === ''],
  ];
  return (
    <Flex vertical gap={4} style={{ marginBottom: 16 }} role="group" aria-label={t.bind.checks}>
      <Typography.Text strong>{t.bind.checks}</Typography.Text>
      {checks.map(([text, holds]) => (
        <span key={text}>
          {holds === undefined ? <QuestionCircleOutlined aria-label={t.bind.checkChoose} /> : holds ? <CheckCircleTwoTone twoToneColor="#52c41a" aria-label={t.common.yes} /> : <CloseCircleTwoTone twoToneColor="#ff4d4f" aria-label={t.common.no} />} {text}
        </span>
      ))}
      {!chosen && <Typography.Text type="secondary">{t.bind.checkChoose}</Typography.Text>}
    </Flex>
  );
}
