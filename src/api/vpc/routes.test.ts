/** Route tables, entries, IPv4 gateways and CIDR blocks as clients see them: states, fields, what they wait for. */
import { beforeEach, describe, expect, it } from 'vitest';
import { field, testCloud, textField, type TestCloud } from '../../control/testing.js';
import { shapeFaults } from '../testing-shapes.js';

const SDK = '@alicloud/vpc20160428';
const REGION = { RegionId: 'cn-hangzhou' };

let cloud: TestCloud;
let VpcId: string;
let VSwitchId: string;
let system: string;
let group: string;
let eni: string;
beforeEach(async () => {
  cloud = await testCloud();
  const created = await vpc('CreateVpc', { CidrBlock: '10.0.0.0/16' });
  [VpcId, system] = [textField(created, 'VpcId'), textField(created, 'RouteTableId')];
  VSwitchId = textField(await vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
  group = textField(await call('Ecs', 'CreateSecurityGroup', { VpcId }), 'SecurityGroupId');
  eni = textField(await call('Ecs', 'CreateNetworkInterface', { VSwitchId, SecurityGroupId: group }), 'NetworkInterfaceId');
});

type Given = Readonly<Record<string, string | number | boolean>>;
/** Resolves once nothing is on its way any more, unless the agent is held. */
async function call(product: 'Vpc' | 'Ecs', action: string, parameters: Given = {}) {
  const body = await cloud.call(product, action, { ...REGION, ...parameters });
  await cloud.settled();
  expect(product === 'Vpc' ? shapeFaults(SDK, action, body) : []).toEqual([]);
  return body;
}
const vpc = (action: string, parameters?: Given) => call('Vpc', action, parameters);
const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'accepted', (error: { code: string; status: number }) => `${error.status} ${error.code}`);

const table = async (AssociateType = 'VSwitch') => textField(await vpc('CreateRouteTable', { VpcId, AssociateType }), 'RouteTableId');
const tableRow = async (RouteTableId: string) => field(await vpc('DescribeRouteTableList', { RouteTableId }), 'RouterTableList.RouterTableListType.0');
const entry = async (more: Given = {}) => textField(
  await vpc('CreateRouteEntry', { RouteTableId: system, DestinationCidrBlock: '192.168.0.0/16', NextHopType: 'NetworkInterface', NextHopId: eni, ...more }), 'RouteEntryId',
);
const entries = async (more: Given = {}) => vpc('DescribeRouteEntryList', { RouteTableId: system, ...more });
const gateway = async () => textField(await vpc('CreateIpv4Gateway', { VpcId, Ipv4GatewayName: 'n', 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' }), 'Ipv4GatewayId');
const gatewayRow = (Ipv4GatewayId: string) => vpc('GetIpv4GatewayAttribute', { Ipv4GatewayId });

describe('§2.6, §4.4 route tables', () => {
  it('Pending until the data plane has it, then Available, Deleting until it is gone', async () => {
    cloud.agent.hold();
    const id = await table();
    expect(await tableRow(id)).toMatchObject({ Status: 'Pending', RouteTableType: 'Custom', AssociateType: 'VSwitch', VpcId });
    expect(await codeOf(vpc('DeleteRouteTable', { RouteTableId: id }))).toBe('400 IncorrectRouteTableStatus');
    cloud.agent.release();
    await cloud.settled();
    expect(await tableRow(id)).toMatchObject({ Status: 'Available' });
    cloud.agent.hold();
    await vpc('DeleteRouteTable', { RouteTableId: id });
    expect(await tableRow(id)).toMatchObject({ Status: 'Deleting' });
    cloud.agent.release();
    await cloud.settled();
    expect(await tableRow(id)).toBeUndefined();
    expect(await codeOf(vpc('DeleteRouteTable', { RouteTableId: id }))).toBe('404 InvalidRouteTableId.NotFound');
  });

  it('a vSwitch moves to a table and back; what clients wait for is in one row', async () => {
    const id = await table();
    await call('Ecs', 'RunInstances', { ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', VSwitchId, SecurityGroupId: group });
    cloud.agent.hold();
    await vpc('AssociateRouteTable', { RouteTableId: id, VSwitchId });
    expect(await tableRow(id)).toMatchObject({ Status: 'Pending', VSwitchIds: { VSwitchId: [VSwitchId] } });
    cloud.agent.release();
    await cloud.settled();
    expect(await tableRow(id)).toMatchObject({ Status: 'Available', VSwitchIds: { VSwitchId: [VSwitchId] } });
    expect(await tableRow(system)).toMatchObject({ VSwitchIds: { VSwitchId: [] } });
    expect(await vpc('DescribeVSwitchAttributes', { VSwitchId })).toMatchObject({ RouteTable: { RouteTableId: id, RouteTableType: 'Custom' } });
    expect(await codeOf(vpc('DeleteRouteTable', { RouteTableId: id }))).toBe('400 DependencyViolation.VSwitch');
    await vpc('UnassociateRouteTable', { RouteTableId: id, VSwitchId });
    expect(await tableRow(system)).toMatchObject({ VSwitchIds: { VSwitchId: [VSwitchId] } });
  });

  it('DescribeRouteTables shows entries in the older form, system ones too', async () => {
    const RouteEntryId = await entry({ RouteEntryName: 'branch', Description: 'd' });
    const body = await vpc('DescribeRouteTables', { RouteTableId: system });
    expect(field(body, 'RouteTables.RouteTable.0')).toMatchObject({ RouteTableId: system, RouteTableType: 'System', Status: 'Available', VSwitchIds: { VSwitchId: [VSwitchId] } });
    const shown = field(body, 'RouteTables.RouteTable.0.RouteEntrys.RouteEntry');
    expect(shown).toContainEqual({
      RouteTableId: system, RouteEntryId, RouteEntryName: 'branch', Description: 'd', DestinationCidrBlock: '192.168.0.0/16', Type: 'Custom',
      Status: 'Available', NextHopType: 'NetworkInterface', InstanceId: eni, NextHops: { NextHop: [] },
    });
    expect(shown).toContainEqual(expect.objectContaining({ DestinationCidrBlock: '10.0.0.0/24', Type: 'System', NextHopType: 'local', InstanceId: '' }));
    expect(shown).toContainEqual(expect.objectContaining({ DestinationCidrBlock: '100.64.0.0/10', NextHopType: 'service' }));
    const systemOnly = await vpc('DescribeRouteTables', { RouteTableId: system, Type: 'System' });
    expect(field(systemOnly, 'RouteTables.RouteTable.0.RouteEntrys.RouteEntry')).toHaveLength(2);
  });

  it('DescribeVRouters has a row per VPC', async () => {
    const custom = await table();
    expect(field(await vpc('DescribeVRouters'), 'VRouters.VRouter')).toMatchObject([{ VpcId, RouteTableIds: { RouteTableId: [system, custom] } }]);
    expect(field(await vpc('DescribeVRouters', { VRouterId: 'vrt-x' }), 'TotalCount')).toBe(0);
  });
});

describe('§2.6, §4.4 route entries', () => {
  it('Pending, Available, Modifying, Deleting: each until the data plane follows', async () => {
    const status = async (RouteEntryId: string) => field(await entries({ RouteEntryId }), 'RouteEntrys.RouteEntry.0.Status');
    const step = async (doing: () => Promise<unknown>, meanwhile: string) => {
      cloud.agent.hold();
      await doing();
      expect(await status(id)).toBe(meanwhile);
      cloud.agent.release();
      await cloud.settled();
    };
    let id = '';
    await step(async () => { id = await entry(); }, 'Pending');
    expect(await status(id)).toBe('Available');
    const other = textField(await call('Ecs', 'CreateNetworkInterface', { VSwitchId, SecurityGroupId: group }), 'NetworkInterfaceId');
    await step(() => vpc('ModifyRouteEntry', { RouteEntryId: id, NewNextHopType: 'NetworkInterface', NewNextHopId: other }), 'Modifying');
    expect(field(await entries({ RouteEntryId: id }), 'RouteEntrys.RouteEntry.0')).toMatchObject({
      Status: 'Available', Origin: 'CustomCreate', IpVersion: 'ipv4', NextHops: { NextHop: [{ NextHopId: other, NextHopType: 'NetworkInterface', Enabled: 1 }] },
    });
    await step(() => vpc('DeleteRouteEntry', { RouteTableId: system, DestinationCidrBlock: '192.168.0.0/16', NextHopId: other }), 'Deleting');
    expect(await status(id)).toBeUndefined();
    expect(await codeOf(vpc('DeleteRouteEntry', { RouteEntryId: id }))).toBe('404 InvalidRouteEntry.NotFound');
  });

  it('an entry whose table cannot be made real goes again', async () => {
    const key = cloud.plane.network.find((object) => object.kind === 'table')?.key ?? '';
    cloud.agent.failing.set(key, 'EBUSY');
    await entry();
    expect(field(await entries({ RouteEntryType: 'Custom' }), 'TotalCount')).toBe(0);
    expect(cloud.faults).not.toEqual([]);
  });

  it('pages of DescribeRouteEntryList say MaxResult and go through system entries, too', async () => {
    for (let i = 0; i < 11; i++) await entry({ DestinationCidrBlock: `172.16.${i}.0/24` });
    const first = await entries();
    expect(field(first, 'RouteEntrys.RouteEntry')).toHaveLength(10);
    expect(first['TotalCount']).toBe(13);
    const rest = await entries({ NextToken: textField(first, 'NextToken') });
    expect(field(rest, 'RouteEntrys.RouteEntry')).toHaveLength(3);
    expect(rest['NextToken']).toBe('');
    expect(field(await entries({ MaxResult: 100 }), 'RouteEntrys.RouteEntry')).toHaveLength(13);
    expect(field(await entries({ MaxResult: 5 }), 'RouteEntrys.RouteEntry')).toHaveLength(5);
    expect(await codeOf(entries({ MaxResult: 0 }))).toBe('400 InvalidParameter');
    expect(await codeOf(entries({ NextToken: 'x' }))).toBe('400 InvalidParameter.NextToken');
    expect(await codeOf(entries({ RouteTableId: 'vtb-x' }))).toBe('404 InvalidRouteTableId.NotFound');
  });

  it('several in one call: each is made or says why not', async () => {
    const one = (n: number, DstCidrBlock: string, NextHop = eni): Given => Object.fromEntries(
      Object.entries({ RouteTableId: system, DstCidrBlock, NextHop, NextHopType: 'NetworkInterface' }).map(([name, value]) => [`RouteEntries.${n}.${name}`, value]),
    );
    const made = await vpc('CreateRouteEntries', {
      ...one(1, '192.168.0.0/16'), ...one(2, '192.168.0.0/16'), ...one(3, '172.16.0.0/16', 'eni-x'), ...one(4, '172.16.0.0/16'),
    });
    expect(made).toMatchObject({ SuccessCount: 2, FailedCount: 2, FailedRouteEntries: [
      { DstCidrBlock: '192.168.0.0/16', NextHop: eni, FailedCode: 'RouterEntryConflict.Duplicated' },
      { DstCidrBlock: '172.16.0.0/16', NextHop: 'eni-x', FailedCode: 'ResourceNotFound.NetworkInterface' },
    ] });
    expect(made['RouteEntryIds']).toHaveLength(2);
    const gone = await vpc('DeleteRouteEntries', {
      'RouteEntries.1.RouteTableId': system, 'RouteEntries.1.RouteEntryId': textField(made, 'RouteEntryIds.0'),
      'RouteEntries.2.RouteTableId': system, 'RouteEntries.2.DstCidrBlock': '172.16.0.0/16', 'RouteEntries.2.NextHop': eni,
      'RouteEntries.3.RouteTableId': system, 'RouteEntries.3.RouteEntryId': textField(made, 'RouteEntryIds.0'),
      'RouteEntries.4.RouteTableId': system, 'RouteEntries.4.DstCidrBlock': '10.0.0.0/24',
    });
    expect(gone).toMatchObject({ SuccessCount: 2, FailedCount: 2, FailedRouteEntries: [
      { RouteEntryId: textField(made, 'RouteEntryIds.0'), FailedCode: 'InvalidRouteEntry.NotFound' },
      { DstCidrBlock: '10.0.0.0/24', FailedCode: 'InvalidRouteEntry.SystemRoute' },
    ] });
    expect(field(await entries({ RouteEntryType: 'Custom' }), 'TotalCount')).toBe(0);
    expect(await codeOf(vpc('CreateRouteEntries'))).toBe('400 InvalidParameter');
    expect(await codeOf(vpc('DeleteRouteEntries', Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`RouteEntries.${i + 1}.RouteTableId`, system])))))
      .toBe('400 InvalidParameter');
  });

  it('filters', async () => {
    const RouteEntryId = await entry({ RouteEntryName: 'branch' });
    const cases: readonly (readonly [Given, number])[] = [
      [{}, 3], [{ RouteEntryId }, 1], [{ RouteEntryId: 'rte-x' }, 0], [{ RouteEntryName: 'branch' }, 1], [{ RouteEntryType: 'Custom' }, 1],
      [{ RouteEntryType: 'System' }, 2], [{ DestinationCidrBlock: '192.168.0.0/16' }, 1], [{ DestinationCidrBlock: '10.0.0.0/8' }, 0],
      [{ 'DestCidrBlockList.1': '192.168.0.0/16', 'DestCidrBlockList.2': '10.0.0.0/24' }, 2], [{ NextHopType: 'local' }, 1], [{ NextHopType: 'Local' }, 1],
      [{ NextHopId: eni }, 1], [{ IpVersion: 'ipv4' }, 3], [{ IpVersion: 'ipv6' }, 0], [{ ServiceType: 'TR' }, 0],
    ];
    for (const [given, count] of cases) expect([given, (await entries(given))['TotalCount']]).toEqual([given, count]);
  });

  it('U-08: with the ENI that goes', async () => {
    await entry();
    await call('Ecs', 'DeleteNetworkInterface', { NetworkInterfaceId: eni });
    expect(field(await entries({ RouteEntryType: 'Custom' }), 'TotalCount')).toBe(0);
  });
});

describe('§2.7, §4.5 IPv4 gateways', () => {
  it('Creating, Created; Activating, Created and enabled; Deleting, gone', async () => {
    cloud.agent.hold();
    const id = await gateway();
    cloud.agent.release();
    await cloud.settled();
    expect(await gatewayRow(id)).toMatchObject({
      Status: 'Created', Enabled: false, VpcId, Ipv4GatewayName: 'n', Ipv4GatewayDescription: '', Ipv4GatewayRouteTableId: '',
      Tags: [{ Key: 'k', Value: 'v' }], CreateTime: '2026-01-02T03:04:05Z',
    });
    expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ Ipv4GatewayId: id, SupportIpv4Gateway: false });
    cloud.agent.hold();
    await vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: id, 'RouteTableList.1': system });
    expect(await gatewayRow(id)).toMatchObject({ Status: 'Activating', Enabled: false });
    cloud.agent.release();
    await cloud.settled();
    expect(await gatewayRow(id)).toMatchObject({ Status: 'Created', Enabled: true });
    expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ Ipv4GatewayId: id, SupportIpv4Gateway: true });
    expect(field(await entries({ NextHopType: 'Ipv4Gateway' }), 'RouteEntrys.RouteEntry.0')).toMatchObject({ DestinationCidrBlock: '0.0.0.0/0', Status: 'Available' });
    expect(await codeOf(vpc('DeleteIpv4Gateway', { Ipv4GatewayId: id }))).toBe('400 DependencyViolation.RouteEntry');
    cloud.agent.hold();
    await vpc('DeleteIpv4Gateway', { Ipv4GatewayId: id, InternetMode: 'public' });
    expect(await gatewayRow(id)).toMatchObject({ Status: 'Deleting' });
    cloud.agent.release();
    await cloud.settled();
    expect(await codeOf(gatewayRow(id))).toBe('404 ResourceNotFound.Ipv4Gateway');
    expect(field(await entries(), 'TotalCount')).toBe(2);
    expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ Ipv4GatewayId: '', SupportIpv4Gateway: false });
  });

  it('P8: private is the default, and there is a way back', async () => {
    await vpc('DeleteIpv4Gateway', { Ipv4GatewayId: await gateway() });
    expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ Ipv4GatewayId: '', SupportIpv4Gateway: true });
    await vpc('DeleteIpv4Gateway', { Ipv4GatewayId: await gateway(), InternetMode: 'public' });
    expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ SupportIpv4Gateway: false });
  });

  it('its list has plain arrays and a count in text', async () => {
    const id = await gateway();
    const body = await vpc('ListIpv4Gateways', { VpcId });
    expect(body).toMatchObject({ TotalCount: '1', NextToken: '', Ipv4GatewayModels: [{ Ipv4GatewayId: id, GmtCreate: '2026-01-02T03:04:05Z', Tags: [{ Key: 'k', Value: 'v' }] }] });
    const cases: readonly (readonly [Given, string])[] = [
      [{ VpcId: 'vpc-x' }, '0'], [{ Ipv4GatewayId: id }, '1'], [{ Ipv4GatewayName: 'n' }, '1'], [{ Ipv4GatewayName: 'm' }, '0'],
      [{ ResourceGroupId: 'rg-x' }, '0'], [{ 'Tags.1.Key': 'k' }, '1'], [{ 'Tags.1.Key': 'x' }, '0'],
    ];
    for (const [given, count] of cases) expect([given, (await vpc('ListIpv4Gateways', given))['TotalCount']]).toEqual([given, count]);
  });

  it('its route table diverts a vSwitch', async () => {
    const [id, arrivals] = [await gateway(), await table('Gateway')];
    const ofBoth = { RouteTableId: arrivals, GatewayId: id };
    expect(await codeOf(vpc('AssociateRouteTableWithGateway', ofBoth))).toBe('400 OperationDenied.Ipv4GatewayNotActive');
    await vpc('EnableVpcIpv4Gateway', { Ipv4GatewayId: id });
    expect(await codeOf(vpc('AssociateRouteTableWithGateway', { ...ofBoth, GatewayType: 'VpnGateway' }))).toBe('400 InvalidParameter');
    cloud.agent.hold();
    await vpc('AssociateRouteTableWithGateway', { ...ofBoth, GatewayType: 'IPv4Gateway' });
    expect(await gatewayRow(id)).toMatchObject({ Status: 'Modifying', Ipv4GatewayRouteTableId: arrivals, Enabled: true });
    cloud.agent.release();
    await cloud.settled();
    expect(await gatewayRow(id)).toMatchObject({ Status: 'Created', Ipv4GatewayRouteTableId: arrivals });
    expect(await tableRow(arrivals)).toMatchObject({ AssociateType: 'Gateway', GatewayIds: { GatewayIds: [id] } });
    const listed = () => vpc('ListGatewayRouteTableEntries', { GatewayRouteTableId: arrivals });
    expect(await listed()).toMatchObject({ TotalCount: '1', GatewayRouteEntryModels: [{ DestinationCidrBlock: '10.0.0.0/24', NextHopType: 'Local', NextHopId: '', Status: 'Available' }] });
    const change = { IPv4GatewayRouteTableId: arrivals, DestinationCidrBlock: '10.0.0.0/24' };
    await vpc('UpdateGatewayRouteTableEntryAttribute', { ...change, NextHopType: 'NetworkInterface', NextHopId: eni, Name: 'wall' });
    expect(await listed()).toMatchObject({ TotalCount: '1', GatewayRouteEntryModels: [{ NextHopType: 'NetworkInterface', NextHopId: eni, Name: 'wall' }] });
    expect(await codeOf(vpc('DeleteRouteEntry', { RouteTableId: arrivals, DestinationCidrBlock: '10.0.0.0/24' }))).toBe('400 OperationDenied.GatewayRouteTableNotPermitted');
    await vpc('UpdateGatewayRouteTableEntryAttribute', { ...change, NextHopType: 'Local' });
    expect(await listed()).toMatchObject({ GatewayRouteEntryModels: [{ NextHopType: 'Local' }] });
    expect(await codeOf(vpc('DeleteIpv4Gateway', { Ipv4GatewayId: id }))).toBe('400 ResourceAlreadyAssociated.GatewayRouteTable');
    expect(await codeOf(vpc('DeleteRouteTable', { RouteTableId: arrivals }))).toBe('400 OperationDenied.GatewayAssociated');
    expect(await codeOf(vpc('UpdateGatewayRouteTableEntryAttribute', { DestinationCidrBlock: '10.0.0.0/24', NextHopType: 'Local' }))).toBe('400 MissingParameter');
    await vpc('DissociateRouteTableFromGateway', ofBoth);
    expect(await gatewayRow(id)).toMatchObject({ Ipv4GatewayRouteTableId: '' });
  });
});

it('§2.5, §4.2: a secondary block comes and goes', async () => {
  const block = { VpcId, SecondaryCidrBlock: '198.18.5.0/24' };
  cloud.agent.hold();
  expect(await vpc('AssociateVpcCidrBlock', block)).toEqual({ CidrBlock: '198.18.5.0/24', IpVersion: 'IPV4' });
  expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ Status: 'Pending', SecondaryCidrBlocks: { SecondaryCidrBlock: ['198.18.5.0/24'] } });
  cloud.agent.release();
  await cloud.settled();
  expect(field(await vpc('DescribeVpcs', { VpcId }), 'Vpcs.Vpc.0')).toMatchObject({ Status: 'Available', SecondaryCidrBlocks: { SecondaryCidrBlock: ['198.18.5.0/24'] } });
  const vswitch = textField(await vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '198.18.5.0/25' }), 'VSwitchId');
  expect(await codeOf(vpc('UnassociateVpcCidrBlock', block))).toBe('400 OperationFailed.CidrInUse');
  await vpc('DeleteVSwitch', { VSwitchId: vswitch });
  await vpc('UnassociateVpcCidrBlock', block);
  expect(await vpc('DescribeVpcAttribute', { VpcId })).toMatchObject({ Status: 'Available', SecondaryCidrBlocks: { SecondaryCidrBlock: [] } });
  expect(await codeOf(vpc('UnassociateVpcCidrBlock', { ...block, IPv6CidrBlock: '2001:db8::/56' }))).toBe('400 UnsupportedParameter');
});
