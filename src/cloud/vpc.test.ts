import { describe, expect, it } from 'vitest';
import type { Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';
import { createVpc, deleteVpc, isInside, modifyVpc, resizeVpc, type NewVpc, type VpcChange } from './vpc.js';
import {
  createVSwitch, deleteVSwitch, freeAddresses, modifyVSwitch, type NewVSwitch, type VSwitchChange,
} from './vpc-vswitch.js';

const create = (asked: Partial<NewVpc> = {}, rows: readonly Row[] = []) => createVpc(contextOf(rows), { Tag: [], ...asked });

describe('§4.2 CreateVpc', () => {
  it('is Pending, 172.16.0.0/12 unless asked otherwise, with a system route table without a name', () => {
    const { vpc, routeTable } = create();
    expect(vpc).toMatchObject({ status: 'Pending', cidr: '172.16.0.0/12', routeTableId: routeTable.id, resourceGroup: 'rg-default1' });
    expect(routeTable).toMatchObject({
      type: 'System', status: 'Available', vpcId: vpc.id, routerId: vpc.routerId, name: '', description: '',
    });
  });

  it.each<[Partial<NewVpc>, string]>([
    [{ CidrBlock: '10.0.0.0/8' }, 'accepted'],
    [{ CidrBlock: '192.168.0.0/28' }, 'accepted'],
    [{ CidrBlock: '47.96.0.0/16' }, 'accepted'],
    [{ CidrBlock: '10.0.0.0/7' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.0/29' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.1/16' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.0' }, 'InvalidCidrBlock.Malformed'],
    [{ CidrBlock: '10.0.0.0/16; reboot' }, 'InvalidCidrBlock.Malformed'],
    ...['100.64.0.0/10', '100.64.0.0/16', '100.0.0.0/8', '224.0.0.0/8', '127.0.0.0/16', '169.254.0.0/24', '0.0.0.0/8'].map(
      (CidrBlock): [Partial<NewVpc>, string] => [{ CidrBlock }, 'InvalidParameter'],
    ),
    [{ VpcName: 'n'.repeat(129) }, 'InvalidVpcName.Malformed'],
    [{ VpcName: 'http://x' }, 'InvalidVpcName.Malformed'],
    [{ Description: 'd'.repeat(257) }, 'InvalidVpcDiscription.Malformed'],
    [{ UserCidr: ['8.8.8.0/24', '1.0.0.0/8', '9.0.0.0/8'] }, 'accepted'],
    [{ UserCidr: ['1.0.0.0/8', '2.0.0.0/8', '3.0.0.0/8', '4.0.0.0/8'] }, 'InvalidUserCidr.Quota'],
    [{ UserCidr: ['100.64.1.0/24'] }, 'InvalidUserCidr.Malformed'],
    [{ UserCidr: ['x'] }, 'InvalidUserCidr.Malformed'],
    [{ ResourceGroupId: 'rg-9' }, 'ResourceNotFound.ResourceGroup'],
    [{ EnableIpv6: true }, 'UnsupportedParameter'],
    [{ EnableDnsHostname: true }, 'UnsupportedParameter'],
    [{ Ipv4IpamPoolId: 'ipam-1' }, 'UnsupportedParameter'],
    [{ Ipv6CidrBlock: '2001:db8::/56' }, 'UnsupportedParameter'],
    [{ EnableIpv6: false, EnableDnsHostname: false }, 'accepted'],
    [{ Tag: [{ Key: '' }] }, 'InvalidTagKey.Malformed'],
  ])('%j → %s', (asked, code) => {
    expect(codeOf(() => create(asked))).toBe(code);
  });

  it('§2.9: in a resource group of the account, or in the default one', () => {
    const rows = [sample.resourceGroup({ id: 'rg-1' }), sample.resourceGroup({ id: 'rg-2', account: '2' })];
    const { vpc, routeTable } = create({ ResourceGroupId: 'rg-1' }, rows);
    expect([vpc.resourceGroup, routeTable.resourceGroup]).toEqual(['rg-1', 'rg-1']);
    expect(create({ ResourceGroupId: 'rg-default1' }, rows).vpc.resourceGroup).toBe('rg-default1');
    expect(codeOf(() => create({ ResourceGroupId: 'rg-2' }, rows))).toBe('ResourceNotFound.ResourceGroup');
  });

  it('§8.1: ten in a region', () => {
    const rows = Array.from({ length: 10 }, (_, i) => sample.vpc({ id: `vpc-${i}` }));
    expect(codeOf(() => create({}, rows))).toBe('QuotaExceeded.Vpc');
    expect(codeOf(() => create({}, rows.map((vpc) => ({ ...vpc, region: 'cn-beijing' }))))).toBe('accepted');
  });
});

describe('§4.2 DeleteVpc', () => {
  const vpc = sample.vpc({ id: 'vpc-1', routeTableId: 'vtb-1' });
  const table = sample.routeTable({ id: 'vtb-1', vpcId: 'vpc-1' });
  const remove = (...rows: readonly Row[]) => codeOf(() => deleteVpc(contextOf(rows), 'vpc-1'));

  it('takes the system route table along', () => {
    expect(deleteVpc(contextOf([vpc, table]), 'vpc-1').map((row) => row.id)).toEqual(['vpc-1', 'vtb-1']);
  });

  it('refuses in order: unknown, not settled, vSwitches, security groups', () => {
    const vswitch = sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1' });
    const group = sample.securityGroup({ id: 'sg-1', vpcId: 'vpc-1' });
    expect(remove()).toBe('InvalidVpcId.NotFound');
    expect(remove({ ...vpc, account: '2' })).toBe('InvalidVpcId.NotFound');
    expect(remove({ ...vpc, status: 'Pending' }, vswitch, group)).toBe('IncorrectVpcStatus');
    expect(remove(vpc, vswitch, group)).toBe('DependencyViolation.VSwitch');
    expect(remove(vpc, group)).toBe('DependencyViolation.SecurityGroup');
    expect(remove(vpc, { ...group, vpcId: 'vpc-2' })).toBe('accepted');
  });

  const gateway = sample.ipv4Gateway({ id: 'ipv4gw-1', vpcId: 'vpc-1', enabled: true });
  const toGateway = sample.routeEntry({ id: 'rte-1', vpcId: 'vpc-1', routeTableId: 'vtb-1', nextHopType: 'Ipv4Gateway', nextHopId: 'ipv4gw-1' });
  const toEni = sample.routeEntry({ id: 'rte-2', vpcId: 'vpc-1', routeTableId: 'vtb-1', destination: '10.9.0.0/16', nextHopId: 'eni-1' });
  const custom = sample.routeTable({ id: 'vtb-2', vpcId: 'vpc-1', type: 'Custom' });
  const group = sample.securityGroup({ id: 'sg-1', vpcId: 'vpc-1' });

  it('then route entries, security groups, route tables, the IPv4 gateway', () => {
    expect(remove(vpc, table, custom, gateway, toGateway, group)).toBe('DependencyViolation.RouteEntry');
    expect(remove(vpc, table, custom, gateway, group)).toBe('DependencyViolation.SecurityGroup');
    expect(remove(vpc, table, custom, gateway)).toBe('DependencyViolation.RouteTable');
    expect(remove(vpc, table, gateway)).toBe('DependencyViolation.Ipv4Gateway');
    expect(remove(vpc, table, { ...gateway, status: 'Deleting' })).toBe('DependencyViolation.Ipv4Gateway');
  });

  it('§2.5 ForceDelete: the gateway and the routes to it go along, nothing else', () => {
    const force = (...rows: readonly Row[]) => deleteVpc(contextOf(rows), 'vpc-1', true);
    expect(force(vpc, table, gateway, toGateway).map((row) => row.id)).toEqual(['vpc-1', 'vtb-1', 'rte-1', 'ipv4gw-1']);
    expect(codeOf(() => force(vpc, table, gateway, toGateway, toEni))).toBe('DependencyViolation.RouteEntry');
    expect(codeOf(() => force(vpc, table, gateway, group))).toBe('DependencyViolation.SecurityGroup');
    expect(codeOf(() => force(vpc, table, gateway, custom))).toBe('DependencyViolation.RouteTable');
  });
});

describe('§4.2 ModifyVpcAttribute', () => {
  const vpc = sample.vpc({ id: 'vpc-1', cidr: '10.0.0.0/16', secondaryCidrs: ['10.8.0.0/16'], userCidrs: ['1.0.0.0/8'], name: 'n', description: 'd' });
  const vswitch = sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1', cidr: '10.0.7.0/24' });
  const elsewhere = sample.vswitch({ id: 'vsw-2', vpcId: 'vpc-1', cidr: '10.8.0.0/24' });
  const table = sample.routeTable({ id: 'vtb-1', vpcId: 'vpc-1' });
  const entry = sample.routeEntry({ id: 'rte-1', vpcId: 'vpc-1', routeTableId: 'vtb-1', destination: '10.0.0.0/15' });
  const modify = (asked: Partial<VpcChange>, rows: readonly Row[] = [vpc, vswitch, elsewhere]) => modifyVpc(contextOf(rows), { VpcId: 'vpc-1', ...asked });

  it('gives new names at once, and keeps those that are not given', () => {
    expect(modify({ VpcName: 'm' })).toEqual({ ...vpc, n: 1, name: 'm' });
    expect(modify({ Description: 'e' })).toMatchObject({ name: 'n', description: 'e', status: 'Available' });
    expect(modify({ VpcName: 'm' }, [{ ...vpc, status: 'Pending' }])).toMatchObject({ name: 'm', status: 'Pending' });
    expect(modify({ CidrBlock: '10.0.0.0/16' })).toMatchObject({ status: 'Available' });
  });

  it('is Pending on its way to a larger or smaller primary block, or to other user blocks', () => {
    expect(modify({ CidrBlock: '10.0.0.0/20' })).toMatchObject({ cidr: '10.0.0.0/20', status: 'Pending' });
    expect(modify({ CidrBlock: '10.0.0.0/14', VpcName: 'm' })).toMatchObject({ cidr: '10.0.0.0/14', status: 'Pending', name: 'm' });
    expect(modify({ UserCidr: ['2.0.0.0/8'] })).toMatchObject({ userCidrs: ['2.0.0.0/8'], status: 'Pending' });
  });

  it.each<[Partial<VpcChange>, string]>([
    [{ VpcId: 'vpc-9' }, 'InvalidVpcId.NotFound'],
    [{ VpcName: 'http://x' }, 'InvalidVpcName.Malformed'],
    [{ Description: 'd'.repeat(257) }, 'InvalidVpcDiscription.Malformed'],
    [{ EnableIPv6: true }, 'UnsupportedParameter'],
    [{ EnableIPv6: false }, 'accepted'],
    [{ EnableDnsHostname: true }, 'UnsupportedParameter'],
    [{ CidrBlock: '10.0.0.0' }, 'InvalidCidrBlock.Malformed'],
    [{ CidrBlock: '10.0.0.1/16' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.0/7' }, 'InvalidParameter'],
    [{ CidrBlock: '10.4.0.0/16' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.0/12' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.0/21' }, 'accepted'],
    [{ CidrBlock: '10.0.0.0/22' }, 'OperationFailed.CidrInUse'],
    [{ UserCidr: ['100.64.0.0/12'] }, 'InvalidUserCidr.Malformed'],
    [{ UserCidr: ['1.0.0.0/8', '2.0.0.0/8', '3.0.0.0/8', '4.0.0.0/8'] }, 'InvalidUserCidr.Quota'],
  ])('%j → %s', (asked, code) => {
    expect(codeOf(() => modify(asked))).toBe(code);
  });

  it('no other block while it is Pending, none that a route has, none without the address of an EIP', () => {
    const binding = {
      type: 'IpAddress', shownId: '10.0.9.9', region: 'cn-hangzhou', shownPrivateIp: '', eniId: '', privateIp: '10.0.9.9', vpcId: 'vpc-1',
    } as const;
    const eip = sample.eip({ id: 'eip-1', status: 'InUse', binding });
    expect(codeOf(() => modify({ CidrBlock: '10.0.0.0/20' }, [{ ...vpc, status: 'Pending' }]))).toBe('IncorrectVpcStatus');
    expect(codeOf(() => modify({ CidrBlock: '10.0.0.0/15' }, [vpc, table, entry]))).toBe('OperationFailed.ConflictWithEntry');
    expect(codeOf(() => modify({ CidrBlock: '10.0.0.0/21' }, [vpc, eip]))).toBe('OperationFailed.CidrInUse');
    expect(codeOf(() => modify({ CidrBlock: '10.0.8.0/21' }, [vpc, eip]))).toBe('accepted');
  });

  it('ModifyVpcCidrBlock wants the block that it has', () => {
    const resize = (OriginalCidrBlock: string) => resizeVpc(contextOf([vpc]), { VpcId: 'vpc-1', OriginalCidrBlock, TargetCidrBlock: '10.0.0.0/20' });
    expect(resize('10.0.0.0/16')).toMatchObject({ cidr: '10.0.0.0/20', status: 'Pending' });
    expect(codeOf(() => resize('10.8.0.0/16'))).toBe('InvalidParameter');
  });
});

describe('§4.3 ModifyVSwitchAttribute', () => {
  const vswitch = sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1', name: 'n', description: 'd' });
  const modify = (asked: Partial<VSwitchChange>, row: Row = vswitch) => modifyVSwitch(contextOf([row]), { VSwitchId: 'vsw-1', ...asked });

  it('makes it Pending for a moment', () => {
    expect(modify({ VSwitchName: 'm' })).toMatchObject({ name: 'm', description: 'd', status: 'Pending' });
    expect(modify({ Description: 'e' })).toMatchObject({ name: 'n', description: 'e', status: 'Pending' });
  });

  it.each<[Partial<VSwitchChange>, Row, string]>([
    [{ VSwitchId: 'vsw-9' }, vswitch, 'InvalidVSwitchId.NotFound'],
    [{}, { ...vswitch, account: '2' }, 'InvalidVSwitchId.NotFound'],
    [{ VSwitchName: 'http://x' }, vswitch, 'InvalidVSwitchName.Malformed'],
    [{ Description: 'd'.repeat(257) }, vswitch, 'InvalidVSwitchDiscription.Malformed'],
    [{ EnableIPv6: true }, vswitch, 'UnsupportedParameter'],
    [{ Ipv6CidrBlock: '1' }, vswitch, 'UnsupportedParameter'],
    [{ VSwitchName: 'm' }, { ...vswitch, status: 'Pending' }, 'IncorrectVSwitchStatus'],
  ])('%j → %s', (asked, row, code) => {
    expect(codeOf(() => modify(asked, row))).toBe(code);
  });
});

describe('§4.3 CreateVSwitch', () => {
  const vpc = sample.vpc({ id: 'vpc-1', cidr: '10.0.0.0/16', secondaryCidrs: ['192.168.0.0/24'], routeTableId: 'vtb-1' });
  const other = sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1', cidr: '10.0.1.0/24' });
  const make = (asked: Partial<NewVSwitch>, rows: readonly Row[] = [vpc, other]) =>
    createVSwitch(contextOf(rows), { VpcId: 'vpc-1', ZoneId: 'cn-hangzhou-h', Tag: [], ...asked });

  it('is Pending, on the system route table', () => {
    expect(make({ CidrBlock: '10.0.0.0/24' })).toMatchObject({ status: 'Pending', routeTableId: 'vtb-1', zone: 'cn-hangzhou-h' });
  });

  it.each<[Partial<NewVSwitch>, string]>([
    [{ CidrBlock: '10.0.0.0/24', ZoneId: 'cn-beijing-f' }, 'InvalidZoneId.NotFound'],
    [{ CidrBlock: '10.0.0.0/24', VpcId: 'vpc-9' }, 'InvalidVpcId.NotFound'],
    [{ CidrBlock: '10.0.0.0/24', VSwitchName: 'http://x' }, 'InvalidVSwitchName.Malformed'],
    [{ CidrBlock: '10.0.0.0/24', Description: 'd'.repeat(257) }, 'InvalidVSwitchDiscription.Malformed'],
    [{ CidrBlock: '10.0.0.0/24', Ipv6CidrBlock: '3' }, 'UnsupportedParameter'],
    [{}, 'MissingParameter'],
    [{ CidrBlock: '10.0.0.0/24/1' }, 'InvalidCidrBlock.Malformed'],
    [{ CidrBlock: '10.0.0.1/24' }, 'InvalidParameter'],
    [{ CidrBlock: '10.0.0.0/15' }, 'InvalidCirdrBlock.MaskLength'],
    [{ CidrBlock: '10.0.0.0/30' }, 'InvalidCirdrBlock.MaskLength'],
    [{ CidrMask: 30 }, 'InvalidCirdrBlock.MaskLength'],
    [{ CidrBlock: '10.1.0.0/24' }, 'InvalidParameter'],
    [{ CidrBlock: '192.168.0.0/25' }, 'accepted'],
    [{ CidrBlock: '10.0.0.0/23' }, 'InvalidCidrBlock.Overlapped'],
    [{ CidrBlock: '10.0.1.128/25' }, 'InvalidCidrBlock.Overlapped'],
    [{ CidrBlock: '10.0.2.0/29' }, 'accepted'],
  ])('%j → %s', (asked, code) => {
    expect(codeOf(() => make(asked))).toBe(code);
  });

  it('one creation at a time in a VPC, and none before the VPC is there', () => {
    expect(codeOf(() => make({ CidrBlock: '10.0.0.0/24' }, [vpc, { ...other, status: 'Pending' }]))).toBe('IncorrectVSwitchStatus');
    expect(codeOf(() => make({ CidrBlock: '10.0.0.0/24' }, [{ ...vpc, status: 'Pending' }]))).toBe('TaskConflict');
  });

  it('CidrMask takes the first free block, behind and between what is there', () => {
    expect(make({ CidrMask: 24 }).cidr).toBe('10.0.0.0/24');
    const taken = ['10.0.0.0/25', '10.0.1.0/24', '10.0.2.0/28'].map((cidr, i) => sample.vswitch({ id: `vsw-${i}`, vpcId: 'vpc-1', cidr }));
    expect(make({ CidrMask: 24 }, [vpc, ...taken]).cidr).toBe('10.0.3.0/24');
    expect(make({ CidrMask: 25 }, [vpc, ...taken]).cidr).toBe('10.0.0.128/25');
    expect(make({ CidrMask: 29 }, [vpc, ...taken]).cidr).toBe('10.0.0.128/29');
    const full = sample.vswitch({ id: 'vsw-8', vpcId: 'vpc-1', cidr: '10.0.0.0/16' });
    expect(make({ CidrMask: 24 }, [vpc, full]).cidr).toBe('192.168.0.0/24');
    expect(codeOf(() => make({ CidrMask: 23 }, [vpc, full]))).toBe('ResourceNotAvailable');
  });

  it('§2.5: none where a route leads already', () => {
    const table = sample.routeTable({ id: 'vtb-1', vpcId: 'vpc-1' });
    const entry = (destination: string) => sample.routeEntry({ id: 'rte-1', vpcId: 'vpc-1', routeTableId: 'vtb-1', destination });
    expect(codeOf(() => make({ CidrBlock: '10.0.2.0/24' }, [vpc, table, entry('10.0.2.0/24')]))).toBe('InvalidCidrBlock.Overlapped');
    expect(codeOf(() => make({ CidrBlock: '10.0.2.0/24' }, [vpc, table, entry('10.0.0.0/16')]))).toBe('accepted');
  });

  it('§8.1: 150 in a VPC', () => {
    const rows = Array.from({ length: 150 }, (_, i) => sample.vswitch({ id: `vsw-${i}`, vpcId: 'vpc-1', cidr: `10.0.${i}.0/24` }));
    expect(codeOf(() => make({ CidrBlock: '10.0.200.0/24' }, [vpc, ...rows]))).toBe('QuotaExceeded.VSwitch');
  });
});

describe('§4.3 DeleteVSwitch', () => {
  const vpc = sample.vpc({ id: 'vpc-1', routeTableId: 'vtb-1' });
  const vswitch = sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1', routeTableId: 'vtb-1' });
  const eni = sample.eni({ id: 'eni-1', vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: ['10.0.0.1', '10.0.0.2'] });
  const instance = sample.instance({ id: 'i-1', vpcId: 'vpc-1', vswitchId: 'vsw-1' });
  const remove = (...rows: readonly Row[]) => codeOf(() => deleteVSwitch(contextOf(rows), 'vsw-1'));

  it('refuses in order: unknown, not settled, instances, ENIs, a route table of its own', () => {
    expect(remove(vpc)).toBe('InvalidVSwitchId.NotFound');
    expect(remove(vpc, { ...vswitch, region: 'cn-beijing' })).toBe('InvalidVSwitchId.NotFound');
    expect(remove(vpc, { ...vswitch, status: 'Pending' }, eni)).toBe('IncorrectVSwitchStatus');
    expect(remove(vpc, vswitch, instance, eni)).toBe('DependencyViolation');
    expect(remove(vpc, { ...vswitch, routeTableId: 'vtb-2' }, eni)).toBe('DependencyViolation.NetworkInterface');
    expect(remove(vpc, { ...vswitch, routeTableId: 'vtb-2' })).toBe('DependencyViolation.RouteTable');
    expect(remove(vpc, vswitch)).toBe('accepted');
  });

  it('where a gateway table diverts its packets, that entry goes with it', () => {
    const arrivals = sample.routeTable({ id: 'vtb-g', vpcId: 'vpc-1', type: 'Custom', associateType: 'Gateway' });
    const diverted = sample.routeEntry({ id: 'rte-1', vpcId: 'vpc-1', routeTableId: 'vtb-g', destination: vswitch.cidr });
    const other = sample.routeEntry({ id: 'rte-2', vpcId: 'vpc-1', routeTableId: 'vtb-g', destination: '10.0.9.0/24' });
    const { put, remove: gone } = deleteVSwitch(contextOf([vpc, vswitch, arrivals, diverted, other]), 'vsw-1');
    expect(put).toMatchObject([{ id: 'rte-1', status: 'Deleting' }]);
    expect(gone.map((row) => row.id)).toEqual(['vsw-1']);
  });

  it('§2.5: every private address counts against the free ones', () => {
    expect(freeAddresses(vswitch, contextOf([vswitch]).read)).toBe(252);
    expect(freeAddresses(vswitch, contextOf([vswitch, eni]).read)).toBe(250);
  });
});

it('an address is inside a VPC by any of its blocks', () => {
  const vpc = sample.vpc({ id: 'vpc-1', cidr: '10.0.0.0/16', secondaryCidrs: ['47.96.1.0/24'] });
  expect(['10.0.255.255', '47.96.1.9', '10.1.0.0', '47.96.2.1', 'x'].map((text) => isInside(vpc, text))).toEqual([
    true, true, false, false, false,
  ]);
});
