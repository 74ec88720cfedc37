/**
 * `npm run screenshots`: docs/console, a picture of each page of the console in each language, light and dark. A cloud of its own with real packets is
 * furnished and visited; its ids come from a seed, so a picture differs from the last one by what has changed in the console.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { dialogOf, launch, visit } from '../test/console/browser.js';
import { settled, tour } from '../test/console/tour.js';
import { Cloud } from '../test/support/cloud.js';
import { furnish, type Furnished } from '../test/support/furnished.js';

const DOCS = join(import.meta.dirname, '../docs/console');
const LANGUAGES = { ja: 'ja-JP', en: 'en-US', zh: 'zh-CN' } as const;
type Language = keyof typeof LANGUAGES;
const LIGHTS = ['light', 'dark'] as const;
const SIZE = { width: 1280, height: 800 };
/** Text stays sharp, and all of them together are few megabytes. */
const QUALITY = 60;
/** A page, and something larger for the charts. */
const SHOP = '#!/bin/sh\nmkdir -p /tmp/www\nhostname > /tmp/www/index.html\nhead -c 200000 /dev/urandom > /tmp/www/catalogue\nbusybox httpd -p 80 -h /tmp/www\n';
/** What the dialog of associating shows, by the mode's place in it. */
const CUT_THROUGH = 1;

/** One of the instance's visitors, who comes again and again. */
function visitor(cloud: Cloud, address: string, pause: string) {
  return cloud.spawn('internet', ['sh', '-c', `while :; do curl -s -m 2 -o /dev/null http://${address}/catalogue; sleep ${pause}; done`]);
}

async function shoot(page: Page, language: Language, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const light of LIGHTS) {
    await page.emulateMedia({ colorScheme: light });
    await page.waitForFunction((scheme) => document.documentElement.style.colorScheme === scheme, light);
    await settled(page);
    await bring(page);
    // Painted, not only computed.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
    writeFileSync(join(DOCS, language, `${name}-${light}.webp`), Buffer.from(data, 'base64'));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await session.detach();
}

/** What the picture is of into its middle: the choices of a dialog, a tab that was chosen. */
async function bring(page: Page): Promise<void> {
  const choices = dialogOf(page).getByRole('table').first();
  if (await choices.isVisible()) await choices.scrollIntoViewIfNeeded();
  else if (new URL(page.url()).searchParams.has('tab')) await page.locator('#content').getByRole('tabpanel').evaluate((panel) => { panel.scrollIntoView({ block: 'center' }); });
}

/** `eips`, `eips-one` for the page of one, `enis-one-guest` for a tab of it. */
function nameOf(page: Page): string {
  const { pathname, searchParams } = new URL(page.url());
  const [, , , kind = '', id] = pathname.split('/');
  return [kind, id === undefined ? '' : 'one', searchParams.get('tab') ?? ''].filter((part) => part !== '').join('-');
}

async function pictures(browser: Browser, cloud: Cloud, { world, instance, enis, eips }: Furnished, language: Language): Promise<void> {
  mkdirSync(join(DOCS, language), { recursive: true });
  const { page, faults } = await visit(browser, cloud, LANGUAGES[language]);
  await page.setViewportSize(SIZE);
  await tour({ page, ids: [instance, enis.nat.id, eips.nat.id, world.vpcId], look: () => shoot(page, language, nameOf(page)) });

  const at = (path: string) => page.goto(`${cloud.endpoint}/console/${world.region}/${path}`);
  await at(`trace?from=internet&to=${eips.nat.address}`);
  await page.locator('.ant-steps').first().waitFor();
  await shoot(page, language, 'trace');
  await at(`terminal?place=${instance}`);
  const screen = page.locator('.xterm-accessibility-tree');
  await screen.getByText(/[#$]\s*$/).waitFor();
  await page.keyboard.type('ifconfig eth2\n');
  await screen.getByText(/inet \d/).waitFor();
  await shoot(page, language, 'terminal');
  await at(`eips/${eips.subscription.id}`);
  await page.locator('#content .ant-btn-primary').click();
  await dialogOf(page).getByRole('radio').nth(CUT_THROUGH).check();
  await dialogOf(page).getByText(enis.multi.id).waitFor();
  await shoot(page, language, 'eips-associate');
  if (faults.length > 0) throw new Error(faults.join('\n'));
  await page.context().close();
}

function index(): string {
  const names = readdirSync(join(DOCS, 'en')).filter((file) => file.endsWith('-light.webp')).map((file) => file.replace('-light.webp', '')).sort();
  const cell = (language: Language, name: string) => LIGHTS.map((light) => `[<img src="${language}/${name}-${light}.webp" width="240" alt="${name}, ${language}, ${light}">](${language}/${name}-${light}.webp)`).join('<br>');
  return [
    '# The console in pictures\n',
    'Written by `npm run screenshots`: each page in each language, light and dark, of a cloud with real packets. `-one` is the page of one resource, followed by its tab.\n',
    '| page | 日本語 | English | 中文 |\n|---|---|---|---|',
    ...names.map((name) => `| \`${name}\` | ${(['ja', 'en', 'zh'] as const).map((language) => cell(language, name)).join(' | ')} |`),
    '',
  ].join('\n');
}

const cloud = await Cloud.up({ dataplane: 'linux', settings: { seed: 5, defaultRegion: 'cn-shanghai' } });
const browser = await launch();
try {
  const made = await furnish(cloud, { wording: (what) => what, script: SHOP });
  const { world, instance, enis, eips } = made;
  await world.booted(instance);
  await world.attach(enis.cut, instance);
  await world.attach(enis.multi, instance);
  await world.useEip(eips.one, enis.multi, instance, 'MULTI_BINDED');
  await world.device(instance, enis.cut);
  const visitors = [visitor(cloud, eips.nat.address, '0.1'), visitor(cloud, eips.cut.address, '0.3'), visitor(cloud, eips.one.address, '1')];
  rmSync(DOCS, { recursive: true, force: true });
  for (const language of Object.keys(LANGUAGES) as Language[]) await pictures(browser, cloud, made, language);
  writeFileSync(join(DOCS, 'README.md'), index());
  for (const one of visitors) one.kill('SIGTERM');
} finally {
  await browser.close();
  await cloud.down();
}
