/** §4.1: what the filters of DescribeEipAddresses find, told from all EIPs one by one; and that they find it by an index. */
import { beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { EipRow } from '../../cloud/resources.js';
import { sample } from '../../cloud/testing.js';
import { TEST_ACCOUNT, testCloud, type TestCloud } from '../../control/testing.js';

const REGION = 'cn-hangzhou';
const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

const answer = z.object({ TotalCount: z.number(), EipAddresses: z.object({ EipAddress: z.array(z.object({ AllocationId: z.string() })) }) });
const bindings = [
  null,
  { type: 'NetworkInterface', shownId: 'eni-a', region: REGION, shownPrivateIp: '', eniId: 'eni-a', privateIp: '', vpcId: 'vpc-a' },
  { type: 'EcsInstance', shownId: 'i-a', region: REGION, shownPrivateIp: '', eniId: 'eni-b', privateIp: '', vpcId: 'vpc-a' },
  { type: 'NetworkInterface', shownId: '', region: REGION, shownPrivateIp: '', eniId: 'eni-c', privateIp: '', vpcId: 'vpc-a' },
] as const;

/** Every field takes its values in a rhythm of its own. */
function eip(index: number, change: Partial<EipRow> = {}): EipRow {
  const binding = bindings[index % 4] ?? null;
  return sample.eip({
    id: `eip-${String(index).padStart(3, '0')}`, account: TEST_ACCOUNT, region: REGION, address: `198.18.${index >> 7}.${2 + (index & 127)}`,
    status: binding === null ? 'Available' : 'InUse', mode: 'MULTI_BINDED', binding, chargeType: index % 5 === 0 ? 'PrePaid' : 'PostPaid',
    name: index % 3 === 0 ? '' : `name ${index % 3}`, isp: index % 7 === 0 ? 'BGP_PRO' : 'BGP', resourceGroup: index % 6 === 0 ? 'rg-a' : '',
    locks: index % 11 === 0 ? ['financial'] : [], securityProtectionTypes: index % 8 === 0 ? ['AntiDDoS_Enhanced'] : [],
    tags: index % 9 === 0 ? [{ key: 'a', value: 'b=c' }] : index % 9 === 1 ? [{ key: 'a=b', value: 'c' }, { key: 'x', value: '' }] : [],
    created: START + index * MINUTE, ...change,
  });
}

const inGroup = (wanted: string) => (row: EipRow) => (row.resourceGroup === '' ? `rg-default${TEST_ACCOUNT}` : row.resourceGroup) === wanted;
const tagged = (key: string, value?: string) => (row: EipRow) => row.tags.some((tag) => tag.key === key && (value ?? tag.value) === tag.value);

function until(time: string, at: number) {
  return { [`Filter.${at}.Key`]: 'CreationEndTime', [`Filter.${at}.Value`]: `2026-01-01T${time}Z` };
}
function from(time: string, end?: string) {
  return { 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': `2026-01-01T${time}Z`, ...(end === undefined ? {} : until(end, 2)) };
}
function madeBetween(first: number, last: number) {
  return (row: EipRow) => row.created >= START + first * MINUTE && row.created <= START + last * MINUTE;
}

/** Filters, and which EIPs pass them. */
const FILTERS: readonly (readonly [filter: Readonly<Record<string, string>>, fits: (row: EipRow) => boolean])[] = [
  [{ Status: 'InUse' }, (row) => row.status === 'InUse'], [{ Status: 'Releasing' }, () => false],
  [{ AssociatedInstanceType: 'NetworkInterface' }, (row) => row.binding?.type === 'NetworkInterface'],
  [{ AssociatedInstanceId: 'eni-a' }, (row) => row.binding?.shownId === 'eni-a'], [{ AssociatedInstanceId: 'eni-c' }, () => false],
  [{ AssociatedInstanceType: 'NetworkInterface', AssociatedInstanceId: 'i-a' }, () => false],
  [{ ChargeType: 'PrePaid' }, (row) => row.chargeType === 'PrePaid'], [{ EipName: 'name 1' }, (row) => row.name === 'name 1'],
  [{ ISP: 'BGP_PRO' }, (row) => row.isp === 'BGP_PRO'], [{ LockReason: 'financial' }, (row) => row.locks.includes('financial')],
  [{ ResourceGroupId: 'rg-a' }, inGroup('rg-a')], [{ ResourceGroupId: `rg-default${TEST_ACCOUNT}` }, inGroup(`rg-default${TEST_ACCOUNT}`)],
  [{ SecurityProtectionEnabled: 'true' }, (row) => row.securityProtectionTypes.length > 0],
  [{ SecurityProtectionEnabled: 'false' }, (row) => row.securityProtectionTypes.length === 0],
  [{ 'Tag.1.Key': 'a' }, tagged('a')], [{ 'Tag.1.Key': 'a', 'Tag.1.Value': 'b=c' }, tagged('a', 'b=c')], [{ 'Tag.1.Key': 'a=b', 'Tag.1.Value': 'c' }, tagged('a=b', 'c')],
  [{ 'Tag.1.Key': 'a=b', 'Tag.2.Key': 'x' }, (row) => tagged('a=b')(row) && tagged('x')(row)],
  [{ SegmentInstanceId: 'eipsg-a' }, () => false], [{ PublicIpAddressPoolId: 'pippool-a' }, () => false], [{ ServiceManaged: 'true' }, () => false], [{ ServiceManaged: 'false' }, () => true],
  [{ Status: 'InUse', ChargeType: 'PrePaid', ISP: 'BGP' }, (row) => row.status === 'InUse' && row.chargeType === 'PrePaid' && row.isp === 'BGP'],
  [from('00:50', '01:00'), madeBetween(50, 60)], [from('01:40'), madeBetween(100, Infinity)], [{ ...until('00:10', 1) }, madeBetween(0, 10)],
  [from('23:59'), () => false], [from('01:00', '00:50'), () => false],
  [{ Status: 'InUse', ...from('00:30', '01:30') }, (row) => row.status === 'InUse' && madeBetween(30, 90)(row)],
  [{ ISP: 'BGP_PRO', LockReason: 'financial', ...until('01:20', 1) }, (row) => row.isp === 'BGP_PRO' && row.locks.includes('financial') && madeBetween(0, 80)(row)],
];

let cloud: TestCloud;
let rows: readonly EipRow[];
beforeAll(async () => {
  cloud = await testCloud();
  await put(Array.from({ length: 120 }, (_, index) => eip(index)));
  await put([eip(300, { region: 'cn-beijing' }), eip(301, { account: '2' })]);
});

async function put(changed: readonly EipRow[], removed: readonly EipRow[] = []): Promise<void> {
  cloud.plane.write({ put: changed, remove: removed }, { time: 0, requestId: 'R', account: '', action: 'test' });
  await cloud.settled();
  rows = cloud.store.all('eip').filter((row) => row.account === TEST_ACCOUNT && row.region === REGION).toReversed();
}

async function check(filters: typeof FILTERS): Promise<void> {
  for (const [filter, fits] of filters) {
    const expected = rows.filter(fits).map(({ id }) => id);
    for (const PageNumber of [1, 2]) {
      const { TotalCount, EipAddresses } = answer.parse(await cloud.call('Vpc', 'DescribeEipAddresses', { RegionId: REGION, PageSize: 7, PageNumber, ...filter }));
      expect([filter, TotalCount, EipAddresses.EipAddress.map((one) => one.AllocationId)]).toEqual([filter, expected.length, expected.slice(7 * (PageNumber - 1), 7 * PageNumber)]);
    }
  }
}

it('every filter finds exactly what passes it, newest first, page by page', () => check(FILTERS));

it('counts follow what is written, changed and removed', async () => {
  const [first, second, third, ...others] = rows;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few');
  await put([{ ...first, name: 'name 1', isp: 'BGP_PRO', tags: [{ key: 'a', value: 'b=c' }] }, { ...second, locks: ['financial'] }, eip(121)], [third, ...others.slice(0, 9)]);
  await check(FILTERS);
});

it('a commit that fails leaves no count behind', async () => {
  const held = eip(122, { address: rows[0]?.address ?? '' });
  expect(() => {
    cloud.plane.write({ put: [eip(123), held], remove: [] }, { time: 0, requestId: 'R', account: '', action: 'test' });
  }).toThrow('held by another row');
  await cloud.settled();
  await check(FILTERS);
});

it('no filter reads EIPs that are on no page of what it finds', async () => {
  const [list, linked] = [vi.spyOn(cloud.store.read, 'list'), vi.spyOn(cloud.store.read, 'linked')];
  await check(FILTERS);
  expect(list.mock.calls.filter(([kind, , , page]) => kind === 'eip' && page === undefined)).toEqual([]);
  expect(linked.mock.calls.filter(([kind]) => kind === 'eip')).toEqual([]);
});
