/** Shells in instances and on the Internet side, side by side in tabs. They go on while other pages are shown. */
import { CopyOutlined, PlusOutlined, RedoOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Card, Empty, Flex, Form, Tabs, Typography } from 'antd';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { instances, listQuery } from '../../api/listings.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { usePreferences } from '../../layout/preferences.js';
import { useSession } from '../../layout/session-context.js';
import { EndField } from '../../live/ends.js';
import { Code } from '../../resources/kit.js';
import { terminals, type Open } from './terminals.js';

export function TerminalPage() {
  const { t } = useWords();
  const { dataplane } = useSession();
  const open = useSyncExternalStore(terminals.subscribe, terminals.all);
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<string>();
  const place = search.get('place');

  const select = (key: string | undefined) => {
    setChosen(key);
    const at = terminals.all().find((one) => one.key === key)?.place;
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (at === undefined) next.delete('place');
      else next.set('place', at);
      return next;
    }, { replace: true });
  };
  useEffect(() => {
    if (place === null || terminals.all().some((one) => one.place === place)) return;
    terminals.add(place);
  }, [place]);

  const active = open.find(({ key }) => key === chosen) ?? open.findLast((one) => one.place === place) ?? open.at(-1);
  const title = (at: string) => (at === 'internet' ? t.seeing.internet : at);
  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{t.seeing.terminal.title}</Typography.Title>
      {dataplane === 'memory' && <Alert type="warning" showIcon title={t.seeing.terminal.memory} />}
      <Form layout="inline" onFinish={({ where }: { where?: string }) => { select(terminals.add(where === undefined || where === '' ? 'internet' : where)); }} initialValues={{ where: place ?? 'internet' }}>
        <Form.Item name="where" style={{ width: 420, maxWidth: '100%' }}><EndField label={t.seeing.terminal.where} inside /></Form.Item>
        <Button type="primary" icon={<PlusOutlined />} htmlType="submit">{t.seeing.terminal.open}</Button>
      </Form>
      {active === undefined
        ? <Empty description={t.seeing.terminal.empty} />
        : (
          <Card styles={{ body: { paddingTop: 8 } }}>
            <Tabs
              type="editable-card"
              hideAdd
              activeKey={active.key}
              onChange={select}
              onEdit={(key, what) => {
                if (what !== 'remove' || typeof key !== 'string') return;
                terminals.close(key);
                if (key === active.key) select(terminals.all().at(-1)?.key);
              }}
              items={open.map(({ key, place: at, end }) => ({ key, label: end === undefined ? title(at) : <Typography.Text type="secondary">{`${title(at)} (${t.seeing.terminal.ended})`}</Typography.Text> }))}
            />
            <Screen key={active.key} shell={active} title={title(active.place)} />
          </Card>
        )}
    </div>
  );
}

function Screen({ shell: { key, place, end }, title }: { readonly shell: Open; readonly title: string }) {
  const { t } = useWords();
  const { dark } = usePreferences();
  const { message } = AntApp.useApp();
  const host = useRef<HTMLDivElement>(null);
  const label = t.seeing.terminal.screen(title);
  useEffect(() => {
    if (host.current === null) return undefined;
    return terminals.show(key, host.current, dark, label, () => { document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(); });
  }, [key, dark, label]);
  return (
    <div className="stack">
      {end !== undefined && <Ended place={place} end={end} again={() => { terminals.again(key); }} />}
      <div ref={host} className="terminal-host" />
      <Flex gap={8} align="center" wrap>
        <Button
          size="small"
          icon={<CopyOutlined />}
          onClick={() => {
            void terminals.copy(key).then((copied) => message.info(copied ? t.common.copied : t.seeing.terminal.nothingSelected));
          }}
        >
          {t.common.copy}
        </Button>
        <Typography.Text type="secondary" className="small">{t.seeing.terminal.keys}</Typography.Text>
      </Flex>
    </div>
  );
}

function Ended({ place, end, again }: { readonly place: string; readonly end: NonNullable<Open['end']>; readonly again: () => void }) {
  const { t } = useWords();
  const { region } = usePlace();
  // The browser does not tell why a connection was refused.
  const sought = useQuery({ ...listQuery(instances, region, { InstanceIds: JSON.stringify([place]) }), enabled: 'refused' in end && place !== 'internet' });
  const action = <Button size="small" icon={<RedoOutlined />} onClick={again}>{t.seeing.terminal.again}</Button>;
  if ('exit' in end) return <Alert type={end.exit === 0 ? 'info' : 'warning'} showIcon role="status" title={t.seeing.terminal.exit(String(end.exit))} action={action} />;
  if ('lost' in end || 'refused' in end) {
    const title = sought.data?.rows.length === 0 ? t.seeing.terminal.noInstance(place) : t.seeing.terminal.lost;
    return <Alert type="error" showIcon role="alert" title={title} action={action} />;
  }
  const { what, why, mend } = end.error;
  return (
    <Alert
      type="error" showIcon role="alert" title={what} action={action}
      description={<>{why}{mend.startsWith('openeip ') ? <Code>{mend}</Code> : <div>{mend}</div>}</>}
    />
  );
}
