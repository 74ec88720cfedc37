/** The console in the system's Chromium over loopback: the list of 10,000 EIPs against one of 10, each visit as the first one with nothing cached. */
import type { Browser, Page } from 'playwright-core';
import { invitation, launch, transferred } from '../../test/console/browser.js';
import type { Cloud } from '../../test/support/cloud.js';
import { cloudUp } from '../cloud.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { REGION, seed } from '../seed.js';
import { median, type Figure } from '../table.js';

const EIPS = 10_000;
const FEW = 10;
/** As many as a page of the list has at the most. */
const PAGE = 50;

interface Visit {
  /** Until the rows are there, s. */
  readonly opens: number;
  /** kB */
  readonly transfers: number;
  /** The longest task while the list is scrolled to its end and back, ms; 0 where none was longer than 50. */
  readonly longest: number;
}

export const consoleRow: Row = {
  name: 'console',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 2 : 10;
    const browser = await scope.own(launch(), async (coming) => (await coming).close());
    const [many, few] = [await listOf(scope, EIPS), await listOf(scope, FEW)];
    const visits: { readonly ours: Visit; readonly reference: Visit }[] = [];
    // The first visit of each warms the server.
    for (const one of [many, few]) await visit(browser, one, Math.min(PAGE, FEW));
    for (let round = 0; round < rounds; round++) {
      const first = round % 2 === 0 ? await visit(browser, many, PAGE) : undefined;
      const reference = await visit(browser, few, FEW);
      visits.push({ ours: first ?? await visit(browser, many, PAGE), reference });
    }
    const figure = (name: string, unit: string, reach: string, of: (one: Visit) => number, kind: 'ratio' | 'plain' = 'plain'): Figure => ({
      row: 'console', figure: name, unit, value: median(visits.map(({ ours }) => of(ours))), reference: median(visits.map(({ reference }) => of(reference))),
      ...(kind === 'ratio' ? { ratio: median(visits.map(({ ours, reference }) => of(ours) / of(reference))) } : {}), reach, rounds,
    });
    return [
      figure(`list of ${String(EIPS)} EIPs opens at the first visit, ${String(PAGE)} rows; reference: ${String(FEW)} EIPs`, 's', '≤ 1', ({ opens }) => opens, 'ratio'),
      figure('first visit transfers', 'kB', '≤ 700', ({ transfers }) => transfers, 'ratio'),
      figure('longest task while the list is scrolled', 'ms', '≤ 100', ({ longest }) => longest),
    ];
  }),
};

async function listOf(scope: Scope, eips: number): Promise<Cloud> {
  const home = scope.directory();
  seed(home, eips);
  return cloudUp(scope, { dataplane: 'memory', home, settings: { defaultRegion: REGION, quotas: { eipsPerAccount: 1_000_000 } } });
}

async function visit(browser: Browser, cloud: Cloud, rows: number): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1600, height: 1000 } });
  try {
    // Opens the session and loads nothing.
    await context.request.get(invitation(cloud), { maxRedirects: 0 });
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(`${cloud.endpoint}/console/${REGION}/eips?size=${String(PAGE)}`);
    await page.locator('td a[href*="/eips/eip-"]').nth(rows - 1).waitFor();
    const opens = (performance.now() - began) / 1_000;
    return { opens, transfers: await transferred(page) / 1_000, longest: await scrolled(page) };
  } finally {
    await context.close();
  }
}

/** By the wheel, to the end of the page and back. */
async function scrolled(page: Page): Promise<number> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Object.assign(window, { durations });
    new PerformanceObserver((list) => durations.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });
  await page.mouse.move(900, 600);
  for (const [step, arrived] of [[400, () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1], [-400, () => scrollY === 0]] as const) {
    while (!await page.evaluate(arrived)) {
      await page.mouse.wheel(0, step);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }
  return page.evaluate(() => Math.max(0, ...(window as unknown as { readonly durations: readonly number[] }).durations));
}
