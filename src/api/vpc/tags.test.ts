/** Tags and resource groups on every type of resource that the product has here: set, shown, found by, and taken off again. */
import { beforeEach, describe, expect, it } from 'vitest';
import { field, TEST_ACCOUNT, testCloud, textField, type TestCloud } from '../../control/testing.js';

const REGION = { RegionId: 'cn-hangzhou' };
const NAMELESS_GROUP = `rg-default${TEST_ACCOUNT}`;

let cloud: TestCloud;
let VpcId: string;
beforeEach(async () => {
  cloud = await testCloud();
  VpcId = textField(await vpc('CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
});

type Given = NonNullable<Parameters<TestCloud['call']>[2]>;

async function vpc(action: string, parameters: Given = {}) {
  const body = await cloud.call('Vpc', action, { ...REGION, ...parameters });
  await cloud.settled();
  return body;
}

interface Type {
  /** As tag actions spell it. */
  readonly type: string;
  readonly make: () => Promise<string>;
  /** The action that lists it, where the answer has the rows, and which field is the id. */
  readonly list: string;
  readonly rows: string;
  readonly id: string;
  /** `Tag.1.Key` but for one. */
  readonly filter?: string;
  /** Tags of a row. */
  readonly tags?: string;
}

const made = async (action: string, parameters: Given, name: string) => textField(await vpc(action, parameters), name);

const TYPES: readonly Type[] = [
  { type: 'VPC', make: () => made('CreateVpc', {}, 'VpcId'), list: 'DescribeVpcs', rows: 'Vpcs.Vpc', id: 'VpcId' },
  {
    type: 'VSWITCH', make: () => made('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrMask: 24 }, 'VSwitchId'), list: 'DescribeVSwitches',
    rows: 'VSwitches.VSwitch', id: 'VSwitchId',
  },
  {
    type: 'ROUTETABLE', make: () => made('CreateRouteTable', { VpcId }, 'RouteTableId'), list: 'DescribeRouteTableList',
    rows: 'RouterTableList.RouterTableListType', id: 'RouteTableId',
  },
  { type: 'EIP', make: () => made('AllocateEipAddress', {}, 'AllocationId'), list: 'DescribeEipAddresses', rows: 'EipAddresses.EipAddress', id: 'AllocationId' },
  {
    type: 'COMMONBANDWIDTHPACKAGE', make: () => made('CreateCommonBandwidthPackage', { Bandwidth: 100 }, 'BandwidthPackageId'),
    list: 'DescribeCommonBandwidthPackages', rows: 'CommonBandwidthPackages.CommonBandwidthPackage', id: 'BandwidthPackageId',
  },
  {
    type: 'IPV4GATEWAY', make: () => made('CreateIpv4Gateway', { VpcId }, 'Ipv4GatewayId'), list: 'ListIpv4Gateways', rows: 'Ipv4GatewayModels',
    id: 'Ipv4GatewayId', filter: 'Tags', tags: 'Tags',
  },
];

describe.each(TYPES)('§4.1, §2.9: tags of $type', ({ type, make, list, rows, id, filter = 'Tag', tags = 'Tags.Tag' }) => {
  it('are set, shown, found by and taken off', async () => {
    const one = await make();
    const named = { ResourceType: type, 'ResourceId.1': one };
    const found = async (parameters: Given) => field(await vpc(list, parameters), rows);
    await vpc('TagResources', { ...named, 'Tag.1.Key': 'k', 'Tag.1.Value': 'v', 'Tag.2.Key': 'l' });
    await vpc('TagResources', { ...named, ResourceType: type.toLowerCase(), 'Tag.1.Key': 'k', 'Tag.1.Value': 'w' });
    const shown = await found({ [`${filter}.1.Key`]: 'k', [`${filter}.1.Value`]: 'w' });
    expect(shown).toMatchObject([{ [id]: one }]);
    expect(field({ row: shown ?? null }, `row.0.${tags}`)).toEqual([{ Key: 'l', Value: '' }, { Key: 'k', Value: 'w' }]);
    expect(await found({ [`${filter}.1.Key`]: 'k', [`${filter}.1.Value`]: 'v' })).toEqual([]);
    await expect(found({ [`${filter}.1.Value`]: 'w' })).rejects.toMatchObject({ code: 'InvalidTagKey.Malformed' });
    expect(await vpc('ListTagResources', { ResourceType: type, 'Tag.1.Key': 'k' })).toEqual({
      NextToken: '',
      TagResources: {
        TagResource: [
          { ResourceId: one, ResourceType: type, TagKey: 'l', TagValue: '' }, { ResourceId: one, ResourceType: type, TagKey: 'k', TagValue: 'w' },
        ],
      },
    });
    await vpc('UnTagResources', { ...named, 'TagKey.1': 'k' });
    expect(field(await vpc('ListTagResources', named), 'TagResources.TagResource')).toMatchObject([{ TagKey: 'l' }]);
    expect(field(await vpc('ListTagResources', { ResourceType: type, 'Tag.1.Key': 'k' }), 'TagResources.TagResource')).toEqual([]);
    await vpc('UnTagResources', { ...named, All: true });
    expect(field(await vpc('ListTagResources', named), 'TagResources.TagResource')).toEqual([]);
  });
});

describe('§4.1 ListTagResources', () => {
  it('wants ids or tags, and keeps the tags of one resource on one page', async () => {
    await expect(vpc('ListTagResources', { ResourceType: 'EIP' })).rejects.toMatchObject({ code: 'MissingParameter' });
    const ids = await Promise.all([0, 1, 2].map(() => made('AllocateEipAddress', { 'Tag.1.Key': 'k', 'Tag.2.Key': 'l' }, 'AllocationId')));
    const first = await vpc('ListTagResources', { ResourceType: 'EIP', 'Tag.1.Key': 'k', MaxResults: 2 });
    expect(field(first, 'TagResources.TagResource')).toHaveLength(4);
    const rest = await vpc('ListTagResources', { ResourceType: 'EIP', 'Tag.1.Key': 'k', MaxResults: 2, NextToken: textField(first, 'NextToken') });
    expect(rest).toMatchObject({ NextToken: '', TagResources: { TagResource: [{ TagKey: 'k' }, { TagKey: 'l' }] } });
    const seen = [first, rest].flatMap((page) => [0, 1, 2, 3].map((i) => field(page, `TagResources.TagResource.${i}.ResourceId`)));
    expect(new Set(seen.filter((id) => id !== undefined))).toEqual(new Set(ids));
  });

  it('another account neither sees nor sets them', async () => {
    await cloud.plane.openAccount('2222222222222222', 'LTAIother', 'secret');
    const as = { account: '2222222222222222' };
    const named = { ...REGION, ResourceType: 'VPC', 'ResourceId.1': VpcId };
    await vpc('TagResources', { ...named, 'Tag.1.Key': 'k' });
    expect(field(await cloud.call('Vpc', 'ListTagResources', named, as), 'TagResources.TagResource')).toEqual([]);
    expect(field(await cloud.call('Vpc', 'ListTagResources', { ...REGION, ResourceType: 'VPC', 'Tag.1.Key': 'k' }, as), 'TagResources.TagResource')).toEqual([]);
    await expect(cloud.call('Vpc', 'UnTagResources', { ...named, All: true }, as)).rejects.toMatchObject({ code: 'InvalidResourceId.NotFound', status: 404 });
  });
});

describe.each(TYPES.filter(({ type }) => type !== 'VSWITCH' && type !== 'ROUTETABLE'))('§4.1 MoveResourceGroup of $type', ({ type, make, list, rows, id }) => {
  it('is found in its new group and no longer in the old one', async () => {
    const group = await cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'blue', DisplayName: 'Blue' });
    const NewResourceGroupId = textField(group, 'ResourceGroup.Id');
    const one = await make();
    const inGroup = async (ResourceGroupId: string) => field(await vpc(list, { ResourceGroupId }), rows);
    expect(await inGroup(NAMELESS_GROUP)).toContainEqual(expect.objectContaining({ [id]: one, ResourceGroupId: NAMELESS_GROUP }));
    await vpc('MoveResourceGroup', { ResourceType: type, ResourceId: one, NewResourceGroupId });
    expect(await inGroup(NewResourceGroupId)).toMatchObject([{ [id]: one, ResourceGroupId: NewResourceGroupId }]);
    expect(await inGroup(NAMELESS_GROUP)).not.toContainEqual(expect.objectContaining({ [id]: one }));
  });
});

describe('§2.9: what is made in a resource group is in it; a group of nobody or of another account is refused', () => {
  it.each([
    ['CreateVpc', {}, 'VpcId', 'DescribeVpcs', 'Vpcs.Vpc', 'ResourceNotFound.ResourceGroup'],
    ['AllocateEipAddress', {}, 'AllocationId', 'DescribeEipAddresses', 'EipAddresses.EipAddress', 'InvalidResourceGroupId'],
    [
      'CreateCommonBandwidthPackage', { Bandwidth: 100 }, 'BandwidthPackageId', 'DescribeCommonBandwidthPackages',
      'CommonBandwidthPackages.CommonBandwidthPackage', 'InvalidResourceGroupId',
    ],
    ['CreateIpv4Gateway', { VpcId: '' }, 'Ipv4GatewayId', 'ListIpv4Gateways', 'Ipv4GatewayModels', 'IllegalParam.ResourceGroupId'],
  ] as const)('%s', async (create, parameters, id, list, rows, code) => {
    await cloud.plane.openAccount('2222222222222222', 'LTAIother', 'secret');
    const groupOf = async (account: string) => textField(
      await cloud.call('ResourceManager', 'CreateResourceGroup', { Name: 'blue', DisplayName: 'Blue' }, { account }), 'ResourceGroup.Id',
    );
    const [own, foreign] = [await groupOf(TEST_ACCOUNT), await groupOf('2222222222222222')];
    const asked = 'VpcId' in parameters ? { VpcId } : parameters;
    for (const ResourceGroupId of ['rg-x', foreign, 'rg-default2222222222222222']) {
      await expect(vpc(create, { ...asked, ResourceGroupId })).rejects.toMatchObject({ code });
    }
    const made = await vpc(create, { ...asked, ResourceGroupId: own });
    expect(made['ResourceGroupId']).toBe(own);
    expect(field(await vpc(list, { ResourceGroupId: own }), rows)).toMatchObject([{ [id]: made[id], ResourceGroupId: own }]);
  });
});
