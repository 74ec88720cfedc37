/**
 * Cloud states of every association mode → text of the network. A line of a table stands for every combination of what its first columns
 * list; `-` is an object that is not there.
 */
import { describe, expect, it } from 'vitest';
import { networkText } from '../../network/text.js';
import type { EipBinding, EipRow, EniRow, InstanceRow, ModeName, RouteEntryRow, Row } from '../resources.js';
import { readsOf } from '../testing-reads.js';
import { sample } from '../testing.js';
import { compileAll } from './compile.js';

const vpc = sample.vpc({ id: 'vpc-a', n: 1, cidr: '10.0.0.0/16', routeTableId: 'vtb-a' });
const table = sample.routeTable({ id: 'vtb-a', n: 2, vpcId: 'vpc-a' });
const vswitch = sample.vswitch({ id: 'vsw-a', n: 3, vpcId: 'vpc-a', cidr: '10.0.0.0/24', routeTableId: 'vtb-a' });
const group = sample.securityGroup({ id: 'sg-a', n: 4, vpcId: 'vpc-a', innerAccess: 'Drop' });
const alpha = (change: Partial<InstanceRow> = {}) =>
  sample.instance({ id: 'i-a', n: 5, vpcId: 'vpc-a', vswitchId: 'vsw-a', primaryEniId: 'eni-a', hostname: 'alpha', ...change });
const primary = (change: Partial<EniRow> = {}) =>
  sample.eni({
    id: 'eni-a', n: 6, vpcId: 'vpc-a', vswitchId: 'vsw-a', mac: '00:16:3e:00:00:0a', privateIps: ['10.0.0.10'], groupIds: ['sg-a'],
    type: 'Primary', status: 'InUse', instanceId: 'i-a', ...change,
  });
const secondary = (change: Partial<EniRow> = {}) =>
  sample.eni({
    id: 'eni-b', n: 7, vpcId: 'vpc-a', vswitchId: 'vsw-a', mac: '00:16:3e:00:00:0b', privateIps: ['10.0.0.20'], groupIds: ['sg-a'],
    status: 'InUse', instanceId: 'i-a', deviceIndex: 1, ...change,
  });
const eip = (mode: ModeName, change: Partial<EipRow> = {}, binding: Partial<EipBinding> = {}) =>
  sample.eip({
    id: 'eip-a', n: 8, address: '198.18.0.2', mode, status: 'InUse',
    binding: {
      type: 'NetworkInterface', shownId: 'eni-b', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-b', vpcId: 'vpc-a',
      privateIp: mode === 'MULTI_BINDED' ? '' : '10.0.0.20', ...binding,
    },
    ...change,
  });
const cloud = (...more: readonly Row[]): readonly Row[] => [vpc, table, vswitch, group, alpha(), primary(), ...more];

/** The first line of each object whose key begins so. */
function heads(rows: readonly Row[], key: string): readonly string[] {
  return networkText(compileAll(rows, readsOf(rows)).values()).split('\n').filter((line) => line.startsWith(key));
}

/** The one such line without what `cut` matches, or `-`. */
function only(rows: readonly Row[], keys: readonly string[], cut: RegExp): string {
  const found = keys.flatMap((key) => heads(rows, key));
  if (found.length > 1) throw new Error(found.join('\n'));
  return found[0]?.replace(cut, '') ?? '-';
}
const ofEip = (rows: readonly Row[]) => only(rows, ['translation', 'direct'], /^\S+ in space\/1 /);
const ofPort = (rows: readonly Row[]) => only(rows, ['port/7 '], /^.* 00:16:3e:00:00:0b | via .*$/g);
const ofLease = (rows: readonly Row[]) => only(rows, ['lease/7 '], /^.* 00:16:3e:00:00:0b | dns .*$/g);
const ofDocument = (rows: readonly Row[]) => only(rows, ['document/5 '], /^.* for /);

/** Statuses of the ENI, with what it remembers of its attachment. */
const ENI: Readonly<Record<string, Partial<EniRow>>> = {
  'Available': { status: 'Available', instanceId: '', deviceIndex: 0 },
  'Attaching': { status: 'Attaching' },
  'Attaching leased': { status: 'Attaching', leased: true },
  'Attaching suppressed': { status: 'Attaching', privateSuppressed: true },
  'InUse': {},
  'InUse leased': { leased: true },
  'InUse suppressed': { privateSuppressed: true },
  'InUse leased suppressed': { leased: true, privateSuppressed: true },
  'Detaching': { status: 'Detaching' },
  'Detaching leased': { status: 'Detaching', leased: true },
  'Detaching suppressed': { status: 'Detaching', privateSuppressed: true },
  'Deleting': { status: 'Deleting', instanceId: '', deviceIndex: 0 },
};
const STATUSES: readonly string[] = ['Associating', 'InUse', 'Unassociating', 'Releasing', 'Available'];
const isStatus = (text: string): text is EipRow['status'] => STATUSES.includes(text);

interface State {
  readonly eip: EipRow['status'];
  readonly eni: string;
  readonly expected: readonly string[];
}

/** Lines `EIP | ENI | expected…`. */
function states(text: string): readonly State[] {
  return text.trim().split('\n').flatMap((line) => {
    const [eips = '', enis = '', ...expected] = line.split('|').map((cell) => cell.trim());
    return eips.split(', ').flatMap((status) => enis.split(', ').map((eni) => {
      if (!isStatus(status) || ENI[eni] === undefined) throw new Error(line);
      return { eip: status, eni, expected };
    }));
  });
}

let count = 0;
/** What the EIP adds, the addresses of the port, what DHCP says, who gets the instance's metadata. */
function test(mode: ModeName, text: string): void {
  const all = states(text);
  count += all.length;
  it.each(all.map((state) => [`EIP ${state.eip}, ENI ${state.eni}`, state] as const))('%s', (_, state) => {
    const row = eip(mode, { status: state.eip, ...(state.eip === 'Available' ? { binding: null, mode: 'NAT' } : {}) });
    const rows = cloud(secondary(ENI[state.eni]), row);
    expect([ofEip(rows), ofPort(rows), ofLease(rows), ofDocument(rows)]).toEqual(state.expected);
  });
}

describe('NAT (S-20, S-21)', () => {
  test('NAT', `
    Associating, InUse                   | Available, Detaching, Detaching leased, Deleting           | 198.18.0.2 <-> 10.0.0.20 at port/7 icmp, tcp, udp | -             | -                                    | 10.0.0.10
    Associating, InUse                   | Attaching, Attaching leased, InUse, InUse leased           | 198.18.0.2 <-> 10.0.0.20 at port/7 icmp, tcp, udp | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
    Associating, InUse                   | InUse suppressed, InUse leased suppressed                  | 198.18.0.2 <-> 10.0.0.20 at port/7 icmp, tcp, udp | -/24          | -                                    | 10.0.0.10
    Unassociating, Releasing, Available  | Available, Detaching, Detaching suppressed, Deleting       | -                                                 | -             | -                                    | 10.0.0.10
    Unassociating, Releasing, Available  | Attaching, InUse, InUse leased                             | -                                                 | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
    Unassociating, Releasing, Available  | InUse suppressed                                           | -                                                 | -/24          | -                                    | 10.0.0.10
  `);
});

describe('cut-through (S-13, S-29, S-31, U-10, P11)', () => {
  test('BINDED', `
    Associating, InUse                   | Available, Detaching, Detaching leased, Deleting           | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate open | -             | -                                    | 10.0.0.10
    Associating, InUse                   | Attaching, Attaching leased, InUse, InUse leased           | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate open | -/24          | 198.18.0.2/24 via 198.18.0.1         | 10.0.0.10
    Unassociating, Releasing, Available  | Available, Detaching, Detaching suppressed, Deleting       | -                                                 | -             | -                                    | 10.0.0.10
    Unassociating                        | InUse, InUse leased                                        | -                                                 | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
    Releasing, Available                 | Attaching suppressed, InUse suppressed                     | -                                                 | -/24          | -                                    | 10.0.0.10
  `);
});

describe('multi-EIP (S-34, S-37, U-22)', () => {
  test('MULTI_BINDED', `
    Associating, InUse                   | Available, Detaching, Deleting                             | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate lease | -             | -                                    | 10.0.0.10
    Associating, InUse                   | Attaching, InUse                                           | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate lease | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
    Associating, InUse                   | Attaching leased, InUse leased                             | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate open  | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
    Associating, InUse                   | Detaching leased                                           | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate open  | -             | -                                    | 10.0.0.10
    Associating, InUse                   | InUse suppressed, InUse leased suppressed                  | 198.18.0.2 /24 via 198.18.0.1 at port/7 gate lease | -/24          | -                                    | 10.0.0.10
    Unassociating, Releasing, Available  | Available, Detaching, Deleting                             | -                                                  | -             | -                                    | 10.0.0.10
    Unassociating, Releasing, Available  | Attaching, InUse, InUse leased                             | -                                                  | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
  `);

  it('S-12: ten EIPs of different prefixes, each with its own gateway', () => {
    const eips = Array.from({ length: 10 }, (_, i) => eip('MULTI_BINDED', { id: `eip-${i}`, n: 20 + i, address: `198.19.${i}.${100 + i}` }));
    expect(heads(cloud(secondary({ leased: true }), ...eips), 'direct')).toEqual(
      Array.from({ length: 10 }, (_, i) => `direct/${20 + i} in space/1 198.19.${i}.${100 + i} /24 via 198.19.${i}.1 at port/7 gate open`),
    );
  });

  it('U-05: secondary private addresses beside them', () => {
    const rows = cloud(secondary({ leased: true, privateIps: ['10.0.0.20', '10.0.0.21'] }), eip('MULTI_BINDED'));
    expect([ofEip(rows), ofPort(rows)]).toEqual(['198.18.0.2 /24 via 198.18.0.1 at port/7 gate open', '10.0.0.20*, 10.0.0.21/24']);
  });
});

describe('an ENI without any EIP', () => {
  test('NAT', `
    Available | Attaching leased        | - | 10.0.0.20*/24 | 10.0.0.20/24 via 10.0.0.253 no router | 10.0.0.10, 10.0.0.20
    Available | Attaching suppressed    | - | -/24          | -                                     | 10.0.0.10
    Available | InUse leased suppressed | - | -/24          | -                                     | 10.0.0.10
  `);
});

describe('a move: detach, Available, attach (S-03, P12, P17)', () => {
  const beta = sample.instance({ id: 'i-b', n: 10, vpcId: 'vpc-a', vswitchId: 'vsw-a', primaryEniId: 'eni-c', hostname: 'beta' });
  const third = sample.eni({
    id: 'eni-c', n: 11, vpcId: 'vpc-a', vswitchId: 'vsw-a', mac: '00:16:3e:00:00:0c', privateIps: ['10.0.0.30'], groupIds: ['sg-a'],
    type: 'Primary', status: 'InUse', instanceId: 'i-b',
  });
  const steps: readonly (readonly [string, Partial<EniRow>, string])[] = [
    ['at the old instance', { leased: true }, 'guest/5 eth1'],
    ['on its way off', { leased: true, status: 'Detaching' }, '-'],
    ['in between', { status: 'Available', instanceId: '', deviceIndex: 0 }, '-'],
    ['on its way to the new one', { status: 'Attaching', instanceId: 'i-b', deviceIndex: 1 }, 'guest/10 eth1'],
    ['at the new one', { instanceId: 'i-b', deviceIndex: 2 }, 'guest/10 eth2'],
  ];
  const cases = steps.flatMap(([step, change, place]) => (['NAT', 'BINDED', 'MULTI_BINDED'] as const).map((mode) => [step, mode, change, place] as const));
  count += cases.length;
  it.each(cases)('%s in mode %s: the EIP stays at the ENI, the ENI is where it is', (step, mode, change, place) => {
    const rows = cloud(beta, third, secondary(change), eip(mode));
    expect(only(rows, ['port/7 '], /^.* at | policy.*$/g)).toBe(place);
    expect(ofEip(rows)).toMatch(/^198\.18\.0\.2 .*port\/7/);
    // A lease of the old place opens no gate at the new one.
    if (mode === 'MULTI_BINDED') expect(ofEip(rows).endsWith(step === 'at the old instance' || step === 'on its way off' ? 'open' : 'lease')).toBe(true);
    expect(only(rows, ['lease/7 '], /^.* host | for .*$/g)).toBe(place === '-' ? '-' : place.startsWith('guest/5') ? 'alpha' : 'beta');
  });

  const power: readonly (readonly [InstanceRow['status'], ModeName, string, string])[] = [
    ['Stopped', 'BINDED', '-/24', '198.18.0.2/24 via 198.18.0.1'],
    ['Stopping', 'MULTI_BINDED', '10.0.0.20*/24', '10.0.0.20/24 via 10.0.0.253 no router'],
    ['Starting', 'BINDED', '-/24', '198.18.0.2/24 via 198.18.0.1'],
    ['Stopped', 'NAT', '10.0.0.20*/24', '10.0.0.20/24 via 10.0.0.253 no router'],
    ['Deleting', 'BINDED', '-', '-'],
    ['Deleting', 'MULTI_BINDED', '-', '-'],
  ];
  count += power.length;
  it.each(power)('an instance that is %s, mode %s: port %s, lease %s', (status, mode, port, lease) => {
    const rows = [vpc, table, vswitch, group, alpha({ status }), primary(), secondary(), eip(mode)];
    expect([ofPort(rows), ofLease(rows)]).toEqual([port, lease]);
  });

  const reboot = [1, 2, 7] as const;
  count += reboot.length;
  it.each(reboot)('S-31: boot %d of the instance does not bring private network back', (boot) => {
    const rows = [vpc, table, vswitch, group, alpha({ boot }), primary(), secondary({ privateSuppressed: true })];
    expect([ofPort(rows), ofLease(rows), ofDocument(rows)]).toEqual(['-/24', '-', '10.0.0.10']);
  });
});

describe('IpAddress (§3.5)', () => {
  const bound = (status: EipRow['status'], privateIp: string) => eip('NAT', { status }, { type: 'IpAddress', shownId: privateIp, eniId: '', privateIp });
  const cases: readonly (readonly [EipRow['status'], string, readonly Row[], string])[] = [
    ['Associating', '10.0.7.7', [], '198.18.0.2 <-> 10.0.7.7 at no port icmp, tcp, udp'],
    ['InUse', '10.0.7.7', [], '198.18.0.2 <-> 10.0.7.7 at no port icmp, tcp, udp'],
    ['InUse', '10.0.0.20', [secondary()], '198.18.0.2 <-> 10.0.0.20 at no port icmp, tcp, udp'],
    ['InUse', '10.0.0.20', [secondary(ENI['Available'])], '198.18.0.2 <-> 10.0.0.20 at no port icmp, tcp, udp'],
    ['Unassociating', '10.0.7.7', [], '-'],
    ['Releasing', '10.0.7.7', [], '-'],
  ];
  count += cases.length;
  it.each(cases)('%s on %s', (status, address, more, expected) => {
    const gateway = sample.ipv4Gateway({ id: 'ipv4gw-a', n: 12, vpcId: 'vpc-a', enabled: true });
    expect(ofEip(cloud(gateway, bound(status, address), ...more))).toBe(expected);
  });
});

describe('the secondary-CIDR method (§3.6, P18)', () => {
  const wide = { ...vpc, secondaryCidrs: ['198.18.0.0/24'] };
  const outside = sample.vswitch({ id: 'vsw-b', n: 13, vpcId: 'vpc-a', cidr: '198.18.0.0/24', routeTableId: 'vtb-a' });
  const rows = (change: Partial<EniRow> = {}) => [
    wide, table, vswitch, outside, group, alpha(), primary(), secondary({ vswitchId: 'vsw-b', privateIps: ['198.18.0.2'], ...change }),
    eip('NAT', {}, { privateIp: '198.18.0.2', shownPrivateIp: '198.18.0.2' }),
  ];
  const cases: readonly (readonly [string, Partial<EniRow>, readonly string[]])[] = [
    ['detached', { status: 'Available', instanceId: '' }, ['198.18.0.2 <-> 198.18.0.2 at port/7 icmp, tcp, udp', '-', '-', '10.0.0.10']],
    ['attached', {}, ['198.18.0.2 <-> 198.18.0.2 at port/7 icmp, tcp, udp', '198.18.0.2*/24', '198.18.0.2/24 via 198.18.0.253 no router', '10.0.0.10, 198.18.0.2']],
  ];
  count += cases.length;
  it.each(cases)('%s: the NIC has the EIP as its private address, mapped to itself', (_, change, expected) => {
    const all = rows(change);
    expect([ofEip(all), ofPort(all), ofLease(all), ofDocument(all)]).toEqual(expected);
  });
  count += 1;
  it('keeps the block inside the VPC', () => {
    expect(heads(rows(), '  198.18.0.0/24')).toEqual(['  198.18.0.0/24 local']);
  });
});

describe('bandwidth (P19, P20, U-20)', () => {
  const suspended = { businessStatus: 'OperationLock', locks: ['financial'] } as const;
  const cases: readonly (readonly [Partial<EipRow>, string])[] = [
    [{ bandwidth: 1 }, 'in 10000000 bit/s out 1000000 bit/s'],
    [{ bandwidth: 5 }, 'in 10000000 bit/s out 5000000 bit/s'],
    [{ bandwidth: 10 }, 'in 10000000 bit/s out 10000000 bit/s'],
    [{ bandwidth: 11 }, 'in 11000000 bit/s out 11000000 bit/s'],
    [{ bandwidth: 500 }, 'in 500000000 bit/s out 500000000 bit/s'],
    [{ bandwidth: 1000, chargeType: 'PrePaid' }, 'in 1000000000 bit/s out 1000000000 bit/s'],
    [{ bandwidth: 500, ...suspended }, 'in 1000 bit/s out 1000 bit/s'],
    [{ bandwidth: 5, businessStatus: 'OperationLock', locks: ['security'] }, 'in 10000000 bit/s out 5000000 bit/s'],
    [{ bandwidth: 5, ...suspended, locks: ['security', 'financial'] }, 'in 1000 bit/s out 1000 bit/s'],
    [{ status: 'Associating' }, 'in 10000000 bit/s out 5000000 bit/s'],
    [{ status: 'Unassociating' }, '-'],
    [{ status: 'Releasing' }, '-'],
    [{ status: 'Available', binding: null }, '-'],
  ];
  const all = cases.flatMap(([change, expected]) => (['NAT', 'BINDED', 'MULTI_BINDED'] as const).map((mode) => [mode, change, expected] as const));
  count += all.length;
  it.each(all)('%s %j: %s', (mode, change, expected) => {
    expect(only(cloud(secondary(), eip(mode, change)), ['shape/8 '], /^.* 198\.18\.0\.2 /)).toBe(expected);
  });
  const unlimited = (['NAT', 'BINDED', 'MULTI_BINDED'] as const).flatMap((mode) => [[mode, {}], [mode, suspended]] as const);
  count += unlimited.length;
  it.each(unlimited)('%s %j: counted and not held back where limits are off', (mode, change) => {
    const rows = cloud(secondary(), eip(mode, change));
    const text = networkText(compileAll(rows, readsOf(rows), { bandwidthLimits: false, blockOutboundTcp25: false }).values());
    expect(text).toContain('shape/8 in space/1 198.18.0.2 in unlimited out unlimited');
  });
  count += 1;
  it('of an EIP on an address without ENI', () => {
    const bound = eip('NAT', {}, { type: 'IpAddress', eniId: '', privateIp: '10.0.7.7' });
    expect(only(cloud(bound), ['shape/8 '], /^.* 198\.18\.0\.2 /)).toBe('in 10000000 bit/s out 5000000 bit/s');
  });
});

describe('the source check (§2.3)', () => {
  const entry = (change: Partial<RouteEntryRow>) => sample.routeEntry({ id: 'rte-a', n: 14, vpcId: 'vpc-a', routeTableId: 'vtb-a', destination: '192.168.0.0/16', ...change });
  const cases: readonly (readonly [string, boolean, Partial<RouteEntryRow> | undefined, 'port/6' | 'port/7', 'on' | 'off'])[] = [
    ['switched off at a next hop', false, { nextHopId: 'eni-b' }, 'port/7', 'off'],
    ['switched on at a next hop', true, { nextHopId: 'eni-b' }, 'port/7', 'on'],
    ['switched off elsewhere', false, undefined, 'port/7', 'on'],
    ['switched off beside a next hop', false, { nextHopId: 'eni-a' }, 'port/7', 'on'],
    ['switched off at the primary ENI of an instance that is one', false, { nextHopType: 'Instance', nextHopId: 'i-a' }, 'port/6', 'off'],
    ['switched off at another ENI of it', false, { nextHopType: 'Instance', nextHopId: 'i-a' }, 'port/7', 'on'],
    ['switched off at a primary ENI by its own id', false, { nextHopId: 'eni-a' }, 'port/6', 'off'],
  ];
  count += cases.length;
  it.each(cases)('%s', (_, sourceDestCheck, hop, port, expected) => {
    const rows = [
      vpc, table, vswitch, group, alpha(), primary({ sourceDestCheck }), secondary({ sourceDestCheck }), ...(hop === undefined ? [] : [entry(hop)]),
    ];
    expect(only(rows, [`${port} `], /^.* source check /)).toBe(expected);
  });
});

describe('the metadata document beside EIPs of secondary ENIs (S-27)', () => {
  const cases = (['NAT', 'BINDED', 'MULTI_BINDED'] as const).flatMap((mode) => [[mode, false], [mode, true]] as const);
  count += cases.length;
  it.each(cases)('an EIP in mode %s shows nowhere in it; one of the primary ENI: %s', (mode, own) => {
    const ofPrimary = eip('NAT', { id: 'eip-b', n: 9, address: '198.18.3.77' }, { eniId: 'eni-a', privateIp: '10.0.0.10' });
    const rows = cloud(secondary(), eip(mode), ...(own ? [ofPrimary] : []));
    const text = networkText([...compileAll(rows, readsOf(rows)).values()].filter(({ kind }) => kind === 'document'));
    expect(text).not.toContain('198.18.0.2');
    expect(text.includes('meta-data/eipv4 = "198.18.3.77"')).toBe(own);
    // The address that the API shows for the NIC, whatever the guest has there.
    expect(text).toContain('macs/00:16:3e:00:00:0b/primary-ip-address = "10.0.0.20"');
  });
});

it('these are at least 120 states', () => {
  expect(count).toBeGreaterThanOrEqual(120);
});
