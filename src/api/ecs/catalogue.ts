/** DescribeInstanceTypes, DescribeInstanceTypeFamilies, DescribeImages and DescribeImageSupportInstanceTypes. */
import { z } from 'zod';
import { findImage, IMAGES, type Image } from '../../cloud/catalogue/images.js';
import {
  findInstanceType, INSTANCE_TYPE_FAMILIES, INSTANCE_TYPES, type InstanceType,
} from '../../cloud/catalogue/instance-types.js';
import { ecsErrors } from '../../cloud/errors/ecs.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice, tokenPage, tokenSlice } from '../paging.js';
import { bool, commaList, group, int, list, oneOf, text } from '../parameters.js';
import { toSeconds } from '../render.js';
import { tagFilter } from '../tags.js';
import { matchesPattern } from './common.js';

/** A number that may have a fraction. */
const number = () => z.string().regex(/^\d{1,9}(\.\d{1,6})?$/).transform(Number);

const typeParameters = z.object({
  RegionId: text().optional(),
  ...tokenPage,
  InstanceTypes: list(text()),
  InstanceTypeFamily: text().optional(),
  InstanceTypeFamilies: list(text()),
  CpuArchitecture: text().optional(),
  CpuArchitectures: list(text()),
  MinimumCpuCoreCount: int(0).optional(),
  MaximumCpuCoreCount: int(0).optional(),
  MinimumMemorySize: number().optional(),
  MaximumMemorySize: number().optional(),
  MinimumEniQuantity: int(0).optional(),
  MinimumEniPrivateIpAddressQuantity: int(0).optional(),
  MinimumEniIpv6AddressQuantity: int(0).optional(),
  MinimumGPUAmount: int(0).optional(),
  MinimumLocalStorageAmount: int(0).optional(),
  MinimumLocalStorageCapacity: int(0).optional(),
  GPUSpec: text().optional(),
  LocalStorageCategory: text().optional(),
});
type TypeParameters = z.infer<typeof typeParameters>;

export const describeInstanceTypes = action({
  product: 'Ecs',
  name: 'DescribeInstanceTypes',
  writes: false,
  parameters: typeParameters,
  run(_call, asked) {
    const matches = INSTANCE_TYPES.filter((type) => fits(type, asked)).map((type, index, all) => ({ type, n: all.length - index }));
    const { rows, nextToken } = tokenSlice(matches, asked, 1_600, 1_600);
    return { body: { InstanceTypes: { InstanceType: rows.map(({ type }) => typeFields(type)) }, NextToken: nextToken } };
  },
});

function fits(type: InstanceType, asked: TypeParameters): boolean {
  const families = asked.InstanceTypeFamily === undefined ? asked.InstanceTypeFamilies : [asked.InstanceTypeFamily];
  const architectures = asked.CpuArchitecture === undefined ? asked.CpuArchitectures : [asked.CpuArchitecture];
  // No type has a graphics processor, local disks or IPv6.
  const absent = [
    asked.MinimumGPUAmount, asked.MinimumLocalStorageAmount, asked.MinimumLocalStorageCapacity, asked.MinimumEniIpv6AddressQuantity,
  ];
  return (
    (asked.InstanceTypes.length === 0 || asked.InstanceTypes.includes(type.id)) &&
    (families.length === 0 || families.includes(type.family)) &&
    (architectures.length === 0 || architectures.some((architecture) => architecture.toLowerCase() === 'x86')) &&
    type.cores >= (asked.MinimumCpuCoreCount ?? 0) &&
    type.cores <= (asked.MaximumCpuCoreCount ?? Infinity) &&
    type.memory >= (asked.MinimumMemorySize ?? 0) &&
    type.memory <= (asked.MaximumMemorySize ?? Infinity) &&
    type.enis >= (asked.MinimumEniQuantity ?? 0) &&
    type.privateIpsPerEni >= (asked.MinimumEniPrivateIpAddressQuantity ?? 0) &&
    absent.every((least) => least === undefined || least === 0) &&
    asked.GPUSpec === undefined &&
    asked.LocalStorageCategory === undefined
  );
}

/** Figures that the catalogue does not know (bandwidth, packet rates, clock speeds…) are left out. */
function typeFields(type: InstanceType): JsonObject {
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: type.family,
    InstanceFamilyLevel: type.family === 'ecs.t5' ? 'CreditEntryLevel' : 'EnterpriseLevel',
    CpuArchitecture: 'X86',
    CpuCoreCount: type.cores,
    MemorySize: type.memory,
    EniQuantity: type.enis,
    EniTotalQuantity: type.enis,
    EniPrivateIpAddressQuantity: type.privateIpsPerEni,
    EniIpv6AddressQuantity: 0,
    EniTrunkSupported: false,
    EriQuantity: 0,
    NetworkCardQuantity: 1,
    GPUAmount: 0,
    GPUSpec: '',
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    LocalStorageCategory: '',
    BaselineCredit: 0,
    InitialCredit: 0,
    NvmeSupport: 'unsupported',
    Attributes: { Attribute: [] },
    NetworkCards: { NetworkCardInfo: [{ NetworkCardIndex: 0 }] },
    SupportedBootModes: { SupportedBootMode: ['BIOS'] },
  };
}

export const describeInstanceTypeFamilies = action({
  product: 'Ecs',
  name: 'DescribeInstanceTypeFamilies',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    Generation: oneOf('ecs-1', 'ecs-2', 'ecs-3', 'ecs-4', 'ecs-5', 'ecs-6', 'ecs-7', 'ecs-8').optional(),
  }),
  run(_call, { Generation }) {
    const families = INSTANCE_TYPE_FAMILIES.filter((family) => (Generation ?? family.generation) === family.generation);
    const shown = families.map(({ id, generation }) => ({ InstanceTypeFamilyId: id, Generation: generation }));
    return { body: { InstanceTypeFamilies: { InstanceTypeFamily: shown } } };
  },
});

const imageParameters = z.object({
  RegionId: text(),
  ...numberedPage,
  ImageId: commaList(100).optional(),
  ImageName: text().optional(),
  ImageFamily: text().optional(),
  ImageOwnerAlias: text().optional(),
  ImageOwnerId: int().optional(),
  Architecture: text().optional(),
  OSType: text().optional(),
  Status: text().optional(),
  Usage: text().optional(),
  InstanceType: text().optional(),
  ActionType: text().optional(),
  SnapshotId: text().optional(),
  ResourceGroupId: text().optional(),
  IsPublic: bool().optional(),
  IsSupportCloudinit: bool().optional(),
  IsSupportIoOptimized: bool().optional(),
  ShowExpired: bool().optional(),
  Usable: bool().optional(),
  Filter: list(group({ Key: text().optional(), Value: text().optional() })),
  Tag: tagFilter(),
  DryRun: bool().optional(),
});
type ImageParameters = z.infer<typeof imageParameters>;

export const describeImages = action({
  product: 'Ecs',
  name: 'DescribeImages',
  writes: false,
  parameters: imageParameters,
  run(call, asked) {
    const page = pageOf(asked, 100);
    if (asked.InstanceType !== undefined && findInstanceType(asked.InstanceType) === undefined) {
      throw new Refusal(ecsErrors['InvalidInstanceType.ValueNotSupported']);
    }
    const matches = IMAGES.filter((image) => shows(image, asked));
    return {
      body: {
        RegionId: call.region.id, PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length,
        Images: { Image: slice(matches, page).map(imageFields) },
      },
    };
  },
});

/** All images are the system's own: public, usable by all, without tags. */
function shows(image: Image, asked: ImageParameters): boolean {
  return (
    (asked.ImageId === undefined || asked.ImageId.includes(image.id)) &&
    (asked.ImageName === undefined || matchesPattern(image.name, asked.ImageName)) &&
    (asked.ImageFamily ?? image.family) === image.family &&
    (asked.ImageOwnerAlias ?? 'system') === 'system' &&
    asked.ImageOwnerId === undefined && asked.SnapshotId === undefined && asked.Tag.length === 0 &&
    (asked.Architecture ?? 'x86_64') === 'x86_64' &&
    (asked.OSType ?? 'linux') === 'linux' &&
    (asked.Status === undefined || asked.Status.split(',').includes('Available')) &&
    (asked.IsPublic ?? true) && (asked.IsSupportCloudinit ?? true) && (asked.IsSupportIoOptimized ?? true) && (asked.Usable ?? true)
  );
}

function imageFields(image: Image): JsonObject {
  return {
    ImageId: image.id,
    ImageName: image.name,
    ImageFamily: image.family,
    ImageOwnerAlias: 'system',
    ImageOwnerId: 0,
    ImageVersion: '',
    Description: image.description,
    Architecture: 'x86_64',
    BootMode: 'BIOS',
    CreationTime: toSeconds(image.created),
    OSName: image.osName,
    OSNameEn: image.osName,
    OSType: 'linux',
    Platform: image.platform,
    ProductCode: '',
    Progress: '100%',
    ResourceGroupId: '',
    Size: 20,
    Status: 'Available',
    SupplierName: '',
    Usage: 'instance',
    Usable: true,
    IsCopied: false,
    IsPublic: true,
    IsSelfShared: '',
    IsSubscribed: false,
    IsSupportCloudinit: true,
    IsSupportIoOptimized: true,
    LoginAsNonRootSupported: false,
    LicenseType: '',
    DiskDeviceMappings: { DiskDeviceMapping: [] },
    Tags: { Tag: [] },
  };
}

/** Every type runs every image. */
export const describeImageSupportInstanceTypes = action({
  product: 'Ecs',
  name: 'DescribeImageSupportInstanceTypes',
  writes: false,
  parameters: z.object({ RegionId: text(), ImageId: text().optional(), ActionType: text().optional() }),
  run({ region }, { ImageId }) {
    if (ImageId !== undefined && findImage(ImageId) === undefined) throw new Refusal(ecsErrors['InvalidImageId.NotFound']);
    const types = INSTANCE_TYPES.map(({ id, family, cores, memory }) => ({
      InstanceTypeId: id, InstanceTypeFamily: family, CpuCoreCount: cores, MemorySize: memory,
    }));
    return { body: { RegionId: region.id, ImageId: ImageId ?? '', InstanceTypes: { InstanceType: types } } };
  },
});
