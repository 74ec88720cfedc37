/** Every page of the console and its dialogs as one comes to them by clicking: what the navigation leads to is walked, so no new page is forgotten. */
import type { Locator, Page } from 'playwright-core';
import { dialogOf } from './browser.js';

/** Dialogs that are the same for every kind of resource: one stands for all. */
const SHARED = /^(Edit tags|Change Resource Group|Delete)$/;

interface Tour {
  readonly page: Page;
  /** Called at each page and tab. */
  readonly look: (where: string) => Promise<void>;
  /** Called at each kind of dialog, where they are to be opened. */
  readonly dialogs?: (where: string) => Promise<void>;
  /** The rows to open where there is a choice; else the first. */
  readonly ids: readonly string[];
}

/** Awaits that nothing of the page is still asked for. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#content h3') !== null
    && document.querySelector('#content .ant-spin-spinning, #content .ant-btn-loading, #content .ant-skeleton, [role=dialog] .ant-spin-spinning') === null);
}

/** Follows a link to a page of another heading, and awaits that page: the address changes before what is shown does. */
async function follow(page: Page, link: Locator): Promise<void> {
  const before = await page.locator('#content h3').first().textContent();
  await link.click();
  await page.waitForFunction((was) => ![null, undefined, was].includes(document.querySelector('#content h3')?.textContent), before);
  await settled(page);
}

/** Paths of all pages that the navigation leads to. */
async function pagesOf(page: Page): Promise<readonly string[]> {
  const links = page.getByRole('navigation').getByRole('link');
  await links.first().waitFor();
  return links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
}

/** The pages of the navigation, and of each that is a list the page of one row, with its tabs. */
export async function tour({ page, look, dialogs, ids }: Tour): Promise<void> {
  const content = page.locator('#content');
  const seen = new Set<string>();
  const open = dialogs === undefined ? () => Promise.resolve() : async (button: Locator, path: string) => {
    const name = (await button.textContent() ?? '').trim();
    const key = SHARED.test(name) ? name : `${path}, ${name}`;
    if (seen.has(key) || !await button.isEnabled()) return;
    seen.add(key);
    await button.click();
    await dialogOf(page).waitFor();
    await settled(page);
    await dialogs(key);
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'detached' });
  };
  for (const path of await pagesOf(page)) {
    await follow(page, page.getByRole('navigation').locator(`a[href^="${path}"]`));
    await page.waitForURL(`**${path}*`);
    await look(path);
    const rows = await content.locator(`td a[href^="${path}/"]`).allTextContents();
    const id = rows.find((one) => ids.includes(one)) ?? rows[0];
    if (id === undefined) continue;

    const create = content.locator('.ant-btn-primary').first();
    if (await create.count() > 0) await open(create, path);
    await follow(page, content.getByRole('link', { name: id, exact: true }).first());
    await page.waitForURL(`**${path}/${id}*`);
    await look(`${path}/${id}`);
    for (const tab of (await content.getByRole('tab').all()).slice(1)) {
      await tab.click();
      await settled(page);
      await look(`${path}/${id}, ${await tab.innerText()}`);
    }
    for (const button of await content.locator('.ant-space').first().getByRole('button').all()) {
      if (await button.textContent() !== '') await open(button, path);
      else await openMenu(page, button, (item) => open(item, path));
    }
  }
}

/** Each entry of a menu, which closes with every choice. */
async function openMenu(page: Page, button: Locator, open: (item: Locator) => Promise<void>): Promise<void> {
  const items = page.locator('.ant-dropdown:not(.ant-dropdown-hidden)').getByRole('menuitem');
  await button.click();
  await items.first().waitFor();
  for (let index = 0, count = await items.count(); index < count; index++) {
    if (!await items.first().isVisible()) await button.click();
    await open(items.nth(index));
  }
  if (await items.first().isVisible()) await button.click();
}
