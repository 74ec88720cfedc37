/** Data sources: which calls, and what is made of the answers (§2.3). */
import { z } from 'zod';
import type { JsonObject } from '../../src/api/action.js';
import type { Provider } from './provider.js';
import { sent, type DataSource, type Values } from './resource.js';
import { tagged } from './tags.js';

const availability = z.object({
  AvailableZones: z.object({
    AvailableZone: z.array(z.object({
      ZoneId: z.string(), Status: z.string(),
      AvailableResources: z.object({
        AvailableResource: z.array(z.object({ SupportedResources: z.object({ SupportedResource: z.array(z.object({ Value: z.string(), Status: z.string() })) }) })),
      }),
    })),
  }),
});
const zoneList = z.object({
  Zones: z.object({
    Zone: z.array(z.object({
      ZoneId: z.string(), LocalName: z.string(), AvailableInstanceTypes: z.object({ InstanceTypes: z.array(z.string()) }),
      AvailableDiskCategories: z.object({ DiskCategories: z.array(z.string()) }), AvailableResourceCreation: z.object({ ResourceTypes: z.array(z.string()) }),
    })),
  }),
});

const available = async (provider: Provider, asked: JsonObject) =>
  availability.parse(await provider.sdk('Ecs', 'DescribeAvailableResource', { IoOptimized: 'optimized', ...asked })).AvailableZones.AvailableZone.filter(({ Status }) => Status !== 'SoldOut');

const zones: DataSource = async (provider, asked) => {
  const open = new Set((await available(provider, { DestinationResource: 'Zone' })).map(({ ZoneId }) => ZoneId));
  const { Zones: { Zone } } = zoneList.parse(await provider.sdk('Ecs', 'DescribeZones', {}));
  const wanted = asked['available_resource_creation'];
  const found = Zone.filter((zone) =>
    open.has(zone.ZoneId) && zone.AvailableInstanceTypes.InstanceTypes.length > 0 && zone.AvailableDiskCategories.DiskCategories.length > 0 &&
    (typeof wanted !== 'string' || zone.AvailableResourceCreation.ResourceTypes.includes(wanted)));
  return { zones: found.map(({ ZoneId, LocalName }) => ({ id: ZoneId, local_name: LocalName })).sort((a, b) => a.id.localeCompare(b.id)) };
};

const typeList = z.object({
  NextToken: z.string(),
  InstanceTypes: z.object({
    InstanceType: z.array(z.object({ InstanceTypeId: z.string(), CpuCoreCount: z.number(), MemorySize: z.number(), EniQuantity: z.number(), InstanceTypeFamily: z.string() })),
  }),
});

const instanceTypes: DataSource = async (provider, asked) => {
  const open = new Set(
    (await available(provider, { DestinationResource: 'InstanceType', InstanceChargeType: 'PostPaid', ...sent(asked, { availability_zone: 'ZoneId' }) }))
      .flatMap(({ AvailableResources }) => AvailableResources.AvailableResource)
      .flatMap(({ SupportedResources }) => SupportedResources.SupportedResource)
      .filter(({ Status }) => Status === 'Available')
      .map(({ Value }) => Value),
  );
  const all: z.infer<typeof typeList>['InstanceTypes']['InstanceType'] = [];
  for (let token = ''; ;) {
    const page = typeList.parse(await provider.sdk('Ecs', 'DescribeInstanceTypes', { ...sent(asked, { instance_type_family: 'InstanceTypeFamily' }), NextToken: token }));
    all.push(...page.InstanceTypes.InstanceType);
    token = page.NextToken;
    if (token === '') break;
  }
  const found = all.filter((type) =>
    open.has(type.InstanceTypeId) &&
    (asked['instance_type_family'] ?? type.InstanceTypeFamily) === type.InstanceTypeFamily &&
    (asked['cpu_core_count'] ?? type.CpuCoreCount) === type.CpuCoreCount &&
    (asked['memory_size'] ?? type.MemorySize) === type.MemorySize);
  return {
    instance_types: found
      .sort((a, b) => a.CpuCoreCount - b.CpuCoreCount || a.MemorySize - b.MemorySize)
      .map((type) => ({ id: type.InstanceTypeId, cpu_core_count: type.CpuCoreCount, memory_size: type.MemorySize, family: type.InstanceTypeFamily, eni_amount: type.EniQuantity })),
  };
};

const imageList = z.object({
  TotalCount: z.number(),
  Images: z.object({ Image: z.array(z.object({ ImageId: z.string(), ImageName: z.string(), CreationTime: z.string(), OSName: z.string(), Status: z.string() })) }),
});

const images: DataSource = async (provider, asked) => {
  const { Images: { Image } } = imageList.parse(
    await provider.sdk('Ecs', 'DescribeImages', { PageSize: 100, PageNumber: 1, ...sent(asked, { owners: 'ImageOwnerAlias' }) }));
  const name = new RegExp(String(asked['name_regex'] ?? ''));
  const found = Image.filter(({ ImageName }) => name.test(ImageName)).sort((a, b) => b.CreationTime.localeCompare(a.CreationTime));
  for (const { ImageId } of found) await provider.sdk('Ecs', 'DescribeTags', { ResourceType: 'image', ResourceId: ImageId }).catch(() => undefined);
  const shown = asked['most_recent'] === true ? found.slice(0, 1) : found;
  return { images: shown.map(({ ImageId, ImageName }) => ({ id: ImageId, name: ImageName })) };
};

/** A listing data source: one call, its wrapper and the fields that the provider asserts. */
function listing<T extends z.ZodType>(
  product: 'Vpc' | 'Ecs' | 'ResourceManager', action: string, name: string, asks: Readonly<Record<string, string>>, form: JsonObject, shape: T, rows: (answer: z.infer<T>) => Values[],
): DataSource {
  return async (provider, asked) => ({ [name]: rows(shape.parse(await provider.tea(product, action, { ...form, ...sent(asked, asks) }))) });
}

/** In pages, till one is shorter than it may be. */
const PAGE = { PageSize: 50, PageNumber: 1 };
const count = z.object({ TotalCount: z.number() });

const eipAddresses = listing(
  'Vpc', 'DescribeEipAddresses', 'addresses', {}, PAGE,
  count.extend({
    EipAddresses: z.object({
      EipAddress: z.array(z.object({
        AllocationId: z.string(), IpAddress: z.string(), Descritpion: z.string(), Bandwidth: z.string(), Status: z.string(), Tags: tagged.vpc,
        AvailableRegions: z.object({ AvailableRegion: z.array(z.string()) }), OperationLocks: z.object({ LockReason: z.array(z.unknown()) }),
      })),
    }),
  }),
  ({ EipAddresses }) => EipAddresses.EipAddress.map((one) => ({ id: one.AllocationId, ip_address: one.IpAddress, description: one.Descritpion, tags: one.Tags })),
);

const networkInterfaces = listing(
  'Ecs', 'DescribeNetworkInterfaces', 'interfaces', {}, PAGE,
  count.extend({
    NetworkInterfaceSets: z.object({
      NetworkInterfaceSet: z.array(z.object({
        NetworkInterfaceId: z.string(), Tags: tagged.ecs, AssociatedPublicIp: z.object({ PublicIpAddress: z.string().optional() }),
        PrivateIpSets: z.object({ PrivateIpSet: z.array(z.object({ PrivateIpAddress: z.string(), Primary: z.boolean() })) }),
        SecurityGroupIds: z.object({ SecurityGroupId: z.array(z.string()) }), Ipv6Sets: z.object({ Ipv6Set: z.array(z.unknown()) }), ServiceManaged: z.boolean(),
      })),
    }),
  }),
  ({ NetworkInterfaceSets }) => NetworkInterfaceSets.NetworkInterfaceSet.map((one) => ({
    id: one.NetworkInterfaceId, public_ip: one.AssociatedPublicIp.PublicIpAddress ?? '', tags: one.Tags,
  })),
);

const vpcs = listing(
  'Vpc', 'DescribeVpcs', 'vpcs', {}, PAGE,
  count.extend({
    Vpcs: z.object({
      Vpc: z.array(z.object({
        VpcId: z.string(), VpcName: z.string(), VSwitchIds: z.object({ VSwitchId: z.array(z.string()) }), SecondaryCidrBlocks: z.object({ SecondaryCidrBlock: z.array(z.string()) }),
        Ipv6CidrBlocks: z.object({ Ipv6CidrBlock: z.array(z.unknown()) }), UserCidrs: z.object({ UserCidr: z.array(z.string()) }), RouterTableIds: z.object({ RouterTableIds: z.array(z.string()) }),
        Tags: tagged.vpc,
      })),
    }),
  }),
  ({ Vpcs }) => Vpcs.Vpc.map((one) => ({ id: one.VpcId, vpc_name: one.VpcName, vswitch_ids: one.VSwitchIds.VSwitchId })),
);

const vswitches = listing(
  'Vpc', 'DescribeVSwitches', 'vswitches', { vpc_id: 'VpcId' }, PAGE,
  count.extend({ VSwitches: z.object({ VSwitch: z.array(z.object({ VSwitchId: z.string(), AvailableIpAddressCount: z.number(), ZoneId: z.string(), Tags: tagged.vpc })) }) }),
  ({ VSwitches }) => VSwitches.VSwitch.map((one) => ({ id: one.VSwitchId, available_ip_address_count: one.AvailableIpAddressCount, zone_id: one.ZoneId })),
);

const routeTableList = listing(
  'Vpc', 'DescribeRouteTableList', 'tables', { vpc_id: 'VpcId' }, PAGE,
  count.extend({
    RouterTableList: z.object({
      RouterTableListType: z.array(z.object({ RouteTableId: z.string(), RouteTableType: z.string(), VSwitchIds: z.object({ VSwitchId: z.array(z.string()) }), Tags: tagged.vpc })),
    }),
  }),
  ({ RouterTableList }) => RouterTableList.RouterTableListType.map((one) => ({ id: one.RouteTableId, route_table_type: one.RouteTableType })),
);

const securityGroups = listing(
  'Ecs', 'DescribeSecurityGroups', 'groups', { vpc_id: 'VpcId' }, PAGE,
  count.extend({ SecurityGroups: z.object({ SecurityGroup: z.array(z.object({ SecurityGroupId: z.string(), SecurityGroupName: z.string(), Tags: tagged.ecs })) }) }),
  ({ SecurityGroups }) => SecurityGroups.SecurityGroup.map((one) => ({ id: one.SecurityGroupId, name: one.SecurityGroupName })),
);

const ipv4Gateways = listing(
  'Vpc', 'ListIpv4Gateways', 'gateways', { vpc_id: 'VpcId' }, { MaxResults: 100 },
  z.object({ Ipv4GatewayModels: z.array(z.object({ Ipv4GatewayId: z.string(), Enabled: z.boolean(), Ipv4GatewayName: z.string() })) }),
  ({ Ipv4GatewayModels }) => Ipv4GatewayModels.map((one) => ({ id: one.Ipv4GatewayId, enabled: one.Enabled })),
);

const resourceGroups = listing(
  'ResourceManager', 'ListResourceGroups', 'groups', { status: 'Status' }, PAGE,
  count.extend({ ResourceGroups: z.object({ ResourceGroup: z.array(z.object({ Id: z.string(), Name: z.string(), DisplayName: z.string(), Status: z.string(), AccountId: z.string() })) }) }),
  ({ ResourceGroups }) => ResourceGroups.ResourceGroup.map((one) => ({ id: one.Id, name: one.Name, account_id: one.AccountId })),
);

const regions: DataSource = async (provider) => {
  const answer = await provider.sdk('Ecs', 'DescribeRegions', {});
  const { Regions: { Region } } = z.object({ Regions: z.object({ Region: z.array(z.object({ RegionId: z.string(), LocalName: z.string() })) }) }).parse(answer);
  return { regions: Region.map(({ RegionId }) => ({ id: RegionId })) };
};

const account: DataSource = async (provider) => {
  const { AccountId } = z.object({ AccountId: z.string(), Arn: z.string(), UserId: z.string(), PrincipalId: z.string(), IdentityType: z.string() })
    .parse(await provider.sdk('Sts', 'GetCallerIdentity', {}));
  return { id: AccountId };
};

/** What the provider asks when it is not told the type of the account: any answer will do, but without one it waits for half a minute. */
export async function accountType(provider: Provider): Promise<string> {
  const { Code } = z.object({ Code: z.string(), Success: z.boolean(), Data: z.object({ InstanceList: z.array(z.unknown()) }) })
    .parse(await provider.tea('BssOpenApi', 'QueryAvailableInstances', { ProductCode: 'vipcloudfw', ProductType: 'vipcloudfw' }));
  return Code === 'Success' ? 'Domestic' : Code;
}

export const DATA_SOURCES: ReadonlyMap<string, DataSource> = new Map([
  ['alicloud_zones', zones],
  ['alicloud_instance_types', instanceTypes],
  ['alicloud_images', images],
  ['alicloud_regions', regions],
  ['alicloud_eip_addresses', eipAddresses],
  ['alicloud_ecs_network_interfaces', networkInterfaces],
  ['alicloud_vpcs', vpcs],
  ['alicloud_vswitches', vswitches],
  ['alicloud_route_tables', routeTableList],
  ['alicloud_security_groups', securityGroups],
  ['alicloud_vpc_ipv4_gateways', ipv4Gateways],
  ['alicloud_resource_manager_resource_groups', resourceGroups],
  ['alicloud_account', account],
]);
