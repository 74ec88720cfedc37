/**
 * Cloud state → routes, case by case: what each rule of §2.6, §2.7 and §3.4 makes of entries, blocks and gateways. The expected lines are
 * written by hand; a column says only what differs from a VPC without entries.
 */
import { describe, expect, it } from 'vitest';
import { objectText } from '../../network/text.js';
import { key } from '../../network/objects.js';
import type { Ipv4GatewayRow, RouteEntryRow, RouteTableRow, Row, VpcRow, VSwitchRow } from '../resources.js';
import { readsOf } from '../testing-reads.js';
import { sample } from '../testing.js';
import { build } from './compile.js';

const [SYSTEM, CUSTOM, GATEWAY_TABLE] = [2, 3, 4];
const vpc = (change: Partial<VpcRow> = {}): Row => sample.vpc({ id: 'vpc-a', n: 1, cidr: '10.0.0.0/16', routeTableId: 'vtb-a', ...change });
const tables: readonly Row[] = [
  sample.routeTable({ id: 'vtb-a', n: SYSTEM, vpcId: 'vpc-a' }),
  sample.routeTable({ id: 'vtb-b', n: CUSTOM, vpcId: 'vpc-a', type: 'Custom' }),
  sample.routeTable({ id: 'vtb-g', n: GATEWAY_TABLE, vpcId: 'vpc-a', type: 'Custom', associateType: 'Gateway' }),
];
const vswitch = (cidr = '10.0.0.0/24', change: Partial<VSwitchRow> = {}): Row =>
  sample.vswitch({ id: `vsw-${cidr}`, n: 0, vpcId: 'vpc-a', cidr, routeTableId: 'vtb-a', ...change });
/** The ENI `eni-x` is `port/12`; `i-a` has the primary ENI `port/13`. */
const holders: readonly Row[] = [
  sample.eni({ id: 'eni-x', n: 12, vpcId: 'vpc-a', vswitchId: 'vsw-10.0.0.0/24', privateIps: ['10.0.0.20'] }),
  sample.eni({ id: 'eni-p', n: 13, vpcId: 'vpc-a', vswitchId: 'vsw-10.0.0.0/24', privateIps: ['10.0.0.10'], type: 'Primary', status: 'InUse', instanceId: 'i-a' }),
  sample.instance({ id: 'i-a', n: 14, vpcId: 'vpc-a', primaryEniId: 'eni-p' }),
];
const gateway = (change: Partial<Ipv4GatewayRow> = {}): Row => sample.ipv4Gateway({ id: 'ipv4gw-a', n: 30, vpcId: 'vpc-a', ...change });
const HOPS: Readonly<Record<string, RouteEntryRow['nextHopType']>> = {
  'eni-x': 'NetworkInterface', 'eni-p': 'NetworkInterface', 'eni-gone': 'NetworkInterface', 'i-a': 'Instance', 'i-gone': 'Instance', 'ipv4gw-a': 'Ipv4Gateway',
};
/** `10.0.0.0/8 > eni-x`, in the system table. */
const entry = (text: string, change: Partial<RouteEntryRow> = {}): Row => {
  const [destination = '', nextHopId = ''] = text.split(' > ');
  const nextHopType = HOPS[nextHopId];
  if (nextHopType === undefined) throw new Error(`no next hop ${nextHopId}`);
  return sample.routeEntry({ id: `rte-${destination}`, routeTableId: 'vtb-a', vpcId: 'vpc-a', destination, nextHopType, nextHopId, ...change });
};

/** `0.0.0.0/0 transit` and so on, of a table. */
function routes(rows: readonly Row[], table = SYSTEM): readonly string[] {
  const object = build(key('table', table), readsOf([...tables, ...holders, ...rows]));
  return object === undefined ? ['no table'] : objectText(object).split('\n').slice(1).map((line) => line.trim());
}

/** `base` with some lines in the place of those with the same prefix or beside them; `-` before a prefix takes one away. */
function changed(base: readonly string[], lines: readonly string[]): readonly string[] {
  const all = new Map(base.map((line) => [line.split(' ')[0] ?? '', line]));
  for (const line of lines) {
    if (line.startsWith('-')) all.delete(line.slice(1));
    else all.set(line.split(' ')[0] ?? '', line);
  }
  return [...all.values()].sort((a, b) => (a < b ? -1 : 1));
}

const INSIDE = ['10.0.0.0/24 local', '10.0.0.0/8 unreachable', '100.64.0.0/10 unreachable', '172.16.0.0/12 unreachable', '192.168.0.0/16 unreachable'];
/** A VPC with one vSwitch and no entry, without an activated gateway. */
const DIRECT = ['0.0.0.0/0 transit', ...INSIDE];
/** The same after its gateway was deleted in private mode. */
const SHUT = ['0.0.0.0/0 unreachable', ...INSIDE];
/** The same with an activated gateway: only what an entry covers leads anywhere. */
const CONTROLLED = ['10.0.0.0/24 local', '100.64.0.0/10 unreachable'];

const active = gateway({ enabled: true });
/** What the Internet access of a VPC may depend on, and which lines are there before any entry. */
const STATES: readonly (readonly [string, readonly Row[], 'private' | 'all', readonly string[]])[] = [
  ['no gateway', [vpc()], 'private', DIRECT],
  ['a gateway being created', [vpc(), gateway({ status: 'Creating' })], 'private', DIRECT],
  ['a gateway that is not activated (P7)', [vpc(), gateway()], 'private', DIRECT],
  ['a gateway being deleted in public mode', [vpc(), gateway({ enabled: true, status: 'Deleting' })], 'private', DIRECT],
  ['a gateway being deleted in private mode', [vpc({ privateOnly: true }), gateway({ enabled: true, status: 'Deleting' })], 'private', SHUT],
  ['its gateway deleted in private mode (P8)', [vpc({ privateOnly: true })], 'private', SHUT],
  ['another gateway after that, not activated', [vpc({ privateOnly: true }), gateway()], 'private', SHUT],
  ['a gateway being activated', [vpc(), gateway({ enabled: true, status: 'Activating' })], 'all', CONTROLLED],
  ['an activated gateway (P5)', [vpc(), active], 'all', CONTROLLED],
  ['an activated gateway that gets its table', [vpc(), gateway({ enabled: true, status: 'Modifying', routeTableId: 'vtb-g' })], 'all', CONTROLLED],
  ['another gateway after private mode, activated', [vpc({ privateOnly: true }), active], 'all', CONTROLLED],
];

/** Entries; what they change where only private destinations ask them; what they change where all do. */
const ENTRIES: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
  ['none', [], [], []],
  ['a default route to an ENI', ['0.0.0.0/0 > eni-x'],
    ['10.0.0.0/8 port/12', '172.16.0.0/12 port/12', '192.168.0.0/16 port/12'], ['0.0.0.0/0 port/12']],
  ['a default route to an instance', ['0.0.0.0/0 > i-a'],
    ['10.0.0.0/8 port/13', '172.16.0.0/12 port/13', '192.168.0.0/16 port/13'], ['0.0.0.0/0 port/13']],
  ['around a private block', ['192.0.0.0/8 > eni-x'], ['192.168.0.0/16 port/12'], ['192.0.0.0/8 port/12']],
  ['a private block itself', ['192.168.0.0/16 > eni-x'], ['192.168.0.0/16 port/12'], ['192.168.0.0/16 port/12']],
  ['inside a private block', ['192.168.7.0/24 > eni-x'], ['192.168.7.0/24 port/12'], ['192.168.7.0/24 port/12']],
  ['one address', ['192.168.7.9/32 > i-a'], ['192.168.7.9/32 port/13'], ['192.168.7.9/32 port/13']],
  ['a public block', ['198.51.100.0/24 > eni-x'], [], ['198.51.100.0/24 port/12']],
  ['a public address', ['8.8.8.8/32 > eni-x'], [], ['8.8.8.8/32 port/12']],
  ['the VPC itself', ['10.0.0.0/16 > eni-x'], ['10.0.0.0/16 port/12'], ['10.0.0.0/16 port/12']],
  ['a part of the VPC without a vSwitch', ['10.0.9.0/24 > eni-x'], ['10.0.9.0/24 port/12'], ['10.0.9.0/24 port/12']],
  ['around a vSwitch, which stays local', ['10.0.0.0/20 > eni-x'], ['10.0.0.0/20 port/12'], ['10.0.0.0/20 port/12']],
  ['around the VPC', ['10.0.0.0/8 > eni-x'], ['10.0.0.0/8 port/12'], ['10.0.0.0/8 port/12']],
  ['around the private range of the VPC', ['8.0.0.0/6 > eni-x'], ['10.0.0.0/8 port/12'], ['8.0.0.0/6 port/12']],
  ['around the cloud services, which stay (U-16)', ['100.0.0.0/8 > eni-x'], [], ['100.0.0.0/8 port/12']],
  ['inside the cloud services (U-16)', ['100.100.0.0/16 > eni-x'], ['100.100.0.0/16 port/12'], ['100.100.0.0/16 port/12']],
  ['the longer of two', ['192.168.0.0/16 > eni-x', '192.168.7.0/24 > i-a'],
    ['192.168.0.0/16 port/12', '192.168.7.0/24 port/13'], ['192.168.0.0/16 port/12', '192.168.7.0/24 port/13']],
  ['the longest of three', ['0.0.0.0/0 > i-a', '172.0.0.0/8 > eni-x', '172.16.5.0/24 > i-a'],
    ['10.0.0.0/8 port/13', '172.16.0.0/12 port/12', '172.16.5.0/24 port/13', '192.168.0.0/16 port/13'],
    ['0.0.0.0/0 port/13', '172.0.0.0/8 port/12', '172.16.5.0/24 port/13']],
  ['the Internet in halves', ['0.0.0.0/1 > eni-x', '128.0.0.0/1 > i-a'],
    ['10.0.0.0/8 port/12', '172.16.0.0/12 port/13', '192.168.0.0/16 port/13'], ['0.0.0.0/1 port/12', '128.0.0.0/1 port/13']],
  ['to a next hop that is gone', ['192.168.0.0/16 > eni-gone', '172.16.0.0/12 > i-gone'],
    [], ['172.16.0.0/12 unreachable', '192.168.0.0/16 unreachable']],
  ['a default route to the gateway (P6)', ['0.0.0.0/0 > ipv4gw-a'], [], ['0.0.0.0/0 transit']],
  ['a part of the Internet to the gateway', ['203.0.113.0/24 > ipv4gw-a'], [], ['203.0.113.0/24 transit']],
  ['all to the gateway but a part', ['0.0.0.0/0 > ipv4gw-a', '203.0.113.0/24 > eni-x'], [], ['0.0.0.0/0 transit', '203.0.113.0/24 port/12']],
  ['all to an ENI but a part', ['0.0.0.0/0 > eni-x', '203.0.113.0/24 > ipv4gw-a'],
    ['10.0.0.0/8 port/12', '172.16.0.0/12 port/12', '192.168.0.0/16 port/12'], ['0.0.0.0/0 port/12', '203.0.113.0/24 transit']],
];

describe.each(STATES)('a VPC with %s', (_, rows, asked, before) => {
  it.each(ENTRIES)('and entries: %s', (_name, entries, amongPrivate, whole) => {
    expect(routes([...rows, vswitch(), ...entries.map((text) => entry(text))]))
      .toEqual(changed(before, asked === 'all' ? whole : amongPrivate));
  });
});

describe('an entry', () => {
  it.each(['Pending', 'Available', 'Modifying'] as const)('that is %s leads', (status) => {
    expect(routes([vpc(), vswitch(), entry('192.168.0.0/16 > eni-x', { status })])).toEqual(changed(DIRECT, ['192.168.0.0/16 port/12']));
  });

  it('that is Deleting leads nowhere, and uncovers the one around it', () => {
    const rows = [vpc(), vswitch(), entry('192.168.0.0/16 > i-a'), entry('192.168.7.0/24 > eni-x', { status: 'Deleting' })];
    expect(routes(rows)).toEqual(changed(DIRECT, ['192.168.0.0/16 port/13']));
  });

  it('to the gateway on its way out leaves the vSwitch private (S-25)', () => {
    expect(routes([vpc(), active, vswitch(), entry('0.0.0.0/0 > ipv4gw-a', { status: 'Deleting' })])).toEqual(CONTROLLED);
  });

  it('is of its own table only', () => {
    const rows = [vpc(), vswitch(), entry('192.168.0.0/16 > eni-x', { routeTableId: 'vtb-b' })];
    expect(routes(rows, SYSTEM)).toEqual(DIRECT);
    expect(routes(rows, CUSTOM)).toEqual(changed(DIRECT, ['192.168.0.0/16 port/12']));
  });

  it('two tables of a VPC, one public, one private (S-25)', () => {
    const rows = [vpc(), active, vswitch(), entry('0.0.0.0/0 > ipv4gw-a', { routeTableId: 'vtb-b' })];
    expect(routes(rows, SYSTEM)).toEqual(CONTROLLED);
    expect(routes(rows, CUSTOM)).toEqual(changed(CONTROLLED, ['0.0.0.0/0 transit']));
  });

  it.each<[string, Partial<Parameters<typeof sample.eni>[0]>]>([
    ['attached', { status: 'InUse', instanceId: 'i-a', deviceIndex: 1 }], ['attaching', { status: 'Attaching', instanceId: 'i-a', deviceIndex: 1 }],
    ['detached', { status: 'Available' }], ['detaching', { status: 'Detaching', instanceId: 'i-a', deviceIndex: 1 }],
  ])('names the port of an ENI that is %s', (_, change) => {
    const eni = sample.eni({ id: 'eni-y', n: 15, vpcId: 'vpc-a', ...change });
    const rows = [vpc(), vswitch(), eni, sample.routeEntry({ id: 'rte-y', routeTableId: 'vtb-a', vpcId: 'vpc-a', destination: '192.168.0.0/16', nextHopId: 'eni-y' })];
    expect(routes(rows)).toEqual(changed(DIRECT, ['192.168.0.0/16 port/15']));
  });
});

describe('the blocks of a VPC', () => {
  /** Lines of a VPC whose blocks and vSwitches are these. */
  const cases: readonly (readonly [string, Partial<VpcRow>, readonly string[], readonly string[], readonly string[]])[] = [
    ['no vSwitch: nothing is local', {}, [], ['-10.0.0.0/24'], ['-10.0.0.0/24']],
    ['two vSwitches', {}, ['10.0.0.0/24', '10.0.1.0/24'], ['10.0.1.0/24 local'], ['10.0.1.0/24 local']],
    ['a vSwitch as wide as the VPC', {}, ['10.0.0.0/16'], ['-10.0.0.0/24', '10.0.0.0/16 local'], ['-10.0.0.0/24', '10.0.0.0/16 local']],
    ['the smallest vSwitch', {}, ['10.0.0.8/29'], ['-10.0.0.0/24', '10.0.0.8/29 local'], ['-10.0.0.0/24', '10.0.0.8/29 local']],
    ['172.16.0.0/12', { cidr: '172.16.0.0/12' }, ['172.16.3.0/24'],
      ['-10.0.0.0/24', '172.16.3.0/24 local'], ['-10.0.0.0/24', '172.16.3.0/24 local']],
    ['a public primary block stays inside', { cidr: '47.96.0.0/16' }, ['47.96.1.0/24'],
      ['-10.0.0.0/24', '47.96.0.0/16 unreachable', '47.96.1.0/24 local'], ['-10.0.0.0/24', '47.96.1.0/24 local']],
    ['a private secondary block', { secondaryCidrs: ['192.168.0.0/24'] }, ['10.0.0.0/24', '192.168.0.0/26'],
      ['192.168.0.0/26 local'], ['192.168.0.0/26 local']],
    ['a public secondary block without a vSwitch hides its hosts (§3.6)', { secondaryCidrs: ['198.18.5.0/24'] }, ['10.0.0.0/24'],
      ['198.18.5.0/24 unreachable'], []],
    ['a public secondary block with a vSwitch (§3.6)', { secondaryCidrs: ['198.18.5.0/24'] }, ['10.0.0.0/24', '198.18.5.0/24'],
      ['198.18.5.0/24 local'], ['198.18.5.0/24 local']],
    ['a public secondary block with a vSwitch in a part of it', { secondaryCidrs: ['198.18.5.0/24'] }, ['10.0.0.0/24', '198.18.5.0/28'],
      ['198.18.5.0/24 unreachable', '198.18.5.0/28 local'], ['198.18.5.0/28 local']],
    ['several secondary blocks', { secondaryCidrs: ['198.18.5.0/24', '172.16.0.0/16', '47.96.0.0/16'] }, ['10.0.0.0/24', '172.16.0.0/24'],
      ['172.16.0.0/24 local', '198.18.5.0/24 unreachable', '47.96.0.0/16 unreachable'], ['172.16.0.0/24 local']],
    ['a user block', { userCidrs: ['192.0.2.0/24'] }, ['10.0.0.0/24'], ['192.0.2.0/24 unreachable'], []],
    ['a user block around a private one', { userCidrs: ['192.0.0.0/8'] }, ['10.0.0.0/24'], ['-192.168.0.0/16', '192.0.0.0/8 unreachable'], []],
    ['a user block inside a private one', { userCidrs: ['172.20.0.0/16'] }, ['10.0.0.0/24'], [], []],
    ['a user block that is a private one', { userCidrs: ['10.0.0.0/8'] }, ['10.0.0.0/24'], [], []],
    ['three user blocks', { userCidrs: ['1.0.0.0/8', '2.0.0.0/8', '3.0.0.0/8'] }, ['10.0.0.0/24'],
      ['1.0.0.0/8 unreachable', '2.0.0.0/8 unreachable', '3.0.0.0/8 unreachable'], []],
    ['user and secondary blocks that meet', { userCidrs: ['198.18.0.0/15'], secondaryCidrs: ['198.18.5.0/24'] }, ['10.0.0.0/24', '198.18.5.0/24'],
      ['198.18.0.0/15 unreachable', '198.18.5.0/24 local'], ['198.18.5.0/24 local']],
  ];

  it.each(cases)('%s', (_, change, vswitches, amongPrivate) => {
    expect(routes([vpc(change), ...vswitches.map((cidr) => vswitch(cidr))])).toEqual(changed(DIRECT, amongPrivate));
  });

  it.each(cases)('%s, with an activated gateway', (_, change, vswitches, __, whole) => {
    expect(routes([vpc(change), active, ...vswitches.map((cidr) => vswitch(cidr))])).toEqual(changed(CONTROLLED, whole));
  });

  it('an entry into a user block is asked without a gateway, too', () => {
    const rows = [vpc({ userCidrs: ['192.0.2.0/24'] }), vswitch(), entry('192.0.2.128/25 > eni-x'), entry('192.0.0.0/16 > i-a')];
    expect(routes(rows)).toEqual(changed(DIRECT, ['192.0.2.0/24 port/13', '192.0.2.128/25 port/12']));
  });

  it('a vSwitch is local from Pending on, in every table', () => {
    const rows = [vpc(), vswitch('10.0.0.0/24', { status: 'Pending' })];
    expect(routes(rows, SYSTEM)).toEqual(DIRECT);
    expect(routes(rows, CUSTOM)).toEqual(DIRECT);
  });

  it('a vSwitch of another VPC is not local', () => {
    expect(routes([vpc(), vswitch(), vswitch('10.0.1.0/24', { vpcId: 'vpc-b' })])).toEqual(DIRECT);
  });
});

describe('a gateway route table', () => {
  const own = { routeTableId: 'vtb-g' };
  const two = [vswitch(), vswitch('10.0.1.0/24')];
  const cases: readonly (readonly [string, readonly Row[], readonly string[]])[] = [
    ['delivers to every vSwitch and answers through the edge', [vpc(), active, ...two], ['10.0.1.0/24 local']],
    ['diverts a vSwitch to an ENI', [vpc(), active, ...two, entry('10.0.1.0/24 > eni-x', own)], ['10.0.1.0/24 port/12']],
    ['diverts a vSwitch to an instance', [vpc(), active, ...two, entry('10.0.1.0/24 > i-a', own)], ['10.0.1.0/24 port/13']],
    ['diverts all vSwitches', [vpc(), active, ...two, entry('10.0.0.0/24 > eni-x', own), entry('10.0.1.0/24 > i-a', own)], ['10.0.0.0/24 port/12', '10.0.1.0/24 port/13']],
    ['delivers again once a diversion is on its way out', [vpc(), active, ...two, entry('10.0.1.0/24 > eni-x', { ...own, status: 'Deleting' })], ['10.0.1.0/24 local']],
    ['diverts into nothing where the next hop is gone', [vpc(), active, vswitch(), entry('10.0.0.0/24 > eni-gone', own)], ['10.0.0.0/24 unreachable']],
    ['knows a public block (§3.6)', [vpc({ secondaryCidrs: ['198.18.5.0/24'] }), active, vswitch(), vswitch('198.18.5.0/24')], ['198.18.5.0/24 local']],
    ['diverts a public block', [vpc({ secondaryCidrs: ['198.18.5.0/24'] }), active, vswitch(), vswitch('198.18.5.0/24'), entry('198.18.5.0/24 > eni-x', own)], ['198.18.5.0/24 port/12']],
    ['is the same before its gateway is activated', [vpc(), gateway(), vswitch()], []],
    ['does not ask the entries of other tables', [vpc(), active, vswitch(), entry('192.168.0.0/16 > eni-x')], []],
  ];

  it.each(cases)('%s', (_, rows, lines) => {
    expect(routes(rows, GATEWAY_TABLE)).toEqual(changed(DIRECT, lines));
  });

  it('leads no packet to the Internet in a VPC that is private', () => {
    expect(routes([vpc({ privateOnly: true }), vswitch()], GATEWAY_TABLE)).toEqual(SHUT);
  });
});

describe('a table', () => {
  it.each<[RouteTableRow['status'], number]>([['Pending', 6], ['Available', 6], ['Deleting', 1]])('that is %s has %i lines', (status, lines) => {
    const table = sample.routeTable({ id: 'vtb-c', n: 5, vpcId: 'vpc-a', type: 'Custom', status });
    expect(routes([vpc(), vswitch(), table], 5)).toHaveLength(lines);
  });
});

describe('where packets from the edge go on', () => {
  const arrival = (...rows: readonly Row[]) => {
    const space = build('space/1', readsOf([...tables, ...rows]));
    return space?.kind === 'space' ? space.arrival : undefined;
  };
  it.each<[string, readonly Row[], string]>([
    ['without a gateway', [vpc()], 'table/2'],
    ['with a gateway that is not activated', [vpc(), gateway({ routeTableId: 'vtb-g' })], 'table/2'],
    ['with an activated gateway without a table', [vpc(), active], 'table/2'],
    ['with an activated gateway that has a table', [vpc(), gateway({ enabled: true, routeTableId: 'vtb-g' })], 'table/4'],
    ['while it gets one', [vpc(), gateway({ enabled: true, routeTableId: 'vtb-g', status: 'Modifying' })], 'table/4'],
    ['while it loses it', [vpc(), gateway({ enabled: true, status: 'Modifying' })], 'table/2'],
    ['while it is deleted', [vpc(), gateway({ enabled: true, routeTableId: 'vtb-g', status: 'Deleting' })], 'table/2'],
    ['in a private VPC', [vpc({ privateOnly: true })], 'table/2'],
  ])('%s', (_, rows, expected) => {
    expect(arrival(...rows)).toBe(expected);
  });

  it('a VPC whose system table is not there has no space', () => {
    expect(build('space/1', readsOf([vpc()]))).toBeUndefined();
  });
});
