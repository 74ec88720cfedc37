/** The commands for a guest, run in it on request; and which NIC its packets then take (behaviour §9.2 step 6, S-26, S-42). */
import { CheckCircleTwoTone, CloseCircleTwoTone, PlayCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { useMutation, useQueries } from '@tanstack/react-query';
import { Alert, Button, Flex, Table, Tooltip, Typography } from 'antd';
import { Link } from 'react-router';
import { runInGuest, type Ran } from '../../api/guest.js';
import { traceQuery } from '../../api/trace.js';
import type { Instance } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { useSession } from '../../layout/session-context.js';
import { Code } from '../../resources/kit.js';
import { nicOf, wayCommand } from './guest-commands.js';

/** Why nothing can be run in the instance now; '' where it can. */
function useObstacle(instance: Instance | undefined): string {
  const { t } = useWords();
  const { dataplane } = useSession();
  if (dataplane === 'memory') return t.guest.noInside;
  return instance?.Status === 'Running' ? '' : t.guest.notRunning;
}

/** Commands to read, to copy and to run. */
export function Recipe({ text, commands, instance }: { readonly text: string; readonly commands: readonly string[]; readonly instance: Instance | undefined }) {
  const { t } = useWords();
  const obstacle = useObstacle(instance);
  const run = useMutation({ mutationFn: () => runInGuest(instance?.InstanceId ?? '', commands) });
  return (
    <div role="group" aria-label={text}>
      <Typography.Text>{text}</Typography.Text>
      <Code>{commands.join('\n')}</Code>
      <Tooltip title={obstacle}>
        <Button size="small" icon={<PlayCircleOutlined />} disabled={obstacle !== ''} loading={run.isPending} onClick={() => { run.mutate(); }}>{t.guest.runHere}</Button>
      </Tooltip>
      <ul className="notes" role="status" style={{ marginBottom: 16 }}>
        {run.data?.map((ran) => <li key={ran.command}><span className="mono">{ran.command}</span> – <Outcome ran={ran} /></li>)}
      </ul>
      {run.error !== null && <Alert type="error" showIcon title={run.error.message} />}
    </div>
  );
}

/** What was so already is no failure: the recipe may be run again. */
function Outcome({ ran: { output, code } }: { readonly ran: Ran }) {
  const { t } = useWords();
  if (code === 0) return <Typography.Text type="success">{t.guest.done}</Typography.Text>;
  if (/File exists|already assigned/.test(output)) return <Typography.Text type="success">{t.guest.already}</Typography.Text>;
  return <Typography.Text type="danger">{`${t.guest.failed(String(code))}: ${output}`}</Typography.Text>;
}

interface Way {
  /** '' for whatever the guest chooses. */
  readonly address: string;
  /** '' for none. */
  readonly eip: string;
}

/** Asks the guest, and follows a visitor's packet and its answer. */
export function Ways({ ways, nic, instance }: { readonly ways: readonly Way[]; readonly nic: string; readonly instance: Instance | undefined }) {
  const { t } = useWords();
  const { region, to } = usePlace();
  const obstacle = useObstacle(instance);
  const rows: readonly Way[] = [...ways, { address: '', eip: '' }];
  const asked = useMutation({ mutationFn: () => runInGuest(instance?.InstanceId ?? '', rows.map(({ address }) => wayCommand(address))) });
  const traces = useQueries({
    queries: rows.map(({ eip }) => ({
      ...traceQuery(region, { From: 'internet', To: eip, VpcId: '', Protocol: 'tcp', Port: '80', Probe: false }),
      enabled: eip !== '' && asked.data !== undefined,
    })),
  });
  return (
    <>
      <Flex gap={8} align="center" style={{ marginBottom: 8 }}>
        <Typography.Text strong>{t.guest.ways}</Typography.Text>
        <Tooltip title={obstacle}>
          <Button size="small" icon={<QuestionCircleOutlined />} disabled={obstacle !== ''} loading={asked.isPending} onClick={() => { asked.mutate(); }}>{t.guest.ask}</Button>
        </Tooltip>
      </Flex>
      {asked.error !== null && <Alert type="error" showIcon title={asked.error.message} />}
      {asked.data !== undefined && (
        <Table<Way>
          size="small"
          pagination={false}
          rowKey="address"
          style={{ marginBottom: 16 }}
          dataSource={[...rows]}
          columns={[
            { key: 'from', title: t.guest.from, render: (_, { address }) => (address === '' ? t.guest.asAlways : <span className="mono">{address}</span>) },
            { key: 'nic', title: t.guest.nic, render: (_, { address }, index) => <Leaves taken={nicOf(asked.data[index]?.output ?? '')} nic={nic} chosen={address !== ''} /> },
            {
              key: 'visitors', title: t.guest.answered,
              render: (_, { eip }, index) => {
                const trace = traces[index]?.data;
                if (eip === '') return t.common.none;
                if (trace === undefined) return '';
                const lives = trace.delivered && trace.answered;
                return <><Mark good={lives} /> <span className="mono">{eip}</span> {lives ? t.guest.reached : t.guest.dead} {!lives && <Link to={to('trace', { from: 'internet', to: eip })}>{t.guest.seeWhy}</Link>}</>;
              },
            },
          ]}
        />
      )}
    </>
  );
}

function Leaves({ taken, nic, chosen }: { readonly taken: string; readonly nic: string; readonly chosen: boolean }) {
  const { t } = useWords();
  if (taken === '') return <><Mark good={false} /> {t.guest.noWay}</>;
  if (taken === nic) return <><Mark good /> {t.guest.intended(taken)}</>;
  return chosen ? <><Mark good={false} /> {t.guest.astray(taken)}</> : <>{t.guest.byDefault(taken)}</>;
}

function Mark({ good }: { readonly good: boolean }) {
  const { t } = useWords();
  return good ? <CheckCircleTwoTone twoToneColor="#52c41a" aria-label={t.common.yes} /> : <CloseCircleTwoTone twoToneColor="#ff4d4f" aria-label={t.common.no} />;
}
