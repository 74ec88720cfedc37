/** The operator's pages in the browser, against a cloud without packets: request log, faults, clock, snapshots, accounts. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { choose, confirm, dialogOf, launch, visit, type Visit } from './browser.js';

const BIN = join(import.meta.dirname, '../../bin/openeip.js');
const logged = z.object({ Requests: z.object({ Request: z.array(z.object({ Id: z.string(), ActionName: z.string(), ErrorCode: z.string(), Parameters: z.unknown() })) }) });

let cloud: Cloud;
let browser: Browser;
let operator: Visit;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5 } }), launch()]);
  operator = await visit(browser, cloud, 'en-US');
  await operator.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

/** A page of the operator's navigation. */
async function open(name: string): Promise<Page> {
  const { page } = operator;
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 3, exact: true }).waitFor();
  return page;
}

function rowOf(page: Page, text: string): Locator {
  return page.locator('.ant-table-row').filter({ hasText: text });
}

describe('the request log', () => {
  it('shows a call of the CLI at once, opens it, and the copied line makes the same call again', async () => {
    const page = await open('Request log');
    await page.getByText('Live', { exact: true }).waitFor();
    expect(cloud.cli('call', 'vpc', 'AllocateEipAddress', '--Name', "it's live", '--Bandwidth', '7').code).toBe(0);
    const row = rowOf(page, "it's live");
    await row.getByText('Succeeded').waitFor();
    await row.getByRole('button', { name: 'Copy as CLI line' }).click();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    expect(line).toBe("openeip call vpc AllocateEipAddress --RegionId cn-hangzhou --Name 'it'\\''s live' --Bandwidth 7");

    const again = spawnSync('sh', ['-c', line.replace(/^openeip/, `"${process.execPath}" "${BIN}"`)], { env: { ...process.env, OPENEIP_HOME: cloud.home }, encoding: 'utf8' });
    expect(again.stderr).toBe('');
    await expect.poll(() => row.count()).toBe(2);
    const [second, first] = logged.parse(await cloud.call('OpenEIP', 'ListRequests', { ActionName: 'AllocateEipAddress' })).Requests.Request;
    expect(second?.Parameters).toEqual(first?.Parameters);
    expect(second?.Id).not.toBe(first?.Id);

    await row.first().getByRole('button', { name: 'Open Vpc.AllocateEipAddress' }).click();
    const drawer = dialogOf(page);
    await drawer.getByText(second?.Id ?? '', { exact: true }).waitFor();
    expect(page.url()).toContain(`request=${second?.Id ?? ''}`);
    await drawer.getByRole('row').filter({ hasText: 'Bandwidth' }).getByText('7', { exact: true }).waitFor();
    const changed = drawer.getByRole('row').filter({ has: page.getByRole('link', { name: /^eip-/ }) });
    await changed.getByText('Available').waitFor();
    await drawer.getByText(/^[\d.]+ ms$/).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(operator.faults).toEqual([]);
  });

  it('is filtered by a link, and waits while it is paused', async () => {
    const { page } = operator;
    await expect(cloud.vpc('ReleaseEipAddress', { AllocationId: 'eip-none' })).rejects.toMatchObject({ code: 'InvalidAllocationId.NotFound' });
    await page.goto(`${page.url().replace(/\?.*/, '')}?product=Vpc&action=release&result=refused&text=eip-none`);
    await rowOf(page, 'InvalidAllocationId.NotFound').waitFor();
    expect(await page.locator('.ant-table-row').count()).toBe(1);
    await page.getByRole('button', { name: 'Open Vpc.ReleaseEipAddress' }).click();
    await dialogOf(page).getByText('There is no such EIP in this region.').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(cloud.vpc('ReleaseEipAddress', { AllocationId: 'eip-none-two' })).rejects.toMatchObject({ code: 'InvalidAllocationId.NotFound' });
    await page.getByText('1 new', { exact: true }).waitFor();
    expect(await page.locator('.ant-table-row').count()).toBe(1);
    await page.getByRole('button', { name: 'Go on' }).click();
    await rowOf(page, 'eip-none-two').waitFor();
    expect(operator.faults).toEqual([]);
  });

  it('keeps a thousand of many, and draws those that are seen', async () => {
    const page = await open('Request log');
    for (let round = 0; round < 11; round++) await Promise.all(Array.from({ length: 100 }, () => cloud.vpc('DescribeVpcs')));
    await page.getByText('1,000 shown').waitFor();
    await rowOf(page, 'Vpc.DescribeVpcs').first().waitFor();
    expect(await page.locator('.ant-table-row').count()).toBeLessThan(100);
    expect(operator.faults).toEqual([]);
  });
});

describe('a fault', () => {
  /** What the EIP page says of it (`Throttling.User`): meaning and what to do. */
  const SAID = {
    'ja-JP': ['アカウントの呼び出しが短時間に多すぎます。', '少し待ってから再試行してください。'],
    'en-US': ['Your account made too many calls in a short time.', 'Wait a moment and try again.'],
    'zh-CN': ['账号在短时间内调用过多。', '请稍候重试。'],
  } as const;

  it('that is ordered in the page is met by the EIP page, which says in each language what it means; counted, then cleared', async () => {
    const page = await open('Faults');
    await page.getByRole('button', { name: 'Order a fault' }).first().click();
    const dialog = dialogOf(page);
    await choose(page, 'Action', 'DescribeEipAddresses');
    await choose(page, 'Error code', 'Throttling.User');
    await dialog.getByRole('alert').getByText(SAID['en-US'][0], { exact: true }).waitFor();
    await dialog.getByLabel('How many calls').fill('5');
    await confirm(page);
    const row = rowOf(page, 'Vpc.DescribeEipAddresses');
    await row.getByText('400 Throttling.User').waitFor();

    let met = 0;
    for (const locale of ['ja-JP', 'en-US', 'zh-CN'] as const) {
      const { page: eips, faults } = await visit(browser, cloud, locale);
      const alert = eips.getByRole('alert').filter({ hasText: 'Throttling.User' });
      for (const text of SAID[locale]) await alert.getByText(text).waitFor();
      met += 1;
      await row.getByText(`${String(met)} of 5`).waitFor();
      // The answer that was ordered, and nothing else.
      expect(faults.filter((fault) => !/DescribeEipAddresses|400 \(Bad Request\)/.test(fault))).toEqual([]);
      await eips.context().close();
    }

    await row.getByRole('button', { name: 'Clear fault-1' }).click();
    await page.getByText('No fault is ordered').waitFor();
    await cloud.vpc('DescribeEipAddresses');
    expect(operator.faults).toEqual([]);
  });

  it('of another client is seen at once, and all are cleared after a question', async () => {
    const { page } = operator;
    expect(cloud.cli('fault', 'add', 'ecs', 'RunInstances', '--reset', '--after', '--delay', '2s').code).toBe(0);
    const row = rowOf(page, 'Ecs.RunInstances');
    for (const text of ['waits 2,000 ms', 'Break the connection', 'after the effect', '0 of 1']) await row.getByText(text).waitFor();
    await page.getByRole('button', { name: 'Clear all faults' }).click();
    await confirm(page, 'Clear all faults');
    await page.getByText('No fault is ordered').waitFor();
    expect(operator.faults).toEqual([]);
  });
});

describe('the clock', () => {
  it('is moved to where a subscription ends: its EIP is locked, then released, before one’s eyes', async () => {
    await cloud.vpc('AllocateEipAddress', { InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, AutoPay: true });
    const { page: eips, faults } = await visit(browser, cloud, 'ja-JP');
    const row = rowOf(eips, 'サブスクリプション');
    await row.waitFor();

    const page = await open('Clock');
    await page.getByText('the host’s time', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Advance by 3 days' }).click();
    await confirm(page);
    await page.getByText('3 days ahead of the host').waitFor();
    expect(await row.getByText('未払いによりロック').count()).toBe(0);

    await page.getByRole('button', { name: 'Go there' }).click();
    await confirm(page);
    await row.getByText('未払いによりロック').waitFor();
    await page.getByRole('button', { name: 'Go there' }).click();
    await confirm(page);
    await row.waitFor({ state: 'detached' });
    expect([...operator.faults, ...faults]).toEqual([]);
  });

  it('does not go back while there are resources, and says why', async () => {
    const { page, faults } = await visit(browser, cloud, 'zh-CN');
    await page.getByRole('link', { name: '时钟', exact: true }).click();
    await page.getByRole('button', { name: '恢复真实时间' }).click();
    await dialogOf(page).getByRole('button', { name: '确定', exact: true }).click();
    const refused = dialogOf(page).getByRole('alert').filter({ hasText: 'InvalidOperation.ClockBackwards' });
    await refused.getByText('请先清空云').waitFor();
    // The refusal, told by the browser and by the answer.
    expect(faults.filter((fault) => !/ResetClock|400 \(Bad Request\)/.test(fault))).toEqual([]);
    expect(faults).toHaveLength(2);
    await page.context().close();
  });
});

describe('a snapshot', () => {
  it('is saved, compared with what came after, and loaded: the old cloud is back on the page', async () => {
    const { page: eips, faults } = await visit(browser, cloud, 'ja-JP');
    const [allocated] = z.object({ EipAddresses: z.object({ EipAddress: z.array(z.object({ AllocationId: z.string() })) }) }).parse(await cloud.vpc('DescribeEipAddresses')).EipAddresses.EipAddress;
    const page = await open('Snapshots');
    await page.getByText('There is no snapshot yet.').waitFor();
    await page.getByRole('button', { name: 'Save a snapshot' }).first().click();
    await dialogOf(page).getByLabel('Name').fill('before');
    await confirm(page);
    const row = rowOf(page, 'before');
    await row.getByText('EIP 2', { exact: true }).waitFor();

    await cloud.vpc('AllocateEipAddress', { Name: 'later' });
    await cloud.vpc('ModifyEipAddressAttribute', { AllocationId: allocated?.AllocationId, Bandwidth: 50 });
    await eips.getByText('later', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('status').getByText('+ added 1').waitFor();
    await rowOf(page, allocated?.AllocationId ?? '').getByText(/bandwidth.*7.*→.*50/i).waitFor();
    expect(page.url()).toContain('from=before');

    await row.getByRole('button', { name: 'Load' }).click();
    const dialog = dialogOf(page);
    await dialog.getByText('Load snapshot before?').waitFor();
    await dialog.getByRole('textbox').fill('after');
    await dialog.getByRole('button', { name: 'Load', exact: true }).click();
    await dialog.getByText('This is another name.').waitFor();
    await dialog.getByRole('textbox').fill('before');
    await confirm(page, 'Load');
    await page.getByText('The cloud is as it was saved in before.').waitFor();
    await page.getByText('Nothing differs.').waitFor();
    await eips.getByText('later', { exact: true }).waitFor({ state: 'detached' });
    expect(await rowOf(eips, allocated?.AllocationId ?? '').innerText()).toContain('7 Mbit/s');

    await row.getByRole('button', { name: 'Delete' }).click();
    await confirm(page, 'Delete');
    await page.getByText('There is no snapshot yet.').waitFor();
    expect([...operator.faults, ...faults]).toEqual([]);
    await eips.context().close();
  });
});

describe('accounts', () => {
  it('S-07: the operator entitles an account to multi-EIP mode, after a question; a quota is set, and is the vendor’s again', async () => {
    const { page: eips, faults } = await visit(browser, cloud, 'ja-JP');
    // A region that has the mode (S-18).
    await cloud.vpc('AllocateEipAddress', { RegionId: 'cn-shenzhen' });
    await eips.goto(`${cloud.endpoint}/console/cn-shenzhen/eips`);
    await rowOf(eips, 'eip-').getByRole('button', { name: 'リソースと関連付ける' }).click();
    const multi = (disabled: boolean) => dialogOf(eips).getByRole('radio', { name: /ENI へのマルチ EIP バインドモード/, disabled });
    await multi(true).waitFor();
    const page = await open('Accounts and quotas');
    await page.getByRole('switch', { name: 'Multi-EIP-to-ENI Mode', checked: false }).click();
    await confirm(page);
    await page.getByRole('switch', { name: 'Multi-EIP-to-ENI Mode', checked: true }).waitFor();
    await multi(false).waitFor();

    const row = rowOf(page, 'eipsPerAccount');
    for (const value of ['3', '']) {
      await row.getByRole('button').click();
      await dialogOf(page).getByRole('spinbutton', { name: 'Value' }).fill(value);
      await confirm(page);
      await row.getByText('set here').waitFor({ state: value === '' ? 'detached' : 'visible' });
    }
    expect([...operator.faults, ...faults]).toEqual([]);
    await eips.context().close();
  });
});
