/** Where the provider of a configuration goes: its block, and the environment for what the block leaves open (§2.1). */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Cloud } from '../support/cloud.js';
import type { Configuration } from './configuration.js';
import { evaluate, parseTemplate } from './expression.js';
import type { Target } from './provider.js';

const PRODUCTS = ['ecs', 'vpc', 'sts', 'resourcemanager', 'bssopenapi', 'location'];
const block = z.strictObject({
  access_key: z.string().optional(), secret_key: z.string().optional(), region: z.string().optional(), protocol: z.enum(['HTTP', 'HTTPS']).default('HTTPS'),
  account_type: z.string().optional(), endpoints: z.tuple([z.record(z.string(), z.string())]).transform(([only]) => only).default({}),
});

/** What `eval "$(openeip env)"` sets. */
export function environmentOf(cloud: Cloud): ReadonlyMap<string, string> {
  const lines = cloud.cli('env').stdout.trim().split('\n');
  return new Map(lines.map((line) => {
    const [, name = '', value = ''] = /^export (\w+)='?(.*?)'?$/.exec(line) ?? [];
    return [name, value];
  }));
}

export function targetOf(configuration: Configuration, environment: ReadonlyMap<string, string>, authority: string): Target {
  const text = (value: unknown): unknown =>
    typeof value === 'string' ? evaluate(parseTemplate(value), ([, name = '']) => configuration.variables[name] ?? '')
    : Array.isArray(value) ? value.map(text)
    : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, text(inner)]))
    : value;
  const given = block.parse(text(configuration.provider));
  const need = (name: string, value: string | undefined): string => {
    if (value === undefined || value === '') throw new Error(`neither the provider block nor the environment says ${name}`);
    return value;
  };
  return {
    endpoints: Object.fromEntries(PRODUCTS.map((product) =>
      [product, need(`the endpoint of ${product}`, given.endpoints[product] ?? environment.get(`ALIBABA_CLOUD_ENDPOINT_${product.toUpperCase()}`))])),
    protocol: given.protocol,
    accessKeyId: need('access_key', given.access_key ?? environment.get('ALICLOUD_ACCESS_KEY')),
    accessKeySecret: need('secret_key', given.secret_key ?? environment.get('ALICLOUD_SECRET_KEY')),
    region: need('region', given.region ?? environment.get('ALICLOUD_REGION')),
    authority,
  };
}

/** The CA that `SSL_CERT_FILE` names. */
export function authorityOf(environment: ReadonlyMap<string, string>): string {
  return readFileSync(environment.get('SSL_CERT_FILE') ?? '', 'utf8');
}
