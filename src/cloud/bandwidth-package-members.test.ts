import { describe, expect, it } from 'vitest';
import { addToPackage, bandwidthNow, limitInPackage, removeFromPackage, unlimitInPackage } from './bandwidth-package-members.js';
import type { AccountRow, BandwidthPackageRow, EipRow } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';
import { revert, settle } from './transitions.js';

interface World {
  readonly row?: Partial<BandwidthPackageRow>;
  readonly eip?: Partial<EipRow>;
  readonly quotas?: AccountRow['quotas'];
  readonly arrears?: AccountRow['arrears'];
}

function world({ row = {}, eip = {}, quotas = {}, arrears = null }: World) {
  const rows = [
    sample.bandwidthPackage({ id: 'cbwp-1', ...row }),
    sample.bandwidthPackage({ id: 'cbwp-2' }),
    sample.eip({ id: 'eip-1', bandwidth: 5, ...eip }),
    sample.eip({ id: 'eip-2', address: '198.18.0.3' }),
  ];
  return contextOf(rows, { account: sample.account({ id: '1', quotas, arrears }) });
}
const inside: Partial<EipRow> = { packageId: 'cbwp-1', sharedBandwidth: 100 };

const add = (given: World = {}, ids: readonly string[] = ['eip-1'], IpType?: string) =>
  addToPackage(world(given), { BandwidthPackageId: 'cbwp-1', IpInstanceIds: ids, IpType });
const remove = (given: World, id = 'eip-1') => removeFromPackage(world(given), { BandwidthPackageId: 'cbwp-1', IpInstanceId: id });
const limit = (Bandwidth: string, given: World) => limitInPackage(world(given), { BandwidthPackageId: 'cbwp-1', EipId: 'eip-1', Bandwidth });

describe('§4.1 AddCommonBandwidthPackageIp and AddCommonBandwidthPackageIps', () => {
  it('the EIP is on its way in, keeps its own bandwidth and may have all of the package', () => {
    const [eip] = add({ eip: { status: 'InUse' } });
    expect(eip).toMatchObject({ status: 'InUse', packageId: 'cbwp-1', joiningPackage: true, bandwidth: 5, sharedBandwidth: 100, packageBandwidth: 0 });
    expect(eip && bandwidthNow(eip)).toBe(100);
  });

  it('all of several, or none', () => {
    expect(add({}, ['eip-1', 'eip-2']).map(({ id, packageId }) => [id, packageId])).toEqual([['eip-1', 'cbwp-1'], ['eip-2', 'cbwp-1']]);
    expect(codeOf(() => add({}, ['eip-2', 'eip-9']))).toBe('InvalidIpInstanceId.NotFound');
  });

  it.each<[string, World, readonly string[], string]>([
    ['InvalidBandwidthPackageId.NotFound', { row: { account: '2' } }, ['eip-1'], ''],
    ['InvalidBandwidthPackageId.NotFound', { row: { region: 'cn-beijing' } }, ['eip-1'], ''],
    ['OperationUnsupported.IpType', {}, ['eip-1'], 'IPV6'],
    ['accepted', {}, ['eip-1'], 'EIP'],
    ['InvalidParameter', {}, [], ''],
    ['InvalidParameter', {}, Array.from({ length: 11 }, () => 'eip-1'), ''],
    ['InvalidIpInstanceId.NotFound', { eip: { account: '2' } }, ['eip-1'], ''],
    ['InvalidIpInstanceId.NotFound', { eip: { region: 'cn-beijing' } }, ['eip-1'], ''],
    ['IpInstanceId.ChargeType.NotSupport', { eip: { ...inside, chargeType: 'PrePaid' } }, ['eip-1'], ''],
    ['IpInstanceId.AlreadyInBandwidthPackage', { eip: { ...inside, packageId: 'cbwp-2' } }, ['eip-1'], ''],
    ['IpInstanceId.AlreadyInBandwidthPackage', { eip: inside }, ['eip-1'], ''],
    ['IpInstanceId.AlreadyInBandwidthPackage', {}, ['eip-2', 'eip-2'], ''],
    ['OperationUnsupported.IpType', { eip: { isp: 'BGP_FinanceCloud' } }, ['eip-1'], ''],
    ['OperationDenied.SecurityProtectionTypesInconsistent', { eip: { securityProtectionTypes: ['AntiDDoS_Enhanced'] } }, ['eip-1'], ''],
    ['accepted', { eip: { securityProtectionTypes: ['AntiDDoS_Enhanced'] }, row: { securityProtectionTypes: ['AntiDDoS_Enhanced'] } }, ['eip-1'], ''],
    ['InvalidEIPStatus.BizDisabled', { eip: { locks: ['security'], businessStatus: 'OperationLock' } }, ['eip-1'], ''],
    ['Forbidden.FinancialLocked', { eip: { locks: ['financial'], businessStatus: 'OperationLock' } }, ['eip-1'], ''],
    ['IncorrectStatus.Eip', { eip: { status: 'Associating' } }, ['eip-1'], ''],
    ['IncorrectStatus.Eip', { eip: { status: 'Releasing' } }, ['eip-1'], ''],
    ['accepted', { eip: { internetChargeType: 'PayByBandwidth' } }, ['eip-1'], ''],
    ['BandwidthPackageId.InvalidBizStatus', { row: { status: 'Modifying' }, arrears: { since: 0, stage: 'suspended' } }, ['eip-1'], ''],
    ['accepted', { arrears: { since: 0, stage: 'working' } }, ['eip-1'], ''],
    ['BandwidthPackageOperation.conflict', { row: { status: 'Modifying' } }, ['eip-1'], ''],
  ])('answers %s in %j to %j', (code, given, ids, type) => {
    expect(codeOf(() => add(given, ids, type === '' ? undefined : type))).toBe(code);
  });

  it('§8.1: 100 EIPs, or what the account row says', () => {
    const quotas = { eipsPerBandwidthPackage: 1 };
    expect(codeOf(() => add({ quotas }))).toBe('accepted');
    expect(codeOf(() => add({ quotas }, ['eip-1', 'eip-2']))).toBe('IpInstanceId.QuotaExceeded');
    expect(codeOf(() => add({ eip: inside, quotas }, ['eip-2']))).toBe('IpInstanceId.QuotaExceeded');
  });

  it('BINDING ends when the data plane has it, and is undone where it cannot', () => {
    const [eip] = add({ eip: { status: 'InUse' } });
    expect(eip && settle(eip, undefined, 0)?.put).toEqual([{ ...eip, joiningPackage: false }]);
    expect(eip && revert(eip)?.put).toMatchObject([{ status: 'InUse', packageId: '', sharedBandwidth: 0, joiningPackage: false }]);
  });

  it('ends with the bind that was accepted meanwhile', () => {
    const eip = sample.eip({ id: 'eip-1', ...inside, joiningPackage: true, status: 'Associating' });
    expect(settle(eip, undefined, 0)?.put).toEqual([{ ...eip, status: 'InUse', joiningPackage: false }]);
    expect(revert(eip)?.put).toMatchObject([{ status: 'Available', binding: null, packageId: '' }]);
  });
});

describe('§4.1 RemoveCommonBandwidthPackageIp', () => {
  it('gives the EIP its own bandwidth back', () => {
    const eip = remove({ eip: { ...inside, packageBandwidth: 7, status: 'InUse' } });
    expect(eip).toMatchObject({ status: 'InUse', packageId: '', sharedBandwidth: 0, packageBandwidth: 0, bandwidth: 5 });
    expect(bandwidthNow(eip)).toBe(5);
  });

  it.each<[string, World, string]>([
    ['InvalidBandwidthPackageId.NotFound', { row: { account: '2' }, eip: inside }, 'eip-1'],
    ['OperationUnsupported.IpNotInCbwp', { eip: inside }, 'eip-9'],
    ['OperationUnsupported.IpNotInCbwp', { eip: { ...inside, packageId: 'cbwp-2' } }, 'eip-1'],
    ['OperationUnsupported.IpNotInCbwp', {}, 'eip-1'],
    ['InvalidEIPStatus.BizDisabled', { eip: { ...inside, locks: ['security'], businessStatus: 'OperationLock' } }, 'eip-1'],
    ['Forbidden.FinancialLocked', { eip: { ...inside, locks: ['financial'], businessStatus: 'OperationLock' } }, 'eip-1'],
    ['IncorrectStatus.Eip', { eip: { ...inside, status: 'Unassociating' } }, 'eip-1'],
    ['IncorrectStatus.Eip', { eip: { ...inside, joiningPackage: true } }, 'eip-1'],
    ['BandwidthPackageOperation.conflict', { eip: inside, row: { status: 'Modifying' } }, 'eip-1'],
  ])('answers %s in %j for %s', (code, given, id) => {
    expect(codeOf(() => remove(given, id))).toBe(code);
  });
});

describe('§4.1 ModifyCommonBandwidthPackageIpBandwidth and CancelCommonBandwidthPackageIpBandwidth', () => {
  it('sets a maximum inside the package and takes it away', () => {
    expect(bandwidthNow(limit('40', { eip: inside }))).toBe(40);
    const given = { eip: { ...inside, packageBandwidth: 40 } };
    expect(bandwidthNow(unlimitInPackage(world(given), { BandwidthPackageId: 'cbwp-1', EipId: 'eip-1' }))).toBe(100);
  });

  it('is never more than the package has', () => {
    expect(bandwidthNow(sample.eip({ id: 'eip-1', ...inside, sharedBandwidth: 30, packageBandwidth: 40 }))).toBe(30);
  });

  it.each<[string, string, World]>([
    ['accepted', '1', { eip: inside }],
    ['accepted', '100', { eip: inside }],
    ['InvalidParameter.Bandwidth', '101', { eip: inside }],
    ['InvalidParameter.Bandwidth', '0', { eip: inside }],
    ['InvalidParameter.Bandwidth', 'x', { eip: inside }],
    ['OperationUnsupported.IpNotInCbwp', '1', {}],
    ['InvalidBandwidthPackageId.NotFound', '1', { row: { account: '2' } }],
    ['Forbidden.FinancialLocked', '1', { eip: { ...inside, businessStatus: 'OperationLock' } }],
  ])('answers %s to %s in %j', (code, bandwidth, given) => {
    expect(codeOf(() => limit(bandwidth, given))).toBe(code);
  });
});
