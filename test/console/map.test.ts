/**
 * The live map, and a trace on it, in Chromium against a whole OpenEIP: what stands where and how EIPs lead to ENIs, real packets on their lines, the
 * region's changes as they happen, a packet's hops and its one cause, and five hundred instances.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { numbered, text, until, World, type Eip, type Eni } from '../support/world.js';
import { launch, visit, type Visit } from './browser.js';

const REGION = 'cn-shenzhen';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

/** The map of the region, with what stands in the query. */
async function open(page: Page, cloud: Cloud, query: Readonly<Record<string, string>> = {}): Promise<void> {
  await page.goto(`${cloud.endpoint}/console/${REGION}/map?${new URLSearchParams(query).toString()}`);
}

/** The link of a thing on the map, by its whole or partial name. */
function thing(page: Page, name: string | RegExp) {
  return page.getByRole('application').getByRole('link', { name });
}

describe('the map of a small region, with packets', () => {
  let cloud: Cloud;
  let world: World;
  let tokyo: string;
  let nat: Eni;
  let cut: Eni;
  let alone: Eni;
  const eips: Record<'nat' | 'cut' | 'one' | 'two' | 'dead' | 'spare', Eip> = {} as never;
  let at: Visit;

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { seed: 5, multiEip: true } });
    world = await World.create(cloud, { region: REGION });
    tokyo = await world.instance({ name: 'tokyo', type: 'ecs.g5.4xlarge' });
    nat = await world.eni();
    cut = await world.eni();
    alone = await world.eni();
    const multi = await world.eni();
    for (const name of ['nat', 'cut', 'one', 'two', 'dead', 'spare'] as const) eips[name] = await world.eip();
    await world.bind(eips.nat, nat);
    await world.bind(eips.cut, cut, { mode: 'BINDED' });
    await world.bind(eips.one, multi, { mode: 'MULTI_BINDED' });
    await world.bind(eips.two, multi, { mode: 'MULTI_BINDED' });
    await world.bind(eips.dead, alone);
    for (const eni of [nat, cut, multi]) await world.attach(eni, tokyo);
    await world.answers(eips.nat.address, 'tokyo');
    at = await visit(browser, cloud, 'en-US');
  });
  afterAll(async () => {
    await cloud.down();
  });

  it('everything is a link with its facts in its name, and modes differ by word, icon and stroke', async () => {
    const { page, faults } = at;
    await open(page, cloud);
    await thing(page, `Instance ${tokyo}, tokyo, Running`).waitFor();
    await thing(page, new RegExp(`^VPC ${world.vpcId}, 10.0.0.0/8`)).waitFor();
    await thing(page, new RegExp(`^vSwitch ${world.vswitchId}, 10.0.0.0/24`)).waitFor();
    await thing(page, new RegExp(`^EIP ${eips.nat.address}, Allocated, NAT Mode, to ${nat.id}, no traffic now`)).waitFor();
    await thing(page, new RegExp(`^EIP ${eips.cut.address}, Allocated, Cut-Through Mode, to ${cut.id}`)).waitFor();
    await thing(page, new RegExp(`^EIP ${eips.one.address}, Allocated, Multi-EIP-to-ENI Mode`)).waitFor();
    await thing(page, new RegExp(`^EIP ${eips.spare.address}, Available, no traffic now`)).waitFor();
    await thing(page, new RegExp(`^ENI ${nat.id}, Secondary, ${nat.addresses[0] ?? ''}, Bound, ${tokyo} eth1`)).waitFor();
    await thing(page, new RegExp(`^ENI ${alone.id}, .*Available, At no instance`)).waitFor();
    expect((await page.locator('.map-label').allInnerTexts()).map((label) => label.trim()).sort()).toEqual(['Cut-through', 'Multi-EIP', 'Multi-EIP', 'NAT', 'NAT', 'no IPv4 gateway']);
    const strokes = await page.locator('.map .map-line').evaluateAll((paths) => paths.map((path) => [path.classList[1], getComputedStyle(path).strokeDasharray, getComputedStyle(path).strokeWidth].join(' ')));
    expect(new Set(strokes)).toEqual(new Set(['map-way-NAT 7px, 4px 1.8px', 'map-way-BINDED none 3px', 'map-way-MULTI_BINDED none 5.5px']));
    await page.getByRole('region', { name: 'Legend' }).getByText('Cut-Through Mode').waitFor();
    await page.getByRole('img', { name: 'Overview of the map' }).waitFor();
    await page.getByRole('button', { name: 'Show everything' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('the line of an EIP carries what packets pass, and only while they pass; where nothing may move it is a thick line, and the rate is said', async () => {
    const { page, faults } = at;
    const flow = cloud.spawn('internet', ['sh', '-c', `while curl -s -m 2 http://${eips.nat.address}/ > /dev/null; do sleep 0.05; done`]);
    const carrying = thing(page, new RegExp(`^EIP ${eips.nat.address}, .*bit/s in, .*bit/s out$`));
    await carrying.waitFor();
    await page.locator('.react-flow__edge-line .map-flow-still').waitFor({ state: 'attached' });
    expect(await carrying.innerText()).toMatch(/↓ [\d.]+ k?bit\/s ↑ [\d.]+ k?bit\/s/);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    for (const way of ['in', 'out']) expect(await page.locator(`.react-flow__edge-line .map-flow-${way}`).evaluate((path) => path.getAnimations().length)).toBe(1);
    // The others' stand still.
    expect(await page.locator('.react-flow__edge-line .map-flow-in').count()).toBe(1);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.locator('.react-flow__edge-line .map-flow-still').waitFor({ state: 'attached' });
    flow.kill();
    await thing(page, new RegExp(`^EIP ${eips.nat.address}, .*no traffic now$`)).waitFor();
    expect(await page.locator('.react-flow__edge-line .map-flow-still').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('a thing leads to its page, by click and by Enter, and its page back to where it stands', async () => {
    const { page, faults } = at;
    await thing(page, new RegExp(`^ENI ${nat.id}`)).click();
    await page.waitForURL(`**/${REGION}/enis/${nat.id}`);
    await page.getByRole('main').getByRole('link', { name: 'Live map' }).click();
    await page.waitForURL(`**/${REGION}/map?focus=${nat.id}`);
    const focused = page.getByRole('application').locator('[aria-current=true]');
    expect(await focused.textContent()).toContain(nat.id);
    const [box, map] = [await focused.boundingBox(), await page.getByRole('application').boundingBox()];
    if (box === null || map === null) throw new Error('nothing is in focus');
    expect(Math.abs(box.x + box.width / 2 - map.x - map.width / 2)).toBeLessThan(2);
    await thing(page, `Instance ${tokyo}`).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/${REGION}/instances/${tokyo}`);
    await page.getByRole('main').getByRole('link', { name: 'Terminal' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('follows what other clients change: a binding, a state, a suspension', async () => {
    const { page, faults } = at;
    await open(page, cloud);
    await thing(page, new RegExp(`^EIP ${eips.spare.address}, Available`)).waitFor();
    await world.bind(eips.spare, alone, { privateIp: text(await world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: alone.id, SecondaryPrivateIpAddressCount: 1 }).then(firstAddress), 'address') });
    await thing(page, new RegExp(`^EIP ${eips.spare.address}, Allocated, NAT Mode, to ${alone.id}`)).waitFor();
    await world.unbind(eips.spare);
    await thing(page, new RegExp(`^EIP ${eips.spare.address}, Available`)).waitFor();
    expect(cloud.cli('eip', 'suspend', eips.two.id).code).toBe(0);
    await thing(page, new RegExp(`^EIP ${eips.two.address}, Suspended`)).waitFor();
    expect(cloud.cli('eip', 'resume', eips.two.id).code).toBe(0);
    await thing(page, new RegExp(`^EIP ${eips.two.address}, Allocated`)).waitFor();
    expect(faults).toEqual([]);
  });

  it('what comes, changes or goes is read again by its id, and nothing else', async () => {
    const { page, faults } = at;
    await open(page, cloud);
    await thing(page, new RegExp(`^EIP ${eips.spare.address}`)).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/console/call')) asked.push(request.postData() ?? '');
    });
    const other = await world.eip();
    await thing(page, new RegExp(`^EIP ${other.address}, Available`)).waitFor();
    await world.vpc('ModifyEipAddressAttribute', { AllocationId: other.id, Name: 'renamed' });
    await thing(page, new RegExp(`^EIP ${other.address}, renamed`)).waitFor();
    await world.vpc('ReleaseEipAddress', { AllocationId: other.id });
    await thing(page, new RegExp(`^EIP ${other.address}`)).waitFor({ state: 'detached' });
    expect(asked.length).toBeGreaterThan(0);
    for (const call of asked) expect(call).toContain(`"AllocationId":"${other.id}"`);
    expect(faults).toEqual([]);
  });

  it('the list says the same in a table, and another VPC’s map is another', async () => {
    const { page, faults } = at;
    await page.getByRole('radio', { name: 'List' }).locator('..').click();
    const row = page.getByRole('row').filter({ hasText: eips.cut.address });
    await row.getByText('Cut-Through Mode').waitFor();
    await row.getByRole('link', { name: cut.id }).waitFor();
    await row.getByRole('link', { name: tokyo }).waitFor();
    await page.getByRole('row').filter({ hasText: eips.dead.address }).getByText('At no instance').waitFor();
    const other = await World.create(cloud, { region: REGION, cidr: '172.16.0.0/12', vswitch: '172.16.0.0/24' });
    await open(page, cloud, { VpcId: other.vpcId });
    await thing(page, new RegExp(`^VPC ${other.vpcId}`)).waitFor();
    expect(await thing(page, new RegExp(`^VPC ${world.vpcId}`)).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('a packet that arrives is shown hop by hop, there and back', async () => {
    const { page, faults } = at;
    await page.goto(`${cloud.endpoint}/console/${REGION}/trace?from=internet&to=${eips.nat.address}`);
    await page.getByText('The packet arrives, and its answer comes back.').waitFor();
    await page.getByRole('link', { name: 'Show on the map' }).click();
    await page.waitForURL(`**/${REGION}/map?*`);
    const stops = page.getByRole('application').getByRole('img', { name: /^(There|Back), Hop / });
    await stops.first().waitFor();
    const names = await stops.evaluateAll((marks) => marks.map((mark) => (mark.getAttribute('aria-label') ?? '').replace(/Hop [\d–]+/, 'Hop')));
    expect(names).toEqual([
      ...['Internet', 'Internet edge', eips.nat.id, nat.id].map((place) => `There, Hop: ${place}`), ...[nat.id, eips.nat.id, 'Internet edge', 'Internet'].map((place) => `Back, Hop: ${place}`),
    ]);
    // Told apart by more than colour.
    const [there, back] = await Promise.all(['there', 'back'].map((way) => page.locator(`polyline.map-track-${way}`).evaluate((line) => getComputedStyle(line).strokeDasharray)));
    expect(there).toBe('none');
    expect(back).not.toBe('none');
    await page.getByRole('complementary', { name: 'Trace a packet' }).getByText('The packet arrives, and its answer comes back.').waitFor();
    expect(faults).toEqual([]);
  });

  it('a packet that dies is marked where it dies, with its one cause and the mend; once that is done, it arrives', async () => {
    const { page, faults } = at;
    await open(page, cloud, { from: 'internet', to: eips.dead.address });
    const cross = page.getByRole('img', { name: new RegExp(`Hop .*${alone.id}\\. Dies here: ${alone.id}, which ${alone.addresses[0] ?? ''} belongs to, is attached to no instance`) });
    await cross.waitFor();
    expect(await cross.innerText()).toContain('EniNotAttached');
    const panel = page.getByRole('complementary', { name: 'Trace a packet' });
    await panel.getByRole('alert').getByText('EniNotAttached').waitFor();
    const mend = (await panel.locator('.code').first().innerText()).trim();
    expect(mend).toMatch(/^openeip call ecs AttachNetworkInterface /);
    const done = cloud.cli(...mend.replace(/^openeip /, '').replace(/<i-[^>]*>/, tokyo).split(' '), '--RegionId', REGION);
    expect(done.code, done.stderr).toBe(0);
    await panel.getByText('The packet arrives, and its answer comes back.').waitFor();
    await page.getByRole('img', { name: /^Back, Hop/ }).last().waitFor();
    expect(await cross.count()).toBe(0);
    await panel.getByRole('button', { name: 'End the trace' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('of a resource group there is what belongs to it, with what that leads to and is in', async () => {
    const { page, faults } = at;
    const { ResourceGroup: { Id } } = await cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'shop', DisplayName: 'Shop' }) as { ResourceGroup: { Id: string } };
    await open(page, cloud, { group: Id });
    await page.getByText('There is nothing of this resource group in this region.').waitFor();
    await world.vpc('MoveResourceGroup', { ResourceType: 'Eip', ResourceId: eips.cut.id, NewResourceGroupId: Id });
    await thing(page, new RegExp(`^EIP ${eips.cut.address}, Allocated, Cut-Through Mode, to ${cut.id}`)).waitFor();
    await thing(page, `Instance ${tokyo}`).waitFor();
    await thing(page, new RegExp(`^VPC ${world.vpcId}`)).waitFor();
    expect(await thing(page, /^EIP /).count()).toBe(1);
    expect(await thing(page, /^ENI /).count()).toBe(1);
    await page.getByRole('banner').getByRole('combobox', { name: 'Resource Group' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: 'default resource group' }).click();
    await thing(page, new RegExp(`^EIP ${eips.nat.address}`)).waitFor();
    expect(await thing(page, new RegExp(`^EIP ${eips.cut.address}`)).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('an empty region says what to do', async () => {
    const { page, faults } = at;
    await page.goto(`${cloud.endpoint}/console/cn-hangzhou/map`);
    await page.getByText('There is nothing in this region yet.').waitFor();
    await page.getByRole('button', { name: 'Go to the guided start' }).click();
    await page.waitForURL('**/cn-hangzhou/guide');
    expect(faults).toEqual([]);
  });
});

describe('the map of 500 instances', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory', settings: { seed: 5, quotas: { eipsPerAccount: 1_000, enisPerRegion: 2_000 } } });
  });
  afterAll(async () => {
    await cloud.down();
  });

  it('shows them as squares, near only those in sight, and all of them in the list', async () => {
    const world = await World.create(cloud, { region: REGION, vswitch: '10.0.0.0/16' });
    const [image] = await world.images();
    const run = { InstanceType: 'ecs.g6.4xlarge', ImageId: image, VSwitchId: world.vswitchId, Amount: 100, InstanceName: 'one-of-many', ...numbered('SecurityGroupIds', [world.openGroup]) };
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(...((await world.ecs('RunInstances', run)) as { InstanceIdSets: { InstanceIdSet: string[] } }).InstanceIdSets.InstanceIdSet);
    expect(ids).toHaveLength(500);
    const eip = await world.eip();
    await world.vpc('AssociateEipAddress', { AllocationId: eip.id, InstanceId: ids[250], InstanceType: 'EcsInstance' });
    await world.eipIs(eip, 'InUse');

    const { page, faults } = await visit(browser, cloud, 'en-US');
    await open(page, cloud);
    await page.getByRole('button', { name: `Zoom in to ${world.vswitchId}: 500 instances, 500 ENIs, 1 EIPs` }).waitFor();
    const squares = await page.locator('.map-squares .map-square-running').getAttribute('d');
    expect(squares?.split('M')).toHaveLength(501);
    expect(await page.locator('.react-flow__node').count()).toBeLessThan(5);

    await open(page, cloud, { focus: ids[250] ?? '' });
    await thing(page, `Instance ${ids[250] ?? ''}`).waitFor();
    await thing(page, new RegExp(`^EIP ${eip.address}, Allocated, NAT Mode`)).waitFor();
    const near = await page.locator('.react-flow__node').count();
    expect(near).toBeGreaterThan(10);
    expect(near).toBeLessThan(300);

    // The keys of the map: everything, and near again.
    await page.getByRole('application').focus();
    await page.keyboard.press('0');
    await page.locator('.map-squares').waitFor();
    await page.getByRole('button', { name: /^Zoom in to vsw-/ }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.map-squares').waitFor({ state: 'detached' });

    await open(page, cloud, { view: 'list' });
    await page.getByText('500 in all').waitFor();
    expect(faults).toEqual([]);
  });
});

it('a region with more than a hundred IPv4 gateways has all of them on its map and in their list', async () => {
  const cloud = await Cloud.up({ dataplane: 'memory', settings: { seed: 5, quotas: { vpcsPerRegion: 200 } } });
  try {
    const made = async (): Promise<string> => {
      const VpcId = text(await cloud.vpc('CreateVpc', { RegionId: REGION, CidrBlock: '10.0.0.0/8' }), 'VpcId');
      await until(async () => (await cloud.vpc('DescribeVpcAttribute', { RegionId: REGION, VpcId }))['Status'] === 'Available');
      return text(await cloud.vpc('CreateIpv4Gateway', { RegionId: REGION, VpcId }), 'Ipv4GatewayId');
    };
    const oldest = await made();
    await Promise.all(Array.from({ length: 99 }, made));
    const newest = await made();
    const { page, faults } = await visit(browser, cloud, 'en-US');
    for (const focus of [oldest, newest]) {
      await open(page, cloud, { focus });
      await thing(page, `IPv4 gateway ${focus}`).waitFor();
    }
    await page.goto(`${cloud.endpoint}/console/${REGION}/ipv4-gateways`);
    await page.getByText('101 in all').waitFor();
    expect(faults).toEqual([]);
  } finally {
    await cloud.down();
  }
});

function firstAddress(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const sets = body as { readonly AssignedPrivateIpAddressesSet: { readonly PrivateIpSet: { readonly PrivateIpAddress: readonly string[] } } };
  return { address: sets.AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress[0] };
}
