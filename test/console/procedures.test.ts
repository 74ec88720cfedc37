/** Behaviour §9 in the browser, from an empty cloud, with the labels of §9.1 (E25, S-28). Without packets: what is shown and what is called. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { choose, confirm, dialogOf, launch, visit, type Visit } from './browser.js';

const eipRows = z.object({ EipAddresses: z.object({ EipAddress: z.array(z.object({ IpAddress: z.string(), InstanceId: z.string(), Mode: z.string(), Status: z.string() })) }) });

let cloud: Cloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5 } }), launch()]);
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

/** Goes to a page of the navigation. */
async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'メインナビゲーション' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 3, exact: true }).waitFor();
}

/** Opens the dialog of the page's own button: the first of two where the page is empty. */
async function create(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).first().click();
  await dialogOf(page).waitFor();
}

describe('§9.2 NAT, in Japanese', () => {
  let at: Visit;
  beforeAll(async () => {
    at = await visit(browser, cloud, 'ja-JP');
  });

  it('what it needs is made by clicking, from an empty cloud', async () => {
    const { page } = at;
    await page.getByText('このリージョンにはまだEIPがありません。').waitFor();
    expect(await page.title()).toBe('OpenEIP');

    await open(page, 'VPC');
    await create(page, 'VPCの作成');
    await confirm(page);
    await page.getByText('10.0.0.0/16').waitFor();

    await open(page, 'vSwitch');
    await create(page, 'vSwitchの作成');
    await choose(page, 'VPC', '10.0.0.0/16');
    await choose(page, 'ゾーン', 'cn-hangzhou-g');
    await dialogOf(page).getByLabel('IPv4 CIDRブロック').fill('10.0.0.0/24');
    await confirm(page);
    await page.getByText('10.0.0.0/24').waitFor();

    await open(page, 'セキュリティグループ');
    await create(page, 'セキュリティグループの作成');
    await choose(page, 'VPC', 'vpc-');
    await confirm(page);
    await page.getByRole('link', { name: /^sg-/ }).waitFor();

    await open(page, 'Elastic Network Interface');
    await create(page, 'ENIの作成');
    await choose(page, 'vSwitch', '10.0.0.0/24');
    await choose(page, 'セキュリティグループ', 'sg-');
    await confirm(page);
    await page.getByRole('link', { name: /^eni-/ }).waitFor();

    await open(page, 'Elastic IP アドレス');
    await create(page, 'EIPの作成');
    await confirm(page);
    await page.getByRole('link', { name: /^eip-/ }).waitFor();
    expect(at.faults).toEqual([]);
  });

  it('S-28: リソースと関連付ける … OK, then 割り当て済み and the ENI’s id in the row, and the notice of the routes', async () => {
    const { page } = at;
    await page.getByRole('columnheader', { name: 'アクション' }).waitFor();
    await page.getByRole('button', { name: 'リソースと関連付ける' }).click();
    const dialog = dialogOf(page);
    await dialog.getByText('EIPとリソースの関連付け').waitFor();
    for (const label of ['インスタンスタイプ', 'リソースグループ', 'モード', '関連付けるインスタンスを選択してください']) await dialog.getByText(label, { exact: true }).first().waitFor();
    // The field has the focus: it is told to a screen reader, too, out of sight.
    await dialog.getByText('セカンダリ ENI', { exact: true }).filter({ visible: true }).first().waitFor();
    expect(await dialog.getByRole('radio', { name: 'NATモード' }).isChecked()).toBe(true);
    // S-07: for all to see, for few to choose.
    expect(await dialog.getByRole('radio', { name: /ENI へのマルチ EIP バインドモード/ }).isDisabled()).toBe(true);
    expect(await dialog.getByRole('link', { name: 'セカンダリCIDRブロックの方法' }).getAttribute('href')).toBe('/console/cn-hangzhou/guide?mode=cidr');

    const choice = dialog.getByRole('radio', { name: /^eni-/ });
    await expect.poll(() => choice.isEnabled()).toBe(true);
    await choice.check();
    await dialog.getByRole('group', { name: '事前チェック' }).getByRole('img', { name: 'はい' }).nth(1).waitFor();
    await confirm(page);

    const row = page.getByRole('row').filter({ hasText: 'eip-' });
    await row.getByText('割り当て済み').waitFor();
    const [eip] = eipRows.parse(await cloud.vpc('DescribeEipAddresses')).EipAddresses.EipAddress;
    expect(eip).toMatchObject({ Mode: 'NAT', Status: 'InUse', InstanceId: expect.stringMatching(/^eni-/) as unknown });
    const cells = await row.getByRole('cell').allInnerTexts();
    const headers = await page.getByRole('columnheader').allInnerTexts();
    expect(cells[headers.indexOf('IPステータス')]).toBe('割り当て済み');
    expect(cells[headers.indexOf('関連付けられたインスタンスタイプ /ID')]).toBe(`セカンダリ ENI / ${eip?.InstanceId ?? ''}`);

    await page.getByRole('button', { name: 'ルートの設定' }).click();
    await page.waitForURL(`**/console/cn-hangzhou/enis/${eip?.InstanceId ?? ''}?tab=guest`);
    // §9.2: the ENI's page shows the EIP beside the private address that it maps to.
    await page.getByText(`↔ ${eip?.IpAddress ?? ''}`).waitFor();
    expect(await page.getByRole('button', { name: 'インスタンスにバインド' }).isEnabled()).toBe(true);
    expect(at.faults).toEqual([]);
  });

  it('§9.5: what another client changes is seen at once; バインド解除 asks first', async () => {
    const { page } = at;
    await open(page, 'Elastic IP アドレス');
    await cloud.vpc('AllocateEipAddress', { Name: 'from elsewhere' });
    await page.getByText('from elsewhere').waitFor();
    const row = page.getByRole('row').filter({ hasText: '割り当て済み' });
    await row.getByRole('button', { name: 'バインド解除' }).click();
    await confirm(page, 'バインド解除');
    await expect.poll(() => page.getByText('利用可能').count()).toBe(2);
    expect(at.faults).toEqual([]);
  });
});

describe('§9.3 cut-through', () => {
  it('the guided start builds an example in Chinese, call by call, to be copied', async () => {
    const { page, faults } = await visit(browser, cloud, 'zh-CN');
    await page.getByRole('link', { name: '引导式入门' }).click();
    await page.getByRole('radio', { name: /EIP网卡可见模式 不推荐/ }).click();
    await page.getByRole('button', { name: '开始构建' }).click();
    await page.getByText('示例已建成。').waitFor({ timeout: 60_000 });
    expect(await page.getByText(/^aliyun /).count()).toBe(9);
    await page.getByRole('tab', { name: 'Terraform' }).last().click();
    await page.getByText(/resource "alicloud_ecs_network_interface_attachment" "example" {\s+network_interface_id = alicloud_ecs_network_interface.example.id/).waitFor();
    await page.getByRole('button', { name: '查看网卡' }).click();
    await page.getByText('DHCP会把EIP及其网关下发给网卡').waitFor();
    const bound = eipRows.parse(await cloud.vpc('DescribeEipAddresses', { Status: 'InUse' })).EipAddresses.EipAddress;
    expect(bound.map(({ Mode }) => Mode)).toEqual(['BINDED']);
    expect(faults).toEqual([]);
  });

  it('S-30: an attached ENI is visible in English, disabled, with the rule as the reason; an EIP on it stays', async () => {
    const { page, faults } = await visit(browser, cloud, 'en-US');
    const bound = page.getByRole('row').filter({ hasText: 'Allocated' });
    expect(await bound.getByRole('button', { name: /^Associate with Resource: The EIP is bound already/ }).isDisabled()).toBe(true);
    await page.getByRole('row').filter({ hasText: 'Available' }).first().getByRole('button', { name: 'Associate with Resource' }).click();
    const dialog = dialogOf(page);
    await dialog.getByRole('radio', { name: /Cut-Through Mode Not recommended/ }).check();
    const attached = dialog.getByRole('row').filter({ hasText: 'at i-' });
    await attached.getByText('The ENI is at an instance. (Eni.Attached)').waitFor();
    expect(await attached.getByRole('radio').isDisabled()).toBe(true);
    expect(await dialog.getByRole('group', { name: 'Checks' }).innerText()).toContain('The VPC of the ENI has no IPv4 gateway');
    expect(faults).toEqual([]);
  });
});

it('nothing is shown without a session, and a token opens one only', async () => {
  const url = cloud.cli('console').stdout.trim();
  const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
  const stranger = await second.newPage();
  await stranger.goto(url.replace(/login.*$/, ''));
  await stranger.getByText('openeip console').waitFor();
  await (await first.newPage()).goto(url);
  const answer = await stranger.goto(url);
  expect(answer?.status()).toBe(403);
  await Promise.all([first.close(), second.close()]);
});

it('a page of another origin in the same browser gets nothing done, is told nothing and opens no terminal', async () => {
  const { page } = await visit(browser, cloud, 'en-US');
  await page.getByRole('link', { name: /^eip-/ }).first().waitFor();
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const other = await page.context().newPage();
  // Of the same site: SameSite alone lets the cookie go with what it sends.
  await other.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  const before = eipRows.parse(await cloud.vpc('DescribeEipAddresses')).EipAddresses.EipAddress.length;
  const outcome = await other.evaluate(async (at) => {
    const opened = (one: WebSocket | EventSource) => new Promise((resolve) => {
      one.onopen = () => resolve('opened');
      one.onerror = () => resolve('refused');
    });
    const fetched = (path: string, more: RequestInit) => fetch(at + path, { credentials: 'include', mode: 'no-cors', ...more }).then(() => 'opened', () => 'refused');
    return Promise.all([
      // Is sent before the answer is kept from us.
      fetched('/call', { method: 'POST', body: JSON.stringify({ product: 'Vpc', action: 'AllocateEipAddress', parameters: { RegionId: 'cn-hangzhou' } }) }),
      fetched('/session', {}),
      opened(new EventSource(`${at}/events`, { withCredentials: true })),
      opened(new WebSocket(`${at.replace('http', 'ws')}/terminal?place=internet&cols=80&rows=24`)),
    ]);
  }, `${cloud.endpoint}/console`);
  expect(outcome).toEqual(['refused', 'refused', 'refused', 'refused']);
  expect(eipRows.parse(await cloud.vpc('DescribeEipAddresses')).EipAddresses.EipAddress.length).toBe(before);
  server.close();
  server.closeAllConnections();
});
