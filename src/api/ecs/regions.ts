/** DescribeRegions, DescribeZones and DescribeAvailableResource: every zone has everything. */
import { z } from 'zod';
import { findInstanceType, INSTANCE_TYPE_FAMILIES, INSTANCE_TYPES } from '../../cloud/catalogue/instance-types.js';
import { REGIONS } from '../../cloud/catalogue/regions.js';
import { ecsErrors } from '../../cloud/errors/ecs.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { action, type JsonObject } from '../action.js';
import { bool, int, oneOf, text } from '../parameters.js';

const DISKS = ['cloud_efficiency', 'cloud_ssd', 'cloud_essd'];
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

export const describeAvailableResource = action({
  product: 'Ecs',
  name: 'DescribeAvailableResource',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    DestinationResource: oneOf(...DESTINATIONS),
    ZoneId: text().optional(),
    InstanceType: text().optional(),
    Cores: int().optional(),
    // GiB, with a fraction for the smallest types.
    Memory: text().optional(),
    ResourceType: text().optional(),
    IoOptimized: text().optional(),
    InstanceChargeType: text().optional(),
    NetworkCategory: text().optional(),
    SystemDiskCategory: text().optional(),
    DataDiskCategory: text().optional(),
    SpotStrategy: text().optional(),
    SpotDuration: int().optional(),
    DedicatedHostId: text().optional(),
    Scope: text().optional(),
  }),
  run({ region }, asked) {
    if (asked.ZoneId !== undefined && !region.zones.includes(asked.ZoneId)) throw new Refusal(ecsErrors['InvalidZoneId.NotFound']);
    if (asked.InstanceType !== undefined && findInstanceType(asked.InstanceType) === undefined) {
      throw new Refusal(ecsErrors['InvalidInstanceType.ValueNotSupported']);
    }
    const supported = suppliesOf(asked).map(offered);
    const resources = asked.DestinationResource === 'Zone'
      ? []
      : [{ Type: asked.DestinationResource, SupportedResources: { SupportedResource: supported } }];
    const zones = region.zones
      .filter((zone) => (asked.ZoneId ?? zone) === zone)
      .map((zone) => ({
        RegionId: region.id, ZoneId: zone, Status: 'Available', StatusCategory: 'WithStock',
        AvailableResources: { AvailableResource: resources },
      }));
    return { body: { AvailableZones: { AvailableZone: zones } } };
  },
});

interface Wish {
  readonly DestinationResource: (typeof DESTINATIONS)[number];
  readonly InstanceType?: string | undefined;
  readonly Cores?: number | undefined;
  readonly Memory?: string | undefined;
}

function suppliesOf({ DestinationResource, InstanceType, Cores, Memory }: Wish): readonly string[] {
  switch (DestinationResource) {
    case 'InstanceType':
      return INSTANCE_TYPES.filter(
        (type) =>
          (InstanceType ?? type.id) === type.id &&
          (Cores ?? type.cores) === type.cores &&
          (Memory === undefined || Number(Memory) === type.memory),
      ).map((type) => type.id);
    case 'SystemDisk':
    case 'DataDisk':
      return DISKS;
    case 'IoOptimized':
      return ['optimized'];
    case 'Network':
      return ['vpc'];
    case 'ddh':
    case 'Zone':
      return [];
  }
}

function offered(value: string): JsonObject {
  const disk = DISKS.includes(value);
  return { Value: value, Status: 'Available', StatusCategory: 'WithStock', ...(disk ? { Min: 20, Max: 32_768, Unit: 'GiB' } : {}) };
}
