import { describe, expect, it } from 'vitest';
import { REGIONS } from './catalogue/regions.js';
import { associateWithGateway, dissociateFromGateway, updateGatewayEntry, type GatewayEntryChange } from './gateway-route-table.js';
import { createIpv4Gateway, deleteIpv4Gateway, enableIpv4Gateway, updateIpv4Gateway, type NewIpv4Gateway } from './ipv4-gateway.js';
import type { AssociatedType, EipBinding, ModeName, Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const vpc = sample.vpc({ id: 'vpc-a', routeTableId: 'vtb-a' });
const system = sample.routeTable({ id: 'vtb-a', vpcId: 'vpc-a' });
const custom = sample.routeTable({ id: 'vtb-b', vpcId: 'vpc-a', type: 'Custom' });
const arrivals = sample.routeTable({ id: 'vtb-g', vpcId: 'vpc-a', type: 'Custom', associateType: 'Gateway' });
const gateway = sample.ipv4Gateway({ id: 'ipv4gw-a', vpcId: 'vpc-a', name: 'n' });
const active = { ...gateway, enabled: true };
const vswitch = sample.vswitch({ id: 'vsw-a', vpcId: 'vpc-a', cidr: '10.0.0.0/24' });
const eni = sample.eni({ id: 'eni-a', vpcId: 'vpc-a' });
const toGateway = sample.routeEntry({ id: 'rte-a', vpcId: 'vpc-a', routeTableId: 'vtb-a', destination: '0.0.0.0/0', nextHopType: 'Ipv4Gateway', nextHopId: 'ipv4gw-a' });
const base: readonly Row[] = [vpc, system, custom, arrivals, vswitch, eni];
const but = (...rows: readonly Row[]) => [...base.filter((one) => rows.every((row) => row.id !== one.id)), ...rows];
const eip = (mode: ModeName, type: AssociatedType, change: { status?: 'InUse' | 'Unassociating' | 'Associating'; vpcId?: string } = {}): Row => {
  const binding: EipBinding = {
    type, shownId: '', region: 'cn-hangzhou', shownPrivateIp: '', eniId: type === 'IpAddress' ? '' : 'eni-a', privateIp: '10.0.0.9', vpcId: change.vpcId ?? 'vpc-a',
  };
  return sample.eip({ id: 'eip-a', mode, binding, status: change.status ?? 'InUse' });
};

describe('§4.5 CreateIpv4Gateway', () => {
  const create = (asked: Partial<NewIpv4Gateway> = {}, rows: readonly Row[] = base) => createIpv4Gateway(contextOf(rows), { VpcId: 'vpc-a', Tag: [], ...asked });

  it('is Creating, not activated, without a table of its own', () => {
    expect(create({ Ipv4GatewayName: 'n', Ipv4GatewayDescription: 'd' })).toMatchObject({
      status: 'Creating', enabled: false, vpcId: 'vpc-a', routeTableId: '', name: 'n', description: 'd', resourceGroup: 'rg-default1',
    });
  });

  it.each<[string, Partial<NewIpv4Gateway>, readonly Row[], string]>([
    ['an unknown VPC, a bad name', { VpcId: 'vpc-x', Ipv4GatewayName: 'http://x' }, base, 'OperationFailed.VpcNotExist'],
    ['a VPC of another account', {}, but({ ...vpc, account: '2' }), 'OperationFailed.VpcNotExist'],
    ['a VPC of another region', {}, but({ ...vpc, region: 'cn-beijing' }), 'OperationFailed.VpcNotExist'],
    ['a bad name, an unknown group', { Ipv4GatewayName: 'http://x', ResourceGroupId: 'rg-x' }, base, 'InvalidParameter'],
    ['a bad description', { Ipv4GatewayDescription: 'http://x' }, base, 'InvalidParameter'],
    ['an unknown group, a bad tag', { ResourceGroupId: 'rg-x', Tag: [{ Key: '' }] }, base, 'IllegalParam.ResourceGroupId'],
    ['a bad tag', { Tag: [{ Key: '' }] }, but({ ...vpc, status: 'Pending' }), 'InvalidTagKey.Malformed'],
    ['a VPC on its way, a second gateway', {}, but({ ...vpc, status: 'Pending' }, gateway), 'IncorrectStatus.Vpc'],
    ['a second gateway, a direct EIP', {}, but(gateway, eip('BINDED', 'NetworkInterface')), 'OperationDenied.VpcExistIpv4Gateway'],
    ['one that is being deleted', {}, but({ ...gateway, status: 'Deleting' }), 'OperationDenied.VpcExistIpv4Gateway'],
    ['a gateway of another VPC', {}, but({ ...gateway, vpcId: 'vpc-b' }), 'accepted'],
    // E8; the ENI is detached here.
    ['a cut-through EIP', {}, but(eip('BINDED', 'NetworkInterface')), 'OperationDenied.ExistDirectEip'],
    ['a multi-EIP', {}, but(eip('MULTI_BINDED', 'NetworkInterface')), 'OperationDenied.ExistDirectEip'],
    ['a direct EIP that comes', {}, but(eip('BINDED', 'NetworkInterface', { status: 'Associating' })), 'OperationDenied.ExistDirectEip'],
    ['a direct EIP that goes', {}, but(eip('BINDED', 'NetworkInterface', { status: 'Unassociating' })), 'OperationDenied.ExistDirectEip'],
    ['a direct EIP of another VPC', {}, but(eip('BINDED', 'NetworkInterface', { vpcId: 'vpc-b' })), 'accepted'],
    ['an EIP in NAT mode', {}, but(eip('NAT', 'NetworkInterface')), 'accepted'],
    ['a VPC that is private', {}, but({ ...vpc, privateOnly: true }), 'accepted'],
  ])('%#. %s', (_, asked, rows, code) => {
    expect(codeOf(() => create(asked, rows))).toBe(code);
  });
});

it.each(REGIONS.map(({ id }) => id))('§2.7: %s has IPv4 gateways, as all regions', (region) => {
  const asked = { VpcId: 'vpc-a', Tag: [] };
  expect(codeOf(() => createIpv4Gateway(contextOf([{ ...vpc, region }], { region }), asked))).toBe('accepted');
});

describe('§4.5 EnableVpcIpv4Gateway', () => {
  const enable = (tables: readonly string[], rows: readonly Row[] = but(gateway), id = 'ipv4gw-a') => enableIpv4Gateway(contextOf(rows), id, tables);

  it('is Activating, with a default route in every listed table, once each', () => {
    expect(enable(['vtb-a', 'vtb-b', 'vtb-a']).put).toMatchObject([
      { id: 'ipv4gw-a', status: 'Activating', enabled: true },
      { kind: 'routeEntry', status: 'Pending', routeTableId: 'vtb-a', destination: '0.0.0.0/0', nextHopType: 'Ipv4Gateway', nextHopId: 'ipv4gw-a' },
      { kind: 'routeEntry', status: 'Pending', routeTableId: 'vtb-b' },
    ]);
    expect(enable([]).put).toHaveLength(1);
  });

  const other = { ...toGateway, nextHopType: 'NetworkInterface', nextHopId: 'eni-a' } as const;
  it.each<[string, readonly string[], readonly Row[], string]>([
    ['an unknown gateway', ['vtb-x'], base, 'ResourceNotFound.Ipv4Gateway'],
    ['eleven tables', Array.from({ length: 11 }, (_, i) => `vtb-${i}`), but(active), 'InvalidParameter'],
    ['an active one', ['vtb-x'], but(active), 'OperationFailed.Ipv4GatewayAlreadyActive.'],
    ['one that is being activated', [], but({ ...active, status: 'Activating' }), 'OperationFailed.Ipv4GatewayAlreadyActive.'],
    ['one that is being created', ['vtb-x'], but({ ...gateway, status: 'Creating' }), 'IncorrectStatus.Ipv4Gateway'],
    ['an unknown table', ['vtb-x'], but(gateway), 'InvalidRouteTableId.NotFound'],
    ['a table of another VPC', ['vtb-a'], but(gateway, { ...system, vpcId: 'vpc-b' }), 'Mismatch.Ipv4GatewayIdAndRouteTableId'],
    ['a gateway table', ['vtb-g'], but(gateway), 'OperationDenied.GatewayRouteTableNotPermitted'],
    ['a table on its way out', ['vtb-b'], but(gateway, { ...custom, status: 'Deleting' }), 'IncorrectRouteTableStatus'],
    ['a default route that is there', ['vtb-b', 'vtb-a'], but(gateway, other), 'OperationDenied.ConflictOfAllZeroRouting'],
  ])('%#. %s', (_, tables, rows, code) => {
    expect(codeOf(() => enable(tables, rows))).toBe(code);
  });
});

describe('§4.5 DeleteIpv4Gateway', () => {
  const remove = (mode: string | undefined, rows: readonly Row[]) => deleteIpv4Gateway(contextOf(rows), 'ipv4gw-a', mode);
  const shown = (mode: string | undefined, rows: readonly Row[]) => remove(mode, rows).put.map((row) => [row.id, 'status' in row && row.status, 'privateOnly' in row && row.privateOnly]);

  it('public: the routes to it go, the VPC has direct access', () => {
    expect(shown('public', but(active, toGateway, { ...vpc, privateOnly: true }))).toEqual([
      ['ipv4gw-a', 'Deleting', false], ['rte-a', 'Deleting', false], ['vpc-a', 'Available', false],
    ]);
  });

  it('private is the default: the VPC is private (P8)', () => {
    expect(shown(undefined, but(active))).toEqual([['ipv4gw-a', 'Deleting', false], ['vpc-a', 'Available', true]]);
    expect(shown('private', but(active, { ...toGateway, status: 'Deleting' }))).toHaveLength(2);
  });

  it('a second call while it goes changes nothing of that', () => {
    expect(shown('public', but({ ...active, status: 'Deleting' }, { ...vpc, privateOnly: true }))).toEqual([['ipv4gw-a', 'Deleting', false]]);
  });

  const address = eip('NAT', 'IpAddress');
  it.each<[string, string | undefined, readonly Row[], string]>([
    ['an unknown one', 'x', base, 'ResourceNotFound.Ipv4Gateway'],
    ['an unknown mode', 'x', but({ ...active, status: 'Activating' }), 'InvalidParameter'],
    ['one on its way', 'private', but({ ...active, status: 'Activating', routeTableId: 'vtb-g' }), 'IncorrectStatus.Ipv4Gateway'],
    ['one with a table', 'private', but({ ...active, routeTableId: 'vtb-g' }, address, toGateway), 'ResourceAlreadyAssociated.GatewayRouteTable'],
    ['an IpAddress EIP in the VPC', 'private', but(active, address, toGateway), 'DependencyViolation.Eip'],
    ['the same in public mode', 'public', but(active, address), 'DependencyViolation.Eip'],
    ['an EIP of an ENI', 'public', but(active, eip('NAT', 'NetworkInterface')), 'accepted'],
    // U-21
    ['routes left, private', undefined, but(active, toGateway), 'DependencyViolation.RouteEntry'],
    ['routes to others, private', undefined, but(active, { ...toGateway, nextHopType: 'NetworkInterface', nextHopId: 'eni-a' }), 'accepted'],
    ['one that was never activated', 'private', but(gateway), 'accepted'],
  ])('%#. %s', (_, mode, rows, code) => {
    expect(codeOf(() => remove(mode, rows))).toBe(code);
  });
});

it('§4.5 UpdateIpv4GatewayAttribute', () => {
  const update = (asked: Omit<Parameters<typeof updateIpv4Gateway>[1], 'Ipv4GatewayId'>, id = 'ipv4gw-a') =>
    updateIpv4Gateway(contextOf(but(gateway)), { Ipv4GatewayId: id, ...asked });
  expect(update({ Ipv4GatewayDescription: 'd' })).toMatchObject({ name: 'n', description: 'd' });
  expect(codeOf(() => update({ Ipv4GatewayName: 'http://x' }, 'ipv4gw-x'))).toBe('ResourceNotFound.Ipv4Gateway');
  expect(codeOf(() => update({ Ipv4GatewayName: 'http://x' }))).toBe('InvalidParameter');
});

describe('§4.5 the route table of a gateway', () => {
  it.each<[string, readonly Row[], string]>([
    ['vtb-x', base, 'ResourceNotFound.Ipv4Gateway'],
    ['vtb-x', but(gateway), 'ResourceNotFound.GatewayRouteTable'],
    ['vtb-b', but({ ...gateway, vpcId: 'vpc-b' }), 'OperationDenied.RouteTableTypeIncorrect'],
    ['vtb-g', but({ ...gateway, vpcId: 'vpc-b' }), 'Mismatch.Ipv4GatewayIdAndRouteTableId'],
    ['vtb-g', but({ ...gateway, routeTableId: 'vtb-h' }), 'OperationDenied.Ipv4GatewayNotActive'],
    ['vtb-g', but({ ...active, routeTableId: 'vtb-h', status: 'Modifying' }), 'ResourceAlreadyAssociated.GatewayRouteTable'],
    ['vtb-g', but({ ...active, routeTableId: 'vtb-g' }), 'ResourceAlreadyAssociated.GatewayRouteTable'],
    ['vtb-g', but({ ...active, status: 'Activating' }, { ...arrivals, status: 'Pending' }), 'IncorrectStatus.Ipv4Gateway'],
    ['vtb-g', but(active, { ...arrivals, status: 'Pending' }), 'IncorrectRouteTableStatus'],
    ['vtb-g', but(active), 'accepted'],
  ])('%#. associating %s', (table, rows, code) => {
    expect(codeOf(() => associateWithGateway(contextOf(rows), table, 'ipv4gw-a'))).toBe(code);
  });

  it('is the gateway’s while it is Modifying, and no longer', () => {
    expect(associateWithGateway(contextOf(but(active)), 'vtb-g', 'ipv4gw-a')).toMatchObject({ status: 'Modifying', routeTableId: 'vtb-g' });
    const rows = but({ ...active, routeTableId: 'vtb-g' });
    expect(dissociateFromGateway(contextOf(rows), 'vtb-g', 'ipv4gw-a')).toMatchObject({ status: 'Modifying', routeTableId: '' });
    expect(codeOf(() => dissociateFromGateway(contextOf(but(active)), 'vtb-g', 'ipv4gw-a'))).toBe('ResourceNotFound.GatewayRouteTable');
    expect(codeOf(() => dissociateFromGateway(contextOf(but({ ...active, routeTableId: 'vtb-g', status: 'Modifying' })), 'vtb-g', 'ipv4gw-a')))
      .toBe('IncorrectStatus.Ipv4Gateway');
  });
});

describe('§4.5 UpdateGatewayRouteTableEntryAttribute', () => {
  const diverted = sample.routeEntry({ id: 'rte-g', vpcId: 'vpc-a', routeTableId: 'vtb-g', destination: '10.0.0.0/24', nextHopId: 'eni-a', name: 'n' });
  const update = (asked: Partial<GatewayEntryChange>, rows: readonly Row[] = but(active), table = 'vtb-g') =>
    updateGatewayEntry(contextOf(rows), table, { DestinationCidrBlock: '10.0.0.0/24', NextHopType: 'NetworkInterface', NextHopId: 'eni-a', ...asked });

  it('diverts a vSwitch and lets go of it again', () => {
    expect(update({ Name: 'n' })).toMatchObject({ status: 'Pending', routeTableId: 'vtb-g', destination: '10.0.0.0/24', nextHopId: 'eni-a', name: 'n' });
    expect(update({ NextHopType: 'Local', NextHopId: undefined }, but(diverted))).toMatchObject({ id: 'rte-g', status: 'Deleting' });
    expect(update({ NextHopType: 'Local', NextHopId: undefined })).toBeUndefined();
    expect(update({ Description: 'd' }, but(diverted))).toMatchObject({ id: 'rte-g', status: 'Available', name: 'n', description: 'd' });
  });

  it.each<[string, Partial<GatewayEntryChange>, readonly Row[], string, string]>([
    ['an unknown table', { Name: 'http://x' }, base, 'vtb-x', 'ResourceNotFound.GatewayRouteTable'],
    ['a vSwitch’s table', { Name: 'http://x' }, base, 'vtb-b', 'OperationDenied.RouteTableTypeIncorrect'],
    ['a bad name', { Name: 'http://x', NextHopType: 'x' }, base, 'vtb-g', 'InvalidParameter'],
    ['an unknown type', { NextHopType: 'Ipv4Gateway' }, but({ ...arrivals, status: 'Pending' }), 'vtb-g', 'InvalidNextHopType'],
    ['a table on its way', { DestinationCidrBlock: 'x' }, but({ ...arrivals, status: 'Pending' }), 'vtb-g', 'IncorrectRouteTableStatus'],
    ['what is no vSwitch', { DestinationCidrBlock: '10.0.0.0/16', NextHopId: 'eni-x' }, base, 'vtb-g', 'ResourceNotFound.GatewayRouteEntry'],
    ['an entry on its way', { NextHopType: 'Local', NextHopId: undefined }, but({ ...diverted, status: 'Pending' }), 'vtb-g', 'IncorrectRouteEntryStatus'],
    ['a name for a local entry', { NextHopType: 'Local', Name: 'n' }, base, 'vtb-g', 'UnsupportedParameter'],
    ['an unknown ENI', { NextHopId: 'eni-x' }, base, 'vtb-g', 'ResourceNotFound.NetworkInterface'],
    ['a direct ENI', {}, but(eip('BINDED', 'NetworkInterface')), 'vtb-g', 'InvalidNexthop.DirectEni'],
    ['another ENI without Local between', { NextHopId: 'eni-b' }, but(diverted, sample.eni({ id: 'eni-b', vpcId: 'vpc-a' })), 'vtb-g', 'OperationDenied.NextHopNotLocal'],
  ])('%#. %s', (_, asked, rows, table, code) => {
    expect(codeOf(() => update(asked, rows, table))).toBe(code);
  });
});
