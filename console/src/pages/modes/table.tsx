/** The modes side by side: what each is, whether it is possible for an ENI now, and if not, why and what to do. */
import { CheckCircleFilled, CloseCircleFilled, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Card, Col, Flex, Row, Table, Tag, Typography, theme as antTheme } from 'antd';
import { Link } from 'react-router';
import { modesQuery, refusalHere, type ModeFacts } from '../../api/modes.js';
import { regionsQuery } from '../../api/places.js';
import { useWords } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { usePlace } from '../../layout/place.js';
import { explain, Refused } from '../../layout/refused.js';
import { useSession } from '../../layout/session-context.js';
import { cellText, rowTitle } from './wording.js';

/** @param eni '' for none: then the region and the account are judged. */
export function ModesTable({ eni }: { readonly eni: string }) {
  const { region } = usePlace();
  const found = useQuery(modesQuery(region, eni === '' ? {} : { NetworkInterfaceId: eni }));
  if (found.error !== null) return <Refused error={found.error} />;
  if (found.data === undefined) return <Busy />;
  return (
    <div className="stack">
      <Row gutter={[16, 16]}>
        {found.data.map((facts) => <Col key={facts.mode} xs={24} xl={8}><Verdict facts={facts} judged={eni !== ''} /></Col>)}
      </Row>
      <Comparison modes={found.data} />
    </div>
  );
}

function Verdict({ facts, judged }: { readonly facts: ModeFacts; readonly judged: boolean }) {
  const words = useWords();
  const { t } = words;
  const { region, to } = usePlace();
  const session = useSession();
  const { token } = antTheme.useToken();
  const code = (judged ? facts.refusal : refusalHere(facts, region, session)) ?? '';
  const title = t.bind.modes[facts.mode];
  const { meaning, mend } = explain(words, code);
  const method = code === 'Mode.NotSupport' && <Link to={to('guide', { mode: 'cidr' })}>{t.bind.closedLink}</Link>;
  return (
    <Card
      size="small"
      role="group"
      aria-label={title}
      style={{ height: '100%' }}
      title={<Flex gap={8} align="center" wrap>{title}{facts.mode === 'BINDED' && <Tag color="orange">{t.bind.notRecommended}</Tag>}</Flex>}
    >
      {code === ''
        ? (
          <Flex vertical gap={8}>
            <Typography.Text strong><CheckCircleFilled style={{ color: token.colorSuccess }} /> {judged ? t.seeing.modes.possible : t.seeing.modes.open}</Typography.Text>
            {judged && <Link to={to('eips', { Status: 'Available' })}>{t.seeing.modes.bind}</Link>}
          </Flex>
        )
        : (
          <Flex vertical gap={8}>
            <Typography.Text strong><CloseCircleFilled style={{ color: token.colorError }} /> {judged ? t.seeing.modes.impossible : t.seeing.modes.closed}</Typography.Text>
            <div>{meaning}</div>
            <div><Typography.Text type="secondary">{t.error.mend}: </Typography.Text>{mend}</div>
            {method}
            <Typography.Text type="secondary" className="small mono">{code}</Typography.Text>
          </Flex>
        )}
    </Card>
  );
}

function Comparison({ modes }: { readonly modes: readonly ModeFacts[] }) {
  const { t } = useWords();
  const keys = Object.keys(modes[0]?.cells ?? {});
  return (
    <Table<{ readonly key: string }>
      size="small"
      bordered
      aria-label={t.seeing.modes.title}
      pagination={false}
      dataSource={keys.map((key) => ({ key }))}
      scroll={{ x: 'max-content' }}
      columns={[
        { key: 'row', title: t.seeing.modes.property, rowScope: 'row', width: '25%', render: (_, { key }) => rowTitle(t.seeing.modes, key) },
        ...modes.map((facts) => ({ key: facts.mode, title: t.bind.modes[facts.mode], width: '25%', render: (_: unknown, { key }: { readonly key: string }) => <Cell name={key} values={facts.cells[key] ?? []} /> })),
      ]}
    />
  );
}

function Cell({ name, values }: { readonly name: string; readonly values: readonly string[] }) {
  const { t, number, language } = useWords();
  const { region } = usePlace();
  const { token } = antTheme.useToken();
  const regions = useQuery(regionsQuery(language.accept));
  const { modes } = t.seeing;
  const separator = language.tag === 'ja-JP' || language.tag === 'zh-CN' ? '、' : ', ';
  if (values.includes('all')) return <>{cellText(modes, values, separator)}</>;
  if (name === 'regions') {
    const nameOf = new Map(regions.data?.map(({ RegionId, LocalName }) => [RegionId, LocalName]));
    const here = values.includes(region);
    return (
      <details>
        <summary>
          {modes.regionsOf(number(values.length))}
          {' '}
          {here ? <Typography.Text type="success"><CheckCircleFilled /> {modes.here}</Typography.Text> : <Typography.Text type="danger"><StopOutlined /> {modes.notHere}</Typography.Text>}
        </summary>
        <span style={{ color: token.colorTextSecondary }}>{values.map((id) => nameOf.get(id) ?? id).join(separator)}</span>
      </details>
    );
  }
  if (name === 'instanceFamilies') {
    return <details><summary>{modes.families(number(values.length))}</summary><span className="mono" style={{ color: token.colorTextSecondary }}>{values.join(', ')}</span></details>;
  }
  return <>{cellText(modes, values, separator)}</>;
}
