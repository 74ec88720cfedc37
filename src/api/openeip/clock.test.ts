import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../../cloud/testing.js';
import { CallError, field, testCloud, textField, TEST_ACCOUNT, type TestCloud } from '../../control/testing.js';
import type { JsonObject } from '../action.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => {
  expect(cloud.faults).toEqual([]);
  cloud.store.close();
});

const openeip = (action: string, parameters: Readonly<Record<string, string | number | boolean>> = {}) => cloud.call('OpenEIP', action, parameters);
const vpc = (action: string, parameters: Readonly<Record<string, string | number>> = {}) => cloud.call('Vpc', action, { RegionId: 'cn-hangzhou', ...parameters });
const eip = (id: string) => cloud.store.read.get('eip', id);
const codeOf = (call: Promise<JsonObject>) => call.then(() => 'accepted', (error: unknown) => (error instanceof CallError ? error.code : String(error)));
const allocate = async (parameters: Readonly<Record<string, string | number>> = {}) => textField(await vpc('AllocateEipAddress', parameters), 'AllocationId');
const subscribe = () => allocate({ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1 });
const advance = async (By: string) => {
  const clock = await openeip('AdvanceClock', { By });
  await cloud.settled();
  return clock;
};
/** When and by what an EIP changed, in the order of the log. */
const log = (id: string) => cloud.store.events.history('eip', id).map(({ time, action }) => [action, (time - cloud.clock.now) / HOUR]);

describe('the clock', () => {
  it('is the host’s until it is advanced, and then goes on from there', async () => {
    expect(await openeip('DescribeClock')).toMatchObject({ Time: '2026-01-02T03:04:05.000Z', AheadSeconds: 0, NextDue: '' });
    expect(await advance('72h30m')).toMatchObject({ Time: '2026-01-05T03:34:05.000Z', HostTime: '2026-01-02T03:04:05.000Z', AheadSeconds: 261_000 });
    cloud.clock.now += HOUR;
    expect(await openeip('DescribeClock')).toMatchObject({ Time: '2026-01-05T04:34:05.000Z' });
    expect(await openeip('SetClock', { Time: '2026-02-01T00:00Z' })).toMatchObject({ Time: '2026-02-01T00:00:00.000Z' });
    expect(cloud.store.read.get('eip', await allocate())?.created).toBe(Date.UTC(2026, 1, 1));
  });

  it('goes back in an empty cloud only', async () => {
    await advance('10d');
    const id = await allocate();
    expect(await codeOf(openeip('ResetClock'))).toBe('InvalidOperation.ClockBackwards');
    expect(await codeOf(openeip('SetClock', { Time: '2026-01-03T00:00:00Z' }))).toBe('InvalidOperation.ClockBackwards');
    await vpc('ReleaseEipAddress', { AllocationId: id });
    await cloud.settled();
    expect(await openeip('ResetClock')).toMatchObject({ AheadSeconds: 0 });
  });

  it.each([['AdvanceClock', { By: '3 days' }], ['AdvanceClock', { By: '-1h' }], ['AdvanceClock', { By: '99999999d' }], ['SetClock', { Time: 'tomorrow' }]])(
    '%s %j is InvalidParameter', async (action, parameters) => {
      expect(await codeOf(openeip(action, parameters))).toBe('InvalidParameter');
    });

  it('is the operator’s alone', async () => {
    cloud.store.begin();
    cloud.store.apply({ put: [sample.account({ id: '2' })], remove: [] }, { time: 0, requestId: '', account: '', action: '' });
    cloud.store.commit();
    const refused = cloud.call('OpenEIP', 'AdvanceClock', { By: '1h' }, { account: '2' });
    await expect(refused).rejects.toMatchObject({ code: 'Forbidden.NotOperator', status: 403 });
  });

  it('is followed by idempotency: a token is forgotten after 24 hours', async () => {
    const first = await allocate({ ClientToken: 't' });
    await advance('23h59m');
    expect(await allocate({ ClientToken: 't' })).toBe(first);
    await advance('1m');
    expect(await allocate({ ClientToken: 't' })).not.toBe(first);
  });
});

describe('§7.5: a subscription', () => {
  it('works for 72 hours after its expiry, is suspended, and released 72 hours later, each at its own time', async () => {
    const id = await subscribe();
    expect(await openeip('DescribeClock')).toMatchObject({ NextDue: '2026-02-05T03:04:05.000Z' });
    await advance('33d23h');
    expect(eip(id)).toMatchObject({ businessStatus: 'Normal' });
    await advance('1h');
    expect(eip(id)).toMatchObject({ businessStatus: 'OperationLock', locks: ['financial'] });
    await advance('71h');
    expect(eip(id)).toBeDefined();
    await advance('1h');
    expect(eip(id)).toBeUndefined();
    expect(log(id)).toEqual([['Vpc.AllocateEipAddress', 0], ['system.due', 34 * 24], ['system.due', 37 * 24], ['system.settle', 37 * 24]]);
  });

  it('runs through both in one leap, at the very same times', async () => {
    const [first, second] = [await subscribe(), await subscribe()];
    await advance('300d');
    for (const id of [first, second]) expect(log(id).slice(1, 3)).toEqual([['system.due', 34 * 24], ['system.due', 37 * 24]]);
    expect([eip(first), eip(second)]).toEqual([undefined, undefined]);
  });

  it('also with real time, at the next call', async () => {
    const id = await subscribe();
    cloud.clock.now += 34 * DAY;
    expect(await vpc('DescribeEipAddresses', { AllocationId: id })).toMatchObject({ EipAddresses: { EipAddress: [{ BusinessStatus: 'OperationLock' }] } });
  });

  it('that is paid for again works at once, for as long as was paid', async () => {
    const id = await subscribe();
    await advance('35d');
    expect(eip(id)).toMatchObject({ businessStatus: 'OperationLock' });
    expect(await openeip('PayEip', { AllocationId: id, Months: 2 })).toMatchObject({ ExpiredTime: '2026-04-06T03:04:05.000Z' });
    expect(eip(id)).toMatchObject({ businessStatus: 'Normal', locks: [] });
    await advance('60d');
    expect(eip(id)).toMatchObject({ businessStatus: 'Normal' });
    await advance('3d');
    expect(eip(id)).toMatchObject({ businessStatus: 'OperationLock' });
  });

  it('that is renewed in time goes on from its end', async () => {
    const id = await subscribe();
    await advance('3d');
    expect(await openeip('PayEip', { AllocationId: id })).toMatchObject({ ExpiredTime: '2026-03-02T03:04:05.000Z' });
  });

  it('U-15: that was ordered unpaid neither works nor runs out before it is paid', async () => {
    cloud.store.close();
    cloud = await testCloud({ settings: { prepaidPaidAtOnce: false } });
    const id = await subscribe();
    await advance('3d');
    expect(eip(id)).toMatchObject({ businessStatus: 'Unactivated' });
    await openeip('PayEip', { AllocationId: id });
    expect(eip(id)).toMatchObject({ businessStatus: 'Normal', expires: Date.UTC(2026, 1, 2, 3, 4, 5) });
  });

  it.each([['eip-none', 'InvalidResourceId.NotFound'], ['', 'InvalidOperation.NotSubscription']])('only: %s is %s', async (id, code) => {
    expect(await codeOf(openeip('PayEip', { AllocationId: id === '' ? await allocate() : id }))).toBe(code);
  });
});

describe('S-31: a subscription in cut-through mode that ran out on an attached ENI', () => {
  it('leaves the ENI without its private network until it is detached', async () => {
    const ecs = async (action: string, parameters: Readonly<Record<string, string>>) => {
      const body = await cloud.call('Ecs', action, { RegionId: 'cn-hangzhou', ...parameters });
      await cloud.settled();
      return body;
    };
    const VpcId = textField(await vpc('CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
    await cloud.settled();
    const VSwitchId = textField(await vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
    await cloud.settled();
    const SecurityGroupId = textField(await ecs('CreateSecurityGroup', { VpcId }), 'SecurityGroupId');
    const run = await ecs('RunInstances', { ImageId: 'openeip_auto', InstanceType: 'ecs.g6.large', VSwitchId, SecurityGroupId });
    const InstanceId = textField(run, 'InstanceIdSets.InstanceIdSet.0');
    const NetworkInterfaceId = textField(await ecs('CreateNetworkInterface', { VSwitchId, SecurityGroupId }), 'NetworkInterfaceId');
    const id = await subscribe();
    await vpc('AssociateEipAddress', { AllocationId: id, InstanceId: NetworkInterfaceId, InstanceType: 'NetworkInterface', Mode: 'BINDED' });
    await cloud.settled();
    await ecs('AttachNetworkInterface', { InstanceId, NetworkInterfaceId });
    await advance('37d');
    const eni = () => cloud.store.read.get('eni', NetworkInterfaceId);
    expect([eip(id), eni()?.status, eni()?.privateSuppressed]).toEqual([undefined, 'InUse', true]);
    await ecs('DetachNetworkInterface', { InstanceId, NetworkInterfaceId });
    expect(eni()?.privateSuppressed).toBe(false);
  });
});

describe('§7.5: an account in arrears', () => {
  it('loses its pay-as-you-go EIPs after 15 and 15 days, in every region, and no subscription', async () => {
    const [here, there, prepaid] = [await allocate(), await allocate({ RegionId: 'cn-beijing' }), await allocate({ InstanceChargeType: 'PrePaid', PricingCycle: 'Year', Period: 1 })];
    await openeip('SetArrears', { Arrears: true });
    await advance('14d23h');
    expect([here, there].map((id) => eip(id)?.businessStatus)).toEqual(['Normal', 'Normal']);
    await advance('1h');
    expect([here, there, prepaid].map((id) => eip(id)?.businessStatus)).toEqual(['OperationLock', 'OperationLock', 'Normal']);
    await advance('15d');
    expect([here, there, prepaid].map((id) => eip(id)?.businessStatus)).toEqual([undefined, undefined, 'Normal']);
    await advance('100d');
    expect(cloud.store.read.get('account', TEST_ACCOUNT)?.arrears?.stage).toBe('released');
  });

  it('loses its bandwidth packages with their EIPs, and cannot order any EIP meanwhile', async () => {
    const [BandwidthPackageId, IpInstanceId] = [textField(await vpc('CreateCommonBandwidthPackage', { Bandwidth: 10 }), 'BandwidthPackageId'), await allocate()];
    await vpc('AddCommonBandwidthPackageIp', { BandwidthPackageId, IpInstanceId });
    await cloud.settled();
    const business = async () => field(await vpc('DescribeCommonBandwidthPackages'), 'CommonBandwidthPackages.CommonBandwidthPackage.0.BusinessStatus');
    await openeip('SetArrears', { Arrears: true });
    expect([await business(), await codeOf(vpc('AllocateEipAddress'))]).toEqual(['Normal', 'InsufficientBalance']);
    await advance('15d');
    expect([await business(), eip(IpInstanceId)?.businessStatus]).toEqual(['FinancialLocked', 'OperationLock']);
    await advance('15d');
    expect([await business(), eip(IpInstanceId)]).toEqual([undefined, undefined]);
    await openeip('SetArrears', { Arrears: false });
    expect(await codeOf(vpc('AllocateEipAddress', { InstanceId: IpInstanceId }))).toBe('accepted');
  });

  it('that pays has all of them back at once', async () => {
    const id = await allocate();
    await openeip('SetArrears', { Arrears: true });
    await advance('20d');
    await openeip('SetArrears', { Arrears: true });
    await openeip('SetArrears', { Arrears: false });
    expect(eip(id)).toMatchObject({ businessStatus: 'Normal', locks: [] });
    await advance('100d');
    expect(eip(id)).toMatchObject({ businessStatus: 'Normal' });
  });
});
