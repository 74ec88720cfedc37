/** What passes an EIP and an ENI, in charts, with real packets: the texts that stand for the pictures say what was sent. */
import type { ChildProcess } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { World, type Eip, type Eni } from '../support/world.js';
import { launch, visit, type Visit } from './browser.js';

let cloud: Cloud;
let browser: Browser;
let world: World;
let eip: Eip;
let eni: Eni;
let at: Visit;
let visitors: ChildProcess;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'linux', settings: { seed: 5 } }), launch()]);
  world = await World.create(cloud);
  const instance = await world.instance({ name: 'tokyo' });
  [eni, eip, at] = await Promise.all([world.eni(), world.eip({ Bandwidth: '5' }), visit(browser, cloud, 'en-US')]);
  await world.attach(eni, instance);
  await world.bind(eip, eni);
  await world.answers(eip.address, 'tokyo');
  visitors = cloud.spawn('internet', ['sh', '-c', `while curl -s -o /dev/null -m 3 http://${eip.address}/; do sleep 0.1; done`]);
});
afterAll(async () => {
  visitors.kill();
  await browser.close();
  await cloud.down();
});

/** The cells of a row of the figures. */
const figures = (page: Page, row: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: row, exact: true }) }).getByRole('cell').allInnerTexts();
const pictures = (page: Page) => page.getByRole('img').and(page.locator('.chart'));

it('live: both directions, packets and the bandwidth against its limit', async () => {
  const { page } = at;
  await page.goto(`${cloud.endpoint}/console/cn-hangzhou/eips/${eip.id}`);
  // Rate, average, peak, traffic, packets a second, packets.
  await expect.poll(() => figures(page, 'Inbound'), { timeout: 20_000 }).toEqual([/^[\d.]+ k?bit\/s$/, /^[1-9]/, /^[1-9].* kbit\/s$/, /^[\d,.]+ (B|KiB)$/, /\/s$/, /^[1-9]/].map((pattern) => expect.stringMatching(pattern) as unknown));
  // Each direction is told by itself.
  await expect.poll(async () => (await figures(page, 'Outbound'))[2]).toMatch(/^[1-9].* kbit\/s$/);
  const [bandwidth, packets] = await pictures(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  expect(bandwidth).toMatch(/^Bandwidth of the last 5 minutes\. Inbound: .* kbit\/s at the most\. Outbound: .* kbit\/s at the most\.$/);
  expect(packets).toMatch(/^Packets of the last 5 minutes\. Inbound: .*\/s at the most\./);
  expect(await page.locator('.chart').first().textContent()).toContain('Limit 5 Mbit/s');
  await page.getByText(/^[\d.]+% of 10 Mbit\/s$/).waitFor();
});

it('live, of the ENI: the sum over its EIPs, also for who comes back', async () => {
  const { page } = at;
  await page.getByRole('link', { name: eni.id }).click();
  await page.getByRole('tab', { name: 'Monitoring' }).click();
  // Within the page nothing is forgotten.
  await expect.poll(async () => (await figures(page, 'Inbound'))[5], { timeout: 2_000 }).toMatch(/^[1-9]/);
  expect(at.faults).toEqual([]);
});

it('§4.1, DescribeEipMonitorData: over time, of the EIP and of the ENI, as much as the API tells', async () => {
  const { page } = at;
  visitors.kill();
  await page.getByText('1 hour', { exact: true }).click();
  await page.waitForURL(/tab=charts&range=1h$/);
  const told = async () => {
    const now = Date.now();
    const time = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
    const answer = await world.vpc('DescribeEipMonitorData', { AllocationId: eip.id, StartTime: time(now - 3_600_000), EndTime: time(now + 60_000), Period: 60 });
    const points = z.object({ EipMonitorDatas: z.object({ EipMonitorData: z.array(z.object({ EipPackets: z.number() })) }) }).parse(answer).EipMonitorDatas.EipMonitorData;
    return points.reduce((sum, { EipPackets }) => sum + EipPackets, 0);
  };
  const shown = async () => {
    await page.getByRole('button', { name: 'Refresh' }).click({ timeout: 5_000 });
    const label = await pictures(page).nth(2).getAttribute('aria-label');
    return label === `Packets: ${new Intl.NumberFormat('en-US').format(await told())} in both directions in all.`;
  };
  await expect.poll(shown, { timeout: 10_000 }).toBe(true);
  expect(await told()).toBeGreaterThan(20);
  expect(await pictures(page).first().getAttribute('aria-label')).toMatch(/^Traffic: [1-9].*B inbound, [1-9].*B outbound in all\.$/);
  await page.getByText('All periods with traffic, as a table').click();
  await page.getByRole('row').filter({ hasText: /\d{4}/ }).first().waitFor();

  await page.goto(`${cloud.endpoint}/console/cn-hangzhou/eips/${eip.id}?tab=charts&range=1d&period=900`);
  await page.getByText('Period: 15 minutes').waitFor();
  await expect.poll(async () => (await figures(page, 'Outbound'))[0], { timeout: 5_000 }).toMatch(/^[1-9].*B$/);
  expect(at.faults).toEqual([]);
});

it('where nothing passes the page says so, in the user’s language, and what to do', async () => {
  const [{ page, faults }, idle, bare] = await Promise.all([visit(browser, cloud, 'ja-JP'), world.eip(), world.eni()]);
  await page.goto(`${cloud.endpoint}/console/cn-hangzhou/eips/${idle.id}`);
  await page.getByText(`openeip exec internet -- curl -s http://${idle.address}/`).waitFor();
  await page.getByText('1時間', { exact: true }).click();
  await page.getByText('この期間に通過したトラフィックはありません。').waitFor();
  await page.goto(`${cloud.endpoint}/console/cn-hangzhou/enis/${bare.id}?tab=charts`);
  await page.getByText('このENIにはEIPが関連付けられていません。').waitFor();
  expect(faults).toEqual([]);
});
