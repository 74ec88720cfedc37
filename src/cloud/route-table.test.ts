import { describe, expect, it } from 'vitest';
import type { Row } from './resources.js';
import { associateRouteTable, createRouteTable, deleteRouteTable, modifyRouteTable, unassociateRouteTable, type NewRouteTable } from './route-table.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const vpc = sample.vpc({ id: 'vpc-a', routeTableId: 'vtb-a', routerId: 'vrt-a', resourceGroup: 'rg-a' });
const system = sample.routeTable({ id: 'vtb-a', vpcId: 'vpc-a' });
const custom = sample.routeTable({ id: 'vtb-b', vpcId: 'vpc-a', type: 'Custom', name: 'b' });
const ofGateway = sample.routeTable({ id: 'vtb-g', vpcId: 'vpc-a', type: 'Custom', associateType: 'Gateway' });
const vswitch = sample.vswitch({ id: 'vsw-a', vpcId: 'vpc-a', routeTableId: 'vtb-a' });
const all: readonly Row[] = [vpc, system, custom, ofGateway, vswitch];
/** The rows with one in the place of its like. */
const but = (row: Row, rows: readonly Row[] = all) => [...rows.filter((one) => one.id !== row.id), row];

describe('§4.4 CreateRouteTable', () => {
  const create = (asked: Partial<NewRouteTable> = {}, rows: readonly Row[] = all) =>
    createRouteTable(contextOf(rows), { VpcId: 'vpc-a', Tag: [], ...asked });

  it('is Pending, custom, for vSwitches unless asked otherwise, of the VPC’s router and group', () => {
    expect(create({ RouteTableName: 'n', Description: 'd', Tag: [{ Key: 'k', Value: 'v' }] })).toMatchObject({
      status: 'Pending', type: 'Custom', associateType: 'VSwitch', vpcId: 'vpc-a', routerId: 'vrt-a', resourceGroup: 'rg-a', name: 'n', description: 'd',
      tags: [{ key: 'k', value: 'v' }],
    });
    expect(create({ AssociateType: 'Gateway' }, [vpc, system])).toMatchObject({ associateType: 'Gateway' });
  });

  const nine = Array.from({ length: 9 }, (_, i) => sample.routeTable({ id: `vtb-${i}`, vpcId: 'vpc-a', type: 'Custom' }));
  it.each<[Partial<NewRouteTable>, readonly Row[], string]>([
    [{ VpcId: 'vpc-x', AssociateType: 'x' }, all, 'InvalidVpcId.NotFound'],
    [{}, but({ ...vpc, account: '2' }), 'InvalidVpcId.NotFound'],
    [{ AssociateType: 'Subnet', RouteTableName: 'http://x' }, all, 'InvalidParameter'],
    [{ RouteTableName: 'http://x' }, all, 'InvalidParameter'],
    [{ Description: 'd'.repeat(257) }, all, 'InvalidParameter'],
    [{ Tag: [{ Key: '' }] }, all, 'InvalidTagKey.Malformed'],
    [{}, [...but({ ...vpc, status: 'Pending' }), ...nine], 'TaskConflict'],
    [{}, [vpc, system, ...nine], 'QuotaExceeded.RouteTable'],
    [{}, [vpc, system, ofGateway, ...nine.slice(1)], 'accepted'],
    [{ AssociateType: 'Gateway' }, all, 'QuotaExceeded.RouteTable'],
    [{ AssociateType: 'Gateway' }, [vpc, system, ...nine], 'accepted'],
  ])('%#. %j', (asked, rows, code) => {
    expect(codeOf(() => create(asked, rows))).toBe(code);
  });
});

describe('§4.4 DeleteRouteTable', () => {
  const entry = sample.routeEntry({ id: 'rte-a', routeTableId: 'vtb-b', vpcId: 'vpc-a' });
  const used = sample.vswitch({ id: 'vsw-b', vpcId: 'vpc-a', routeTableId: 'vtb-b' });
  const gateway = sample.ipv4Gateway({ id: 'ipv4gw-a', vpcId: 'vpc-a', routeTableId: 'vtb-b' });

  it.each<[string, readonly Row[], string]>([
    ['vtb-x', all, 'InvalidRouteTableId.NotFound'],
    ['vtb-b', but({ ...custom, region: 'cn-beijing' }), 'InvalidRouteTableId.NotFound'],
    ['vtb-a', but({ ...system, status: 'Pending' }), 'OperationDenied.SystemRouteTable'],
    ['vtb-b', [...but({ ...custom, status: 'Pending' }), used, entry], 'IncorrectRouteTableStatus'],
    ['vtb-b', [...all, used, gateway, entry], 'DependencyViolation.VSwitch'],
    ['vtb-b', [...all, gateway, entry], 'OperationDenied.GatewayAssociated'],
    ['vtb-b', [...all, entry], 'DependencyViolation.RouteEntry'],
    ['vtb-b', [...all, { ...entry, status: 'Deleting' }], 'DependencyViolation.RouteEntry'],
    ['vtb-b', all, 'accepted'],
    ['vtb-b', but({ ...custom, status: 'Deleting' }), 'accepted'],
  ])('%#. %s', (id, rows, code) => {
    expect(codeOf(() => deleteRouteTable(contextOf(rows), id))).toBe(code);
  });

  it('is Deleting until no packet asks it', () => {
    expect(deleteRouteTable(contextOf(all), 'vtb-b').status).toBe('Deleting');
  });
});

describe('§4.4 ModifyRouteTableAttributes', () => {
  const modify = (asked: Omit<Parameters<typeof modifyRouteTable>[1], 'RouteTableId'>, id = 'vtb-b') =>
    modifyRouteTable(contextOf(all), { RouteTableId: id, ...asked });

  it('changes what is given, of a system table, too', () => {
    expect(modify({ Description: 'd' })).toMatchObject({ name: 'b', description: 'd', status: 'Available' });
    expect(modify({ RouteTableName: 'n', RoutePropagationEnable: true }, 'vtb-a')).toMatchObject({ name: 'n' });
  });

  it.each([
    [{ RouteTableName: 'x' }, 'vtb-x', 'InvalidRouteTableId.NotFound'],
    [{ RouteTableName: 'http://x' }, 'vtb-b', 'InvalidParameter'],
    [{ RoutePropagationEnable: false }, 'vtb-b', 'UnsupportedParameter'],
  ])('%j of %s → %s', (asked, id, code) => {
    expect(codeOf(() => modify(asked, id))).toBe(code);
  });
});

describe('§4.4 AssociateRouteTable, UnassociateRouteTable', () => {
  const foreign = sample.vswitch({ id: 'vsw-x', vpcId: 'vpc-x' });

  it.each<[string, string, readonly Row[], string]>([
    ['vtb-x', 'vsw-y', all, 'InvalidRouteTableId.NotFound'],
    ['vtb-a', 'vsw-y', all, 'InvalidVSwitchId.NotFound'],
    ['vtb-a', 'vsw-a', but({ ...system, status: 'Pending' }), 'OperationDenied.SystemRouteTable'],
    ['vtb-b', 'vsw-a', but({ ...vswitch, status: 'Pending' }, but({ ...custom, status: 'Pending' })), 'IncorrectStatus.RouteTable'],
    ['vtb-g', 'vsw-a', but({ ...vswitch, status: 'Pending' }), 'IncorrectVSwitchStatus'],
    ['vtb-g', 'vsw-x', [...all, foreign], 'OperationDenied.RouteTableTypeIncorrect'],
    ['vtb-b', 'vsw-x', [...all, foreign], 'Mismatch.VpcIdAndRouteTableId'],
    ['vtb-b', 'vsw-a', all, 'accepted'],
  ])('%#. %s with %s', (table, of, rows, code) => {
    expect(codeOf(() => associateRouteTable(contextOf(rows), table, of))).toBe(code);
  });

  it('replaces the table that the vSwitch has, whichever it is; the new one is Pending meanwhile', () => {
    const other = sample.routeTable({ id: 'vtb-c', vpcId: 'vpc-a', type: 'Custom' });
    const rows = [...but({ ...vswitch, routeTableId: 'vtb-c' }), other];
    expect(associateRouteTable(contextOf(rows), 'vtb-b', 'vsw-a').put.map(({ id, ...row }) => [id, 'routeTableId' in row ? row.routeTableId : 'status' in row && row.status]))
      .toEqual([['vsw-a', 'vtb-b'], ['vtb-b', 'Pending']]);
  });

  it('unassociating leads back to the system table', () => {
    const rows = but({ ...vswitch, routeTableId: 'vtb-b' });
    expect(unassociateRouteTable(contextOf(rows), 'vtb-b', 'vsw-a').put[0]).toMatchObject({ id: 'vsw-a', routeTableId: 'vtb-a' });
    expect(codeOf(() => unassociateRouteTable(contextOf(all), 'vtb-b', 'vsw-a'))).toBe('OperationDenied.VSwitchNotAssociated');
    expect(codeOf(() => unassociateRouteTable(contextOf(all), 'vtb-a', 'vsw-a'))).toBe('OperationDenied.SystemRouteTable');
  });
});
