/** The comparison of the modes (§3.1), the bill (§7) and the history of an address, in the browser, with a clock of their own. Without packets. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { World, type Eip, type Eni } from '../support/world.js';
import { launch, visit, type Visit } from './browser.js';

/** All three modes are there (S-17, S-18). */
const REGION = 'cn-shanghai';

let cloud: Cloud;
let browser: Browser;
let world: World;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5 } }), launch()]);
  // The clock goes back in an empty cloud only: this is before any test of the next years, and no month ends on the way.
  await cloud.call('OpenEIP', 'SetClock', { Time: '2026-01-05T00:00:00Z' });
  world = await World.create(cloud, { region: REGION });
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

const open = (page: Page, path: string, region = REGION) => page.goto(`${cloud.endpoint}/console/${region}/${path}`);

async function running(): Promise<string> {
  const [ImageId] = await world.images();
  const body = await world.ecs('RunInstances', { InstanceType: 'ecs.g5.large', ImageId, VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup });
  const id = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string()]) }) }).parse(body).InstanceIdSets.InstanceIdSet[0];
  await world.instanceIs(id, 'Running');
  return id;
}

describe('S-06, §3.1: the modes for an ENI', () => {
  let at: Visit;
  let eni: Eni;
  let eip: Eip;
  const verdict = (mode: string): Locator => at.page.getByRole('group', { name: mode });
  beforeAll(async () => {
    at = await visit(browser, cloud, 'ja-JP');
    [eni, eip] = await Promise.all([world.eni(), world.eip()]);
  });

  it('S-07: of a detached one all are possible but the closed one, which says so and what to do', async () => {
    await open(at.page, `modes?eni=${eni.id}`);
    await verdict('NATモード').getByText('現在使用可能').waitFor();
    await verdict('カットスルーモード').getByText('現在使用可能').waitFor();
    const multi = verdict('ENI へのマルチ EIP バインドモード');
    await multi.getByText('Mode.NotSupport').waitFor();
    expect(await multi.getByRole('link', { name: 'セカンダリCIDRブロックの方法' }).getAttribute('href')).toBe(`/console/${REGION}/guide?mode=cidr`);
  });

  it('S-07: an entitlement that is given while one looks opens it', async () => {
    await cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: true });
    await verdict('ENI へのマルチ EIP バインドモード').getByText('現在使用可能').waitFor();
  });

  it('S-30: attached to an instance, cut-through is refused, with its reason and what to do', async () => {
    await world.attach(eni, await running());
    const refused = verdict('カットスルーモード');
    await refused.getByText('Eni.Attached').waitFor();
    expect(await refused.innerText()).toMatch(/ENIはインスタンスに関連付けられています。[^]*対処方法: ENIとインスタンスの関連付けを解除/);
    await verdict('NATモード').getByText('現在使用可能').waitFor();
  });

  it('S-12: with an EIP on its only private address, NAT is not possible either', async () => {
    await world.bind(eip, eni);
    await verdict('NATモード').getByText('InvalidEip.EipQuotaExceeded').waitFor();
    expect(at.faults).toEqual([]);
  });

  it('the table has each mode’s column, and its page can be come to from the ENI’s', async () => {
    const { page } = at;
    await open(page, `enis/${eni.id}?tab=modes`);
    const table = page.getByRole('table').filter({ hasText: 'セカンダリENIのEIPの最大数' });
    const cells = async (title: string) => table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: title, exact: true }) }).getByRole('cell').allInnerTexts();
    await table.getByText('14リージョン').waitFor();
    expect(await cells('セカンダリENIのEIPの最大数')).toEqual(['プライベートIPごとに1つ', '1', '10']);
    expect(await cells('OSでのEIPの表示')).toEqual(['表示されない', 'プライベートアドレスの代わりに表示', '静的に設定すると表示']);
    await page.getByRole('link', { name: 'ページで開く' }).click();
    await page.waitForURL(`**/console/${REGION}/modes?eni=${eni.id}`);
    expect(at.faults).toEqual([]);
  });

  it('S-17, S-18: where the region has none but NAT, that is the reason, with or without an ENI', async () => {
    const { page, faults } = await visit(browser, cloud, 'zh-CN');
    await open(page, 'modes', 'ap-northeast-1');
    await page.getByText('该地域还没有网卡').waitFor();
    await page.getByRole('group', { name: '普通模式' }).getByText('该地域可用').waitFor();
    for (const name of ['多EIP网卡可见模式', 'EIP网卡可见模式']) await page.getByRole('group', { name, exact: true }).getByText('UnsupportedRegion').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('§7 and what was when', () => {
  let at: Visit;
  let eip: Eip;
  let enis: readonly [Eni, Eni];
  let total: string;
  beforeAll(async () => {
    at = await visit(browser, cloud, 'en-US');
    enis = [await world.eni(), await world.eni()];
    eip = await world.eip({ InternetChargeType: 'PayByTraffic' });
    const pass = (By: string) => cloud.call('OpenEIP', 'AdvanceClock', { By });
    // Hours that have begun are billed: some are on their way, so that the moments between the calls begin none.
    await pass('9h30m');
    await world.bind(eip, enis[0]);
    await pass('5h');
    await world.unbind(eip);
    await world.bind(eip, enis[1], { mode: 'BINDED' });
    await pass('3h');
    ({ Total: total } = z.object({ Total: z.string() }).parse(await cloud.call('OpenEIP', 'DescribeBill', {})));
  });

  it('S-40, §7.1: the bill has each EIP’s hours with their reason, and exact sums', async () => {
    const { page } = at;
    await open(page, 'bill');
    const row = page.getByRole('row').filter({ hasText: eip.address });
    // 18 hours of 0.0031: bound to nothing or to a secondary ENI.
    await row.getByText('$0.0558').first().waitFor();
    expect(await page.locator('.ant-statistic').filter({ hasText: 'Total (USD)' }).innerText()).toContain(`$${total}`);
    await row.getByRole('button').click();
    const lines = page.getByRole('table').filter({ hasText: 'Reason' }).last();
    await lines.getByText('Pay-as-you-go EIP, bound to nothing: configuration fee.').waitFor();
    expect(await lines.getByRole('row').filter({ hasText: 'bound to nothing' }).innerText()).toMatch(/10 h[^]*\$0\.031$/);
    expect(await lines.getByRole('row').filter({ hasText: 'a secondary ENI' }).innerText()).toMatch(/8 h[^]*\$0\.0248$/);
  });

  it('one EIP, and a span of time, can be asked for, and the address of the page says so', async () => {
    const { page } = at;
    await page.getByLabel('EIP ID').fill(eip.id);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(`**/console/${REGION}/bill?eip=${eip.id}`);
    await page.locator('.ant-statistic').first().getByText('$0.0558').waitFor();
    await page.getByRole('button', { name: 'Last month' }).click();
    await page.waitForURL(/from=2025-12-01T00%3A00%3A00.000Z&to=2026-01-01T00%3A00%3A00.000Z/);
    await page.locator('.ant-statistic').first().getByText('$0.00', { exact: true }).waitFor();
    // As it is typed, by the browser's clock.
    for (const [field, name, moment] of [['To', 'to', '2026-01-31 00:00:00'], ['From', 'from', '2026-01-01 08:30:15']] as const) {
      const input = page.getByLabel(field, { exact: true });
      await input.click();
      await input.fill(moment);
      await input.press('Enter');
      const asked = await page.evaluate((local) => new Date(local).toISOString(), moment);
      await page.waitForURL(({ searchParams }) => searchParams.get(name) === asked);
    }
    await page.locator('.ant-statistic').first().getByText('$0.0558').waitFor();
    await open(page, `eips/${eip.id}?tab=bill`);
    await page.getByText('Pay-as-you-go EIP, bound to a secondary ENI: configuration fee.').waitFor();
    expect(at.faults).toEqual([]);
  });

  it('S-03: who held the address from when to when, by which request', async () => {
    const { page } = at;
    await open(page, 'history');
    await page.getByLabel('EIP, ENI or instance ID, or a public address').fill(eip.address);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const spans = page.getByRole('row').filter({ hasText: eip.id });
    await spans.nth(1).waitFor();
    expect(await spans.count()).toBe(2);
    const answer = await cloud.call('OpenEIP', 'DescribeHistory', { ResourceId: eip.address });
    const found = z.object({ Spans: z.object({ Span: z.array(z.object({ HolderId: z.string(), Began: z.object({ RequestId: z.string() }), Ended: z.object({ RequestId: z.string() }) })) }) }).parse(answer).Spans.Span;
    // The latest first.
    const [cutThrough, nat] = await spans.allInnerTexts();
    expect(nat).toMatch(new RegExp(`${enis[0].id}[^]*NAT Mode[^]*AssociateEipAddress[^]*${found[0]?.Began.RequestId ?? ''}[^]*UnassociateEipAddress[^]*${found[0]?.Ended.RequestId ?? ''}`));
    expect(cutThrough).toMatch(new RegExp(`${enis[1].id}[^]*Cut-Through Mode[^]*until now[^]*${found[1]?.Began.RequestId ?? ''}`));
  });

  it('what it was at a past moment', async () => {
    const { page } = at;
    await open(page, `eips/${eip.id}?tab=history`);
    const began = page.locator('.ant-table').getByRole('row').filter({ hasText: 'NAT Mode' }).getByRole('button', { name: /2026/ }).first();
    await began.click();
    await page.waitForURL(/tab=history&at=2026-01-05T09/);
    await page.locator('.ant-descriptions-item').filter({ hasText: 'binding.eniId' }).getByRole('link', { name: enis[0].id }).waitFor();
    expect(await page.locator('.ant-table').getByRole('row').filter({ hasText: 'Cut-Through' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Whole history' }).click();
    await page.locator('.ant-table').getByRole('row').filter({ hasText: 'Cut-Through' }).waitFor();
    // An ENI's and an instance's are there, too.
    await open(page, `enis/${enis[0].id}?tab=history`);
    await page.getByRole('row').filter({ hasText: eip.id }).waitFor();
    expect(at.faults).toEqual([]);
  });
});
