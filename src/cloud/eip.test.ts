import { describe, expect, it } from 'vitest';
import { allocateEip, releaseEip, type Allocation } from './eip.js';
import type { Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const allocate = (asked: Partial<Allocation> = {}, rows: readonly Row[] = [], given: Parameters<typeof contextOf>[1] = {}) =>
  allocateEip(contextOf(rows, given), { SecurityProtectionTypes: [], Tag: [], ...asked }).eip;

describe('§4.1 AllocateEipAddress', () => {
  it('is Available, 5 Mbit/s, pay as you go by bandwidth, BGP, in NAT mode unless asked otherwise', () => {
    expect(allocate()).toMatchObject({
      status: 'Available', mode: 'NAT', binding: null, bandwidth: 5, chargeType: 'PostPaid', internetChargeType: 'PayByBandwidth',
      isp: 'BGP', netmode: 'public', businessStatus: 'Normal', expires: 0, resourceGroup: 'rg-default1', locks: [],
    });
  });

  it.each<[Partial<Allocation>, string]>([
    [{ Bandwidth: '500' }, 'accepted'],
    [{ Bandwidth: '501' }, 'InvalidParameter'],
    [{ Bandwidth: '0' }, 'InvalidParameter'],
    [{ Bandwidth: '1.5' }, 'InvalidParameter'],
    [{ Bandwidth: '200', InternetChargeType: 'PayByTraffic' }, 'accepted'],
    [{ Bandwidth: '201', InternetChargeType: 'PayByTraffic' }, 'InvalidParameter'],
    [{ Bandwidth: '1000', InstanceChargeType: 'PrePaid', Period: 1 }, 'accepted'],
    [{ Bandwidth: '1001', InstanceChargeType: 'PrePaid', Period: 1 }, 'InvalidParameter'],
    [{ InstanceChargeType: 'Prepaid' }, 'InvalidParameter'],
    [{ InternetChargeType: 'Free' }, 'InvalidParameter'],
    [{ InstanceChargeType: 'PrePaid', InternetChargeType: 'PayByTraffic', Period: 1 }, 'InvalidParameter'],
    [{ InstanceChargeType: 'PrePaid' }, 'InvalidParameter'],
    [{ InstanceChargeType: 'PrePaid', Period: 10 }, 'InvalidParameter'],
    [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Year', Period: 5 }, 'accepted'],
    [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Year', Period: 6 }, 'InvalidParameter'],
    [{ InstanceChargeType: 'PrePaid', PricingCycle: 'Week', Period: 1 }, 'InvalidParameter'],
    [{ ISP: 'BGP_PRO' }, 'IllegalParam.Isp'],
    [{ ISP: 'ChinaTelecom' }, 'IllegalParam.Isp'],
    [{ Netmode: 'hybrid' }, 'InvalidParameter'],
    [{ Zone: 'cn-hangzhou-g' }, 'accepted'],
    [{ Zone: 'cn-beijing-f' }, 'InvalidParameter'],
    [{ Name: 'n'.repeat(128), Description: 'd'.repeat(256) }, 'accepted'],
    [{ Name: 'n'.repeat(129) }, 'InvalidParameter'],
    [{ Name: 'http://x' }, 'InvalidParameter'],
    [{ Description: 'd'.repeat(257) }, 'InvalidParameter'],
    [{ Description: 'https://x' }, 'InvalidParameter'],
    [{ ResourceGroupId: 'rg-default1' }, 'accepted'],
    [{ ResourceGroupId: 'rg-9' }, 'InvalidResourceGroupId'],
    [{ PublicIpAddressPoolId: 'pippool-1' }, 'ResourceNotFound.PublicIpAddressPool'],
    [{ PublicIpAddressPoolId: 'pippool-1', Zone: 'cn-hangzhou-g' }, 'ExclusiveParam.ZoneAndPublicIpAddressPoolId'],
    [{ SecurityProtectionTypes: ['AntiDDoS_Enhanced'] }, 'accepted'],
    [{ SecurityProtectionTypes: ['AntiDDoS_Enhanced', 'AntiDDoS_Enhanced'] }, 'InvalidParameter'],
    [{ SecurityProtectionTypes: ['Other'] }, 'InvalidParameter'],
    [{ IpAddress: '198.18.0.9', InstanceId: 'eip-9' }, 'InvalidParameter'],
    [{ IpAddress: '203.0.113.5' }, 'ResourceNotFound.Ip'],
    [{ IpAddress: '198.18.0.253' }, 'ResourceNotFound.Ip'],
    [{ IpAddress: '198.18.0.2' }, 'Ip.Allocated'],
    [{ IpAddress: '198.18.0.9' }, 'OperationFailed.AllocateUnfamiliarIp'],
    [{ InstanceId: 'eip-9' }, 'OperationFailed.AllocateUnfamiliarIp'],
    [{ InstanceId: 'eip-1' }, 'Ip.Allocated'],
    [{ Tag: [{ Key: 'acs:x' }] }, 'InvalidTagKey.Malformed'],
  ])('%j → %s', (asked, code) => {
    expect(codeOf(() => allocate(asked, [sample.eip({ id: 'eip-1', address: '198.18.0.2' })]))).toBe(code);
  });

  it('names the parameter as the cloud does', () => {
    expect(() => allocate({ Bandwidth: '501' })).toThrow('Specified value of "Bandwidth" is not valid.');
  });

  it('BGP_PRO exists in seven regions', () => {
    expect(allocate({ ISP: 'BGP_PRO' }, [], { region: 'ap-northeast-1' }).isp).toBe('BGP_PRO');
  });

  it('a subscription runs whole calendar months, to the last day where a month is shorter', () => {
    const expires = (asked: Partial<Allocation>) =>
      new Date(allocate({ InstanceChargeType: 'PrePaid', ...asked }).expires).toISOString();
    expect(expires({ Period: 1 })).toBe('2026-02-28T12:00:00.000Z');
    expect(expires({ Period: 2 })).toBe('2026-03-31T12:00:00.000Z');
    expect(expires({ Period: 2, PricingCycle: 'Year' })).toBe('2028-01-31T12:00:00.000Z');
  });

  it('a subscription has neither name nor description', () => {
    expect(allocate({ InstanceChargeType: 'PrePaid', Period: 1, Name: 'n', Description: 'd' })).toMatchObject({
      name: '', description: '',
    });
  });

  it('U-15: a subscription is paid at once; with the switch off only by AutoPay', () => {
    const asked = { InstanceChargeType: 'PrePaid', Period: 1 };
    const off = { settings: { prepaidPaidAtOnce: false } };
    expect(allocate(asked).businessStatus).toBe('Normal');
    expect(allocate(asked, [], off).businessStatus).toBe('Unactivated');
    expect(allocate({ ...asked, AutoPay: true }, [], off).businessStatus).toBe('Normal');
  });

  it('§8.1: 20 EIPs in all regions together, or what the account row says', () => {
    const eips = Array.from({ length: 20 }, (_, i) => sample.eip({ id: `eip-${i}`, address: `198.18.0.${i + 2}`, region: 'cn-beijing' }));
    expect(codeOf(() => allocate({}, eips))).toBe('QuotaExceeded.Eip');
    const account = sample.account({ id: '1', quotas: { eipsPerAccount: 21 } });
    expect(codeOf(() => allocate({}, eips, { account }))).toBe('accepted');
  });

  it('an account that owes money gets none', () => {
    const account = sample.account({ id: '1', arrears: { since: 0, stage: 'working' } });
    expect(codeOf(() => allocate({}, [], { account }))).toBe('InsufficientBalance');
  });

  it('skips addresses that anybody holds, static ones of instances too', () => {
    const rows = [
      sample.eip({ id: 'eip-1', account: '2', address: '198.18.0.2' }),
      sample.instance({ id: 'i-1', publicIp: '198.18.0.3' }),
    ];
    // The picks are 0, 1, 2…: addresses from .2 on.
    expect(allocate({}, rows, { settings: { eipPool: '198.18.0.0/24' } }).address).toBe('198.18.0.4');
  });

  it('a full pool answers ReserveIpFail', () => {
    const rows = Array.from({ length: 251 }, (_, i) => sample.eip({ id: `eip-${i}`, account: '2', address: `198.18.0.${i + 2}` }));
    expect(codeOf(() => allocate({}, rows, { settings: { eipPool: '198.18.0.0/24' } }))).toBe('ReserveIpFail');
    expect(allocate({}, rows.slice(1), { settings: { eipPool: '198.18.0.0/24' } }).address).toBe('198.18.0.2');
  });
});

describe('§2.2: a released EIP is had back', () => {
  const was = sample.releasedEip({ id: 'eip-9', address: '198.18.0.9', released: 5 });
  const { id, address } = was;
  const recover = (asked: Partial<Allocation>, rows: readonly Row[] = [was], given: Parameters<typeof contextOf>[1] = {}) =>
    allocateEip(contextOf(rows, given), { SecurityProtectionTypes: [], Tag: [], ...asked });

  it.each([{ InstanceId: 'eip-9' }, { IpAddress: '198.18.0.9' }])('by %j: the same EIP, with what this call asks for', (asked) => {
    const { eip, write } = recover({ ...asked, Bandwidth: '7', InternetChargeType: 'PayByTraffic' });
    expect(eip).toMatchObject({ id, address, n: 0, version: 0, status: 'Available', bandwidth: 7, internetChargeType: 'PayByTraffic' });
    expect(write).toEqual({ put: [eip], remove: [expect.objectContaining({ kind: 'releasedEip', id })] });
  });

  it.each<[string, Partial<Allocation>, readonly Row[]]>([
    ['OperationFailed.AllocateUnfamiliarIp', { InstanceId: id }, [{ ...was, account: '2' }]],
    ['OperationFailed.AllocateUnfamiliarIp', { IpAddress: address }, [{ ...was, account: '2' }]],
    ['OperationFailed.AllocateUnfamiliarIp', { IpAddress: address }, [{ ...was, region: 'cn-beijing' }]],
    ['OperationFailed.AllocateUnfamiliarIp', { InstanceId: 'eip-8' }, [was]],
    ['Ip.Allocated', { InstanceId: id }, [was, sample.eip({ id: 'eip-7', account: '2', address })]],
    ['Ip.Allocated', { IpAddress: address }, [was, sample.instance({ id: 'i-1', publicIp: address })]],
    ['IncorrectStatus.Ip', { InstanceId: id }, [sample.eip({ id, address, status: 'Releasing' })]],
    ['IncorrectStatus.Ip', { IpAddress: address }, [sample.eip({ id, address, status: 'Releasing' })]],
  ])('answers %s to %j', (code, asked, rows) => {
    expect(codeOf(() => recover(asked, rows))).toBe(code);
  });

  it('none that the pool does not give any more', () => {
    expect(codeOf(() => recover({ InstanceId: id }, [was], { settings: { eipPool: '198.19.0.0/16' } }))).toBe('ResourceNotFound.Ip');
  });

  it('nobody has an address back that was given to somebody else since', () => {
    const others = sample.releasedEip({ id: 'eip-6', account: '2', address: '198.18.0.2' });
    // The first pick is the first address.
    const { eip, write } = recover({}, [others], { settings: { eipPool: '198.18.0.0/24' } });
    expect([eip.address, write.remove.map((row) => row.id)]).toEqual(['198.18.0.2', ['eip-6']]);
  });
});

describe('§4.1 ReleaseEipAddress, in order', () => {
  const eip = sample.eip({ id: 'eip-1', chargeType: 'PrePaid', deletionProtection: true, status: 'InUse' });
  const release = (row: typeof eip, id = 'eip-1') => codeOf(() => releaseEip(contextOf([row]), id));

  it('answers the first thing that stands in the way', () => {
    expect(release({ ...eip, region: 'cn-beijing' })).toBe('InvalidAllocationId.NotFound');
    expect(release({ ...eip, account: '2' })).toBe('InvalidAllocationId.NotFound');
    expect(release(eip)).toBe('Forbidden.ChargeTypeIsPrepaid');
    expect(release({ ...eip, chargeType: 'PostPaid' })).toBe('InvalidOperation.DeletionProtection');
    expect(release({ ...eip, chargeType: 'PostPaid', deletionProtection: false })).toBe('IncorrectEipStatus');
  });

  it('puts it on its way out', () => {
    expect(releaseEip(contextOf([sample.eip({ id: 'eip-1' })]), 'eip-1').status).toBe('Releasing');
  });

  it('takes it out of its bandwidth package', () => {
    const member = sample.eip({ id: 'eip-1', packageId: 'cbwp-1', sharedBandwidth: 100, packageBandwidth: 10 });
    expect(releaseEip(contextOf([member]), 'eip-1')).toMatchObject({ status: 'Releasing', packageId: '', sharedBandwidth: 0, packageBandwidth: 0 });
  });
});
