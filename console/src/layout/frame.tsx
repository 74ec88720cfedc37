/** The frame of all pages, as the cloud's console has it: top bar with region and resource group, navigation at the left. */
import { BgColorsOutlined, GlobalOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Flex, Layout, Menu, Popover, Descriptions, Select, theme as antTheme, Typography } from 'antd';
import { Suspense, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { Link, Outlet, useLocation, useNavigate, useNavigationType, useSearchParams } from 'react-router';
import { listQuery, resourceGroups } from '../api/listings.js';
import { regionsQuery } from '../api/places.js';
import type { Session } from '../api/session.js';
import { LANGUAGES, type LanguageId } from '../i18n/languages.js';
import { useWords } from '../i18n/words.js';
import { connection } from '../live/connection.js';
import { seeingGroups } from '../pages/seeing.js';
import { Busy } from './busy.js';
import { useNarrow } from './narrow.js';
import { usePlace } from './place.js';
import { usePreferences, type Theme } from './preferences.js';

export function Frame({ session }: { readonly session: Session }) {
  const { token } = antTheme.useToken();
  const { t } = useWords();
  const { pathname } = useLocation();
  const navigation = useNavigationType();
  const narrow = useNarrow();
  const [asked, setAsked] = useState(false);
  const menu = !narrow || asked;
  useLayoutEffect(() => {
    // Another page is read from its top; where one was on a former one the browser knows.
    if (navigation !== 'POP') scrollTo(0, 0);
  }, [pathname]);
  return (
    <Layout className="frame">
      <a className="skip" href="#content">{t.common.skip}</a>
      <Layout.Header className="top" style={{ background: token.colorBgContainer, borderBottom: `1px solid ${token.colorBorderSecondary}` }}>
        {narrow && (
          <Button
            type="text" icon={<MenuOutlined />} aria-label={t.nav.main} aria-expanded={menu}
            onClick={() => { setAsked(!asked); }}
          />
        )}
        <Link to="/" className="brand" style={{ color: token.colorText }}>
          <img src="/console/icon.svg" alt="" width={24} height={24} />
          <Typography.Text strong>{t.console}</Typography.Text>
        </Link>
        <Flex gap={8} align="center" className="top-choices">
          <RegionSelect />
          <GroupSelect />
        </Flex>
        <Flex gap={4} align="center">
          <LanguageMenu />
          <ThemeMenu />
          <Account session={session} />
        </Flex>
      </Layout.Header>
      <Layout hasSider>
        {menu && (
          <Layout.Sider className="side" width={232} style={{ background: token.colorBgContainer, ...(narrow ? { boxShadow: token.boxShadow } : {}) }}>
            <Navigation chosen={() => { setAsked(false); }} />
          </Layout.Sider>
        )}
        <Layout.Content id="content" tabIndex={-1} className="content" role="main">
          <Disconnected />
          <Suspense fallback={<Busy />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function Disconnected() {
  const { t } = useWords();
  const connected = useSyncExternalStore(connection.subscribe, connection.isThere);
  if (connected) return null;
  return <Alert type="warning" showIcon role="alert" className="disconnected" title={t.session.lost} description={t.session.lostText} />;
}

function RegionSelect() {
  const { t, language } = useWords();
  const { region } = usePlace();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const regions = useQuery(regionsQuery(language.accept));
  return (
    <Select
      aria-label={t.top.region}
      className="region"
      showSearch={{ optionFilterProp: 'label' }}
      value={region}
      loading={regions.isPending}
      options={(regions.data ?? []).map(({ RegionId, LocalName }) => ({ value: RegionId, label: LocalName, title: RegionId }))}
      // A resource's id means nothing elsewhere: from its page one comes to the list.
      onChange={(chosen) => {
        const group = search.get('group');
        void navigate(`/${chosen}/${pathname.split('/')[2] ?? 'eips'}${group === null ? '' : `?group=${group}`}`);
      }}
    />
  );
}

function GroupSelect() {
  const { t } = useWords();
  const { group, region } = usePlace();
  const [search, setSearch] = useSearchParams();
  const groups = useQuery(listQuery(resourceGroups, region));
  return (
    <Select
      aria-label={t.top.resourceGroup}
      className="group"
      value={group}
      loading={groups.isPending}
      options={[{ value: '', label: t.top.allGroups }, ...(groups.data?.rows ?? []).map(({ Id, DisplayName }) => ({ value: Id, label: DisplayName, title: Id }))]}
      onChange={(chosen) => {
        const next = new URLSearchParams(search);
        if (chosen === '') next.delete('group');
        else next.set('group', chosen);
        next.delete('page');
        setSearch(next);
      }}
    />
  );
}

/** @param chosen told of every choice, that of the page itself, too */
function Navigation({ chosen }: { readonly chosen: () => void }) {
  const { t } = useWords();
  const { to } = usePlace();
  const { pathname } = useLocation();
  const item = (path: string, label: string) => ({ key: path, label: <Link to={to(path)}>{label}</Link> });
  return (
    <nav aria-label={t.nav.main}>
      <Menu
        mode="inline"
        // It has all its words, or no width at all.
        tooltip={false}
        onClick={chosen}
        selectedKeys={[pathname.split('/')[2] ?? '']}
        items={[
          item('guide', t.nav.guide),
          item('eips', t.nav.eips),
          { type: 'group', label: t.nav.compute, children: [item('instances', t.nav.instances), item('enis', t.nav.enis), item('security-groups', t.nav.securityGroups)] },
          {
            type: 'group', label: t.nav.network,
            children: [item('vpcs', t.nav.vpcs), item('vswitches', t.nav.vswitches), item('route-tables', t.nav.routeTables), item('ipv4-gateways', t.nav.ipv4Gateways)],
          },
          { type: 'group', label: t.top.account, children: [item('resource-groups', t.nav.resourceGroups)] },
          ...seeingGroups(t).map(({ label, pages }) => ({ type: 'group' as const, label, children: pages.map(([path, name]) => item(path, name)) })),
        ]}
      />
    </nav>
  );
}

function LanguageMenu() {
  const { t, language } = useWords();
  const { language: chosen, setLanguage } = usePreferences();
  const items = (Object.keys(LANGUAGES) as LanguageId[]).map((key) => ({
    key, label: LANGUAGES[key].name, onClick: () => {
      setLanguage(key);
    },
  }));
  return (
    <Dropdown menu={{ items, selectedKeys: [chosen] }} trigger={['click']}>
      <Button type="text" icon={<GlobalOutlined />} aria-label={`${t.top.language}: ${language.name}`}>{language.name}</Button>
    </Dropdown>
  );
}

function ThemeMenu() {
  const { t } = useWords();
  const { theme, setTheme } = usePreferences();
  const items = (['light', 'dark', 'system'] satisfies Theme[]).map((key) => ({
    key, label: t.top[key], onClick: () => {
      setTheme(key);
    },
  }));
  return (
    <Dropdown menu={{ items, selectedKeys: [theme] }} trigger={['click']}>
      <Button type="text" icon={<BgColorsOutlined />} aria-label={t.top.theme} />
    </Dropdown>
  );
}

function Account({ session }: { readonly session: Session }) {
  const { t } = useWords();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Descriptions
          column={1}
          size="small"
          items={[
            { key: 'account', label: t.top.account, children: session.account.id },
            { key: 'endpoint', label: t.top.endpoint, children: session.endpoint },
            { key: 'dataplane', label: t.top.dataplane, children: session.dataplane },
            { key: 'version', label: t.top.version, children: session.version },
          ]}
        />
      }
    >
      <Button type="text" icon={<UserOutlined />}>{session.account.name}</Button>
    </Popover>
  );
}
