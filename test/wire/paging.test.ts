/** The two page styles on every list action that has them, over 25 rows of each kind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Json, JsonObject, ProductName } from '../../src/api/action.js';
import { ACTIONS } from '../../src/api/registry.js';
import { field } from '../../src/control/testing.js';
import { CallError } from '../support/cloud.js';
import { popClient, type Client } from './clients.js';
import { scene, text, type Scene } from './world.js';

interface Paged {
  readonly list: string;
  /** What tells two rows apart; '' where the row itself does. */
  readonly id: string;
  readonly rows: number;
  readonly parameters?: (scene: Scene) => JsonObject;
  /** The least page that the action gives, for style B. */
  readonly least?: number;
}

const ROWS = 25;

/** By product and action; rows as the scene leaves them. */
const PAGED: Readonly<Record<string, Paged>> = {
  'Vpc.DescribeVpcs': { list: 'Vpcs.Vpc', id: 'VpcId', rows: ROWS },
  'Vpc.DescribeRouteTableList': {
    list: 'RouterTableList.RouterTableListType', id: 'RouteTableId', rows: ROWS, parameters: () => ({ RouteTableType: 'System' }),
  },
  'Vpc.DescribeRouteTables': { list: 'RouteTables.RouteTable', id: 'RouteTableId', rows: ROWS + 1 },
  'Vpc.DescribeVRouters': { list: 'VRouters.VRouter', id: 'VRouterId', rows: ROWS },
  'Vpc.ListIpv4Gateways': { list: 'Ipv4GatewayModels', id: 'Ipv4GatewayId', rows: ROWS },
  'Vpc.ListGatewayRouteTableEntries': {
    list: 'GatewayRouteEntryModels', id: 'DestinationCidrBlock', rows: ROWS, parameters: () => ({ GatewayRouteTableId: gatewayTable }),
  },
  'Vpc.ListVpcPublishedRouteEntries': {
    list: 'RouteEntries', id: '', rows: 0, parameters: () => ({ RouteTableId: gatewayTable, TargetType: 'CEN' }),
  },
  'Vpc.DescribeVSwitches': { list: 'VSwitches.VSwitch', id: 'VSwitchId', rows: ROWS },
  'Vpc.DescribeEipAddresses': { list: 'EipAddresses.EipAddress', id: 'AllocationId', rows: ROWS },
  'Vpc.DescribeCommonBandwidthPackages': { list: 'CommonBandwidthPackages.CommonBandwidthPackage', id: 'BandwidthPackageId', rows: ROWS },
  'Vpc.ListTagResources': {
    list: 'TagResources.TagResource', id: 'ResourceId', rows: ROWS - 1, parameters: () => ({ ResourceType: 'EIP', Tag: [{ Key: 'paged' }] }),
  },
  'Ecs.DescribeVpcs': { list: 'Vpcs.Vpc', id: 'VpcId', rows: ROWS },
  'Ecs.DescribeVSwitches': { list: 'VSwitches.VSwitch', id: 'VSwitchId', rows: ROWS },
  'Ecs.DescribeRouteTables': { list: 'RouteTables.RouteTable', id: 'RouteTableId', rows: ROWS + 1 },
  'Ecs.DescribeVRouters': { list: 'VRouters.VRouter', id: 'VRouterId', rows: ROWS },
  'Ecs.DescribeEipAddresses': { list: 'EipAddresses.EipAddress', id: 'AllocationId', rows: ROWS },
  'Ecs.DescribeInstances': { list: 'Instances.Instance', id: 'InstanceId', rows: ROWS },
  'Ecs.DescribeInstanceStatus': { list: 'InstanceStatuses.InstanceStatus', id: 'InstanceId', rows: ROWS },
  'Ecs.DescribeInstanceMaintenanceAttributes': { list: 'MaintenanceAttributes.MaintenanceAttribute', id: 'InstanceId', rows: ROWS },
  'Ecs.DescribeDisks': { list: 'Disks.Disk', id: 'DiskId', rows: ROWS },
  'Ecs.DescribeTags': { list: 'Tags.Tag', id: 'TagKey', rows: ROWS - 1 },
  'Ecs.DescribeSecurityGroups': { list: 'SecurityGroups.SecurityGroup', id: 'SecurityGroupId', rows: ROWS },
  'Ecs.DescribeNetworkInterfaces': {
    list: 'NetworkInterfaceSets.NetworkInterfaceSet', id: 'NetworkInterfaceId', rows: ROWS, parameters: () => ({ Type: 'Secondary' }), least: 10,
  },
  'Ecs.DescribeSecurityGroupAttribute': {
    list: 'Permissions.Permission', id: 'SecurityGroupRuleId', rows: ROWS, parameters: ({ world }) => ({ SecurityGroupId: world.openGroup }), least: 10,
  },
  'Ecs.DescribeInstanceTypes': { list: 'InstanceTypes.InstanceType', id: 'InstanceTypeId', rows: 8, parameters: () => ({ InstanceTypeFamily: 'ecs.g5' }) },
  'Ecs.DescribeImages': { list: 'Images.Image', id: 'ImageId', rows: 2 },
  'ResourceManager.ListResourceGroups': { list: 'ResourceGroups.ResourceGroup', id: 'Id', rows: ROWS },
  'ResourceManager.ListTagResources': {
    list: 'TagResources.TagResource', id: 'ResourceId', rows: ROWS - 1, parameters: () => ({ ResourceType: 'ResourceGroup', Tag: [{ Key: 'paged' }] }),
  },
};
/** Lists that look paged and are not: an empty one, one whose page has a fixed size, one that does not say its page, one of named instances. */
const NOT_PAGED = new Set([
  'BssOpenApi.QueryAvailableInstances', 'Ecs.ListTagResources', 'Ecs.DescribeInstanceRamRole', 'Ecs.DescribeInstanceAttachmentAttributes',
]);

const withParameter = (name: string) => ACTIONS.filter((one) => name in one.parameters.shape).map((one) => `${one.product}.${one.name}`);
const numbered = withParameter('PageSize').filter((name) => !NOT_PAGED.has(name));
const byToken = withParameter('MaxResults');

let live: Scene;
let client: Client;
let gatewayTable: string;
beforeAll(async () => {
  live = await scene();
  client = popClient(live.cloud);
  const { world, vpc, ecs } = live;
  gatewayTable = text(await vpc('CreateRouteTable', { VpcId: world.vpcId, AssociateType: 'Gateway', RouteTableName: 'arrivals' }), 'RouteTableId');
  await vpc('CreateIpv4Gateway', { VpcId: world.vpcId });
  for (let i = 1; i < ROWS; i++) {
    const VpcId = text(await vpc('CreateVpc'), 'VpcId');
    await vpc('CreateIpv4Gateway', { VpcId });
  }
  for (let i = 0; i < ROWS; i++) await vpc('CreateCommonBandwidthPackage', { Bandwidth: 10 });
  for (let i = 1; i < ROWS; i++) {
    await vpc('CreateVSwitch', { VpcId: world.vpcId, ZoneId: world.zone, CidrBlock: `10.1.${i}.0/24` });
    await vpc('AllocateEipAddress', { Tag: [{ Key: 'paged' }] });
    await client('ResourceManager', 'CreateResourceGroup', { Name: `group-${i}`, DisplayName: 'paged', Tag: [{ Key: 'paged' }] });
    await ecs('CreateSecurityGroup', { VpcId: world.vpcId, Tag: [{ Key: `tag-${i}` }] });
    await ecs('CreateNetworkInterface', { VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup });
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId: world.openGroup, IpProtocol: 'TCP', PortRange: `${i}/${i}`, SourceCidrIp: '0.0.0.0/0' });
  }
  await ecs('RunInstances', {
    ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup, Amount: ROWS - 1,
  });
});
afterAll(() => live.down());

const caseOf = (name: string): Paged => {
  const found = PAGED[name];
  if (found === undefined) throw new Error(`${name} has pages and no case here`);
  return found;
};

async function ask(name: string, page: JsonObject): Promise<JsonObject> {
  const [product, action] = z.tuple([z.custom<ProductName>(), z.string()]).parse(name.split('.'));
  return (await client(product, action, { RegionId: 'cn-hangzhou', ...caseOf(name).parameters?.(live), ...page })).body;
}

const idsOf = (name: string, body: JsonObject): readonly (Json | undefined)[] => {
  const { list, id } = caseOf(name);
  return z.array(z.custom<JsonObject>()).parse(field(body, list)).map((row) => row[id]);
};
const codeOf = (call: Promise<unknown>) => call.then(() => '', (error: unknown) => (error instanceof CallError ? error.code : String(error)));

describe.each(numbered)('style A: %s', (name) => {
  it('gives every row once, in pages of 10', async () => {
    const { rows } = caseOf(name);
    const seen: (Json | undefined)[] = [];
    for (let page = 1; page <= 3; page++) {
      const body = await ask(name, { PageNumber: page, PageSize: 10 });
      expect(body).toMatchObject({ PageNumber: page, PageSize: 10, TotalCount: rows });
      const ids = idsOf(name, body);
      expect(ids).toHaveLength(Math.max(0, Math.min(10, rows - (page - 1) * 10)));
      seen.push(...ids);
    }
    expect(new Set(seen).size).toBe(rows);
    const whole = idsOf(name, await ask(name, { PageSize: 50 }));
    expect(seen).toEqual(whole);
  });

  it('10 rows where nothing is said, none beyond the end, and no more than the most', async () => {
    const { rows } = caseOf(name);
    expect(idsOf(name, await ask(name, {}))).toHaveLength(Math.min(10, rows));
    const beyond = await ask(name, { PageNumber: 99, PageSize: 10 });
    expect([idsOf(name, beyond), beyond['TotalCount']]).toEqual([[], rows]);
    expect(Number((await ask(name, { PageSize: 100_000 }))['PageSize'])).toBeLessThanOrEqual(100);
    expect(await codeOf(ask(name, { PageNumber: 0 }))).toBe('InvalidParameter');
    expect(await codeOf(ask(name, { PageSize: -1 }))).toBe('InvalidParameter');
    expect(await codeOf(ask(name, { PageNumber: 'x' }))).toBe('InvalidParameter');
    expect(await codeOf(ask(name, { PageNumber: 999_999_999, PageSize: 50 }))).toBe('Throttling.DeepPageSkip');
  });
});

describe.each(byToken)('style B: %s', (name) => {
  it('gives every row once and ends with an empty token', async () => {
    const { rows, least = 3 } = caseOf(name);
    const seen: (Json | undefined)[] = [];
    let token = '';
    let pages = 0;
    do {
      const body = await ask(name, { MaxResults: least, ...(token === '' ? {} : { NextToken: token }) });
      const ids = idsOf(name, body);
      expect(ids).toHaveLength(Math.min(least, rows - seen.length));
      seen.push(...ids);
      token = z.string().parse(body['NextToken']);
      pages += 1;
    } while (token !== '');
    expect(pages).toBe(Math.max(1, Math.ceil(rows / least)));
    expect(new Set(seen).size).toBe(rows);
  });

  it.each(['nonsense', '../../etc/passwd', 'bm90aGluZw'])('%j is no token', async (NextToken) => {
    expect(await codeOf(ask(name, { NextToken }))).toBe('InvalidParameter.NextToken');
  });
});

it('a row that comes between two pages of style B neither repeats nor hides others', async () => {
  const name = 'Ecs.DescribeSecurityGroups';
  const first = await ask(name, { MaxResults: 10 });
  const { world, ecs } = live;
  const SecurityGroupId = text(await ecs('CreateSecurityGroup', { VpcId: world.vpcId }), 'SecurityGroupId');
  const rest = await ask(name, { MaxResults: 50, NextToken: text(first, 'NextToken') });
  expect(new Set([...idsOf(name, first), ...idsOf(name, rest)]).size).toBe(ROWS);
  expect(idsOf(name, rest)).not.toContain(SecurityGroupId);
  await ecs('DeleteSecurityGroup', { SecurityGroupId });
});
