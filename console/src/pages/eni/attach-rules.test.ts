import { describe, expect, it } from 'vitest';
import { attachRefusal, type AttachFacts } from './attach-rules.js';

const addresses = (count: number): AttachFacts['eni']['PrivateIpSets'] => ({
  PrivateIpSet: Array.from({ length: count }, (_, index) => ({ PrivateIpAddress: `10.0.0.${String(index)}`, Primary: index === 0, AssociatedPublicIp: {} })),
});
const nics = (count: number): AttachFacts['instance']['NetworkInterfaces'] => ({
  NetworkInterface: Array.from({ length: count }, (_, index) => ({ NetworkInterfaceId: `eni-${String(index)}`, MacAddress: '', Type: '', PrimaryIpAddress: '' })),
});
const facts: AttachFacts = {
  eni: { ZoneId: 'g', VpcId: 'vpc-1', PrivateIpSets: addresses(1) },
  instance: {
    Status: 'Running', ZoneId: 'g', InstanceTypeFamily: 'ecs.g6', NetworkInterfaces: nics(1),
    VpcAttributes: { VpcId: 'vpc-1', VSwitchId: '', PrivateIpAddress: { IpAddress: [] } },
  },
  type: { EniQuantity: 2, EniPrivateIpAddressQuantity: 6 },
  families: [],
};

describe('binding an ENI to an instance (S-23, S-30, S-36, S-43)', () => {
  it.each<[string, AttachFacts, string | undefined]>([
    ['all rules hold', facts, undefined],
    ['a stopped instance', { ...facts, instance: { ...facts.instance, Status: 'Stopped' } }, undefined],
    ['an instance that starts', { ...facts, instance: { ...facts.instance, Status: 'Starting' } }, 'InvalidOperation.InvalidEcsState'],
    ['another VPC', { ...facts, eni: { ...facts.eni, VpcId: 'vpc-2' } }, 'InvalidOperation.VpcMismatch'],
    ['another zone', { ...facts, eni: { ...facts.eni, ZoneId: 'h' } }, 'InvalidOperation.AvailabilityZoneMismatch'],
    ['no free slot', { ...facts, instance: { ...facts.instance, NetworkInterfaces: nics(2) } }, 'EniPerInstanceLimitExceeded'],
    ['too many private addresses', { ...facts, eni: { ...facts.eni, PrivateIpSets: addresses(7) } }, 'InvalidOperation.Ipv4CountExceeded'],
    ['a family that the mode does not allow', { ...facts, families: ['ecs.g5'] }, 'InvalidOperation.InvalidGeneration'],
    ['a family that it allows', { ...facts, families: ['ecs.g5', 'ecs.g6'] }, undefined],
  ])('%s', (_, given, code) => {
    expect(attachRefusal(given)).toBe(code);
  });
});
