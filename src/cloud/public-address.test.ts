import { describe, expect, it } from 'vitest';
import { allocatePublicAddress, modifyNetworkSpec, type NetworkSpec } from './public-address.js';
import type { EipBinding, InstanceRow, Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const vm = sample.instance({ id: 'i-1', vpcId: 'vpc-1', primaryEniId: 'eni-1', internetMaxBandwidthIn: -1, internetMaxBandwidthOut: 5 });
const eni = sample.eni({ id: 'eni-1', type: 'Primary', status: 'InUse', instanceId: 'i-1', vpcId: 'vpc-1', privateIps: ['10.0.0.9'] });
const bound = (to: Partial<EipBinding>) => sample.eip({
  id: 'eip-1', status: 'InUse',
  binding: { type: 'NetworkInterface', shownId: '', region: 'cn-hangzhou', shownPrivateIp: '', eniId: '', privateIp: '10.0.0.9', vpcId: 'vpc-1', ...to },
});
const contextWith = (change: Partial<InstanceRow>, ...more: readonly Row[]) => contextOf([{ ...vm, ...change }, eni, ...more]);

describe('§4.6 AllocatePublicIpAddress', () => {
  it('gives an address of the pool once, then the same again', () => {
    expect(allocatePublicAddress(contextWith({}), 'i-1').publicIp).toMatch(/^198\.1[89]\.\d+\.\d+$/);
    expect(allocatePublicAddress(contextWith({ publicIp: '198.18.7.7' }), 'i-1').publicIp).toBe('198.18.7.7');
  });

  it.each<[string, Partial<InstanceRow>, ...Row[]]>([
    ['InvalidInstanceId.NotFound', { account: '2' }],
    ['IncorrectInstanceStatus', { status: 'Starting' }],
    ['OperationDenied', { internetMaxBandwidthOut: 0 }],
    ['OperationDenied', {}, bound({ eniId: 'eni-1' })],
    ['OperationDenied', {}, bound({ type: 'IpAddress' })],
    ['accepted', { status: 'Stopped' }, bound({ eniId: 'eni-2', privateIp: '10.0.0.10' })],
  ])('%s for %j', (code, change, ...more) => {
    expect(codeOf(() => allocatePublicAddress(contextWith(change, ...more), 'i-1'))).toBe(code);
  });
});

describe('ModifyInstanceNetworkSpec', () => {
  const modify = (asked: Partial<NetworkSpec>, change: Partial<InstanceRow> = {}, ...more: readonly Row[]) =>
    modifyNetworkSpec(contextWith(change, ...more), { InstanceId: 'i-1', ...asked });

  it('changes what is given; the address stays unless the bandwidth becomes 0', () => {
    const has = { publicIp: '198.18.7.7' };
    expect(modify({ InternetMaxBandwidthOut: 10, NetworkChargeType: 'PayByBandwidth' }, has)).toMatchObject({ internetMaxBandwidthOut: 10, internetMaxBandwidthIn: -1, internetChargeType: 'PayByBandwidth', ...has });
    expect(modify({ InternetMaxBandwidthIn: 20 }, has)).toMatchObject({ internetMaxBandwidthIn: 20, internetMaxBandwidthOut: 5, ...has });
    expect(modify({ InternetMaxBandwidthOut: 0 }, has)).toMatchObject({ internetMaxBandwidthOut: 0, publicIp: '' });
  });

  it('brings an address where it is asked to, and to a subscription with its first bandwidth', () => {
    const none = { internetMaxBandwidthOut: 0 };
    expect(modify({ InternetMaxBandwidthOut: 5 }, none).publicIp).toBe('');
    expect(modify({ InternetMaxBandwidthOut: 5, AllocatePublicIp: true }, none).publicIp).not.toBe('');
    expect(modify({ InternetMaxBandwidthOut: 5 }, { ...none, chargeType: 'PrePaid' }).publicIp).not.toBe('');
  });

  it.each<[string, Partial<NetworkSpec>, Partial<InstanceRow>, ...Row[]]>([
    ['IncorrectInstanceStatus', { InternetMaxBandwidthOut: 5 }, { status: 'Stopping' }],
    ['OperationDenied', { AllocatePublicIp: true }, { internetMaxBandwidthOut: 0 }],
    ['OperationDenied', { InternetMaxBandwidthOut: 5 }, { internetMaxBandwidthOut: 0 }, bound({ eniId: 'eni-1' })],
    ['UnsupportedParameter', { StartTime: '2026-01-01T00:00Z' }, {}],
    ['UnsupportedParameter', { EndTime: '2026-01-01T00Z' }, {}],
  ])('%s for %j of %j', (code, asked, change, ...more) => {
    expect(codeOf(() => modify(asked, change, ...more))).toBe(code);
  });
});
