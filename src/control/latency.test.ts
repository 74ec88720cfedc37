import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCloud, textField, type TestCloud } from './testing.js';

let cloud: TestCloud;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
// What is held still when a test ends never is released.
afterEach(() => {
  vi.useRealTimers();
  cloud.store.close();
});

const allocate = async () => textField(await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' }), 'AllocationId');
const release = (AllocationId: string) => cloud.call('Vpc', 'ReleaseEipAddress', { AllocationId });
const status = (id: string) => cloud.store.read.get('eip', id)?.status;

describe('latency: cloud', () => {
  it('holds a state that the data plane has confirmed, for a while', async () => {
    cloud = await testCloud({ settings: { latency: 'cloud' } });
    const id = await allocate();
    await release(id);
    await cloud.settled();
    expect(status(id)).toBe('Releasing');
    vi.advanceTimersByTime(499);
    expect(status(id)).toBe('Releasing');
    vi.advanceTimersByTime(1_501);
    expect(status(id)).toBeUndefined();
    expect(cloud.store.open).toBe(true);
    await cloud.settled();
  });

  it('waits for the data plane when that is slower', async () => {
    cloud = await testCloud({ settings: { latency: 'cloud' } });
    const id = await allocate();
    await release(id);
    cloud.agent.hold();
    const second = await allocate();
    const vpcId = textField(await cloud.call('Vpc', 'CreateVpc', { RegionId: 'cn-hangzhou' }), 'VpcId');
    vi.advanceTimersByTime(60_000);
    await cloud.settled();
    expect(cloud.store.read.get('vpc', vpcId)?.status).toBe('Pending');
    cloud.agent.release();
    await cloud.settled();
    expect(cloud.store.read.get('vpc', vpcId)?.status).toBe('Available');
    expect(status(second)).toBe('Available');
  });

  it('holds an EIP that joins a bandwidth package', async () => {
    cloud = await testCloud({ settings: { latency: 'cloud' } });
    const IpInstanceId = await allocate();
    const region = { RegionId: 'cn-hangzhou' };
    const BandwidthPackageId = textField(await cloud.call('Vpc', 'CreateCommonBandwidthPackage', { ...region, Bandwidth: 10 }), 'BandwidthPackageId');
    await cloud.call('Vpc', 'AddCommonBandwidthPackageIp', { ...region, BandwidthPackageId, IpInstanceId });
    await cloud.settled();
    expect(cloud.store.read.get('eip', IpInstanceId)).toMatchObject({ status: 'Available', joiningPackage: true });
    await cloud.call('OpenEIP', 'AdvanceClock', { By: '3s' });
    expect(cloud.store.read.get('eip', IpInstanceId)).toMatchObject({ packageId: BandwidthPackageId, joiningPackage: false });
  });

  it('passes with the cloud’s clock', async () => {
    cloud = await testCloud({ settings: { latency: 'cloud' } });
    const id = await allocate();
    await release(id);
    await cloud.settled();
    expect(status(id)).toBe('Releasing');
    await cloud.call('OpenEIP', 'AdvanceClock', { By: '1m' });
    expect(status(id)).toBeUndefined();
  });
});

describe('a seed', () => {
  it('makes the same ids and addresses again, whatever the latency', async () => {
    const made = [];
    for (const latency of ['none', 'cloud'] as const) {
      cloud = await testCloud({ seed: 7, settings: { latency, seed: 7 } });
      const VpcId = textField(await cloud.call('Vpc', 'CreateVpc', { RegionId: 'cn-hangzhou' }), 'VpcId');
      const { AllocationId, EipAddress } = await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' });
      made.push([VpcId, AllocationId, EipAddress]);
      if (latency === 'none') cloud.store.close();
    }
    expect(made[0]).toEqual(made[1]);
  });
});
