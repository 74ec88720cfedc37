/** The console in the system's Chromium over loopback: the list of 10,000 EIPs against one of few, with as many rows on the page. */
import type { Browser, Page } from 'playwright-core';
import { invitation, launch, transferred } from '../../test/console/browser.js';
import type { Cloud } from '../../test/support/cloud.js';
import { cloudUp } from '../cloud.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { REGION, seed } from '../seed.js';
import { median, type Figure } from '../table.js';

const EIPS = 10_000;
/** As many as the list has on a page at first, and at the most. */
const ROWS = 20;
const MOST = 50;

interface Visit {
  /** From the address to the rows, with nothing loaded before, s. */
  readonly first: number;
  /** From a click on another page to the rows, s. */
  readonly again: number;
  /** kB */
  readonly transfers: number;
  /** The longest task while a page of MOST is scrolled to its end and back, ms; 0 where none was longer than 50. */
  readonly longest: number;
}

export const consoleRow: Row = {
  name: 'console',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 2 : 10;
    const browser = await scope.own(launch(), async (coming) => (await coming).close());
    const [many, few] = [await listOf(scope, EIPS), await listOf(scope, MOST)];
    // Warms the servers.
    for (const one of [many, few]) await visit(browser, one);
    const visits: { readonly ours: Visit; readonly reference: Visit }[] = [];
    for (let round = 0; round < rounds; round++) {
      const early = round % 2 === 0 ? await visit(browser, many) : undefined;
      const reference = await visit(browser, few);
      visits.push({ ours: early ?? await visit(browser, many), reference });
    }
    const figure = (name: string, unit: string, reach: string, of: (one: Visit) => number, compared = true): Figure => ({
      row: 'console', figure: name, unit, value: median(visits.map(({ ours }) => of(ours))), reference: median(visits.map(({ reference }) => of(reference))),
      ...(compared ? { ratio: median(visits.map(({ ours, reference }) => of(ours) / of(reference))) } : {}), reach, rounds,
    });
    return [
      figure(`list of ${String(EIPS)} EIPs opens at the first visit; reference: ${String(MOST)} EIPs`, 's', '≤ 1', ({ first }) => first),
      figure('the same, from another page', 's', '≤ 1', ({ again }) => again),
      figure('first visit transfers', 'kB', '≤ 700', ({ transfers }) => transfers),
      figure(`longest task while ${String(MOST)} rows are scrolled`, 'ms', '≤ 100', ({ longest }) => longest, false),
    ];
  }),
};

async function listOf(scope: Scope, eips: number): Promise<Cloud> {
  const home = scope.directory();
  seed(home, eips);
  return cloudUp(scope, { dataplane: 'memory', home, settings: { defaultRegion: REGION, quotas: { eipsPerAccount: 1_000_000 } } });
}

async function visit(browser: Browser, cloud: Cloud): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1600, height: 1000 } });
  try {
    // Opens the session and loads nothing.
    await context.request.get(invitation(cloud), { maxRedirects: 0 });
    const page = await context.newPage();
    const list = `/console/${REGION}/eips`;
    const first = await timed(page, ROWS, () => page.goto(cloud.endpoint + list));
    const transfers = await transferred(page) / 1_000;
    const to = (path: string) => page.getByRole('navigation').locator(`a[href="/console/${REGION}/${path}"]`);
    await to('vpcs').click();
    await page.locator('td a[href*="/vpcs/vpc-"]').waitFor();
    const again = await timed(page, ROWS, () => to('eips').click());
    await page.goto(`${cloud.endpoint}${list}?size=${String(MOST)}`);
    await rowsOf(page, MOST);
    return { first, again, transfers, longest: await scrolled(page) };
  } finally {
    await context.close();
  }
}

/** s */
async function timed(page: Page, rows: number, open: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await open();
  await rowsOf(page, rows);
  return (performance.now() - began) / 1_000;
}

function rowsOf(page: Page, rows: number): Promise<void> {
  return page.locator('td a[href*="/eips/eip-"]').nth(rows - 1).waitFor();
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
