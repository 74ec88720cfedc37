import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.js';

describe('§4.0 flattening', () => {
  it('numbers lists from 1 and names groups by a dot', () => {
    expect(flatten({
      RegionId: 'cn-hangzhou', Amount: 2, DryRun: false,
      Tag: [{ Key: 'a', Value: 'b' }, { Key: 'c', Value: '' }],
      SecurityGroupIds: ['sg-1', 'sg-2'],
      ConnectionTrackingConfiguration: { UdpTimeout: 30 },
      NetworkInterface: [{ SecurityGroupIds: ['sg-1'] }],
    })).toEqual({
      RegionId: 'cn-hangzhou', Amount: '2', DryRun: 'false',
      'Tag.1.Key': 'a', 'Tag.1.Value': 'b', 'Tag.2.Key': 'c',
      'SecurityGroupIds.1': 'sg-1', 'SecurityGroupIds.2': 'sg-2',
      'ConnectionTrackingConfiguration.UdpTimeout': '30',
      'NetworkInterface.1.SecurityGroupIds.1': 'sg-1',
    });
  });

  it('leaves out what is not there, which the wire takes as absent', () => {
    expect(flatten({ A: undefined, B: '', C: [], D: {}, E: null, F: [{ G: null }] })).toEqual({});
  });
});
