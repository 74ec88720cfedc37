/** E20: B1 to B4 and a day of life, through the real API and the cloud's clock. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallError, field, testCloud, textField, type TestCloud } from '../../control/testing.js';
import { key } from '../../network/objects.js';
import type { JsonObject } from '../action.js';

const HOUR = 3_600_000;
const VSWITCH = { ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => {
  expect(cloud.faults).toEqual([]);
  cloud.store.close();
});

type Parameters = Readonly<Record<string, string | number | boolean>>;
const call = async (product: 'Vpc' | 'Ecs' | 'OpenEIP', action: string, parameters: Parameters = {}) => {
  const body = await cloud.call(product, action, { RegionId: 'cn-hangzhou', ...parameters });
  await cloud.settled();
  return body;
};
const advance = (By: string) => call('OpenEIP', 'AdvanceClock', { By });
const bill = (parameters: Parameters = {}) => call('OpenEIP', 'DescribeBill', parameters);
const linesOf = (body: JsonObject, eip = 0) => {
  const lines = field(body, `Eips.Eip.${String(eip)}.Lines.Line`);
  if (!Array.isArray(lines)) throw new Error('no lines');
  return lines.map((line: JsonObject) => [line['Item'], line['Hours'], line['Quantity'], line['Amount'], line['Reason']]);
};
const codeOf = (answer: Promise<JsonObject>) => answer.then(() => 'accepted', (error: unknown) => (error instanceof CallError ? error.code : String(error)));
const allocate = async (parameters: Parameters = {}) => textField(await call('Vpc', 'AllocateEipAddress', parameters), 'AllocationId');

/** A running instance and a secondary ENI of the same VPC. */
async function place() {
  const VpcId = textField(await call('Vpc', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
  const VSwitchId = textField(await call('Vpc', 'CreateVSwitch', { VpcId, ...VSWITCH }), 'VSwitchId');
  const SecurityGroupId = textField(await call('Ecs', 'CreateSecurityGroup', { VpcId }), 'SecurityGroupId');
  const run = await call('Ecs', 'RunInstances', { ImageId: 'openeip_auto', InstanceType: 'ecs.g6.large', VSwitchId, SecurityGroupId });
  const eni = textField(await call('Ecs', 'CreateNetworkInterface', { VSwitchId, SecurityGroupId }), 'NetworkInterfaceId');
  return { instance: textField(run, 'InstanceIdSets.InstanceIdSet.0'), eni };
}

describe('E20', () => {
  it('B1: traffic, as the data plane counted it', async () => {
    cloud.store.close();
    const tier = { steps: ['1'], further: '1' };
    const prices = { configuration: { perHour: '0.003' }, trafficPerGb: '0.123', bandwidthPerDay: tier, subscriptionPerMonth: tier, packagePerDay: tier };
    cloud = await testCloud({ settings: { prices: { currency: 'USD', regions: { default: prices } } } });
    const AllocationId = await allocate({ InternetChargeType: 'PayByTraffic' });
    const { n = 0 } = cloud.store.read.get('eip', AllocationId) ?? {};
    const counted = (direction: 'sent' | 'received', gb: number) => {
      const counter = { key: key('shape', n), life: `${direction} 1`, direction, bytes: gb * 1024 ** 3, packets: gb };
      cloud.store.traffic.record([counter], cloud.clock.now + 15 * HOUR - 1);
    };
    counted('sent', 60);
    counted('received', 500);
    await advance('15h');
    await call('Vpc', 'ReleaseEipAddress', { AllocationId });
    const body = await bill();
    expect(body).toMatchObject({ Total: '7.425' });
    expect(linesOf(body)).toEqual([
      ['configuration', 15, '1 h', '0.045', 'pay-as-you-go EIP, not bound: configuration fee'],
      ['traffic', 1, '60 GB', '7.38', 'pay-by-traffic: what was sent to the Internet; what is received is free'],
    ]);
  });

  it('B2: bandwidth by the highest of the day, with the site’s own prices', async () => {
    cloud.store.close();
    cloud = await testCloud({
      settings: {
        prices: {
          currency: 'EUR',
          regions: {
            default: {
              configuration: { perDay: '0.074' }, trafficPerGb: '0', subscriptionPerMonth: { steps: ['1'], further: '1' }, packagePerDay: { steps: ['1'], further: '1' },
              bandwidthPerDay: { steps: ['0.14', '0.28', '0.42', '0.56', '0.70'], further: '0.5' },
            },
          },
        },
      },
    });
    const AllocationId = await allocate({ Bandwidth: 10 });
    await advance('4h');
    await call('Vpc', 'ModifyEipAddressAttribute', { AllocationId, Bandwidth: 20 });
    await advance('5h');
    await call('Vpc', 'ModifyEipAddressAttribute', { AllocationId, Bandwidth: 15 });
    await advance('5h30m');
    await call('Vpc', 'ReleaseEipAddress', { AllocationId });
    await advance('20d');
    // Released EIPs are billed for the time in which they were there.
    expect(await bill()).toMatchObject({ Currency: 'EUR', Total: '5.17125' });
    expect(await bill({ AllocationId })).toMatchObject({ Total: '5.17125' });
  });

  it('B3 and B4, S-40: a subscription and a pay-as-you-go EIP on secondary ENIs and on an instance', async () => {
    const { instance, eni } = await place();
    const subscription = await allocate({ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, Bandwidth: 1 });
    const AllocationId = await allocate({ InternetChargeType: 'PayByTraffic' });
    await call('Vpc', 'AssociateEipAddress', { AllocationId: subscription, InstanceId: eni, InstanceType: 'NetworkInterface' });
    await advance('10h');
    await call('Vpc', 'AssociateEipAddress', { AllocationId, InstanceId: instance });
    await advance('5h');
    await call('Vpc', 'UnassociateEipAddress', { AllocationId });
    await call('Vpc', 'UnassociateEipAddress', { AllocationId: subscription });
    await call('Vpc', 'AssociateEipAddress', { AllocationId, InstanceId: eni, InstanceType: 'NetworkInterface' });
    await advance('3h');
    expect(linesOf(await bill({ AllocationId }))).toEqual([
      ['configuration', 10, '1 h', '0.031', 'pay-as-you-go EIP, not bound: configuration fee'],
      ['configuration', 5, '1 h', '0', 'pay-as-you-go EIP, bound to an ECS instance: no configuration fee'],
      ['configuration', 3, '1 h', '0.0093', 'pay-as-you-go EIP, bound to a secondary ENI: configuration fee'],
    ]);
    expect(linesOf(await bill({ AllocationId: subscription }))).toEqual([
      ['subscription', 0, '1 month of 1 Mbit/s', '3.4', 'subscription EIP: bandwidth, paid in advance'],
      ['configuration', 18, '1 h', '0', 'subscription EIP: no configuration fee'],
    ]);
    expect(await bill()).toMatchObject({ Currency: 'USD', Total: '3.4403' });
  });

  it('§7.1: in a package an EIP pays for its configuration only, and the package for its bandwidth', async () => {
    const AllocationId = await allocate({ Bandwidth: 3 });
    const BandwidthPackageId = textField(await call('Vpc', 'CreateCommonBandwidthPackage', { Bandwidth: 10 }), 'BandwidthPackageId');
    await advance('2h');
    await call('Vpc', 'AddCommonBandwidthPackageIp', { BandwidthPackageId, IpInstanceId: AllocationId });
    await advance('10h');
    await call('Vpc', 'DeleteCommonBandwidthPackage', { BandwidthPackageId, Force: true });
    await advance('1h');
    const body = await bill();
    expect(linesOf(body)).toEqual([
      ['configuration', 13, '1 h', '0.0403', 'pay-as-you-go EIP, not bound: configuration fee'],
      ['bandwidth', 2, '3 Mbit/s', '0.035833333333', 'pay-by-bandwidth: the highest bandwidth of the day, by the hour'],
      ['bandwidth', 1, '3 Mbit/s', '0.017916666667', 'pay-by-bandwidth: the highest bandwidth of the day, by the hour'],
    ]);
    expect(field(body, 'Packages.Package')).toMatchObject([{
      BandwidthPackageId, RegionId: 'cn-hangzhou', Total: '2.5',
      Lines: { Line: [{ Item: 'bandwidth', Hours: 12, Quantity: '10 Mbit/s', Amount: '2.5', Reason: expect.stringContaining('common bandwidth package') as string }] },
    }]);
    expect(body).toMatchObject({ Total: '2.59405' });
    expect(field(await bill({ AllocationId }), 'Packages.Package')).toEqual([]);
  });

  it('§2.2: an EIP had back within a week costs nothing for the time between, and is unknown afterwards', async () => {
    const AllocationId = await allocate({ Bandwidth: 1 });
    const address = textField(await call('Vpc', 'DescribeEipAddresses', { AllocationId }), 'EipAddresses.EipAddress.0.IpAddress');
    await advance('2h');
    await call('Vpc', 'ReleaseEipAddress', { AllocationId });
    await advance('166h');
    expect(await call('Vpc', 'AllocateEipAddress', { IpAddress: address, Bandwidth: 1 })).toMatchObject({ AllocationId, EipAddress: address });
    await advance('3h');
    expect(linesOf(await bill({ AllocationId })).filter(([item]) => item === 'configuration').map(([, hours]) => hours)).toEqual([2, 3]);
    expect(field(await bill(), 'Eips.Eip')).toHaveLength(1);
    await call('Vpc', 'ReleaseEipAddress', { AllocationId });
    await advance('168h');
    for (const wanted of [{ InstanceId: AllocationId }, { IpAddress: address }]) {
      expect(await codeOf(call('Vpc', 'AllocateEipAddressPro', wanted))).toBe('OperationFailed.AllocateUnfamiliarIp');
    }
    expect(cloud.store.all('releasedEip')).toEqual([]);
  });

  it('§7.2: an instance that is stopped changes nothing of what its EIP costs', async () => {
    const { instance } = await place();
    const AllocationId = await allocate({ Bandwidth: 5 });
    await call('Vpc', 'AssociateEipAddress', { AllocationId, InstanceId: instance });
    await advance('2h');
    await call('Ecs', 'StopInstance', { InstanceId: instance });
    await advance('2h');
    expect(linesOf(await bill()).map(([item, hours, quantity]) => [item, hours, quantity])).toEqual([['configuration', 4, '1 h'], ['bandwidth', 4, '5 Mbit/s']]);
  });

  it('a part of the time costs a part, and the parts the whole', async () => {
    await allocate({ Bandwidth: 3 });
    await advance('3d');
    const at = (hours: number) => new Date(cloud.clock.now + hours * HOUR).toISOString();
    const amount = async (from: number, to: number) => Number(textField(await bill({ From: at(from), To: at(to) }), 'Total'));
    expect(await amount(0, 30) + await amount(30, 31) + await amount(31, 72)).toBeCloseTo(await amount(0, 72), 12);
    expect(await amount(-5, 0)).toBe(0);
    // What has not happened costs nothing.
    expect(await amount(0, 500)).toBe(await amount(0, 72));
  });

  it.each([
    [{ AllocationId: 'eip-none' }, 'InvalidResourceId.NotFound'], [{ From: '2026-01-02', To: '2026-01-01' }, 'InvalidParameter'], [{ From: 'x' }, 'InvalidParameter'],
  ])('%j is %s', async (parameters, code) => {
    expect(await codeOf(bill(parameters))).toBe(code);
  });
});

describe('history', () => {
  it('says who held an address when, by which request, from each end', async () => {
    const { instance, eni } = await place();
    const AllocationId = await allocate();
    const address = textField(await call('Vpc', 'DescribeEipAddresses', { AllocationId }), 'EipAddresses.EipAddress.0.IpAddress');
    const start = cloud.clock.now;
    await call('Vpc', 'AssociateEipAddress', { AllocationId, InstanceId: eni, InstanceType: 'NetworkInterface' });
    await advance('1h');
    await call('Ecs', 'AttachNetworkInterface', { InstanceId: instance, NetworkInterfaceId: eni });
    await advance('1h');
    await call('Vpc', 'UnassociateEipAddress', { AllocationId });
    await advance('1h');
    await call('Ecs', 'DetachNetworkInterface', { InstanceId: instance, NetworkInterfaceId: eni });
    await advance('1h');

    const history = async (ResourceId: string, more: Parameters = {}) => {
      const spans = field(await call('OpenEIP', 'DescribeHistory', { ResourceId, ...more }), 'Spans.Span');
      if (!Array.isArray(spans)) throw new Error('no spans');
      return spans.map((span: JsonObject) => [
        span['Id'], span['HolderId'], ...['From', 'To'].map((name) => (Date.parse(String(span[name])) - start) / HOUR),
        textField(span, 'Began.Action'), field(span, 'Ended.Action'),
      ]);
    };
    const bound = [AllocationId, eni, 0, 2, 'Vpc.AssociateEipAddress', 'Vpc.UnassociateEipAddress'];
    const attached = [eni, instance, 1, 3, 'Ecs.AttachNetworkInterface', 'Ecs.DetachNetworkInterface'];
    expect(await history(AllocationId)).toEqual([bound]);
    expect(await history(address)).toEqual([bound]);
    expect(await history(eni)).toEqual([bound, attached]);
    const ofInstance = await history(instance);
    expect(ofInstance.slice(1)).toEqual([attached, [AllocationId, eni, 1, 2, 'Ecs.AttachNetworkInterface', 'Vpc.UnassociateEipAddress']]);
    expect(ofInstance[0]).toMatchObject([expect.stringMatching(/^eni-/), instance, 0, NaN, 'Ecs.RunInstances', '']);

    const at = (hours: number) => ({ At: new Date(start + hours * HOUR).toISOString() });
    expect(await history(eni, at(2.5))).toEqual([attached]);
    expect(await call('OpenEIP', 'DescribeHistory', { ResourceId: AllocationId, ...at(1.5) })).toMatchObject({ State: { status: 'InUse', binding: { eniId: eni } } });
    expect(await call('OpenEIP', 'DescribeHistory', { ResourceId: AllocationId, ...at(-1) })).toMatchObject({ State: {}, Spans: { Span: [] } });
    expect(await codeOf(call('OpenEIP', 'DescribeHistory', { ResourceId: 'eni-none' }))).toBe('InvalidResourceId.NotFound');
  });
});
