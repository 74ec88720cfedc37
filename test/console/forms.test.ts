/** What a dialog sends is what it shows, once; a keyboard alone is enough for it. Without packets. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { World, type Eip, type Eni } from '../support/world.js';
import { choose, confirm, dialogOf, launch, visit } from './browser.js';

const sentCall = z.object({ action: z.string(), parameters: z.record(z.string(), z.string()) });
const EMPTY = 'Please fill this in';

let cloud: Cloud;
let browser: Browser;
let page: Page;
let world: World;
let other: World;
let free: Eip;
let enis: readonly [Eni, Eni];
let late: string;
/** Those that change something, since the page's last turn. */
let sent: z.infer<typeof sentCall>[] = [];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5 } }), launch()]);
  world = await World.create(cloud);
  other = await World.create(cloud);
  enis = [await world.eni({ addresses: 2 }), await world.eni({ addresses: 2 })];
  await cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'bare', DisplayName: 'bare' });
  late = await world.group({ SecurityGroupName: 'first' });
  for (let count = 0; count < 55; count++) await world.group({});
  free = await world.eip({ Name: 'mine' });
  ({ page } = await visit(browser, cloud, 'en-US'));
  page.on('request', (request) => {
    if (!request.url().endsWith('/console/call')) return;
    const call = sentCall.parse(request.postDataJSON());
    if (!/^(Describe|List)/.test(call.action)) sent.push(call);
  });
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

async function opened(path: string, button: string): Promise<void> {
  await page.goto(`${cloud.endpoint}/console/cn-hangzhou/${path}`);
  // Some begin with an icon, which has a name.
  await page.locator('#content').getByRole('button', { name: new RegExp(`${button}$`) }).first().click();
  await dialogOf(page).waitFor();
  sent = [];
}

function ok(): Promise<void> {
  return dialogOf(page).getByRole('button', { name: 'OK', exact: true }).click();
}

async function isAskedFor(text = EMPTY): Promise<void> {
  await ok();
  await dialogOf(page).getByText(text, { exact: true }).first().waitFor();
  expect(sent).toEqual([]);
}

function focused(): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '');
}

describe('what is not shown is not sent', () => {
  const target = (eni: Eni) => dialogOf(page).getByRole('radio', { name: eni.id });

  it('an ENI of another resource group, an ENI for an instance', async () => {
    await opened(`eips/${free.id}`, 'Associate with Resource');
    await target(enis[0]).check();
    await choose(page, 'Resource Group', 'bare');
    await target(enis[0]).waitFor({ state: 'detached' });
    await isAskedFor();
    await choose(page, 'Resource Group', 'All resource groups');
    await target(enis[0]).check();
    await choose(page, 'Instance Type', 'ECS Instance');
    await isAskedFor();
  });

  it('a private address of another ENI', async () => {
    await choose(page, 'Instance Type', 'Secondary ENI');
    await target(enis[0]).check();
    await choose(page, 'Private IP address of the ENI', enis[0].addresses[1] ?? '');
    await target(enis[1]).check();
    await confirm(page);
    expect(sent.map(({ parameters }) => parameters)).toEqual([{
      RegionId: 'cn-hangzhou', AllocationId: free.id, InstanceType: 'NetworkInterface', InstanceId: enis[1].id, Mode: 'NAT',
    }]);
  });

  it('a next hop of another type', async () => {
    await page.goto(`${cloud.endpoint}/console/cn-hangzhou/route-tables`);
    await page.getByRole('row').filter({ hasText: world.vpcId }).getByRole('button', { name: 'Add entry' }).click();
    sent = [];
    await choose(page, 'Next hop type', 'ENI');
    await choose(page, 'Next hop', enis[0].id);
    await choose(page, 'Next hop type', 'ECS instance');
    await isAskedFor();
  });

  it('a security group of another VPC; one chooses among more than a page of them', async () => {
    await opened('enis', 'Create ENI');
    await choose(page, 'vSwitch', world.vswitchId);
    await choose(page, 'Security group', late);
    await choose(page, 'vSwitch', other.vswitchId);
    await isAskedFor();
  });
});

describe('a call of a dialog', () => {
  const fault = (action: string, more: Record<string, unknown>) => cloud.call('OpenEIP', 'AddFault', { Product: 'Vpc', ActionName: action, First: 1, ...more });

  it('is sent once by two clicks', async () => {
    await opened('eips', 'Create EIP');
    await dialogOf(page).getByRole('button', { name: 'OK', exact: true }).dblclick();
    await dialogOf(page).waitFor({ state: 'detached' });
    expect(sent.map(({ action }) => action)).toEqual(['AllocateEipAddress']);
  });

  it.each([['that is taken', ''], ['that is refused', 'Throttling.User']])('%s leaves the dialog alone that is open by then', async (_, Code) => {
    await fault('ModifyEipAddressAttribute', { Delay: '1s', ...(Code === '' ? {} : { Code }) });
    await opened(`eips/${free.id}`, 'Modify');
    await dialogOf(page).getByLabel('Description').fill('left');
    const answered = page.waitForResponse((response) => (response.request().postData() ?? '').includes('ModifyEipAddressAttribute'));
    await ok();
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    await page.locator('#content').getByRole('button', { name: 'Modify', exact: true }).click();
    await answered;
    if (Code !== '') {
      const told = page.locator('.ant-notification-notice');
      for (const text of ['Modify the EIP', 'Refused: Throttling.User', 'Your account made too many calls in a short time.', 'Wait a moment and try again.']) await told.getByText(text).waitFor();
    }
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await dialogOf(page).isVisible()).toBe(true);
  });

  it('that makes a security group makes one, though its rules are refused', async () => {
    await fault('AuthorizeSecurityGroup', { Product: 'Ecs', Code: 'Throttling.User' });
    await opened('security-groups', 'Create security group');
    await choose(page, 'VPC', other.vpcId);
    await ok();
    await dialogOf(page).getByText('Refused: Throttling.User').waitFor();
    expect(await dialogOf(page).getByLabel('Name').isDisabled()).toBe(true);
    await confirm(page);
    expect(sent.map(({ action }) => action)).toEqual(['CreateSecurityGroup', 'AuthorizeSecurityGroup', 'AuthorizeSecurityGroup']);
  });
});

it('what cannot be empty is said to be so', async () => {
  await opened('eips', 'Create EIP');
  await dialogOf(page).getByLabel('Bandwidth (Mbit/s)').fill('');
  await isAskedFor();
  await opened(`eips/${free.id}`, 'Modify');
  await dialogOf(page).getByLabel('Name').fill('');
  await isAskedFor('The cloud takes an empty value for none given: this can be changed, but not emptied.');
});

it.each(['Enter', 'Space'])('a menu and its dialog by keyboard alone: %s', async (key) => {
  await page.goto(`${cloud.endpoint}/console/cn-hangzhou/eips`);
  await page.getByRole('row').filter({ hasText: free.id }).getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press(key);
  await page.getByRole('menuitem').first().waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('menuitem');
  await page.getByRole('menuitem', { name: 'Modify' }).focus();
  await page.keyboard.press(key);
  await dialogOf(page).waitFor();
  await expect.poll(focused).toBe('Name');
  for (const close of [() => page.keyboard.press('Escape'), () => dialogOf(page).getByRole('button', { name: 'Cancel' }).click()]) {
    await close();
    await dialogOf(page).waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('More');
    await page.keyboard.press(key);
    await page.getByRole('menuitem', { name: 'Modify' }).focus();
    await page.keyboard.press(key);
    await dialogOf(page).waitFor();
  }
  await confirm(page);
  await expect.poll(focused).toBe('More');
});
