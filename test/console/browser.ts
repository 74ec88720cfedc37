/** The console in a Chromium, the system's or the one that set-up made: a page that is signed in, and fails its test when it logs an error or a request of it fails. */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { inPath, isExecutable } from '../../src/cli/executable.js';
import browsers from '../browser/browsers.json' with { type: 'json' };
import type { Cloud } from '../support/cloud.js';

/** What scripts/setup.mjs makes where the system has no browser. */
const OWN = fileURLToPath(new URL('../browser/chromium', import.meta.url));

export function launch(): Promise<Browser> {
  // The first that is there: without windows a page is a third less work.
  const executablePath = browsers.map(inPath).find((path) => path !== undefined) ?? (isExecutable(OWN) ? OWN : undefined);
  if (executablePath === undefined) throw new Error(`None of ${browsers.join(', ')} is in PATH.`);
  // Chromium's own sandbox does not start as root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

export interface Visit {
  readonly page: Page;
  /** Errors of the page's scripts, of its console and of its requests. */
  readonly faults: readonly string[];
}

/** A new profile whose browser prefers the language, signed in by a fresh token. */
export async function visit(browser: Browser, cloud: Cloud, locale: 'ja-JP' | 'en-US' | 'zh-CN'): Promise<Visit> {
  const context = await browser.newContext({ locale, viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${String(response.status())} ${response.url()} ${response.request().postData() ?? ''}`);
  });
  await page.goto(invitation(cloud));
  return { page, faults };
}

/** The URL that opens a session, once. */
export function invitation(cloud: Cloud): string {
  const { stdout, stderr } = cloud.cli('console');
  const url = stdout.trim();
  if (!/^http:\/\/127\.0\.0\.1:\d+\/console\/login\?token=/.test(url)) throw new Error(`no invitation: ${stdout}${stderr}`);
  return url;
}

/** Bytes that came over the wire for what the page has loaded so far, as they were compressed. */
export function transferred(page: Page): Promise<number> {
  return page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0));
}

/** The dialog that is open. */
export function dialogOf(page: Page): Locator {
  return page.getByRole('dialog');
}

/** Chooses in a field of choices by a part of the choice's text, which narrows the choices where one may type. */
export async function choose(page: Page, field: string, text: string): Promise<void> {
  const input = dialogOf(page).getByLabel(field, { exact: true });
  await input.click();
  if (await input.isEditable()) await input.fill(text);
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
  await list.locator('.ant-select-item-option').filter({ hasText: text }).first().click();
  // A field of several stays open.
  if (await list.count() > 0) await input.blur();
}

/** Presses OK, and waits until the dialog has gone: what was refused would be said in it. */
export async function confirm(page: Page, label = 'OK'): Promise<void> {
  await dialogOf(page).getByRole('button', { name: label, exact: true }).click();
  await dialogOf(page).waitFor({ state: 'detached' });
}
