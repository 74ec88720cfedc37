import { describe, expect, it } from 'vitest';
import { createPackage, deletePackage, modifyPackage, resizePackage, type PackageOrder } from './bandwidth-package.js';
import type { BandwidthPackageRow, Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const order = (asked: Partial<PackageOrder> = {}, rows: readonly Row[] = [], given: Parameters<typeof contextOf>[1] = {}) =>
  createPackage(contextOf(rows, given), { Bandwidth: '100', SecurityProtectionTypes: [], Tag: [], ...asked });
const shared = (change: Partial<BandwidthPackageRow> = {}) => sample.bandwidthPackage({ id: 'cbwp-1', ...change });
const member = (n: number) => sample.eip({ id: `eip-${n}`, address: `198.18.0.${n + 1}`, packageId: 'cbwp-1', sharedBandwidth: 100, packageBandwidth: n * 10 });

describe('§4.1 CreateCommonBandwidthPackage', () => {
  it('is Available, empty, paid by bandwidth and on BGP lines unless asked otherwise', () => {
    expect(order()).toMatchObject({
      status: 'Available', bandwidth: 100, internetChargeType: 'PayByBandwidth', ratio: 100, isp: 'BGP', deletionProtection: false, resourceGroup: 'rg-default1',
    });
    expect(order({ Name: 'n', Description: 'd', Tag: [{ Key: 'k', Value: 'v' }] })).toMatchObject({ name: 'n', description: 'd', tags: [{ key: 'k', value: 'v' }] });
  });

  it.each<[string, Partial<PackageOrder>]>([
    ['accepted', { Bandwidth: '2' }],
    ['accepted', { Bandwidth: '20000' }],
    ['InvalidParameter.Bandwidth', { Bandwidth: '1' }],
    ['InvalidParameter.Bandwidth', { Bandwidth: '20001' }],
    ['InvalidParameter.Bandwidth', { Bandwidth: 'much' }],
    ['accepted', { Bandwidth: '1', InternetChargeType: 'PayByTraffic' }],
    ['InvalidParameter.Bandwidth', { Bandwidth: '1001', InternetChargeType: 'PayByTraffic' }],
    ['accepted', { Bandwidth: '2000', InternetChargeType: 'PayByDominantTraffic' }],
    ['InvalidParameter.Bandwidth', { Bandwidth: '2001', InternetChargeType: 'PayByDominantTraffic' }],
    ['accepted', { Bandwidth: '200', InternetChargeType: 'PayBy95', Ratio: 20 }],
    ['InvalidParameter.Bandwidth', { Bandwidth: '199', InternetChargeType: 'PayBy95', Ratio: 20 }],
    ['IllegalParam.Ratio', { Bandwidth: '200', InternetChargeType: 'PayBy95' }],
    ['IllegalParam.Ratio', { Ratio: 0 }],
    ['accepted', { Ratio: 20 }],
    ['InvalidParameter.InvalidChargeType', { InternetChargeType: 'toString' }],
    ['InvalidParameter.Name.Malformed', { Name: 'http://x' }],
    ['InvalidParameter.Name.Malformed', { Name: 'n'.repeat(129) }],
    ['InvalidParameter.Description.Malformed', { Description: 'd'.repeat(257) }],
    ['IllegalParam.Isp', { ISP: 'BGP_PRO' }],
    ['OperationUnsupported.InvalidZone', { Zone: 'cn-hangzhou-g' }],
    ['InvalidZoneId.NotFound', { Zone: 'cn-beijing-f' }],
    ['InvalidParameter', { SecurityProtectionTypes: ['Other'] }],
    ['accepted', { SecurityProtectionTypes: ['AntiDDoS_Enhanced'] }],
    ['InvalidResourceGroupId', { ResourceGroupId: 'rg-9' }],
    ['InvalidTagKey.Malformed', { Tag: [{ Key: 'aliyun' }] }],
  ])('answers %s to %j', (code, asked) => {
    expect(codeOf(() => order(asked))).toBe(code);
  });

  it('an account that owes money gets none', () => {
    expect(codeOf(() => order({}, [], { account: sample.account({ id: '1', arrears: { since: 0, stage: 'working' } }) }))).toBe('OperationFailed.SaleValidate');
  });

  it('§8.1: five in a region, or what the account row says', () => {
    const rows = [1, 2, 3, 4, 5].map((n) => sample.bandwidthPackage({ id: `cbwp-${n}` }));
    expect(codeOf(() => order({}, rows))).toBe('BandwidthPackage.QuotaExceeded');
    expect(codeOf(() => order({}, rows, { region: 'cn-beijing' }))).toBe('accepted');
    expect(codeOf(() => order({}, rows, { account: sample.account({ id: '1', quotas: { bandwidthPackagesPerRegion: 6 } }) }))).toBe('accepted');
  });
});

describe('§4.1 ModifyCommonBandwidthPackageAttribute', () => {
  it('changes what is given', () => {
    const rows = [shared({ name: 'old', description: 'as it was' })];
    expect(modifyPackage(contextOf(rows), { BandwidthPackageId: 'cbwp-1', Name: 'new' })).toMatchObject({ name: 'new', description: 'as it was' });
    expect(modifyPackage(contextOf(rows), { BandwidthPackageId: 'cbwp-1', Description: '' })).toMatchObject({ name: 'old', description: '' });
  });

  it.each<[string, Partial<BandwidthPackageRow>, string]>([
    ['InvalidBandwidthPackageId.NotFound', { account: '2' }, 'n'],
    ['InvalidBandwidthPackageId.NotFound', { region: 'cn-beijing' }, 'n'],
    ['InvalidParameter.Name.Malformed', { status: 'Modifying' }, 'https://n'],
    ['BandwidthPackageOperation.conflict', { status: 'Modifying' }, 'n'],
  ])('answers %s for %j', (code, change, Name) => {
    expect(codeOf(() => modifyPackage(contextOf([shared(change)]), { BandwidthPackageId: 'cbwp-1', Name }))).toBe(code);
  });
});

describe('§4.1 ModifyCommonBandwidthPackageSpec', () => {
  const resize = (Bandwidth: string, change: Partial<BandwidthPackageRow> = {}) =>
    resizePackage(contextOf([shared(change), member(1), member(2), sample.eip({ id: 'eip-3' })]), { BandwidthPackageId: 'cbwp-1', Bandwidth });

  it('is Modifying until packets are held to it, and so are all of its EIPs', () => {
    expect(resize('15').put.map((row) => [row.id, row.kind === 'eip' ? [row.sharedBandwidth, row.packageBandwidth] : row])).toEqual([
      ['cbwp-1', expect.objectContaining({ status: 'Modifying', bandwidth: 15 })], ['eip-1', [15, 10]], ['eip-2', [15, 20]],
    ]);
  });

  it('§7.5: is refused while the account is suspended', () => {
    const account = sample.account({ id: '1', arrears: { since: 0, stage: 'suspended' } });
    const asked = { BandwidthPackageId: 'cbwp-1', Bandwidth: '15' };
    expect(codeOf(() => resizePackage(contextOf([shared({ status: 'Modifying' })], { account }), asked))).toBe('BandwidthPackage.FinancialLocked');
  });

  it.each<[string, string, Partial<BandwidthPackageRow>]>([
    ['InvalidBandwidthPackageId.NotFound', '15', { account: '2' }],
    ['InvalidParameter.Bandwidth', '1', { status: 'Modifying' }],
    ['IncorrectStatus.CbwpModifying', '15', { status: 'Modifying' }],
  ])('answers %s to %s for %j', (code, Bandwidth, change) => {
    expect(codeOf(() => resize(Bandwidth, change))).toBe(code);
  });
});

describe('§4.1 DeleteCommonBandwidthPackage, in order', () => {
  const remove = (change: Partial<BandwidthPackageRow>, force: boolean, ...members: readonly Row[]) =>
    deletePackage(contextOf([shared(change), ...members]), 'cbwp-1', force);

  it.each<[string, Partial<BandwidthPackageRow>, boolean]>([
    ['InvalidBandwidthPackageId.NotFound', { account: '2', deletionProtection: true }, true],
    ['InvalidOperation.DeletionProtection', { deletionProtection: true, internetChargeType: 'PayBy95', status: 'Modifying' }, true],
    ['OperationUnsupported.Release95Instance', { internetChargeType: 'PayBy95', status: 'Modifying' }, true],
    ['BandwidthPackageOperation.conflict', { status: 'Modifying' }, true],
    ['OperationFailed.BandwidthPackageNotEmpty', {}, false],
  ])('answers %s for %j, forced: %s', (code, change, force) => {
    expect(codeOf(() => remove(change, force, member(1)))).toBe(code);
  });

  it('takes an empty one, and with Force the EIPs out of any other first', () => {
    expect(remove({}, false)).toMatchObject({ put: [], remove: [{ id: 'cbwp-1' }] });
    expect(remove({}, true, member(1))).toMatchObject({
      put: [{ id: 'eip-1', packageId: '', sharedBandwidth: 0, packageBandwidth: 0 }], remove: [{ id: 'cbwp-1' }],
    });
  });
});
