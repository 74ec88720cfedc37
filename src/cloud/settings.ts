/**
 * Every switch of the cloud's behaviour, with its default: the uncertain points of the vendor's documentation (U-xx) and the
 * site's choices. Parsed once at start; rules receive the result.
 */
import { z } from 'zod';
import { isEipPool, isInternetRange } from './address-pool.js';
import { findRegion } from './catalogue/regions.js';
import { QUOTA_NAMES } from './quotas.js';
import { pricesSchema, SAMPLE_PRICES } from './billing/prices.js';

export const settingsSchema = z.strictObject({
  /** The region of calls that name none. */
  defaultRegion: z.string().refine((id) => findRegion(id) !== undefined, 'no region of the cloud, like cn-hangzhou').default('cn-hangzhou'),
  /** EIPs are allocated from here; each /24 has its gateway at .1 and never gives .0, .1 and .253-.255. */
  eipPool: z
    .string()
    .refine(isEipPool, 'no IPv4 block of /24 or larger outside of the private ranges, like 198.18.0.0/15')
    .default('198.18.0.0/15'),
  /** Hosts of the Internet side live here. */
  internetRange: z
    .string()
    .refine(isInternetRange, 'no IPv4 block of /28 or larger outside of the private ranges, like 203.0.113.0/24')
    .default('203.0.113.0/24'),
  /** Quotas of the operator's account from this start on (behaviour §8.1), by the names of `quotas.ts`. */
  quotas: z.partialRecord(z.enum(QUOTA_NAMES), z.int().min(0)).default({}),
  /**
   * Whether the operator's account is entitled to multi-EIP mode from this start on. The mode is closed to new applicants (S-07): without
   * it a bind answers `Mode.NotSupport`.
   */
  multiEip: z.boolean().optional(),
  /** `cloud`: transitional states last as long as in the cloud, by a seeded draw, instead of as long as the data plane needs. */
  latency: z.enum(['none', 'cloud']).default('none'),
  /** §6.7: calls of one action that an account may make in a second, more are throttled; 0: any number. */
  callsPerSecond: z.number().min(0).default(0),
  /** Ids and addresses are reproducible from it; without one they are random. */
  seed: z.int().min(0).max(0xffffffff).optional(),
  /** What things cost; sample data where not given. */
  prices: pricesSchema.default(SAMPLE_PRICES),
  /** Whether EIPs are held back to their bandwidths; counted they are in any case. */
  bandwidthLimits: z.boolean().default(true),
  /** U-01: EIPs that a primary ENI takes in NAT mode. */
  maxEipPerPrimaryEni: z.int().min(1).default(1),
  /** U-03: multi-EIP mode binds and lets go on detached ENIs only. */
  multiRequiresDetached: z.boolean().default(true),
  /** U-31: cut-through mode lets go on detached ENIs only. */
  bindedUnbindRequiresDetached: z.boolean().default(true),
  /** U-34: cut-through mode refuses an ENI with secondary private addresses. */
  bindedRefusesSubIp: z.boolean().default(true),
  /** U-15: a subscription is paid for when it is ordered; off: only with AutoPay, else by `openeip eip pay`. */
  prepaidPaidAtOnce: z.boolean().default(true),
  /** U-13: how a product answers callers who name no format; JSON where none is set. */
  defaultFormat: z.partialRecord(z.enum(['Vpc', 'Ecs']), z.enum(['JSON', 'XML'])).default({}),
  /** U-35: instances cannot send mail by themselves: TCP to port 25 of the Internet side is dropped. */
  blockOutboundTcp25: z.boolean().default(false),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;
