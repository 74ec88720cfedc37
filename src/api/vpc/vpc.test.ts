import { beforeEach, describe, expect, it } from 'vitest';
import { REGIONS } from '../../cloud/catalogue/regions.js';
import { field, TEST_ACCOUNT, testCloud, textField, type TestCloud } from '../../control/testing.js';
import { shapeFaults } from '../testing-shapes.js';

const SDK = '@alicloud/vpc20160428';
const REGION = { RegionId: 'cn-hangzhou' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});

const vpc = (action: string, parameters: Parameters<TestCloud['call']>[2] = {}) => cloud.call('Vpc', action, parameters);

async function network() {
  const created = await vpc('CreateVpc', { ...REGION, CidrBlock: '10.0.0.0/8', VpcName: 'net', Description: 'd', UserCidr: '1.0.0.0/8,2.0.0.0/8', 'Tag.1.Key': 'k' });
  await cloud.settled();
  const VpcId = textField(created, 'VpcId');
  const { VSwitchId } = await vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24', VSwitchName: 'front' });
  await cloud.settled();
  return { created, VpcId, VSwitchId: String(VSwitchId) };
}

describe('§2.5, §4.2, §4.3 VPCs and vSwitches', () => {
  it("every answer is what the SDK's model says", async () => {
    const { created, VpcId, VSwitchId } = await network();
    const answers = {
      CreateVpc: created,
      DescribeVpcAttribute: await vpc('DescribeVpcAttribute', { ...REGION, VpcId }),
      DescribeVpcs: await vpc('DescribeVpcs', REGION),
      DescribeRouteTableList: await vpc('DescribeRouteTableList', { ...REGION, VpcId }),
      DescribeVSwitchAttributes: await vpc('DescribeVSwitchAttributes', { VSwitchId }),
      DescribeVSwitches: await vpc('DescribeVSwitches', { VpcId }),
      DescribeRegions: await vpc('DescribeRegions'),
      DescribeZones: await vpc('DescribeZones', REGION),
    };
    for (const [action, body] of Object.entries(answers)) {
      expect([action, shapeFaults(SDK, action, body)]).toEqual([action, []]);
    }
  });

  it('shows a VPC as it was asked for', async () => {
    const { VpcId, VSwitchId, created } = await network();
    const shown = {
      VpcId, VpcName: 'net', Description: 'd', CidrBlock: '10.0.0.0/8', Status: 'Available', IsDefault: false, EnabledIpv6: false,
      OwnerId: Number(TEST_ACCOUNT), UserCidrs: { UserCidr: ['1.0.0.0/8', '2.0.0.0/8'] }, SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
      VSwitchIds: { VSwitchId: [VSwitchId] }, Tags: { Tag: [{ Key: 'k', Value: '' }] }, VRouterId: created['VRouterId'],
      CreationTime: '2026-01-02T03:04:05Z',
    };
    const attribute = await vpc('DescribeVpcAttribute', { ...REGION, VpcId });
    expect(attribute).toMatchObject({
      ...shown, ClassicLinkEnabled: false, Ipv4GatewayId: '',
      CloudResources: {
        CloudResourceSetType: [
          { ResourceType: 'VRouter', ResourceCount: 1 },
          { ResourceType: 'RouteTable', ResourceCount: 1 },
          { ResourceType: 'VSwitch', ResourceCount: 1 },
        ],
      },
    });
    const row = field(await vpc('DescribeVpcs', REGION), 'Vpcs.Vpc.0');
    expect(row).toMatchObject({ ...shown, RouterTableIds: { RouterTableIds: [created['RouteTableId']] } });
    expect(row).not.toHaveProperty('Ipv4GatewayId');
  });

  it('client facts §2.3: what Terraform reads of a VPC is there, of its type', async () => {
    const { VpcId } = await network();
    expect(await vpc('DescribeVpcAttribute', { ...REGION, VpcId })).toMatchObject({
      CidrBlock: '10.0.0.0/8', ClassicLinkEnabled: false, CreationTime: '2026-01-02T03:04:05Z', Description: 'd', DnsHostnameStatus: 'DISABLED',
      EnabledIpv6: false, Ipv6CidrBlock: '', Ipv6CidrBlocks: { Ipv6CidrBlock: [] }, RegionId: 'cn-hangzhou', IsDefault: false,
      ResourceGroupId: `rg-default${TEST_ACCOUNT}`, Status: 'Available', VpcName: 'net', SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
      Tags: { Tag: [{ Key: 'k', Value: '' }] }, UserCidrs: { UserCidr: ['1.0.0.0/8', '2.0.0.0/8'] },
    });
    expect(field(await vpc('DescribeRouteTableList', { ...REGION, VpcId }), 'RouterTableList.RouterTableListType.0')).toMatchObject({
      ResourceGroupId: `rg-default${TEST_ACCOUNT}`, RouteTableName: '', Description: '', RoutePropagationEnable: true, RouteTableType: 'System', VpcId,
    });
  });

  it('§4.0: twenty VPCs by their ids and no more', async () => {
    const ids = Array.from({ length: 21 }, (_, i) => `vpc-${i}`);
    expect(field(await vpc('DescribeVpcs', { ...REGION, VpcId: ids.slice(1).join() }), 'TotalCount')).toBe(0);
    await expect(vpc('DescribeVpcs', { ...REGION, VpcId: ids.join() })).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  it('§10.13: the system route table is there as soon as the VPC is, nameless', async () => {
    cloud.agent.hold();
    const created = await vpc('CreateVpc', REGION);
    expect(await vpc('DescribeVpcAttribute', { ...REGION, VpcId: textField(created, 'VpcId') })).toMatchObject({ Status: 'Pending' });
    const tables = await vpc('DescribeRouteTableList', { ...REGION, VpcId: textField(created, 'VpcId') });
    expect(field(tables, 'RouterTableList.RouterTableListType')).toMatchObject([
      {
        RouteTableId: created['RouteTableId'], RouterId: created['VRouterId'], RouteTableType: 'System', RouteTableName: '',
        Description: '', Status: 'Available', VSwitchIds: { VSwitchId: [] },
      },
    ]);
  });

  it('no vSwitch before the VPC is Available', async () => {
    cloud.agent.hold();
    const VpcId = textField(await vpc('CreateVpc', { ...REGION, CidrBlock: '10.0.0.0/16' }), 'VpcId');
    const create = () => vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' });
    await expect(create()).rejects.toMatchObject({ code: 'TaskConflict' });
    cloud.agent.release();
    await cloud.settled();
    expect(await create()).toHaveProperty('VSwitchId');
  });

  it('takes down what it set up: in order, and a second time it is gone', async () => {
    const { VpcId, VSwitchId } = await network();
    await expect(vpc('DeleteVpc', { VpcId })).rejects.toMatchObject({ code: 'DependencyViolation.VSwitch', status: 400 });
    await expect(vpc('DeleteVSwitch', { VSwitchId, DryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation' });
    expect(await vpc('DeleteVSwitch', { VSwitchId })).toEqual({});
    await expect(vpc('DeleteVSwitch', { VSwitchId })).rejects.toMatchObject({ code: 'InvalidVSwitchId.NotFound', status: 404 });
    await expect(vpc('DescribeVSwitchAttributes', { VSwitchId })).rejects.toMatchObject({ code: 'InvalidVswitchID.NotFound', status: 404 });
    expect(await vpc('DeleteVpc', { VpcId })).toEqual({});
    await expect(vpc('DeleteVpc', { VpcId })).rejects.toMatchObject({ code: 'InvalidVpcId.NotFound', status: 404 });
    await expect(vpc('DescribeVpcAttribute', { ...REGION, VpcId })).rejects.toMatchObject({ code: 'InvalidVpcId.NotFound', status: 404 });
    expect(field(await vpc('DescribeRouteTableList', REGION), 'TotalCount')).toBe(0);
    await cloud.settled();
    expect(cloud.plane.network).toEqual([]);
    expect(cloud.faults).toEqual([]);
  });

  it('new names are shown at once; a new block, and a vSwitch with new names, when the data plane has followed', async () => {
    const { VpcId, VSwitchId } = await network();
    const ranges = () => field({ spaces: cloud.plane.network.filter((object) => object.kind === 'space').map((space) => [...space.ranges]) }, 'spaces.0');
    cloud.agent.hold();
    expect(await vpc('ModifyVpcAttribute', { VpcId, VpcName: 'other', Description: 'e' })).toEqual({});
    expect(await vpc('DescribeVpcAttribute', { ...REGION, VpcId })).toMatchObject({ VpcName: 'other', Description: 'e', Status: 'Available' });
    await vpc('ModifyVpcAttribute', { VpcId, CidrBlock: '10.0.0.0/12' });
    expect(await vpc('DescribeVpcAttribute', { ...REGION, VpcId })).toMatchObject({ CidrBlock: '10.0.0.0/12', Status: 'Pending' });
    await expect(vpc('ModifyVpcAttribute', { VpcId, CidrBlock: '10.0.0.0/8' })).rejects.toMatchObject({ code: 'IncorrectVpcStatus' });
    await vpc('ModifyVSwitchAttribute', { VSwitchId, VSwitchName: 'back' });
    expect(await vpc('DescribeVSwitchAttributes', { VSwitchId })).toMatchObject({ VSwitchName: 'back', Status: 'Pending' });
    cloud.agent.release();
    await cloud.settled();
    expect(await vpc('DescribeVpcAttribute', { ...REGION, VpcId })).toMatchObject({ CidrBlock: '10.0.0.0/12', Status: 'Available' });
    expect(await vpc('DescribeVSwitchAttributes', { VSwitchId })).toMatchObject({ Status: 'Available', Description: '' });
    expect(ranges()).toEqual(['10.0.0.0/12']);
    await expect(vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.16.0.0/24' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    const resize = { ...REGION, VpcId, OriginalCidrBlock: '10.0.0.0/12', TargetCidrBlock: '10.0.0.0/8' };
    await expect(vpc('ModifyVpcCidrBlock', { ...resize, DryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation' });
    expect(await vpc('ModifyVpcCidrBlock', resize)).toEqual({});
    await cloud.settled();
    expect(ranges()).toEqual(['10.0.0.0/8']);
    expect(await vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.16.0.0/24' })).toHaveProperty('VSwitchId');
  });

  it('§2.5 ForceDelete takes the IPv4 gateway and the routes to it along', async () => {
    const { VpcId, VSwitchId, created } = await network();
    await vpc('DeleteVSwitch', { VSwitchId });
    const { Ipv4GatewayId } = await vpc('CreateIpv4Gateway', { ...REGION, VpcId });
    await cloud.settled();
    await vpc('EnableVpcIpv4Gateway', { ...REGION, Ipv4GatewayId: String(Ipv4GatewayId), 'RouteTableList.1': String(created['RouteTableId']) });
    await cloud.settled();
    await expect(vpc('DeleteVpc', { VpcId })).rejects.toMatchObject({ code: 'DependencyViolation.RouteEntry' });
    await expect(vpc('DeleteVpc', { VpcId, ForceDelete: true, DryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation' });
    expect(await vpc('DeleteVpc', { VpcId, ForceDelete: true })).toEqual({});
    await cloud.settled();
    expect(cloud.plane.network).toEqual([]);
    expect((await vpc('ListIpv4Gateways', REGION))['TotalCount']).toBe('0');
  });

  it('another account and another region see nothing of it', async () => {
    const { VpcId, VSwitchId, created } = await network();
    await cloud.plane.openAccount('2222222222222222', 'LTAIother', 'secret');
    const as = { account: '2222222222222222' };
    await expect(cloud.call('Vpc', 'DescribeVpcAttribute', { ...REGION, VpcId }, as)).rejects.toMatchObject({ status: 404 });
    await expect(cloud.call('Vpc', 'DeleteVSwitch', { VSwitchId }, as)).rejects.toMatchObject({ status: 404 });
    for (const [action, parameters] of [
      ['DescribeVSwitches', { VpcId }], ['DescribeRouteTableList', { ...REGION, VpcId }], ['DescribeVpcs', { ...REGION, VpcId }],
      ['DescribeRouteTableList', { ...REGION, RouteTableId: String(created['RouteTableId']) }],
    ] as const) {
      expect(field(await cloud.call('Vpc', action, parameters, as), 'TotalCount')).toBe(0);
      expect(field(await cloud.call('Vpc', action, { ...parameters, RegionId: 'cn-beijing' }), 'TotalCount')).toBe(0);
    }
  });

  it('filters of the lists', async () => {
    const { VpcId, VSwitchId, created } = await network();
    const group = `rg-default${TEST_ACCOUNT}`;
    await vpc('CreateVpc', { ...REGION, VpcName: 'other' });
    const cases = [
      ['DescribeVpcs', { VpcId }, 1], ['DescribeVpcs', { VpcId: `${VpcId},vpc-none` }, 1], ['DescribeVpcs', { VpcName: 'other' }, 1],
      ['DescribeVpcs', { IsDefault: false }, 2], ['DescribeVpcs', { IsDefault: true }, 0], ['DescribeVpcs', { EnableIpv6: true }, 0],
      ['DescribeVpcs', { ResourceGroupId: group }, 2], ['DescribeVpcs', { ResourceGroupId: 'rg-x' }, 0],
      ['DescribeVpcs', { 'Tag.1.Key': 'k' }, 1], ['DescribeVpcs', { VpcOwnerId: TEST_ACCOUNT }, 2], ['DescribeVpcs', { VpcOwnerId: 1 }, 0],
      ['DescribeVpcs', { DhcpOptionsSetId: 'dopt-1' }, 0],
      ['DescribeVSwitches', {}, 1], ['DescribeVSwitches', { VpcId }, 1], ['DescribeVSwitches', { VpcId: 'vpc-none' }, 0],
      ['DescribeVSwitches', { VSwitchId }, 1], ['DescribeVSwitches', { VSwitchName: 'back' }, 0], ['DescribeVSwitches', { ZoneId: 'cn-hangzhou-h' }, 0],
      ['DescribeVSwitches', { RouteTableId: String(created['RouteTableId']) }, 1], ['DescribeVSwitches', { IsDefault: true }, 0],
      ['DescribeVSwitches', { ResourceGroupId: group }, 1], ['DescribeVSwitches', { 'Tag.1.Key': 'k' }, 0], ['DescribeVSwitches', { VSwitchOwnerId: 1 }, 0],
      ['DescribeRouteTableList', {}, 2], ['DescribeRouteTableList', { VpcId }, 1], ['DescribeRouteTableList', { RouteTableType: 'System' }, 2],
      ['DescribeRouteTableList', { RouteTableType: 'Custom' }, 0], ['DescribeRouteTableList', { RouterId: String(created['VRouterId']) }, 1],
      ['DescribeRouteTableList', { RouterType: 'VBR' }, 0], ['DescribeRouteTableList', { RouteTableName: 'x' }, 0],
      ['DescribeRouteTableList', { RouteTableId: String(created['RouteTableId']) }, 1], ['DescribeRouteTableList', { ResourceGroupId: group }, 2],
      ['DescribeRouteTableList', { 'Tag.1.Key': 'k' }, 0],
      ['DescribeRouteTables', {}, 2], ['DescribeRouteTables', { RouteTableId: String(created['RouteTableId']) }, 1],
      ['DescribeRouteTables', { RouteTableName: 'x' }, 0], ['DescribeRouteTables', { RouterType: 'VBR' }, 0],
      ['DescribeRouteTables', { VRouterId: String(created['VRouterId']) }, 1], ['DescribeRouteTables', { RouterId: String(created['VRouterId']) }, 1],
      ['DescribeRouteTables', { ResourceGroupId: group }, 2], ['DescribeRouteTables', { ResourceGroupId: 'rg-x' }, 0],
      ['DescribeVRouters', {}, 2], ['DescribeVRouters', { VRouterId: String(created['VRouterId']) }, 1], ['DescribeVRouters', { VRouterId: 'vrt-x' }, 0],
    ] as const;
    for (const [action, parameters, expected] of cases) {
      const body = await vpc(action, { ...REGION, ...parameters });
      expect([action, parameters, field(body, 'TotalCount')]).toEqual([action, parameters, expected]);
    }
  });
});

describe('§4.2 regions and zones', () => {
  it('DescribeRegions names the endpoint that the caller used, in his language', async () => {
    const regions = async (AcceptLanguage: string) =>
      field(await cloud.call('Vpc', 'DescribeRegions', { AcceptLanguage }, { host: '127.0.0.1:8443' }), 'Regions.Region');
    expect(await regions('ja')).toHaveLength(REGIONS.length);
    expect(await regions('ja')).toContainEqual({ RegionId: 'ap-northeast-1', LocalName: '日本 (東京)', RegionEndpoint: '127.0.0.1:8443' });
    expect(await regions('en-US')).toContainEqual(expect.objectContaining({ LocalName: 'Japan (Tokyo)' }));
    expect(await regions('zh-CN')).toContainEqual(expect.objectContaining({ LocalName: '日本（东京）' }));
  });

  it('DescribeZones', async () => {
    const zones = field(await vpc('DescribeZones', { ...REGION, AcceptLanguage: 'en-US' }), 'Zones.Zone');
    expect(zones).toHaveLength(5);
    expect(zones).toContainEqual({ ZoneId: 'cn-hangzhou-k', LocalName: 'China (Hangzhou) Zone K', ZoneType: 'AvailabilityZone' });
  });
});
