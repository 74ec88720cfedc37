/** Categories of disks. What the catalogue shows: no guest has a disk of its own. */

export interface DiskCategory {
  readonly id: string;
  /** Performance levels, the default one first; none for most categories. */
  readonly levels: readonly string[];
}

export const DISK_CATEGORIES: readonly [DiskCategory, ...DiskCategory[]] = [
  { id: 'cloud_efficiency', levels: [] },
  { id: 'cloud_ssd', levels: [] },
  { id: 'cloud_essd', levels: ['PL1', 'PL0', 'PL2', 'PL3'] },
  { id: 'cloud_auto', levels: [] },
  { id: 'cloud_essd_entry', levels: [] },
];

/** GiB */
export const DISK_SIZES = { system: { min: 20, max: 2_048, default: 40 }, data: { min: 20, max: 32_768 } } as const;

export function findDiskCategory(id: string): DiskCategory | undefined {
  return DISK_CATEGORIES.find((category) => category.id === id);
}
