/** The data sources that the examples ask: which calls, and what is made of the answers (§2.3). */
import { z } from 'zod';
import type { JsonObject } from '../../src/api/action.js';
import type { Provider } from './provider.js';
import { sent, type DataSource } from './resource.js';

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

export const DATA_SOURCES: ReadonlyMap<string, DataSource> = new Map([
  ['alicloud_zones', zones],
  ['alicloud_instance_types', instanceTypes],
  ['alicloud_images', images],
]);
