import { describe, expect, it } from 'vitest';
import { REGIONS } from '../catalogue/regions.js';
import type { EipBinding, EipRow, Reads } from '../resources.js';
import { settingsSchema } from '../settings.js';
import { readsOf } from '../testing-reads.js';
import { sample } from '../testing.js';
import { findMode, ipAddress, modeOf, MODES } from './index.js';

const { NAT: nat, BINDED: cutThrough, MULTI_BINDED: multiEip } = MODES;

describe('the comparison table of the source document', () => {
  it('S-06: exactly three modes, found by their wire names only', () => {
    expect(Object.keys(MODES)).toEqual(['NAT', 'BINDED', 'MULTI_BINDED']);
    for (const [name, mode] of Object.entries(MODES)) expect(findMode(name)).toBe(mode);
    expect(findMode('toString')).toBeUndefined();
  });

  it('S-16, S-17, S-18: all regions, 14 and 9 of them, the 9 among the 14', () => {
    expect(nat.regions).toBe('all');
    const known = new Set(REGIONS.map((region) => region.id));
    expect(new Set(cutThrough.regions).size).toBe(14);
    expect(new Set(multiEip.regions).size).toBe(9);
    for (const region of cutThrough.regions) expect(known).toContain(region);
    for (const region of multiEip.regions) expect(cutThrough.regions).toContain(region);
  });

  it('S-09: NAT takes primary and secondary ENIs, the others secondary ones only', () => {
    expect(nat.eniTypes).toEqual(['Primary', 'Secondary']);
    expect(cutThrough.eniTypes).toEqual(['Secondary']);
    expect(multiEip.eniTypes).toEqual(['Secondary']);
  });

  it('S-11, S-12: how many EIPs an ENI takes', () => {
    const settings = settingsSchema.parse({});
    expect([nat, cutThrough, multiEip].map(({ capacity }) => [capacity.primary(settings), capacity.secondary])).toEqual([
      [1, 'one per private address'],
      [0, 1],
      [0, 10],
    ]);
  });

  it('S-08, S-13, S-14, S-15: guest, private network, protocols', () => {
    expect([nat, cutThrough, multiEip].map((mode) => [mode.inGuest, mode.keepsPrivateNetwork, mode.protocols])).toEqual([
      ['hidden', true, ['icmp', 'tcp', 'udp']],
      ['replaces the private address', false, 'all'],
      ['after static configuration', true, 'all'],
    ]);
  });

  it('§3.1: what else tells them apart', () => {
    const settings = settingsSchema.parse({});
    const rows = [nat, cutThrough, multiEip, ipAddress].map((mode) => [
      mode.entitlement, mode.enisOnly, mode.detached.bind(settings), mode.detached.unbind(settings), mode.secondaryAddresses(settings),
      mode.ipv4Gateway, mode.nextHop, mode.lease, mode.shownBy,
    ]);
    expect(rows).toEqual([
      ['none', false, false, false, true, 'optional', true, 'the private address', 'AssociatedPublicIp'],
      ['none', true, true, true, false, 'forbidden', false, 'the EIP', 'AssociatedPublicIp'],
      ['multiEip', true, true, true, true, 'forbidden', false, 'the private address', 'DescribeEipGatewayInfo'],
      ['none', false, false, false, true, 'activated', true, 'the private address', 'nothing'],
    ]);
  });

  it('U-03, U-31, U-34: switches change when cut-through and multi-EIP bind and let go', () => {
    const off = settingsSchema.parse({ multiRequiresDetached: false, bindedUnbindRequiresDetached: false, bindedRefusesSubIp: false });
    expect([cutThrough, multiEip].map(({ detached, secondaryAddresses }) => [detached.bind(off), detached.unbind(off), secondaryAddresses(off)])).toEqual([
      [true, false, true], [false, false, true],
    ]);
  });

  it('S-12: one EIP per private address, one cut-through EIP per ENI; any number of multi-EIPs, by what they claim', () => {
    const binding: EipBinding = {
      type: 'NetworkInterface', shownId: 'eni-1', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-1', privateIp: '10.0.0.1', vpcId: 'vpc-1',
    };
    expect([nat, cutThrough, multiEip, ipAddress].map((mode) => [mode.claims(binding, '198.18.0.2'), mode.links(binding)])).toEqual([
      [['mapped/vpc-1/10.0.0.1'], ['eni/eni-1']],
      [['cut-through/eni-1', 'mapped/vpc-1/10.0.0.1', 'ip/vpc-1/198.18.0.2'], ['eni/eni-1', 'direct/vpc-1']],
      [['ip/vpc-1/198.18.0.2'], ['eni/eni-1', 'direct/vpc-1']],
      [['mapped/vpc-1/10.0.0.1'], ['address/vpc-1']],
    ]);
  });

  it('S-36: 14 families take an ENI with multi EIPs', () => {
    expect(new Set(multiEip.instanceFamilies).size).toBe(14);
    expect(multiEip.instanceFamilies).not.toContain('ecs.g6');
  });

  it('numbers of checks rise', () => {
    for (const { bindChecks } of [...Object.values(MODES), ipAddress]) {
      const numbers = bindChecks.map(({ number }) => parseInt(number, 10));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });
});

describe('what a NAT EIP adds to the desired network', () => {
  const vpc = sample.vpc({ id: 'vpc-1', n: 3 });
  const eni = sample.eni({ id: 'eni-1', n: 5, vpcId: 'vpc-1', privateIps: ['10.0.0.1'] });
  const binding: EipBinding = {
    type: 'NetworkInterface', shownId: 'eni-1', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-1', privateIp: '10.0.0.1',
    vpcId: 'vpc-1',
  };
  const eip = sample.eip({ id: 'eip-1', n: 7, address: '198.18.0.9', status: 'Associating', binding });
  const read = readsOf([vpc, eni, eip]);
  const networkOf = (row: EipRow, reads: Reads) => modeOf(row).network(row, reads);

  it('S-20: a mapping in the space of its VPC, from the bind on, whether or not the ENI is attached', () => {
    const translation = {
      kind: 'translation', key: 'translation/7', n: 7, space: 'space/3', public: '198.18.0.9', private: '10.0.0.1', port: 'port/5',
      protocols: ['icmp', 'tcp', 'udp'],
    };
    expect(networkOf(eip, read)).toEqual(translation);
    expect(networkOf({ ...eip, status: 'InUse' }, read)).toEqual(translation);
  });

  it('nothing while it is unbound, or from the moment its unbind is accepted', () => {
    expect(networkOf({ ...eip, status: 'Unassociating' }, read)).toBeUndefined();
    expect(networkOf({ ...eip, status: 'Available', binding: null }, read)).toBeUndefined();
    expect(networkOf(eip, readsOf([vpc]))).toBeUndefined();
  });

  it('§3.5: an address of the VPC has no port', () => {
    const mapped = networkOf({ ...eip, binding: { ...binding, type: 'IpAddress', eniId: '' } }, read);
    expect(mapped).toMatchObject({ key: 'translation/7', private: '10.0.0.1' });
    expect(mapped).not.toHaveProperty('port');
  });
});
