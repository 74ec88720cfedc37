/** DescribeRegions, DescribeZones and DescribeAvailableResource: every zone has everything. */
import { z } from 'zod';
import { DISK_CATEGORIES, DISK_SIZES, findDiskCategory } from '../../cloud/catalogue/disks.js';
import { findInstanceType, INSTANCE_TYPE_FAMILIES, INSTANCE_TYPES } from '../../cloud/catalogue/instance-types.js';
import { REGIONS } from '../../cloud/catalogue/regions.js';
import { ecsErrors } from '../../cloud/errors/ecs.js';
import { Refusal, type ErrorRow } from '../../cloud/errors/refusal.js';
import { action, type JsonObject } from '../action.js';
import { bool, int, oneOf, text } from '../parameters.js';

const DISKS = DISK_CATEGORIES.map(({ id }) => id);
const CREATABLE = ['VSwitch', 'IoOptimized', 'Instance', 'Disk'];

type Language = 'ja' | 'en' | 'zh';

/** `zh-CN` unless asked otherwise, as the cloud. */
function languageOf(asked: string | undefined): Language {
  const language = asked?.slice(0, 2).toLowerCase();
  return language === 'ja' || language === 'en' ? language : 'zh';
}

const ZONE_WORD: Readonly<Record<Language, string>> = { ja: 'ゾーン', en: 'Zone', zh: '可用区' };

export const describeRegions = action({
  product: 'Ecs',
  name: 'DescribeRegions',
  writes: false,
  parameters: z.object({
    AcceptLanguage: text().optional(), InstanceChargeType: text().optional(), ResourceType: text().optional(),
  }),
  run(call, { AcceptLanguage }) {
    const language = languageOf(AcceptLanguage);
    const regions = REGIONS.map((region) => ({
      RegionId: region.id, LocalName: region.name[language], RegionEndpoint: call.endpoint, Status: 'available',
    }));
    return { body: { Regions: { Region: regions } } };
  },
});

export const describeZones = action({
  product: 'Ecs',
  name: 'DescribeZones',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    AcceptLanguage: text().optional(),
    InstanceChargeType: text().optional(),
    SpotStrategy: text().optional(),
    Verbose: bool().optional(),
  }),
  run({ region }, { AcceptLanguage, Verbose }) {
    const language = languageOf(AcceptLanguage);
    const zones = region.zones.map((id) => ({
      ZoneId: id,
      ZoneType: 'AvailabilityZone',
      LocalName: `${region.name[language]} ${ZONE_WORD[language]} ${id.slice(-1).toUpperCase()}`,
      ...(Verbose === false ? BRIEF : VERBOSE),
    }));
    return { body: { Zones: { Zone: zones } } };
  },
});

const BRIEF: JsonObject = {
  AvailableDedicatedHostTypes: { DedicatedHostType: [] },
  AvailableDiskCategories: { DiskCategories: [] },
  AvailableInstanceTypes: { InstanceTypes: [] },
  AvailableResourceCreation: { ResourceTypes: [] },
  AvailableResources: { ResourcesInfo: [] },
  AvailableVolumeCategories: { VolumeCategories: [] },
  DedicatedHostGenerations: { DedicatedHostGeneration: [] },
};

const VERBOSE: JsonObject = {
  ...BRIEF,
  AvailableDiskCategories: { DiskCategories: DISKS },
  AvailableInstanceTypes: { InstanceTypes: INSTANCE_TYPES.map((type) => type.id) },
  AvailableResourceCreation: { ResourceTypes: CREATABLE },
  AvailableResources: {
    ResourcesInfo: [
      {
        IoOptimized: true,
        SystemDiskCategories: { supportedSystemDiskCategory: DISKS },
        DataDiskCategories: { supportedDataDiskCategory: DISKS },
        NetworkTypes: { supportedNetworkCategory: ['vpc'] },
        InstanceTypes: { supportedInstanceType: INSTANCE_TYPES.map((type) => type.id) },
        InstanceTypeFamilies: { supportedInstanceTypeFamily: INSTANCE_TYPE_FAMILIES.map((family) => family.id) },
        InstanceGenerations: { supportedInstanceGeneration: [...new Set(INSTANCE_TYPE_FAMILIES.map((one) => one.generation))].sort() },
      },
    ],
  },
};

const DESTINATIONS = ['Zone', 'IoOptimized', 'InstanceType', 'Network', 'ddh', 'SystemDisk', 'DataDisk'] as const;

const availability = z.object({
  RegionId: text(),
  DestinationResource: oneOf(...DESTINATIONS),
  ResourceType: oneOf('instance', 'disk', 'reservedinstance', 'ddh').optional(),
  Scope: oneOf('Region', 'Zone').optional(),
  ZoneId: text().optional(),
  InstanceType: text().optional(),
  Cores: int().optional(),
  // GiB, with a fraction for the smallest types.
  Memory: text().optional(),
  IoOptimized: oneOf('none', 'optimized').optional(),
  InstanceChargeType: oneOf('PostPaid', 'PrePaid').optional(),
  NetworkCategory: oneOf('vpc', 'classic').optional(),
  SystemDiskCategory: text().optional(),
  DataDiskCategory: text().optional(),
  SpotStrategy: oneOf('NoSpot', 'SpotWithPriceLimit', 'SpotAsPriceGo').optional(),
  SpotDuration: int().optional(),
  DedicatedHostId: text().optional(),
});
type Availability = z.infer<typeof availability>;

export const describeAvailableResource = action({
  product: 'Ecs',
  name: 'DescribeAvailableResource',
  writes: false,
  parameters: availability,
  run({ region }, asked) {
    if (asked.ZoneId !== undefined && !region.zones.includes(asked.ZoneId)) throw new Refusal(ecsErrors['InvalidZoneId.NotFound']);
    if (asked.InstanceType !== undefined && findInstanceType(asked.InstanceType) === undefined) {
      throw new Refusal(ecsErrors['InvalidInstanceType.ValueNotSupported']);
    }
    checkCategory(asked.SystemDiskCategory, ecsErrors['InvalidSystemDiskCategory.ValueNotSupported']);
    checkCategory(asked.DataDiskCategory, ecsErrors['InvalidDataDiskCategory.ValueNotSupported']);
    const zones = isThere(asked) ? region.zones.filter((zone) => (asked.ZoneId ?? zone) === zone) : [];
    const resources = asked.DestinationResource === 'Zone'
      ? []
      : [{ Type: asked.DestinationResource, SupportedResources: { SupportedResource: suppliesOf(asked) } }];
    const shown = zones.map((zone) => ({
      RegionId: region.id, ZoneId: zone, Status: 'Available', StatusCategory: 'WithStock',
      AvailableResources: { AvailableResource: resources },
    }));
    return { body: { AvailableZones: { AvailableZone: shown } } };
  },
});

function checkCategory(id: string | undefined, error: ErrorRow): void {
  if (id !== undefined && findDiskCategory(id) === undefined) throw new Refusal(error);
}

/** No zone has the classic network, instances without I/O optimization or dedicated hosts. */
function isThere({ NetworkCategory, IoOptimized, ResourceType, DedicatedHostId }: Availability): boolean {
  const hosted = ResourceType === 'ddh' || ResourceType === 'reservedinstance' || DedicatedHostId !== undefined;
  return NetworkCategory !== 'classic' && IoOptimized !== 'none' && !hosted;
}

/** What every zone has of the wanted resource. */
function suppliesOf({ DestinationResource, InstanceType, Cores, Memory, SystemDiskCategory, DataDiskCategory }: Availability): readonly JsonObject[] {
  switch (DestinationResource) {
    case 'InstanceType':
      return INSTANCE_TYPES.filter(
        (type) =>
          (InstanceType ?? type.id) === type.id &&
          (Cores ?? type.cores) === type.cores &&
          (Memory === undefined || Number(Memory) === type.memory),
      ).map((type) => inStock(type.id));
    case 'SystemDisk':
      return disks(SystemDiskCategory, DISK_SIZES.system);
    case 'DataDisk':
      return disks(DataDiskCategory, DISK_SIZES.data);
    case 'IoOptimized':
      return [inStock('optimized')];
    case 'Network':
      return [inStock('vpc')];
    case 'ddh':
    case 'Zone':
      return [];
  }
}

function disks(category: string | undefined, { min, max }: { readonly min: number; readonly max: number }): readonly JsonObject[] {
  return DISKS.filter((id) => (category ?? id) === id).map((id) => ({ ...inStock(id), Min: min, Max: max, Unit: 'GiB' }));
}

function inStock(value: string): JsonObject {
  return { Value: value, Status: 'Available', StatusCategory: 'WithStock' };
}
