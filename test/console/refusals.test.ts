/** What a rule forbids is for all to see, cannot be chosen, and says the rule (behaviour §9.2 to §9.5, S-30, S-31). */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { World, type Eip, type Eni } from '../support/world.js';
import { choose, confirm, dialogOf, launch, visit, type Visit } from './browser.js';

/** Of all modes; then one without multi-EIP mode, and one without either (S-17, S-18). */
const REGION = 'cn-shanghai';
const NAT = 'NAT Mode';
const CUT_THROUGH = 'Cut-Through Mode';
const MULTI = 'Multi-EIP-to-ENI Mode';

let cloud: Cloud;
let browser: Browser;
let world: World;
let at: Visit;
let free: Eip;
let subscription: Eip;
let enis: Readonly<Record<'attached' | 'several' | 'behindGateway' | 'nat' | 'cut' | 'full' | 'nextHop' | 'good', Eni>>;
let old: string;
let held: Eip;
let own: Eip;

beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'memory', settings: { seed: 5, defaultRegion: REGION, quotas: { eipsPerAccount: 40 } } }), launch()]);
  world = await World.create(cloud, { region: REGION });
  await cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: true });
  const office = await World.create(cloud, { region: REGION });
  enis = {
    attached: await world.eni(), several: await world.eni({ addresses: 2 }), behindGateway: await office.eni(), nat: await world.eni(), cut: await world.eni(), full: await world.eni(),
    nextHop: await world.eni(), good: await world.eni(),
  };
  await office.vpc('CreateIpv4Gateway', { VpcId: office.vpcId });
  const instance = await run('ecs.g5.4xlarge');
  old = await run('ecs.g7.4xlarge');
  await world.bind(await world.eip(), enis.nat);
  held = await world.eip();
  await world.bind(held, enis.cut, { mode: 'BINDED' });
  for (let count = 0; count < 10; count++) await world.bind(await world.eip(), enis.full, { mode: 'MULTI_BINDED' });
  await world.attach(enis.attached, instance);
  await world.attach(enis.cut, instance);
  await world.attach(enis.nextHop, instance);
  const table = (await world.vpc('DescribeRouteTableList', { VpcId: world.vpcId }))['RouterTableList'] as { RouterTableListType: { RouteTableId: string }[] };
  await world.vpc('CreateRouteEntry', {
    RouteTableId: table.RouterTableListType[0]?.RouteTableId, DestinationCidrBlock: '192.168.0.0/16', NextHopType: 'NetworkInterface', NextHopId: enis.nextHop.id,
  });
  await world.detach(enis.nextHop, instance);
  // On its primary ENI.
  own = await world.eip();
  await world.vpc('AssociateEipAddress', { AllocationId: own.id, InstanceId: instance, InstanceType: 'EcsInstance' });
  await world.eipIs(own, 'InUse');
  free = await world.eip();
  subscription = await world.eip({ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, AutoPay: true });
  at = await visit(browser, cloud, 'en-US');
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

/** Without packets there is no boot to be awaited. */
async function run(type: string): Promise<string> {
  const { InstanceIdSets } = await world.ecs('RunInstances', {
    InstanceType: type, ImageId: (await world.images())[0], VSwitchId: world.vswitchId, 'SecurityGroupIds.1': world.openGroup,
  }) as { InstanceIdSets: { InstanceIdSet: [string] } };
  await world.instanceIs(InstanceIdSets.InstanceIdSet[0], 'Running');
  return InstanceIdSets.InstanceIdSet[0];
}

/** The dialog of an EIP, from its own page. */
async function associating({ id }: Eip, region = REGION): Promise<Page> {
  const { page } = at;
  await page.goto(`${cloud.endpoint}/console/${region}/eips/${id}`);
  await page.getByRole('button', { name: 'Associate with Resource', exact: true }).click();
  await dialogOf(page).waitFor();
  return page;
}

/** The row of one target. */
async function rowOf(page: Page, id: string): Promise<Locator> {
  const search = dialogOf(page).getByRole('searchbox');
  await search.fill(id);
  await search.press('Enter');
  return dialogOf(page).getByRole('row').filter({ hasText: id });
}

async function isForbidden(row: Locator, code: string): Promise<void> {
  await row.getByText(`(${code})`).waitFor();
  expect(await row.getByRole('radio').isDisabled()).toBe(true);
}

describe('the dialog of associating', () => {
  const CASES: readonly (readonly [string, keyof typeof enis, string, string])[] = [
    [CUT_THROUGH, 'attached', 'an attached ENI', 'Eni.Attached'],
    [CUT_THROUGH, 'several', 'an ENI with several private addresses', 'Eni.HasSubIp'],
    [CUT_THROUGH, 'behindGateway', 'an ENI of a VPC with an IPv4 gateway', 'OperationDenied.Ipv4GatewayExist'],
    [CUT_THROUGH, 'nextHop', 'an ENI that a route leads to', 'InvalidNexthop.DirectEni'],
    [CUT_THROUGH, 'nat', 'an ENI with an EIP in NAT mode', 'Mode.Conflict'],
    [MULTI, 'attached', 'an attached ENI', 'Eni.Attached'],
    [MULTI, 'behindGateway', 'an ENI of a VPC with an IPv4 gateway', 'OperationDenied.Ipv4GatewayExist'],
    [MULTI, 'nat', 'an ENI with an EIP in NAT mode', 'OperationFailed.EipBindModeConflict'],
    [MULTI, 'full', 'an 11th EIP', 'QuotaExceed.MultiBindedEip'],
    [NAT, 'full', 'an ENI with EIPs in multi-EIP mode', 'OperationFailed.EipBindModeConflict'],
    [NAT, 'cut', 'an ENI with an EIP in cut-through mode', 'Mode.Conflict'],
    [NAT, 'nat', 'more EIPs than private addresses', 'InvalidEip.EipQuotaExceeded'],
  ];
  it.each([NAT, CUT_THROUGH, MULTI])('S-30, %s: the ENIs that a rule forbids are there, disabled, with the reason', async (mode) => {
    const page = await associating(free);
    await dialogOf(page).getByRole('radio', { name: new RegExp(`^${mode}`) }).check();
    for (const [, eni, , code] of CASES.filter(([of]) => of === mode)) await isForbidden(await rowOf(page, enis[eni].id), code);
    const good = await rowOf(page, enis.good.id);
    await expect.poll(() => good.getByRole('radio').isEnabled()).toBe(true);
    expect(at.faults).toEqual([]);
  });

  it('§3.2, U-01: an instance whose primary ENI has an EIP', async () => {
    const page = await associating(free);
    await choose(page, 'Instance Type', 'ECS Instance');
    const instance = (await world.describeEni(enis.attached.id)).InstanceId;
    await isForbidden(await rowOf(page, instance), 'InvalidAssociation.Duplicated');
    const other = await rowOf(page, old);
    await expect.poll(() => other.getByRole('radio').isEnabled()).toBe(true);
  });

  it.each([['cn-hangzhou', [MULTI]], ['cn-hongkong', [CUT_THROUGH, MULTI]]] as const)('S-16 to S-18: the modes that %s has not', async (region, missing) => {
    const page = await associating(await new World(cloud, region, '', '', '', '').eip({ RegionId: region }), region);
    for (const mode of [NAT, CUT_THROUGH, MULTI]) {
      const radio = dialogOf(page).getByRole('radio', { name: new RegExp(`^${mode}${missing.some((one) => one === mode) ? '.*\\(UnsupportedRegion\\)' : ''}`) });
      await radio.waitFor();
      expect(await radio.isDisabled(), mode).toBe(missing.some((one) => one === mode));
    }
  });

  it('S-07: the closed mode and why, as soon as the account is not entitled any more', async () => {
    const page = await associating(free);
    const radio = dialogOf(page).getByRole('radio', { name: new RegExp(`^${MULTI}`) });
    await expect.poll(() => radio.isEnabled()).toBe(true);
    await cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: false });
    await dialogOf(page).getByRole('radio', { name: new RegExp(`^${MULTI}.*\\(Mode.NotSupport\\)`), disabled: true }).waitFor();
    await dialogOf(page).getByRole('link', { name: 'Secondary CIDR block method' }).waitFor();
    await cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: true });
    await expect.poll(() => radio.isEnabled()).toBe(true);
  });

  it('S-31: a subscription EIP is warned of in cut-through mode, and may go there', async () => {
    const page = await associating(subscription);
    const warning = dialogOf(page).getByText('This is a subscription EIP');
    expect(await warning.count()).toBe(0);
    await dialogOf(page).getByRole('radio', { name: new RegExp(`^${CUT_THROUGH}`) }).check();
    await warning.waitFor();
    const good = await rowOf(page, enis.good.id);
    await expect.poll(() => good.getByRole('radio').isEnabled()).toBe(true);
  });
});

it('§9.4, S-36: an instance of another family cannot take an ENI in multi-EIP mode', async () => {
  const { page } = at;
  await page.goto(`${cloud.endpoint}/console/${REGION}/enis/${enis.full.id}`);
  await page.getByRole('button', { name: 'Bind to Instance', exact: true }).click();
  await isForbidden(await rowOf(page, old), 'InvalidOperation.InvalidGeneration');
});

describe('§9.5', () => {
  const unbind = (page: Page) => page.locator('#content').getByRole('button', { name: /^Unbind/ });

  it('an EIP on an attached ENI cannot be unbound in cut-through mode, until the ENI is unbound from its instance', async () => {
    const { page } = at;
    await page.goto(`${cloud.endpoint}/console/${REGION}/eips/${held.id}`);
    await page.getByRole('button', { name: 'Unbind: The ENI is at an instance. Unbind the ENI from the instance, then try again.', disabled: true }).waitFor();
    const { InstanceId } = await world.describeEni(enis.cut.id);
    await world.detach(enis.cut, InstanceId);
    await expect.poll(() => unbind(page).isEnabled()).toBe(true);
    await unbind(page).click();
    await confirm(page, 'Unbind');
    await page.locator('#content').getByText('Available', { exact: true }).waitFor();
    expect(at.faults).toEqual([]);
  });

  it('an EIP in use cannot be released, nor a subscription', async () => {
    const { page } = at;
    for (const [eip, reason] of [[subscription, 'A subscription EIP cannot be released'], [own, 'The EIP is in use'], [free, '']] as const) {
      await page.goto(`${cloud.endpoint}/console/${REGION}/eips/${eip.id}`);
      await page.locator('#content').getByRole('button', { name: 'More' }).click();
      const item = page.getByRole('menuitem', { name: 'Release' });
      expect(await item.getAttribute('aria-disabled') === 'true').toBe(reason !== '');
      if (reason === '') continue;
      await item.getByText('Release').hover();
      await page.getByRole('tooltip').getByText(reason).waitFor();
    }
  });
});

describe('issue 5, habits', () => {
  it('a filtered page, a tab and a mode are where they were after a reload, and for whom the link is sent', async () => {
    const { page } = at;
    await page.goto(`${cloud.endpoint}/console/${REGION}/eips`);
    const filter = page.getByLabel('Secondary ENI/ECS Instance ID');
    await filter.fill(enis.full.id);
    await filter.press('Enter');
    await page.waitForURL(`**/eips?AssociatedInstanceId=${enis.full.id}`);
    const addresses = async (of: Page) => {
      const links = of.locator('td a[href*="/eips/"]');
      // The ten of the filter, and no others that were there before it.
      await expect.poll(() => links.count(), { timeout: 10_000 }).toBe(10);
      await expect(of.getByRole('row').filter({ hasText: enis.full.id }).count()).resolves.toBe(10);
      return links.allTextContents();
    };
    const before = await addresses(page);
    await page.reload();
    expect(await addresses(page)).toEqual(before);
    const other = await visit(browser, cloud, 'en-US');
    await other.page.goto(page.url());
    expect(await addresses(other.page)).toEqual(before);

    await page.goto(`${cloud.endpoint}/console/${REGION}/enis/${enis.full.id}`);
    await page.getByRole('tab', { name: 'EIPs' }).click();
    await page.waitForURL('**?tab=eips');
    await page.reload();
    await page.getByRole('tab', { name: 'EIPs', selected: true }).waitFor();
    await expect.poll(() => page.getByText('255.255.255.0').count()).toBe(10);
  });

  it('a tab goes on in its language when another chooses one that it has not loaded', async () => {
    const { page } = at;
    await page.goto(`${cloud.endpoint}/console/${REGION}/eips`);
    await page.locator('#content').getByRole('link', { name: free.id }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${cloud.endpoint}/console/${REGION}/eips`);
    await other.evaluate(() => { localStorage.setItem('language', 'zh'); });
    await other.close();
    await page.getByRole('navigation').getByRole('link', { name: 'VPCs', exact: true }).click();
    await page.locator('#content').getByRole('heading', { name: 'VPCs', exact: true }).waitFor();
    await page.locator('#content').getByRole('link', { name: /^vpc-/ }).first().waitFor();
    await page.evaluate(() => { localStorage.setItem('language', 'en'); });
  });

  it('two tabs tell the same: what is done in one is seen in the other at once', async () => {
    const { page } = at;
    const other = await page.context().newPage();
    await Promise.all([page, other].map((one) => one.goto(`${cloud.endpoint}/console/${REGION}/eips/${free.id}`)));
    await other.locator('#content').getByText('Available', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Associate with Resource', exact: true }).click();
    const good = await rowOf(page, enis.good.id);
    await good.getByRole('radio').check();
    await confirm(page);
    for (const one of [page, other]) {
      await one.locator('#content').getByText('Allocated', { exact: true }).waitFor();
      await one.locator('#content').getByRole('link', { name: enis.good.id }).waitFor();
    }
    await other.locator('#content').getByRole('button', { name: 'Unbind', exact: true }).click();
    await confirm(other, 'Unbind');
    for (const one of [page, other]) await one.locator('#content').getByText('Available', { exact: true }).waitFor();
    await other.close();
  });
});
