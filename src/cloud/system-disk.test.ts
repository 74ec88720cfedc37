import { expect, it } from 'vitest';
import { instanceIdOfDisk, newSystemDisk, systemDiskId, type DiskRequest } from './system-disk.js';
import { codeOf } from './testing-reads.js';
import { sample } from './testing.js';

it('clients §2.4: what was asked for is what there is; the rest has the defaults of the catalogue', () => {
  expect(newSystemDisk()).toEqual({ category: 'cloud_efficiency', performanceLevel: '', size: 40, name: '', description: '' });
  const asked = { Category: 'cloud_essd', PerformanceLevel: 'PL0', Size: '60', DiskName: 'root', Description: 'of web' };
  expect(newSystemDisk(asked)).toEqual({ category: 'cloud_essd', performanceLevel: 'PL0', size: 60, name: 'root', description: 'of web' });
  expect(newSystemDisk({ Category: 'cloud_essd' }).performanceLevel).toBe('PL1');
});

it.each<[string, DiskRequest]>([
  ['InvalidSystemDiskCategory.ValueNotSupported', { Category: 'ephemeral' }], ['InvalidPerformanceLevel.ValueNotSupported', { Category: 'cloud_ssd', PerformanceLevel: 'PL1' }],
  ['InvalidSystemDiskSize', { Size: '19' }], ['InvalidSystemDiskSize', { Size: '2049' }], ['InvalidSystemDiskSize', { Size: 'x' }], ['InvalidSystemDiskSize', { Size: '-40' }],
  ['InvalidDiskName.Malformed', { DiskName: '1' }], ['InvalidDiskDescription.Malformed', { Description: 'https://a' }], ['accepted', { Size: '20' }], ['accepted', { Size: '2048' }],
])('%s for %j', (code, asked) => {
  expect(codeOf(() => newSystemDisk(asked))).toBe(code);
});

it('an instance and its disk find each other', () => {
  const instance = sample.instance({ id: 'i-bp1xyz' });
  expect(systemDiskId(instance)).toBe('d-bp1xyz');
  expect(instanceIdOfDisk('d-bp1xyz')).toBe('i-bp1xyz');
});
