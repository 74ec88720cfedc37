/** Cloud state → text of the network, case by case. */
import { Buffer } from 'node:buffer';
import { describe, expect, it, vi } from 'vitest';
import { covers } from '../../network/address.js';
import { PLATFORM } from '../../network/objects.js';
import { networkText } from '../../network/text.js';
import type { EipRow, EniRow, InstanceRow, Row, SecurityGroupRow, SecurityGroupRule, VpcRow } from '../resources.js';
import { IMAGES } from '../catalogue/images.js';
import { link } from '../indexes.js';
import { readsOf } from '../testing-reads.js';
import { sample } from '../testing.js';
import { compileAll, compileChanges } from './compile.js';

const vpc = (change: Partial<VpcRow> = {}): Row => sample.vpc({ id: 'vpc-a', n: 1, cidr: '10.0.0.0/16', routeTableId: 'vtb-a', ...change });
const table = sample.routeTable({ id: 'vtb-a', n: 2, vpcId: 'vpc-a' });
const vswitch = sample.vswitch({ id: 'vsw-a', n: 3, vpcId: 'vpc-a', cidr: '10.0.0.0/24', routeTableId: 'vtb-a' });
const group = (change: Partial<SecurityGroupRow> = {}): SecurityGroupRow =>
  sample.securityGroup({ id: 'sg-a', n: 4, vpcId: 'vpc-a', innerAccess: 'Drop', ...change });
const instance = (change: Partial<InstanceRow> = {}): Row =>
  sample.instance({ id: 'i-a', n: 5, vpcId: 'vpc-a', vswitchId: 'vsw-a', primaryEniId: 'eni-a', hostname: 'alpha', ...change });
const eni = (change: Partial<EniRow> = {}): EniRow =>
  sample.eni({
    id: 'eni-a', n: 6, vpcId: 'vpc-a', vswitchId: 'vsw-a', mac: '00:16:3e:00:00:0a', privateIps: ['10.0.0.10'], groupIds: ['sg-a'],
    type: 'Primary', status: 'InUse', instanceId: 'i-a', ...change,
  });
const secondary = (change: Partial<EniRow> = {}): EniRow =>
  eni({ id: 'eni-b', n: 7, mac: '00:16:3e:00:00:0b', privateIps: ['10.0.0.20', '10.0.0.21'], type: 'Secondary', deviceIndex: 1, ...change });
const eip = (change: Partial<EipRow> = {}): Row =>
  sample.eip({
    id: 'eip-a', n: 8, address: '198.18.0.2', status: 'InUse', ...change,
    binding: change.binding === undefined
      ? { type: 'NetworkInterface', shownId: 'eni-b', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-b', privateIp: '10.0.0.21', vpcId: 'vpc-a' }
      : change.binding,
  });
const all = (...more: readonly Row[]): readonly Row[] => [vpc(), table, vswitch, group(), instance(), eni(), ...more];

/** Lines of the network's text, with those below them, that begin with a key. */
function lines(rows: readonly Row[], key: string): readonly string[] {
  const blocks = networkText(compileAll(rows, readsOf(rows)).values()).split(/\n(?! )/);
  return blocks.filter((block) => block.startsWith(key)).flatMap((block) => block.split('\n'));
}

describe('a VPC', () => {
  it('is a space and, by its system table, local, nowhere or the edge', () => {
    expect(lines([vpc(), table, vswitch], '')).toEqual([
      'space/1 ranges 10.0.0.0/16 private 10.0.0.0/16, 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12, 192.168.0.0/16 arrival table/2',
      'table/2 in space/1',
      '  0.0.0.0/0 transit',
      '  10.0.0.0/24 local',
      '  10.0.0.0/8 unreachable',
      '  100.64.0.0/10 unreachable',
      '  172.16.0.0/12 unreachable',
      '  192.168.0.0/16 unreachable',
    ]);
  });
});

describe('an ENI', () => {
  const port = (change: Partial<EniRow>, ofInstance: Partial<InstanceRow> = {}) =>
    lines([vpc(), table, vswitch, group(), instance(ofInstance), eni(), secondary(change)], 'port/7');

  it.each(['Attaching', 'InUse'] as const)('that is %s is a port with its gateway, slot, policy and table', (status) => {
    expect(port({ status })).toEqual([
      'port/7 in space/1 00:16:3e:00:00:0b 10.0.0.20*, 10.0.0.21/24 via 10.0.0.253 at guest/5 eth1 policy/4 table/2 source check on',
    ]);
  });

  it.each(['Available', 'Detaching', 'Deleting'] as const)('that is %s is none: nothing reaches it', (status) => {
    expect(port({ status })).toEqual([]);
  });

  it('has its port while the instance is stopped, and none once it is being deleted', () => {
    expect(port({}, { status: 'Stopped' })).toHaveLength(1);
    expect(port({}, { status: 'Deleting' })).toEqual([]);
  });

  it('gets its primary private address by DHCP', () => {
    expect(lines(all(), 'lease')).toEqual([
      'lease/6 on port/6 00:16:3e:00:00:0a 10.0.0.10/24 via 10.0.0.253 dns 100.100.2.136, 100.100.2.138 host alpha for 86400 s',
    ]);
  });
});

describe('an EIP in NAT mode', () => {
  it.each(['Associating', 'InUse'] as const)('that is %s is a translation', (status) => {
    expect(lines(all(secondary(), eip({ status })), 'translation')).toEqual([
      'translation/8 in space/1 198.18.0.2 <-> 10.0.0.21 at port/7 icmp, tcp, udp',
    ]);
  });

  it('that is Unassociating, Available or Releasing is none', () => {
    expect(lines(all(secondary(), eip({ status: 'Unassociating' })), 'translation')).toEqual([]);
    expect(lines(all(secondary(), eip({ status: 'Available', binding: null })), 'translation')).toEqual([]);
    expect(lines(all(secondary(), eip({ status: 'Releasing', binding: null })), 'translation')).toEqual([]);
  });

  it('keeps its translation while the ENI is detached', () => {
    expect(lines(all(secondary({ status: 'Available', instanceId: '', deviceIndex: 0 }), eip()), 'translation')).toHaveLength(1);
  });

  it('concerns its mapping, its bandwidth and the metadata of its instance only', () => {
    const binding = { type: 'EcsInstance', shownId: 'i-a', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-a', privateIp: '10.0.0.10', vpcId: 'vpc-a' } as const;
    const before = eip({ status: 'Available', binding: null });
    const after = eip({ status: 'Associating', binding });
    const changed = compileChanges([{ before, after }], readsOf(all(after)));
    expect([...changed.keys()].sort()).toEqual(['direct/8', 'document/5', 'shape/8', 'translation/8']);
  });
});

describe('U-35: TCP to port 25', () => {
  const settings = (blockOutboundTcp25: boolean) => ({ bandwidthLimits: true, blockOutboundTcp25 });
  const egress = (on: boolean, more: Partial<VpcRow> = {}) => {
    const rows = [vpc(more), ...all(secondary()).slice(1)];
    const policy = [...compileAll(rows, readsOf(rows), settings(on)).values()].find((object) => object.kind === 'policy');
    return policy?.kind === 'policy' ? policy.egress.rules : [];
  };
  const denied = (on: boolean, address: string, more: Partial<VpcRow> = {}) =>
    egress(on, more).some(({ id, ports, protocol, peer }) =>
      id === PLATFORM && protocol === 'tcp' && ports?.join() === '25,25' && 'cidr' in peer && covers(peer.cidr, address));

  it('is free by default', () => {
    expect(egress(false)).toEqual([]);
  });

  it('is denied by the switch, before all rules, to whatever is not private in the VPC', () => {
    expect(['203.0.113.9', '198.18.0.2', '1.1.1.1', '192.0.2.1', '11.0.0.1'].filter((address) => !denied(true, address))).toEqual([]);
    expect(['10.0.0.20', '10.200.0.1', '172.16.0.1', '192.168.1.1', '100.100.100.200'].filter((address) => denied(true, address))).toEqual([]);
    expect([denied(true, '198.18.0.2', { secondaryCidrs: ['198.18.0.0/24'] }), denied(true, '192.0.2.1', { userCidrs: ['192.0.2.0/24'] })]).toEqual([false, false]);
  });

  it('follows the blocks of the VPC', () => {
    const [before, after] = [vpc(), vpc({ secondaryCidrs: ['198.18.0.0/24'] })];
    const keys = (on: boolean) => [...compileChanges([{ before, after }], readsOf([after, ...all(secondary()).slice(1)]), settings(on)).keys()];
    expect([keys(true).includes('policy/4'), keys(false).includes('policy/4')]).toEqual([true, false]);
  });
});

describe('§4.6: a static public address', () => {
  const own = { publicIp: '198.18.0.9', internetMaxBandwidthIn: -1, internetMaxBandwidthOut: 5 } as const;
  const rows = (change: Partial<InstanceRow> = {}) => [vpc(), table, vswitch, group(), instance({ ...own, ...change }), eni()];

  it('is translated to the primary private address and held back to the bandwidth of the instance', () => {
    expect(lines(rows(), 'translation')).toEqual(['translation/5 in space/1 198.18.0.9 <-> 10.0.0.10 at port/6 icmp, tcp, udp']);
    expect(lines(rows(), 'shape')).toEqual(['shape/5 in space/1 198.18.0.9 in 10000000 bit/s out 5000000 bit/s']);
    expect(lines(rows({ internetMaxBandwidthIn: 7 }), 'shape')).toEqual(['shape/5 in space/1 198.18.0.9 in 7000000 bit/s out 5000000 bit/s']);
    expect(lines(rows(), 'document').join()).toContain('meta-data/public-ipv4 = "198.18.0.9"');
  });

  it('is there while the instance is stopped, and gone with it', () => {
    expect(lines(rows({ status: 'Stopped' }), 'translation')).toHaveLength(1);
    expect([...lines(rows({ status: 'Deleting' }), 'translation'), ...lines(rows({ status: 'Deleting' }), 'shape'), ...lines(rows({ publicIp: '' }), 'shape')]).toEqual([]);
  });

  it('follows the primary private address', () => {
    const [before, after] = [eni(), eni({ privateIps: ['10.0.0.11'] })];
    const changed = compileChanges([{ before, after }], readsOf([...rows().slice(0, -1), after]));
    expect(changed.get('translation/5')).toMatchObject({ private: '10.0.0.11' });
  });
});

describe('the metadata document', () => {
  const entry = (rows: readonly Row[], name: string) => lines(rows, 'document').find((line) => line.trim().startsWith(`meta-data/${name} =`))?.split(' = ')[1];

  it('speaks of the instance and each of its ENIs', () => {
    const rows = all(secondary());
    expect(lines(rows, 'document')[0]).toBe('document/5 in space/1 for 10.0.0.10, 10.0.0.20, 10.0.0.21');
    expect(entry(rows, 'instance-id')).toBe('"i-a"');
    expect(entry(rows, 'private-ipv4')).toBe('"10.0.0.10"');
    const at = 'network/interfaces/macs/00:16:3e:00:00:0b';
    expect([entry(rows, `${at}/primary-ip-address`), entry(rows, `${at}/netmask`), entry(rows, `${at}/gateway`)]).toEqual(['"10.0.0.20"', '"255.255.255.0"', '"10.0.0.253"']);
    expect(entry(rows, `${at}/private-ipv4s`)).toBe(JSON.stringify('["10.0.0.20","10.0.0.21"]'));
    expect(entry(rows, `${at}/vswitch-cidr-block`)).toBe('"10.0.0.0/24"');
  });

  it('§4.2 ModifyVpcAttribute: follows the primary block of the VPC, and no other one', () => {
    const changed = (after: Row) => [...compileChanges([{ before: vpc(), after }], readsOf([after, ...all(secondary()).slice(1)])).keys()];
    expect(changed(vpc({ cidr: '10.0.0.0/12' }))).toContain('document/5');
    expect(changed(vpc({ secondaryCidrs: ['198.18.0.0/24'] }))).not.toContain('document/5');
    expect(entry([vpc({ cidr: '10.0.0.0/12' }), ...all(secondary()).slice(1)], 'vpc-cidr-block')).toBe('"10.0.0.0/12"');
  });

  it('shows the EIP of the primary ENI only (S-27)', () => {
    const binding = { type: 'EcsInstance', shownId: 'i-a', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-a', privateIp: '10.0.0.10', vpcId: 'vpc-a' } as const;
    expect(entry(all(secondary(), eip()), 'eipv4')).toBeUndefined();
    expect(entry(all(secondary(), eip({ binding })), 'eipv4')).toBe('"198.18.0.2"');
    expect(entry(all(secondary(), eip({ binding, status: 'Unassociating' })), 'eipv4')).toBeUndefined();
  });

  it('hands out user data, decoded', () => {
    const userData = Buffer.from('#!/bin/sh\necho ü').toString('base64');
    const rows = [vpc(), table, vswitch, group(), instance({ userData }), eni()];
    expect(lines(rows, 'document')).toContain(`  user-data = ${JSON.stringify('#!/bin/sh\necho ü')}`);
    expect(lines(rows, 'guest')).toEqual([`guest/5 i-a alpha image auto boot 1 running script ${JSON.stringify('#!/bin/sh\necho ü')}`]);
  });
});

describe('a guest', () => {
  it.each([
    ['Pending', 'stopped'], ['Starting', 'running'], ['Running', 'running'], ['Stopping', 'stopped'], ['Stopped', 'stopped'],
  ] as const)('of an instance that is %s is to be %s', (status, state) => {
    expect(lines([vpc(), table, vswitch, group(), instance({ status }), eni()], 'guest')[0]).toContain(` ${state} `);
  });

  it('of an instance being deleted is gone', () => {
    expect(lines([vpc(), table, vswitch, group(), instance({ status: 'Deleting' }), eni()], 'guest')).toEqual([]);
  });

  it.each(IMAGES.map(({ id, guest }) => [id, guest]))('of image %s configures itself like %s', (imageId, image) => {
    expect(lines([instance({ imageId })], 'guest')[0]).toContain(` image ${image} `);
  });
});

describe('security groups', () => {
  const rule = (id: string, change: Partial<SecurityGroupRule> = {}) => sample.rule({ id, peerCidr: '0.0.0.0/0', ...change });
  const policy = (...groups: readonly SecurityGroupRow[]) => {
    const groupIds = groups.map((one) => one.id);
    return lines([vpc(), table, vswitch, ...groups, instance(), eni({ groupIds })], 'policy');
  };

  it('without rules let in nothing; a basic one lets out everything, an enterprise one nothing', () => {
    expect(policy(group())).toEqual(['policy/4', '  in otherwise drop', '  out otherwise accept']);
    expect(policy(group({ type: 'enterprise' }))).toEqual(['policy/4', '  in otherwise drop', '  out otherwise drop']);
  });

  it('are merged before evaluation: priority first, drop before accept, whichever group a rule is of', () => {
    const a = group({ rules: [rule('sgr-1', { priority: 2 }), rule('sgr-2', { priority: 1, protocol: 'TCP', portRange: '80/90' })] });
    const b = group({ id: 'sg-b', n: 3, rules: [rule('sgr-3', { priority: 2, policy: 'Drop' }), rule('sgr-4', { priority: 1, policy: 'Drop', protocol: 'UDP', portRange: '53/53', sourcePortRange: '1/9' })] });
    expect(policy(a, b)).toEqual([
      'policy/3-4',
      '  in drop udp ports 53-53 from ports 1-9 peer 0.0.0.0/0 (sgr-4)',
      '  in accept tcp ports 80-90 peer 0.0.0.0/0 (sgr-2)',
      '  in drop all peer 0.0.0.0/0 (sgr-3)',
      '  in accept all peer 0.0.0.0/0 (sgr-1)',
      '  in otherwise drop',
      '  out otherwise accept',
    ]);
  });

  it('are one policy for ENIs with the same groups in any order', () => {
    const two = [group(), group({ id: 'sg-b', n: 9 })];
    const rows = [vpc(), table, vswitch, ...two, instance(), eni({ groupIds: ['sg-a', 'sg-b'] }), secondary({ groupIds: ['sg-b', 'sg-a'] })];
    expect(lines(rows, 'policy').filter((line) => line.startsWith('policy'))).toEqual(['policy/4-9']);
  });

  it('have no policy while no attached ENI has exactly them', () => {
    const rows = [vpc(), table, vswitch, group(), instance(), eni({ status: 'Available', instanceId: '' })];
    expect(lines(rows, 'policy')).toEqual([]);
  });

  it('let their members talk before any rule when inner access is accepted, in basic groups only', () => {
    const drop = rule('sgr-1', { policy: 'Drop' });
    expect(policy(group({ innerAccess: 'Accept', rules: [drop] }))).toEqual([
      'policy/4', '  in accept all peer set/4 (sg-a)', '  in drop all peer 0.0.0.0/0 (sgr-1)', '  in otherwise drop',
      '  out accept all peer set/4 (sg-a)', '  out otherwise accept',
    ]);
    expect(policy(group({ innerAccess: 'Accept', type: 'enterprise' }))).toEqual(['policy/4', '  in otherwise drop', '  out otherwise drop']);
  });

  it('name other groups of their VPC by their addresses; those elsewhere and those gone match nobody', () => {
    const named = (peerGroupId: string) => rule(`sgr-${peerGroupId}`, { peerCidr: '', peerGroupId });
    const rows = [
      vpc(), table, vswitch, instance(), eni(), secondary({ groupIds: ['sg-b'], status: 'Available', instanceId: '' }),
      group({ rules: [named('sg-b'), named('sg-c'), named('sg-d')] }), group({ id: 'sg-b', n: 9 }), group({ id: 'sg-c', n: 10, vpcId: 'vpc-c' }),
    ];
    expect(lines(rows, 'policy')).toEqual(['policy/4', '  in accept all peer set/9 (sgr-sg-b)', '  in otherwise drop', '  out otherwise accept']);
    expect(lines(rows, 'set/9')).toEqual(['set/9 in space/1: 10.0.0.20, 10.0.0.21']);
  });

  it('have an address set only while something refers to it, sorted as numbers', () => {
    const rows = (innerAccess: 'Accept' | 'Drop') => [vpc(), table, vswitch, group({ innerAccess }), instance(), eni({ privateIps: ['10.0.0.100'] }), secondary({ privateIps: ['10.0.0.20'] })];
    expect(lines(rows('Drop'), 'set')).toEqual([]);
    expect(lines(rows('Accept'), 'set')).toEqual(['set/4 in space/1: 10.0.0.20, 10.0.0.100']);
  });

  it.each([
    ['a whole protocol', { protocol: 'ICMP' }, 'accept icmp peer 0.0.0.0/0'],
    ['GRE', { protocol: 'GRE' }, 'accept gre peer 0.0.0.0/0'],
    ['any port', { protocol: 'TCP', portRange: '-1/-1' }, 'accept tcp peer 0.0.0.0/0'],
    ['every port', { protocol: 'TCP', portRange: '1/65535' }, 'accept tcp ports 1-65535 peer 0.0.0.0/0'],
    ['ports where the protocol has none', { protocol: 'ALL', portRange: '1/80' }, 'accept all peer 0.0.0.0/0'],
    ['a single address', { peerCidr: '192.0.2.7' }, 'accept all peer 192.0.2.7/32'],
    ['a prefix with bits behind it', { peerCidr: '192.0.2.7/24' }, 'accept all peer 192.0.2.0/24'],
    ['its own side narrowed', { ownCidr: '10.0.0.10/32' }, 'accept all peer 0.0.0.0/0 own 10.0.0.10/32'],
  ] as const)('say %s', (_, change, text) => {
    expect(policy(group({ rules: [rule('sgr-1', change)] }))[1]).toBe(`  in ${text} (sgr-1)`);
  });

  it('say nothing for ICMPv6', () => {
    expect(policy(group({ rules: [rule('sgr-1', { protocol: 'ICMPv6' })] }))).toEqual(['policy/4', '  in otherwise drop', '  out otherwise accept']);
  });
});

it('looks once, not for every ENI, whether anybody has a policy that nobody has', () => {
  const idle = Array.from({ length: 50 }, (_, index) => sample.eni({ id: `eni-${index}`, n: 100 + index, vpcId: 'vpc-a', vswitchId: 'vsw-a', groupIds: ['sg-a'], privateIps: [`10.0.0.${20 + index}`] }));
  const rows = [vpc(), table, vswitch, group(), ...idle];
  const read = readsOf(rows);
  const looks = vi.spyOn(read, 'linked');
  compileAll(rows, read);
  expect(looks.mock.calls.filter(([, name]) => name === link.member('sg-a'))).toHaveLength(1);
});
