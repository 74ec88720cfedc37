/** DescribeDisks: every instance has one disk to show, its system disk. */
import { z } from 'zod';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { InstanceRow } from '../../cloud/resources.js';
import { instanceIdOfDisk, systemDiskId } from '../../cloud/system-disk.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, tokenPage } from '../paging.js';
import { bool, group, jsonList, list, oneOf, text } from '../parameters.js';
import { toSeconds } from '../render.js';
import { tagFilter } from '../tags.js';
import { eitherPage, instancesOf, matchesPattern } from './common.js';
import { NEVER } from './instance-view.js';

const parameters = z.object({
  RegionId: text(),
  ...numberedPage,
  ...tokenPage,
  DiskIds: jsonList().refine((ids) => ids.length <= 100).optional(),
  InstanceId: text().optional(),
  ZoneId: text().optional(),
  DiskType: oneOf('all', 'system', 'data').optional(),
  Category: text().optional(),
  Status: text().optional(),
  DiskName: text().optional(),
  DiskChargeType: oneOf('PrePaid', 'PostPaid').optional(),
  ResourceGroupId: text().optional(),
  SnapshotId: text().optional(),
  AutoSnapshotPolicyId: text().optional(),
  KMSKeyId: text().optional(),
  LockReason: text().optional(),
  MultiAttach: text().optional(),
  Portable: bool().optional(),
  DeleteWithInstance: bool().optional(),
  DeleteAutoSnapshot: bool().optional(),
  EnableAutoSnapshot: bool().optional(),
  EnableAutomatedSnapshotPolicy: bool().optional(),
  EnableShared: bool().optional(),
  Encrypted: bool().optional(),
  AdditionalAttributes: list(text()),
  Filter: list(group({ Key: text().optional(), Value: text().optional() })),
  Tag: tagFilter(),
  DryRun: bool().optional(),
});
type Parameters = z.infer<typeof parameters>;

export const describeDisks = action({
  product: 'Ecs',
  name: 'DescribeDisks',
  writes: false,
  parameters,
  run(call, asked) {
    const ids = asked.DiskIds?.map(instanceIdOfDisk) ?? (asked.InstanceId === undefined ? undefined : [asked.InstanceId]);
    const matches = isNeverTrue(asked) ? [] : instancesOf(call, ids).filter((instance) => matchesAll(instance, asked));
    const { rows, fields } = eitherPage(matches, asked, { size: 10, most: 500, mostNumbered: 100 });
    return { body: { ...fields, Disks: { Disk: rows.map(diskFields) } } };
  },
});

/** Asks for what no system disk is. */
function isNeverTrue(asked: Parameters): boolean {
  return (
    asked.DiskType === 'data' || (asked.Status ?? 'All') !== 'All' && asked.Status !== 'In_use' || (asked.MultiAttach ?? 'Disabled') !== 'Disabled' ||
    (asked.SnapshotId ?? asked.AutoSnapshotPolicyId ?? asked.KMSKeyId ?? asked.LockReason) !== undefined || asked.Tag.length > 0 ||
    asked.DeleteWithInstance === false || asked.Portable === true || asked.DeleteAutoSnapshot === true || asked.EnableAutoSnapshot === true ||
    asked.EnableAutomatedSnapshotPolicy === true || asked.EnableShared === true || asked.Encrypted === true
  );
}

function matchesAll(instance: InstanceRow, asked: Parameters): boolean {
  const { systemDisk } = instance;
  return (
    (asked.InstanceId ?? instance.id) === instance.id &&
    (asked.ZoneId ?? instance.zone) === instance.zone &&
    (asked.Category === undefined || asked.Category === 'all' || asked.Category === systemDisk.category) &&
    (asked.DiskName === undefined || matchesPattern(systemDisk.name, asked.DiskName)) &&
    (asked.DiskChargeType ?? instance.chargeType) === instance.chargeType &&
    (asked.ResourceGroupId === undefined || inResourceGroup(instance, asked.ResourceGroupId))
  );
}

/** Figures that nothing measures (IOPS, throughput) are left out. */
function diskFields(instance: InstanceRow): JsonObject {
  const { systemDisk } = instance;
  const attachment = { InstanceId: instance.id, Device: '/dev/xvda', AttachedTime: toSeconds(instance.created) };
  return {
    DiskId: systemDiskId(instance),
    DiskName: systemDisk.name,
    Description: systemDisk.description,
    Type: 'system',
    Category: systemDisk.category,
    PerformanceLevel: systemDisk.performanceLevel,
    Size: systemDisk.size,
    RegionId: instance.region,
    ZoneId: instance.zone,
    Status: 'In_use',
    ...attachment,
    Attachments: { Attachment: [attachment] },
    MountInstances: { MountInstance: [] },
    MountInstanceNum: 1,
    MultiAttach: 'Disabled',
    DetachedTime: '',
    CreationTime: toSeconds(instance.created),
    ExpiredTime: NEVER,
    DiskChargeType: instance.chargeType,
    ImageId: instance.imageId,
    ResourceGroupId: instance.resourceGroup,
    SerialNumber: '',
    ProductCode: '',
    SourceSnapshotId: '',
    SourceDiskId: '',
    AutoSnapshotPolicyId: '',
    KMSKeyId: '',
    BdfId: '',
    StorageSetId: '',
    StorageSetPartitionNumber: 0,
    StorageClusterId: '',
    BurstingEnabled: false,
    DeleteAutoSnapshot: false,
    DeleteWithInstance: true,
    EnableAutoSnapshot: false,
    EnableAutomatedSnapshotPolicy: false,
    Encrypted: false,
    Portable: false,
    OperationLocks: { OperationLock: [] },
    Tags: { Tag: [] },
  };
}
