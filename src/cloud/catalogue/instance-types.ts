/**
 * Instance types (behaviour §8.3): how many ENIs an instance takes, the primary one included, and how many private addresses each of
 * them, its primary one included. Cores and memory are what the catalogue shows; a guest is not held to them.
 */

export interface InstanceType {
  readonly id: string;
  readonly family: string;
  readonly cores: number;
  /** GiB */
  readonly memory: number;
  readonly enis: number;
  readonly privateIpsPerEni: number;
}

export interface InstanceTypeFamily {
  readonly id: string;
  /** `ecs-1`… */
  readonly generation: string;
}

type Limits = readonly [enis: number, privateIpsPerEni: number];

const COMMON: Readonly<Record<string, Limits>> = {
  large: [2, 6], xlarge: [3, 10], '2xlarge': [4, 10], '3xlarge': [6, 10], '4xlarge': [8, 20], '6xlarge': [8, 20], '8xlarge': [8, 20],
};
const FIFTH = { ...COMMON, '16xlarge': [8, 20] } as const;
const SIXTH = { ...COMMON, '13xlarge': [7, 20], '26xlarge': [15, 20] } as const;
const NETWORK_ENHANCED = { ...COMMON, '14xlarge': [8, 20] } as const;
const SEVENTH: Readonly<Record<string, Limits>> = {
  large: [3, 6], xlarge: [4, 15], '2xlarge': [4, 15], '3xlarge': [8, 15], '4xlarge': [8, 30], '6xlarge': [8, 30], '8xlarge': [8, 30],
  '16xlarge': [8, 30], '32xlarge': [15, 30],
};
const UNPUBLISHED: Limits = [2, 6];

/** Memory in GiB for each core. */
const FAMILIES: readonly (readonly [family: string, memory: number, sizes: Readonly<Record<string, Limits>>])[] = [
  ['g5', 4, FIFTH], ['c5', 2, FIFTH], ['r5', 8, FIFTH],
  ['g6', 4, SIXTH], ['c6', 2, SIXTH], ['r6', 8, SIXTH],
  ['g7', 4, SEVENTH], ['c7', 2, SEVENTH],
  ['sn1ne', 2, COMMON], ['sn2ne', 4, NETWORK_ENHANCED], ['se1ne', 8, NETWORK_ENHANCED],
  ['i2', 8, { xlarge: [3, 10], '2xlarge': [4, 10], '4xlarge': [8, 20], '8xlarge': [8, 20], '16xlarge': [8, 20] }],
  ['re4', 12, { '10xlarge': [4, 10], '20xlarge': [8, 20], '40xlarge': [8, 20] }],
  ['re4e', 24, { '40xlarge': [15, 20] }],
  ['sccg5', 4, { '24xlarge': [32, 10] }], ['sccgn6', 4, { '24xlarge': [32, 10] }], ['scch5', 3, { '16xlarge': [32, 10] }],
  ['r1', 8, { large: UNPUBLISHED, xlarge: UNPUBLISHED, '2xlarge': UNPUBLISHED }],
  ['sccg6', 4, { '24xlarge': UNPUBLISHED }],
];

/** Burstable types carry cores and memory in a name of their own. */
const BURSTABLE: readonly (readonly [size: string, cores: number, memory: number, limits: Limits])[] = [
  ['lc2m1.nano', 1, 0.5, [2, 2]], ['lc1m1.small', 1, 1, [2, 2]], ['lc1m2.small', 1, 2, [2, 2]],
  ['lc1m2.large', 2, 4, [2, 2]], ['lc1m4.large', 2, 8, [2, 2]],
  ['c1m1.large', 2, 2, [2, 2]], ['c1m2.large', 2, 4, [2, 2]], ['c1m4.large', 2, 8, [2, 2]],
  ['c1m1.xlarge', 4, 4, [2, 6]], ['c1m2.xlarge', 4, 8, [2, 6]], ['c1m4.xlarge', 4, 16, [2, 6]],
  ['c1m1.2xlarge', 8, 8, [2, 6]], ['c1m2.2xlarge', 8, 16, [2, 6]], ['c1m4.2xlarge', 8, 32, [2, 6]],
  ['c1m1.4xlarge', 16, 16, [2, 6]], ['c1m2.4xlarge', 16, 32, [2, 6]],
];

function coresOf(size: string): number {
  return size === 'large' ? 2 : 4 * Number(size.replace(/xlarge$/, '') || 1);
}

export const INSTANCE_TYPES: readonly InstanceType[] = [
  ...FAMILIES.flatMap(([family, memory, sizes]) =>
    Object.entries(sizes).map(([size, [enis, privateIpsPerEni]]): InstanceType => {
      const cores = coresOf(size);
      return { id: `ecs.${family}.${size}`, family: `ecs.${family}`, cores, memory: cores * memory, enis, privateIpsPerEni };
    }),
  ),
  ...BURSTABLE.map(([size, cores, memory, [enis, privateIpsPerEni]]): InstanceType => ({
    id: `ecs.t5-${size}`, family: 'ecs.t5', cores, memory, enis, privateIpsPerEni,
  })),
];

export const INSTANCE_TYPE_FAMILIES: readonly InstanceTypeFamily[] = [...new Set(INSTANCE_TYPES.map((type) => type.family))].map(
  // The digit of the name; `sn1ne` and its kin are the third generation.
  (id) => ({ id, generation: `ecs-${/(?<!^ecs\.s[ne])\d/.exec(id)?.[0] ?? 3}` }),
);

const BY_ID: ReadonlyMap<string, InstanceType> = new Map(INSTANCE_TYPES.map((type) => [type.id, type]));

export function findInstanceType(id: string): InstanceType | undefined {
  return BY_ID.get(id);
}
