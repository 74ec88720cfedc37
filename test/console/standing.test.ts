/** What a page says while things go against it: the stream breaks, a refresh is refused, an address is wrong, the window is narrow. Without packets. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { launch, visit } from './browser.js';

const NAME = 'a-name-of-many-letters-'.repeat(6).slice(0, 128);

let cloud: Cloud;
let browser: Browser;
let page: Page;
let id: string;
let elsewhere: string;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5 } }), launch()]);
  const allocated = z.object({ AllocationId: z.string() });
  id = allocated.parse(await cloud.call('Vpc', 'AllocateEipAddress', { Name: NAME })).AllocationId;
  elsewhere = allocated.parse(await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-beijing' })).AllocationId;
  await cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'void', DisplayName: 'void' });
  ({ page } = await visit(browser, cloud, 'en-US'));
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

const open = (path: string) => page.goto(`${cloud.endpoint}/console/cn-hangzhou/${path}`);

describe('a list', () => {
  it('of a resource group without EIPs says that it is the filter, and clears it', async () => {
    await open('eips');
    await page.getByLabel('Resource Group', { exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: 'void' }).click();
    await page.getByText('Nothing matches the filters.').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('link', { name: id }).waitFor();
    expect(page.url()).not.toContain('group=');
  });

  it.each(['page=7', 'page=abc', 'page=-1&size=0'])('with ?%s shows a page that there is', async (query) => {
    await open(`eips?${query}`);
    await page.getByRole('link', { name: id }).waitFor();
  });

  it('cuts a long name, which its title has whole', async () => {
    const name = page.getByTitle(NAME);
    expect((await name.boundingBox())?.width).toBeLessThanOrEqual(280);
  });
});

describe('a detail page', () => {
  it('stays with its dialog when a refresh is refused, and asks again', async () => {
    await open(`eips/${id}?tab=none`);
    await page.getByRole('tab', { selected: true }).waitFor();
    await page.locator('#content .ant-space').first().getByRole('button', { name: 'Modify' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('half-writ');
    await page.route('**/console/call', (route) => route.abort());
    await cloud.call('Vpc', 'ModifyEipAddressAttribute', { AllocationId: id, Bandwidth: '9' });
    const refused = page.getByRole('alert').filter({ hasText: 'Unreachable' }).first();
    await refused.waitFor();
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('half-writ');
    await page.unroute('**/console/call');
    await page.keyboard.press('Escape');
    await refused.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('9 Mbit/s', { exact: true }).waitFor();
    await refused.waitFor({ state: 'detached' });
  });
});

it('bill and history lead to the region of what they name', async () => {
  await open('bill');
  expect(await page.getByRole('link', { name: elsewhere }).getAttribute('href')).toBe(`/console/cn-beijing/eips/${elsewhere}`);
});

it('an example that is being built is shown again by whoever comes back, and belongs to its mode and region alone', async () => {
  await open('guide?mode=NAT');
  await page.getByRole('button', { name: 'Build it' }).click();
  await page.getByText('CreateVpc').waitFor();
  const link = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
  await link('Elastic IP Addresses').click();
  await page.getByRole('heading', { name: 'Elastic IP Addresses', level: 3 }).waitFor();
  await link('Guided start').click();
  await page.getByText('The example stands.').waitFor();
  await page.getByRole('radio', { name: /Secondary CIDR/ }).click();
  await expect.poll(() => page.getByText('The example stands.').count()).toBe(0);
  await page.goBack();
  await page.getByText('The example stands.').waitFor();
  expect(await page.getByRole('link', { name: 'See the EIP' }).getAttribute('href')).toMatch(/^\/console\/cn-hangzhou\/eips\/eip-/);
});

it('a terminal of an unknown instance says that there is none', async () => {
  await open('terminal?place=i-none');
  await page.getByText('There is no instance i-none in this region.').waitFor();
});

it('in 390 px nothing is beside the page, and the navigation goes with a choice', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  for (const path of ['eips', `eips/${id}`, 'terminal', 'history']) {
    await open(path);
    await page.locator('#content h3').first().waitFor();
    expect(await width(), path).toBe(390);
  }
  await open('eips');
  await page.getByRole('link', { name: id }).waitFor();
  expect(await page.locator('th.ant-table-cell-fix').count()).toBe(0);
  const menu = page.getByRole('button', { name: 'Main navigation' });
  await menu.click();
  await page.getByRole('navigation').getByRole('link', { name: 'VPCs', exact: true }).click();
  await page.getByRole('heading', { name: 'VPCs', level: 3 }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.setViewportSize({ width: 1600, height: 1000 });
});

describe('the stream of what happens', () => {
  it('is not called live while it is refused, and what was missed is read when it comes again', async () => {
    await page.route('**/console/events', (route) => route.fulfill({ status: 503 }));
    await open('requests');
    await page.getByText('Disconnected', { exact: true }).waitFor();
    await page.getByText('The connection to OpenEIP is lost').waitFor();
    expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
    await cloud.call('Vpc', 'DescribeVpcs', { VpcName: 'while-it-was-lost' });
    await page.unroute('**/console/events');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('VpcName=while-it-was-lost').waitFor();
    expect(await page.getByText('The connection to OpenEIP is lost').count()).toBe(0);
  });

  it('of a cloud that was started anew ends with the session, and the page says how to sign in', async () => {
    await open(`eips/${id}`);
    await page.getByRole('heading', { name: id }).waitFor();
    process.kill(cloud.status().processes.controlPlane ?? 0, 'SIGKILL');
    await page.getByText('Not signed in').waitFor();
    await page.getByText('openeip console', { exact: true }).waitFor();
  });
});
