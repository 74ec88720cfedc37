import { expect, it } from 'vitest';
import { findInstanceType, INSTANCE_TYPE_FAMILIES, INSTANCE_TYPES } from './instance-types.js';

it.each([
  ['ecs.g5.large', 2, 6, 2, 8], ['ecs.c6.xlarge', 3, 10, 4, 8], ['ecs.r6.2xlarge', 4, 10, 8, 64], ['ecs.sn2ne.3xlarge', 6, 10, 12, 48],
  ['ecs.g6.4xlarge', 8, 20, 16, 64], ['ecs.g6.13xlarge', 7, 20, 52, 208], ['ecs.g6.26xlarge', 15, 20, 104, 416],
  ['ecs.se1ne.14xlarge', 8, 20, 56, 448], ['ecs.g7.large', 3, 6, 2, 8], ['ecs.c7.3xlarge', 8, 15, 12, 24], ['ecs.g7.16xlarge', 8, 30, 64, 256],
  ['ecs.g7.32xlarge', 15, 30, 128, 512], ['ecs.i2.xlarge', 3, 10, 4, 32], ['ecs.re4.20xlarge', 8, 20, 80, 960],
  ['ecs.re4e.40xlarge', 15, 20, 160, 3840], ['ecs.scch5.16xlarge', 32, 10, 64, 192], ['ecs.t5-lc1m2.small', 2, 2, 1, 2],
  ['ecs.t5-c1m2.xlarge', 2, 6, 4, 8], ['ecs.r1.large', 2, 6, 2, 16],
])('§8.3: %s takes %i ENIs of %i addresses', (id, enis, privateIpsPerEni, cores, memory) => {
  expect(findInstanceType(id)).toMatchObject({ enis, privateIpsPerEni, cores, memory });
});

it('§8.3: burstable types belong to one family; every family has a generation and ids are unique', () => {
  expect(findInstanceType('ecs.t5-c1m1.large')?.family).toBe('ecs.t5');
  const generations = Object.fromEntries(INSTANCE_TYPE_FAMILIES.map(({ id, generation }) => [id, generation]));
  expect(generations).toMatchObject({
    'ecs.sn1ne': 'ecs-3', 'ecs.se1ne': 'ecs-3', 'ecs.g5': 'ecs-5', 'ecs.g7': 'ecs-7', 'ecs.re4e': 'ecs-4', 'ecs.t5': 'ecs-5', 'ecs.i2': 'ecs-2',
  });
  expect(new Set(INSTANCE_TYPES.map((type) => type.id)).size).toBe(INSTANCE_TYPES.length);
});
