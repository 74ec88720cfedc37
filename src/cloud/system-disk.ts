/** The system disk of an instance: what was asked for is shown again (clients compare it with their configuration). */
import { DISK_CATEGORIES, DISK_SIZES, findDiskCategory } from './catalogue/disks.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { isDescription, isName } from './instance-names.js';
import type { InstanceRow, SystemDisk } from './resources.js';

/** `SystemDisk.*` under its wire names. */
export interface DiskRequest {
  readonly Category?: string | undefined;
  readonly PerformanceLevel?: string | undefined;
  /** GiB */
  readonly Size?: string | undefined;
  readonly DiskName?: string | undefined;
  readonly Description?: string | undefined;
}

/** Throws Refusal. */
export function newSystemDisk(asked: DiskRequest = {}): SystemDisk {
  const { Size: size = String(DISK_SIZES.system.default), DiskName: name = '', Description: description = '' } = asked;
  const category = asked.Category === undefined ? DISK_CATEGORIES[0] : findDiskCategory(asked.Category);
  if (category === undefined) throw new Refusal(ecsErrors['InvalidSystemDiskCategory.ValueNotSupported']);
  const level = asked.PerformanceLevel ?? category.levels[0] ?? '';
  if (level !== '' && !category.levels.includes(level)) throw new Refusal(ecsErrors['InvalidPerformanceLevel.ValueNotSupported']);
  if (!/^\d{1,5}$/.test(size) || Number(size) < DISK_SIZES.system.min || Number(size) > DISK_SIZES.system.max) {
    throw new Refusal(ecsErrors.InvalidSystemDiskSize, DISK_SIZES.system.min, DISK_SIZES.system.max);
  }
  if (name !== '' && !isName(name)) throw new Refusal(ecsErrors['InvalidDiskName.Malformed']);
  if (description !== '' && !isDescription(description)) throw new Refusal(ecsErrors['InvalidDiskDescription.Malformed']);
  return { category: category.id, performanceLevel: level, size: Number(size), name, description };
}

/** An instance and its system disk have the same number after the prefix: `i-bp1…`, `d-bp1…`. */
export function systemDiskId(instance: InstanceRow): string {
  return instance.id.replace(/^i-/, 'd-');
}

/** The instance whose system disk has the id, whoever owns it. */
export function instanceIdOfDisk(diskId: string): string {
  return diskId.replace(/^d-/, 'i-');
}
