import { describe, expect, it } from 'vitest';
import { deleteEni } from './eni.js';
import { deleteInstance } from './instance.js';
import type { EipBinding, ModeName, Row } from './resources.js';
import {
  createRouteEntry, deleteRouteEntry, modifyRouteEntry, type NamedEntry, type NewRouteEntry, type RouteEntryChange,
} from './route-entry.js';
import { isNextHop } from './routing.js';
import { entriesOf } from './system-routes.js';
import { codeOf, contextOf, readsOf } from './testing-reads.js';
import { sample } from './testing.js';

const vpc = sample.vpc({ id: 'vpc-a', routeTableId: 'vtb-a', cidr: '10.0.0.0/16' });
const table = sample.routeTable({ id: 'vtb-a', vpcId: 'vpc-a' });
const ofGateway = sample.routeTable({ id: 'vtb-g', vpcId: 'vpc-a', type: 'Custom', associateType: 'Gateway' });
const vswitch = sample.vswitch({ id: 'vsw-a', vpcId: 'vpc-a', cidr: '10.0.0.0/24' });
const eni = sample.eni({ id: 'eni-a', vpcId: 'vpc-a' });
const instance = sample.instance({ id: 'i-a', vpcId: 'vpc-a', primaryEniId: 'eni-p' });
const gateway = sample.ipv4Gateway({ id: 'ipv4gw-a', vpcId: 'vpc-a', enabled: true });
const entry = sample.routeEntry({ id: 'rte-a', routeTableId: 'vtb-a', vpcId: 'vpc-a', destination: '192.168.0.0/16', nextHopId: 'eni-a', name: 'n' });
const all: readonly Row[] = [vpc, table, ofGateway, vswitch, eni, instance, gateway];
const but = (...rows: readonly Row[]) => [...all.filter((one) => rows.every((row) => row.id !== one.id)), ...rows];
const bound = (mode: ModeName): Row => {
  const binding: EipBinding = { type: 'NetworkInterface', shownId: 'eni-a', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-a', privateIp: '', vpcId: 'vpc-a' };
  return sample.eip({ id: 'eip-a', mode, status: 'InUse', binding });
};
const toEni = { RouteTableId: 'vtb-a', DestinationCidrBlock: '192.168.0.0/16', NextHopType: 'NetworkInterface', NextHopId: 'eni-a', NextHopList: [] };

describe('§4.4 CreateRouteEntry', () => {
  const create = (asked: Partial<NewRouteEntry> = {}, rows: readonly Row[] = all) => createRouteEntry(contextOf(rows), { ...toEni, ...asked });

  it('is Pending and as asked for', () => {
    expect(create({ RouteEntryName: 'n', Description: 'd' })).toMatchObject({
      status: 'Pending', routeTableId: 'vtb-a', vpcId: 'vpc-a', destination: '192.168.0.0/16', nextHopType: 'NetworkInterface', nextHopId: 'eni-a',
      name: 'n', description: 'd',
    });
  });

  it('leads to an instance unless a type says otherwise; an address stands for its /32', () => {
    expect(create({ NextHopType: undefined, NextHopId: 'i-a', DestinationCidrBlock: '192.168.0.9' })).toMatchObject({
      nextHopType: 'Instance', nextHopId: 'i-a', destination: '192.168.0.9/32',
    });
  });

  it.each<[string, string]>([
    ['0.0.0.0/0', 'accepted'], ['8.8.8.8', 'accepted'], ['10.0.0.0/16', 'accepted'], ['10.0.0.0/8', 'accepted'], ['10.0.1.0/24', 'accepted'],
    ['100.100.0.0/16', 'accepted'], ['100.0.0.0/8', 'accepted'],
    // U-16: equal to a system entry's destination.
    ['100.64.0.0/10', 'InvalidCIDRBlock.Duplicate'], ['10.0.0.0/24', 'InvalidCIDRBlock.Duplicate'],
    ['10.0.0.128/25', 'InvalidCidrBlock'], ['10.0.0.9', 'InvalidCidrBlock'],
    ['10.0.0.1/8', 'InvalidCidrBlock'], ['10.0.0.0/33', 'InvalidCidrBlock'], ['::/0', 'InvalidCidrBlock'], ['', 'InvalidCidrBlock'], ['0.0.0.0/0; x', 'InvalidCidrBlock'],
  ])('to %j → %s', (DestinationCidrBlock, code) => {
    expect(codeOf(() => create({ DestinationCidrBlock }))).toBe(code);
  });

  it.each<[Partial<NewRouteEntry>, readonly Row[], string]>([
    // In order: what an earlier check refuses, a later one would, too.
    [{ RouteTableId: 'vtb-x', DestinationCidrBlock: 'x' }, all, 'InvalidRouteTableId.NotFound'],
    [{ DestinationCidrBlock: 'x', NextHopList: [{}] }, all, 'InvalidCidrBlock'],
    [{ NextHopList: [{}], RouteEntryName: 'http://x' }, all, 'InvalidNextHopType'],
    [{ RouteEntryName: 'http://x', RouteTableId: 'vtb-g' }, all, 'InvalidParameter'],
    [{ Description: 'https://x' }, all, 'InvalidParameter'],
    [{ RouteTableId: 'vtb-g' }, but({ ...ofGateway, status: 'Deleting' }), 'OperationDenied.GatewayRouteTableNotPermitted'],
    [{}, but({ ...table, status: 'Deleting' }, entry), 'IncorrectRouteTableStatus'],
    [{ NextHopType: 'NatGateway' }, but(entry), 'RouterEntryConflict.Duplicated'],
    [{}, but({ ...entry, status: 'Deleting' }), 'RouterEntryConflict.Duplicated'],
    [{}, but({ ...entry, routeTableId: 'vtb-b' }), 'accepted'],
    [{ NextHopType: 'NatGateway', NextHopId: undefined }, all, 'InvalidNextHopType'],
    [{ NextHopType: 'constructor' }, all, 'InvalidNextHopType'],
    [{ NextHopId: undefined }, all, 'MissingParameter'],

    [{ NextHopType: 'Instance', NextHopId: 'i-x' }, all, 'InvalidNextHop.NotFound'],
    [{ NextHopType: 'Instance', NextHopId: 'i-a' }, but({ ...instance, account: '2' }), 'InvalidNextHop.NotFound'],
    [{ NextHopType: 'Instance', NextHopId: 'i-a' }, but({ ...instance, vpcId: 'vpc-b' }), 'InvalidNextHop.NotFound'],
    [{ NextHopType: 'Instance', NextHopId: 'i-a' }, but({ ...instance, status: 'Deleting' }), 'InvalidNextHop.NotFound'],
    [{ NextHopType: 'Instance', NextHopId: 'i-a' }, but({ ...instance, status: 'Stopped' }), 'accepted'],

    [{ NextHopId: 'eni-x' }, all, 'ResourceNotFound.NetworkInterface'],
    [{}, but({ ...eni, account: '2' }), 'ResourceNotFound.NetworkInterface'],
    [{}, but({ ...eni, status: 'Deleting', vpcId: 'vpc-b' }), 'ResourceNotFound.NetworkInterface'],
    [{}, but({ ...eni, vpcId: 'vpc-b' }, bound('BINDED')), 'IllegalParam.NextHopId'],
    [{}, but(bound('BINDED')), 'InvalidNexthop.DirectEni'],
    [{}, but(bound('MULTI_BINDED')), 'InvalidNexthop.DirectEni'],
    [{}, but(bound('NAT')), 'accepted'],

    [{ NextHopType: 'Ipv4Gateway', NextHopId: 'ipv4gw-x' }, all, 'ResourceNotFound.Ipv4Gateway'],
    [{ NextHopType: 'Ipv4Gateway', NextHopId: 'ipv4gw-a' }, but({ ...gateway, vpcId: 'vpc-b', enabled: false }), 'Mismatch.Ipv4GatewayIdAndRouteTableId'],
    [{ NextHopType: 'Ipv4Gateway', NextHopId: 'ipv4gw-a' }, but({ ...gateway, enabled: false }), 'IncorrectStatus.Ipv4Gateway'],
    [{ NextHopType: 'Ipv4Gateway', NextHopId: 'ipv4gw-a' }, but({ ...gateway, status: 'Deleting' }), 'IncorrectStatus.Ipv4Gateway'],
    [{ NextHopType: 'Ipv4Gateway', NextHopId: 'ipv4gw-a' }, but({ ...gateway, status: 'Activating' }), 'IncorrectStatus.Ipv4Gateway'],
    [{ NextHopType: 'Ipv4Gateway', NextHopId: 'ipv4gw-a' }, all, 'accepted'],
  ])('%#. %j', (asked, rows, code) => {
    expect(codeOf(() => create(asked, rows))).toBe(code);
  });

  it('§8.1: 200 in a table', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ ...entry, id: `rte-${i}`, destination: `172.16.${i}.0/24` }));
    expect(codeOf(() => create({}, but(...many)))).toBe('QuotaExceeded');
    expect(codeOf(() => create({ NextHopId: 'eni-x' }, but(...many)))).toBe('ResourceNotFound.NetworkInterface');
    expect(codeOf(() => create({}, but(...many.slice(1))))).toBe('accepted');
  });
});

describe('§4.4 DeleteRouteEntry', () => {
  const remove = (asked: NamedEntry, rows: readonly Row[] = but(entry)) => deleteRouteEntry(contextOf(rows), asked);

  it.each<[NamedEntry, readonly Row[], string]>([
    [{ RouteEntryId: 'rte-a' }, but(entry), 'accepted'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: '192.168.0.0/16' }, but(entry), 'accepted'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: '192.168.0.0/16', NextHopId: 'eni-a' }, but(entry), 'accepted'],
    [{ RouteEntryId: 'rte-a' }, but({ ...entry, status: 'Deleting' }), 'accepted'],
    [{}, but(entry), 'MissingParameter'],
    [{ RouteTableId: 'vtb-a' }, but(entry), 'MissingParameter'],
    [{ RouteTableId: 'vtb-x', DestinationCidrBlock: 'x' }, but(entry), 'InvalidRouteTableId.NotFound'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: 'x' }, but(entry), 'InvalidCidrBlock'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: '10.0.0.0/24' }, but(entry), 'InvalidRouteEntry.SystemRoute'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: '100.64.0.0/10' }, but(entry), 'InvalidRouteEntry.SystemRoute'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: '172.16.0.0/12' }, but(entry), 'InvalidRouteEntry.NotFound'],
    [{ RouteTableId: 'vtb-a', DestinationCidrBlock: '192.168.0.0/16', NextHopId: 'eni-b' }, but(entry), 'InvalidRouteEntry.NotFound'],
    [{ RouteEntryId: 'rte-x' }, but(entry), 'InvalidRouteEntry.NotFound'],
    [{ RouteEntryId: 'rte-a' }, but({ ...entry, account: '2' }), 'InvalidRouteEntry.NotFound'],
    [{ RouteEntryId: 'rte-a' }, but({ ...entry, region: 'cn-beijing' }), 'InvalidRouteEntry.NotFound'],
    [{ RouteEntryId: 'rte-a' }, but({ ...entry, routeTableId: 'vtb-g', status: 'Pending' }), 'OperationDenied.GatewayRouteTableNotPermitted'],
    [{ RouteEntryId: 'rte-a' }, but({ ...entry, status: 'Pending' }), 'IncorrectRouteEntryStatus'],
    [{ RouteEntryId: 'rte-a' }, but({ ...entry, status: 'Modifying' }), 'IncorrectRouteEntryStatus'],
  ])('%#. %j', (asked, rows, code) => {
    expect(codeOf(() => remove(asked, rows))).toBe(code);
  });

  it('is Deleting, and its ENI no next hop from then on', () => {
    const deleting = remove({ RouteEntryId: 'rte-a' });
    expect(deleting.status).toBe('Deleting');
    expect(isNextHop(eni, readsOf(but(entry)))).toBe(true);
    expect(isNextHop(eni, readsOf(but(deleting)))).toBe(false);
  });
});

describe('§4.4 ModifyRouteEntry', () => {
  const modify = (asked: RouteEntryChange, rows: readonly Row[] = but(entry)) => modifyRouteEntry(contextOf(rows), { RouteEntryId: 'rte-a', ...asked });

  it('a name changes at once, a next hop is Modifying until packets take it', () => {
    expect(modify({ Description: 'd' })).toMatchObject({ status: 'Available', name: 'n', description: 'd' });
    expect(modify({ NewNextHopType: 'Instance', NewNextHopId: 'i-a' })).toMatchObject({ status: 'Modifying', nextHopType: 'Instance', nextHopId: 'i-a' });
    const other = sample.eni({ id: 'eni-b', vpcId: 'vpc-a' });
    expect(modify({ NewNextHopId: 'eni-b' }, but(entry, other))).toMatchObject({ nextHopType: 'NetworkInterface', nextHopId: 'eni-b' });
  });

  it.each<[RouteEntryChange, readonly Row[], string]>([
    [{ RouteEntryId: 'rte-x', RouteEntryName: 'http://x' }, but(entry), 'InvalidRouteEntry.NotFound'],
    [{ RouteEntryId: undefined, RouteTableId: 'vtb-a', DestinationCidrBlock: '10.0.0.0/24' }, but(entry), 'InvalidRouteEntry.SystemRoute'],
    [{ RouteEntryName: 'http://x' }, but({ ...entry, status: 'Pending' }), 'InvalidParameter'],
    [{ NewNextHopId: 'eni-x' }, but({ ...entry, status: 'Pending' }), 'IncorrectRouteEntryStatus'],
    [{ NewNextHopId: 'eni-x' }, but(entry), 'ResourceNotFound.NetworkInterface'],
    [{ NewNextHopType: 'Instance' }, but(entry), 'MissingParameter'],
    [{ NewNextHopId: 'eni-a' }, but(entry, bound('BINDED')), 'InvalidNexthop.DirectEni'],
  ])('%#. %j', (asked, rows, code) => {
    expect(codeOf(() => modify(asked, rows))).toBe(code);
  });
});

describe('next hops', () => {
  it('an instance’s route makes its primary ENI one, and no other of its ENIs', () => {
    const primary = sample.eni({ id: 'eni-p', vpcId: 'vpc-a', type: 'Primary', instanceId: 'i-a', status: 'InUse' });
    const secondary = sample.eni({ id: 'eni-s', vpcId: 'vpc-a', instanceId: 'i-a', status: 'InUse' });
    const read = readsOf(but({ ...entry, nextHopType: 'Instance', nextHopId: 'i-a' }, primary, secondary));
    expect([primary, secondary, eni].map((one) => isNextHop(one, read))).toEqual([true, false, false]);
  });
});

describe('§2.6 the entries of a table', () => {
  it('are those that somebody made and, by themselves, one per vSwitch and the cloud’s services', () => {
    const shown = entriesOf(table, readsOf(but(entry))).map(({ type, destination, nextHopType, nextHopId }) => [type, destination, nextHopType, nextHopId]);
    expect(new Set(shown.map((one) => one.join(' ')))).toEqual(new Set([
      'Custom 192.168.0.0/16 NetworkInterface eni-a', 'System 10.0.0.0/24 local ', 'System 100.64.0.0/10 service ',
    ]));
  });

  it('a gateway table shows a diverted vSwitch once', () => {
    const diverted = { ...entry, routeTableId: 'vtb-g', destination: '10.0.0.0/24' };
    expect(entriesOf(ofGateway, readsOf(but(diverted))).map(({ destination, nextHopType }) => `${destination} ${nextHopType}`).sort())
      .toEqual(['10.0.0.0/24 NetworkInterface', '100.64.0.0/10 service']);
  });
});

describe('§2.3, §2.4, U-08: what goes takes the routes to it along', () => {
  const primary = sample.eni({ id: 'eni-p', vpcId: 'vpc-a', type: 'Primary', instanceId: 'i-a', status: 'InUse', deleteOnRelease: true });
  const kept = sample.eni({ id: 'eni-k', vpcId: 'vpc-a', instanceId: 'i-a', status: 'InUse', deviceIndex: 1 });
  const to = (id: string, nextHopId: string) => ({ ...entry, id, nextHopId, destination: `192.168.${id.length}.0/24` });
  const entriesIn = (rows: readonly Row[]) => rows.filter((row) => row.kind === 'routeEntry').map((row) => [row.id, row.status]);

  it('DeleteNetworkInterface', () => {
    expect(entriesIn(deleteEni(contextOf(but(entry, to('rte-bb', 'eni-k'))), 'eni-a').put)).toEqual([['rte-a', 'Deleting']]);
  });

  it('DeleteInstance: with the ENIs that go, not with those that stay', () => {
    const rows = but(primary, kept, to('rte-p', 'eni-p'), to('rte-kk', 'eni-k'));
    expect(entriesIn(deleteInstance(contextOf(rows), instance, true).put)).toEqual([['rte-p', 'Deleting']]);
  });

  it('DeleteInstance is refused while a route leads to the instance itself', () => {
    const toInstance = { ...entry, nextHopType: 'Instance', nextHopId: 'i-a' } as const;
    expect(codeOf(() => deleteInstance(contextOf(but(toInstance)), instance, true))).toBe('DependencyViolation.RouteEntry');
    expect(codeOf(() => deleteInstance(contextOf(but(toInstance)), instance, false))).toBe('IncorrectInstanceStatus');
    expect(codeOf(() => deleteInstance(contextOf(but({ ...toInstance, status: 'Deleting' })), instance, true))).toBe('accepted');
  });
});
