/** Guided start: an example of a mode, made call by call in front of the user, each to be copied as SDK code, CLI line and Terraform block. */
import { CheckCircleTwoTone, ClockCircleOutlined, CloseCircleTwoTone, LoadingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Progress as Bar, Radio, Space, Tabs, Tag, Timeline, Typography } from 'antd';
import { useSyncExternalStore } from 'react';
import { Link, useSearchParams } from 'react-router';
import { modesQuery, refusalHere } from '../api/modes.js';
import { zonesQuery } from '../api/places.js';
import { planOf, type PlanId } from '../guide/plans.js';
import type { Done } from '../guide/run.js';
import { runs } from '../guide/runs.js';
import { cliLine, sdkCode, terraformBlock } from '../guide/snippets.js';
import { useWords } from '../i18n/words.js';
import { usePlace } from '../layout/place.js';
import { reason, Refused } from '../layout/refused.js';
import { useSession } from '../layout/session-context.js';
import { Code } from '../resources/kit.js';

const PLANS: readonly PlanId[] = ['NAT', 'BINDED', 'MULTI_BINDED', 'cidr'];

export function Guide() {
  const words = useWords();
  const { t, number, language } = words;
  const { region, to } = usePlace();
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const plan = PLANS.find((id) => id === search.get('mode')) ?? 'NAT';
  const zones = useQuery(zonesQuery(region, language.accept));
  const modes = useQuery(modesQuery(region));
  const key = `${region} ${plan}`;
  const { state, ...progress } = useSyncExternalStore(runs.subscribe, () => runs.of(key));
  const steps = planOf(plan, zones.data?.[0]?.ZoneId ?? '');

  const refusal = (id: PlanId): string => {
    const facts = modes.data?.find(({ mode }) => mode === id);
    return reason(words, facts === undefined ? undefined : refusalHere(facts, region, session));
  };

  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{t.guide.title}</Typography.Title>
      <Typography.Text>{t.guide.intro}</Typography.Text>
      <Card>
        <Flex vertical gap={16} align="start">
          <Radio.Group
            aria-label={t.bind.mode}
            value={plan}
            disabled={state === 'running'}
            onChange={({ target }) => {
              setSearch((before) => {
                const next = new URLSearchParams(before);
                next.set('mode', String(target.value));
                return next;
              });
            }}
          >
            <Space orientation="vertical">
              {PLANS.map((id) => (
                <Radio key={id} value={id} disabled={refusal(id) !== ''}>
                  {id === 'cidr' ? t.guide.secondaryCidr : t.bind.modes[id]} {id === 'BINDED' && <Tag color="orange">{t.bind.notRecommended}</Tag>}
                  {refusal(id) !== '' && <Typography.Text type="secondary" className="small">{refusal(id)}</Typography.Text>}
                </Radio>
              ))}
            </Space>
          </Radio.Group>
          {plan === 'cidr'
            ? <Alert type="info" title={t.guide.cidrIntro} />
            : <Alert type={plan === 'BINDED' ? 'warning' : 'info'} title={<ul className="notes">{t.bind.notes[plan].map((note) => <li key={note}>{note}</li>)}</ul>} />}
          <Button type="primary" size="large" loading={state === 'running'} disabled={zones.data === undefined || refusal(plan) !== ''} onClick={() => void runs.begin(key, steps, region)}>
            {state === 'done' ? t.guide.again : t.guide.start}
          </Button>
        </Flex>
      </Card>
      {state !== 'idle' && (
        <Bar
          percent={Math.round((progress.done.length / steps.length) * 100)}
          status={state instanceof Error ? 'exception' : state === 'done' ? 'success' : 'active'}
          format={() => t.guide.progress(number(progress.done.length), number(steps.length))}
        />
      )}
      {state === 'done' && (
        <Alert
          type="success"
          showIcon
          title={t.guide.finished}
          action={
            <Space>
              <Link to={to(`eips/${progress.made['AllocationId'] ?? ''}`)}><Button size="small">{t.guide.openEip}</Button></Link>
              <Link to={to(`enis/${progress.made['NetworkInterfaceId'] ?? ''}`, { tab: 'guest' })}><Button size="small" type="primary">{t.guide.openEni}</Button></Link>
            </Space>
          }
        />
      )}
      {state instanceof Error && <Refused error={state} />}
      <Timeline
        items={steps.map((step, index) => {
          const done = progress.done[index];
          const now = state === 'running' && index === progress.done.length;
          const failed = state instanceof Error && index === progress.done.length;
          return {
            key: step.key,
            icon: done !== undefined ? <CheckCircleTwoTone twoToneColor="#52c41a" aria-label={t.guide.done} />
              : failed ? <CloseCircleTwoTone twoToneColor="#ff4d4f" aria-label={t.guide.failed} />
                : now ? <LoadingOutlined aria-label={t.guide.running} /> : <ClockCircleOutlined aria-label={t.guide.waiting} />,
            content: (
              <div>
                <Typography.Text strong>{t.guide.steps[step.title]}</Typography.Text> <Typography.Text type="secondary" className="mono">{step.action}</Typography.Text>
                {done !== undefined && <Snippets done={done} />}
              </div>
            ),
          };
        })}
      />
    </div>
  );
}

function Snippets({ done: { call, references } }: { readonly done: Done }) {
  const { t } = useWords();
  const terraform = terraformBlock(call, references);
  return (
    <Tabs
      size="small"
      items={[
        { key: 'cli', label: t.guide.cli, children: <Code>{cliLine(call)}</Code> },
        { key: 'sdk', label: t.guide.sdk, children: <Code>{sdkCode(call)}</Code> },
        { key: 'terraform', label: t.guide.terraform, children: terraform === '' ? t.guide.noTerraform : <Code>{terraform}</Code> },
      ]}
    />
  );
}
