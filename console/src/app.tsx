/** The application: who it is for, in which language and light, and which page a path is. */
import './no-code-from-strings.js';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, ConfigProvider, Result, Typography } from 'antd';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { ApiError } from './api/call.js';
import { listen } from './api/events.js';
import { sessionQuery, whenSignedOut, type Session } from './api/session.js';
import { useWords, WordsProvider } from './i18n/words.js';
import { Busy } from './layout/busy.js';
import { Frame } from './layout/frame.js';
import { PreferencesProvider, usePreferences } from './layout/preferences.js';
import { SessionContext } from './layout/session-context.js';
import { themeFor } from './layout/theme.js';
import { DetailOf, ListOf, listLoader } from './pages/resources.js';
import { regionless, seeingRoutes } from './pages/seeing.js';

const client = new QueryClient({
  defaultOptions: {
    // What changes is told by the event stream; a refusal stays one, however often it is asked for.
    queries: { staleTime: Infinity, refetchOnWindowFocus: false, retry: (count, error) => !(error instanceof ApiError) && count < 2 },
  },
});

/** Draws nothing before it is known for whom, and with which rows where these come soon: each drawing takes longer than that. */
export async function start(root: HTMLElement): Promise<void> {
  await client.prefetchQuery(sessionQuery);
  const session = client.getQueryData(sessionQuery.queryKey);
  if (session !== undefined && session !== null) await loaded(pagesOf(session));
  createRoot(root).render(<App />);
}

function App() {
  return (
    <QueryClientProvider client={client}>
      <PreferencesProvider>
        <Themed />
      </PreferencesProvider>
    </QueryClientProvider>
  );
}

function Themed() {
  const { language } = usePreferences();
  return (
    <WordsProvider language={language}>
      <AntThemed />
    </WordsProvider>
  );
}

function AntThemed() {
  const { dark, still } = usePreferences();
  const { antd } = useWords();
  return (
    <ConfigProvider locale={antd} theme={themeFor(dark, still)} modal={{ mask: { blur: false } }} button={{ autoInsertSpace: false }}>
      <AntApp>
        <SignedIn />
      </AntApp>
    </ConfigProvider>
  );
}

function SignedIn() {
  const { t } = useWords();
  const session = useQuery(sessionQuery);
  const queries = useQueryClient();
  useEffect(() => {
    whenSignedOut(() => {
      queries.setQueryData(sessionQuery.queryKey, null);
    });
  }, [queries]);
  const signedIn = session.data !== undefined && session.data !== null;
  useEffect(() => (signedIn ? listen(queries) : undefined), [signedIn, queries]);

  if (session.isPending) return <Busy />;
  if (session.data === undefined) {
    const again = <Button type="primary" onClick={() => void session.refetch()}>{t.session.retry}</Button>;
    return <Result status="warning" title={t.session.failed} subTitle={t.session.failedText} extra={again} />;
  }
  if (session.data === null) {
    return <Result status="403" title={t.session.none} subTitle={t.session.noneText} extra={<Typography.Text code copyable>openeip console</Typography.Text>} />;
  }
  return (
    <SessionContext value={session.data}>
      <Pages session={session.data} />
    </SessionContext>
  );
}

function Pages({ session }: { readonly session: Session }) {
  return <RouterProvider router={pagesOf(session)} />;
}

type Router = ReturnType<typeof createBrowserRouter>;

let pages: Router | undefined;

/** Made once. */
function pagesOf(session: Session): Router {
  pages ??= createBrowserRouter(
    [
      { path: '/', element: <Navigate to={`/${session.defaultRegion}/eips`} replace /> },
      ...regionless,
      {
        path: '/:region',
        hydrateFallbackElement: <Busy />,
        element: <Frame session={session} />,
        children: [
          { index: true, element: <Navigate to="eips" replace /> },
          { path: 'guide', lazy: async () => ({ Component: (await import('./pages/guide.js')).Guide }) },
          ...seeingRoutes,
          { path: ':kind', loader: listLoader(client), element: <ListOf /> },
          { path: ':kind/:id', element: <DetailOf /> },
          { path: '*', element: <Missing /> },
        ],
      },
    ],
    { basename: '/console' },
  );
  return pages;
}

/** Its first page is there. */
function loaded(router: Router): Promise<void> {
  return new Promise((resolve) => {
    if (router.state.initialized) resolve();
    router.subscribe(({ initialized }) => {
      if (initialized) resolve();
    });
  });
}

function Missing() {
  const { t } = useWords();
  return <Alert type="warning" showIcon title={t.common.pageNotFound} />;
}
