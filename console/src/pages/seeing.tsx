/** The pages that show what goes on, and those of an operator: their paths, and where they stand in the navigation. */
import { Navigate, useLocation, type RouteObject } from 'react-router';
import type { Dictionary } from '../i18n/en.js';
import { useSession } from '../layout/session-context.js';

/** Below the region. */
export const seeingRoutes: RouteObject[] = [
  { path: 'map', lazy: async () => ({ Component: (await import('./map/page.js')).MapPage }) },
  { path: 'trace', lazy: async () => ({ Component: (await import('./trace/page.js')).TracePage }) },
  { path: 'modes', lazy: async () => ({ Component: (await import('./modes/page.js')).ModesPage }) },
  { path: 'bill', lazy: async () => ({ Component: (await import('./bill/page.js')).BillPage }) },
  { path: 'history', lazy: async () => ({ Component: (await import('./history/page.js')).HistoryPage }) },
  { path: 'terminal', lazy: async () => ({ Component: (await import('./terminal/page.js')).TerminalPage }) },
  { path: 'requests', lazy: async () => ({ Component: (await import('./requests/page.js')).RequestsPage }) },
  { path: 'faults', lazy: async () => ({ Component: (await import('./faults/page.js')).FaultsPage }) },
  { path: 'clock', lazy: async () => ({ Component: (await import('./clock/page.js')).ClockPage }) },
  { path: 'snapshots', lazy: async () => ({ Component: (await import('./snapshots/page.js')).SnapshotsPage }) },
  { path: 'account', lazy: async () => ({ Component: (await import('./account/page.js')).AccountPage }) },
];

/** A page without its region leads to the default one's. */
export const regionless: RouteObject[] = seeingRoutes.map(({ path = '' }) => ({ path: `/${path}`, element: <ToRegion path={path} /> }));

function ToRegion({ path }: { readonly path: string }) {
  const { defaultRegion } = useSession();
  const { search } = useLocation();
  return <Navigate to={`/${defaultRegion}/${path}${search}`} replace />;
}

/** Groups of the navigation: path and label of each page. */
export function seeingGroups({ seeing: t }: Dictionary): readonly { readonly label: string; readonly pages: readonly (readonly [path: string, label: string])[] }[] {
  return [
    { label: t.nav.see, pages: [['map', t.map.title], ['trace', t.trace.title], ['terminal', t.terminal.title], ['modes', t.modes.title], ['history', t.history.title], ['bill', t.bill.title]] },
    { label: t.nav.operate, pages: [['requests', t.requests.title], ['faults', t.faults.title], ['clock', t.clock.title], ['snapshots', t.snapshots.title], ['account', t.account.title]] },
  ];
}
