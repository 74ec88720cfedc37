/** What holds on every page and in every kind of dialog, in a region full of rows whose texts would be markup where one is not shown as text. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { furnish, type Furnished } from '../support/furnished.js';
import { launch, transferred, visit } from './browser.js';
import { tour } from './tour.js';

/** Shows in the document's tree, whatever the policy of the page forbids it to do. */
const MARKUP = '"><img data-foreign src=x onerror=alert(1)>';

let cloud: Cloud;
let browser: Browser;
let made: Furnished;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5, defaultRegion: 'cn-shanghai' } }), launch()]);
  made = await furnish(cloud, { wording: (what) => `${what}${MARKUP}` });
  // So that the closed mode and its notice are seen, too (S-07).
  await cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: false });
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

/** What axe finds serious or critical. Colours are all that the two lights differ in. */
async function violations(page: Page, where: string, within: string): Promise<string[]> {
  const found: string[] = [];
  for (const light of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: light });
    await page.waitForFunction((scheme) => document.documentElement.style.colorScheme === scheme, light);
    const results = await page.evaluate(([selector, only]) => (window as unknown as { readonly axe: typeof axe }).axe.run(
      selector, { resultTypes: ['violations'], ...(only === 'dark' ? { runOnly: ['color-contrast'] } : {}) },
    ), [within, light] as const);
    for (const { id, impact, nodes } of results.violations) {
      if (impact === 'serious' || impact === 'critical') found.push(...nodes.map(({ html, failureSummary = '' }) => `${where}, ${light}: ${id}: ${html} ${failureSummary}`));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

describe('issue 5, on every page and in every kind of dialog', () => {
  const serious: string[] = [];
  const foreign: string[] = [];
  const asText: string[] = [];
  let faults: readonly string[];

  beforeAll(async () => {
    const { page, ...at } = await visit(browser, cloud, 'en-US');
    faults = at.faults;
    // The policy of the pages lets no script in but by the browser's own door.
    await page.addInitScript(axe.source);
    await page.reload();
    let frame = 'html';
    const look = async (where: string, within: string) => {
      serious.push(...await violations(page, where, within));
      if (await page.locator('[data-foreign]').count() > 0) foreign.push(where);
      if (await page.getByText(MARKUP).count() > 0) asText.push(where);
    };
    await tour({
      page, ids: [made.instance, made.enis.nat.id, made.eips.nat.id, made.world.vpcId],
      look: async (where) => {
        await look(where, frame);
        frame = '#content';
      },
      dialogs: (where) => look(where, '.ant-modal'),
    });
  }, 300_000);

  it('axe finds no serious violation, light or dark', () => {
    expect(serious).toEqual([]);
  });

  it('stored markup stays text', () => {
    expect(foreign).toEqual([]);
    const region = '/console/cn-shanghai';
    expect(asText).toEqual(expect.arrayContaining([
      `${region}/eips`, `${region}/eips/${made.eips.nat.id}`, `${region}/vpcs`, `${region}/vpcs/${made.world.vpcId}`, `${region}/instances/${made.instance}`, `${region}/enis/${made.enis.nat.id}`,
      `${region}/vswitches`, `${region}/route-tables`, `${region}/ipv4-gateways`, `${region}/resource-groups`,
    ]));
  });

  it('nothing is logged as an error, and no request fails', () => {
    expect(faults).toEqual([]);
  });
});

it('markup in an address stays text', async () => {
  const { page } = await visit(browser, cloud, 'en-US');
  for (const place of [`eips/${encodeURIComponent(MARKUP)}`, `eips?EipName=${encodeURIComponent(MARKUP)}`, `trace?from=${encodeURIComponent(MARKUP)}&to=internet`, `terminal?place=${encodeURIComponent(MARKUP)}`, encodeURIComponent(MARKUP)]) {
    await page.goto(`${cloud.endpoint}/console/cn-shanghai/${place}`);
    await page.locator('#content').locator('h3, .ant-result, .ant-alert').first().waitFor();
    expect(await page.locator('[data-foreign]').count()).toBe(0);
  }
});

it('a page is read from its top, however far down the navigation leads to it', async () => {
  const { page } = await visit(browser, cloud, 'en-US');
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.getByRole('navigation').getByRole('link').last().click();
  const title = page.getByRole('heading', { level: 3 });
  await title.waitFor();
  await expect.poll(() => title.evaluate((element) => document.elementFromPoint(element.getBoundingClientRect().x + 1, element.getBoundingClientRect().y + 1) === element)).toBe(true);
});

it('the first load comes in 700 KB at the most: what a page alone needs comes with that page', async () => {
  const { page } = await visit(browser, cloud, 'ja-JP');
  await page.getByRole('link', { name: made.eips.nat.id }).waitFor();
  const first = await transferred(page);
  expect(first).toBeGreaterThan(100_000);
  expect(first).toBeLessThanOrEqual(700_000);
  await page.goto(`${cloud.endpoint}/console/cn-shanghai/terminal?place=internet`);
  await page.locator('.xterm').waitFor();
  const { assets, size } = await page.evaluate(() => {
    const fresh = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name, transferSize }) => name.includes('/assets/') && transferSize > 0);
    return { assets: fresh.length, size: fresh.reduce((sum, { transferSize }) => sum + transferSize, 0) };
  });
  expect(assets).toBeGreaterThan(0);
  // A terminal is larger than that.
  expect(size).toBeGreaterThan(50_000);
});

it('§9.2: an EIP is associated by the keyboard alone', async () => {
  const { page, faults } = await visit(browser, cloud, 'en-US');
  const to = async (role: 'link' | 'button' | 'radio' | 'combobox', name: string | RegExp) => {
    const target = page.getByRole(role, { name, exact: true }).first();
    await target.waitFor();
    for (let presses = 0; presses < 100 && !await target.evaluate((element) => element === document.activeElement); presses++) await page.keyboard.press('Tab');
    expect(await target.evaluate((element) => element === document.activeElement), `Tab comes to ${String(name)}`).toBe(true);
  };
  await to('link', 'Skip to the content');
  await page.keyboard.press('Enter');
  await to('button', 'Associate with Resource');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await to('radio', /^NAT Mode/);
  await expect.poll(() => page.getByRole('radio', { name: made.enis.nat.id }).isEnabled()).toBe(true);
  await to('radio', made.enis.nat.id);
  await page.keyboard.press('Space');
  await to('button', 'OK');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('row').filter({ hasText: made.enis.nat.id }).count()).toBe(2);
  expect(faults).toEqual([]);
});
