/** What things cost: a table that a site configures (`prices`). The default is sample data of behaviour §7.3, not today's prices. */
import { z } from 'zod';
import { Decimal, PRICE } from './money.js';

const price = z.string().regex(PRICE, 'must be a decimal number in quotes, like "0.0031"');

/** The price of 1, 2, 3… Mbit/s, and of each further one. */
const tierSchema = z.strictObject({ steps: z.array(price).min(1), further: price });
export type Tier = Readonly<z.infer<typeof tierSchema>>;

const regionPricesSchema = z.strictObject({
  /** Configuration (public IP retention) fee. */
  configuration: z.union([z.strictObject({ perHour: price }), z.strictObject({ perDay: price })]),
  trafficPerGb: price,
  bandwidthPerDay: tierSchema,
  subscriptionPerMonth: tierSchema,
  /** Of a common bandwidth package. */
  packagePerDay: tierSchema.default({ steps: ['0'], further: '0' }),
});
export type RegionPrices = Readonly<z.infer<typeof regionPricesSchema>>;

export const pricesSchema = z.strictObject({
  currency: z.string().min(1),
  /** By region id; `default` for all others. */
  regions: z.record(z.string(), regionPricesSchema).refine((regions) => 'default' in regions, 'has no "default"'),
});
export type Prices = Readonly<z.infer<typeof pricesSchema>>;

export function tierPrice({ steps, further }: Tier, bandwidth: number): Decimal {
  const step = steps[Math.min(bandwidth, steps.length) - 1] ?? '0';
  return new Decimal(further).times(Math.max(bandwidth - steps.length, 0)).plus(step);
}

export function pricesOf({ regions }: Prices, region: string): RegionPrices {
  const found = regions[region] ?? regions['default'];
  if (found === undefined) throw new Error('the price table has no default');
  return found;
}

/** Made up: behaviour §7.3 has no price of packages. */
const PACKAGE: Tier = { steps: ['0.50'], further: '0.50' };
const MONTHLY: Tier = { steps: ['3.40', '6.80', '10.20', '13.60', '17.00'], further: '11.83' };
const HANGZHOU: Tier = { steps: ['0.14', '0.28', '0.43', '0.57', '0.71'], further: '0.50' };
/** Of these only the price of five is published. */
const QINGDAO: Tier = { steps: ['0.106', '0.212', '0.318', '0.424', '0.53'], further: '0.46' };
const TOKYO: Tier = { steps: ['0.17', '0.34', '0.51', '0.68', '0.85'], further: '0.57' };

function sample(perHour: string, trafficPerGb: string, bandwidthPerDay = HANGZHOU): RegionPrices {
  return { configuration: { perHour }, trafficPerGb, bandwidthPerDay, subscriptionPerMonth: MONTHLY, packagePerDay: PACKAGE };
}

export const SAMPLE_PRICES: Prices = {
  currency: 'USD',
  regions: {
    default: sample('0.0031', '0.125'),
    'cn-qingdao': sample('0.0031', '0.113', QINGDAO),
    'cn-hongkong': sample('0.0088', '0.156'),
    'ap-southeast-1': sample('0.0063', '0.117'),
    'ap-northeast-1': sample('0.0047', '0.120', TOKYO),
    'us-east-1': sample('0.0047', '0.078'),
    'us-west-1': sample('0.0047', '0.078'),
    'eu-central-1': sample('0.006', '0.070'),
    'eu-west-1': sample('0.006', '0.070'),
    'ap-southeast-5': sample('0.006', '0.117'),
    'ap-south-1': sample('0.006', '0.117'),
    'ap-southeast-3': sample('0.003', '0.125'),
    'me-east-1': sample('0.009', '0.153'),
  },
};
