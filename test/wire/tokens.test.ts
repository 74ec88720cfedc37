/** E22 and DryRun over every action that has the parameter: the table of cases again, each call first tried and then said twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../src/api/action.js';
import { ACTIONS } from '../../src/api/registry.js';
import { field } from '../../src/control/testing.js';
import { CallError, Cloud } from '../support/cloud.js';
import { CASES, titleOf } from './cases.js';
import { modelOf, popClient, type Client } from './clients.js';
import { StoreView } from './store-view.js';

/** Batch forms say it in a word of their own. */
const BATCHES = new Set(['StartInstances', 'StopInstances', 'RebootInstances']);

let cloud: Cloud;
let store: StoreView;
let client: Client;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
  store = new StoreView(cloud);
  client = popClient(cloud);
});
afterAll(async () => {
  store.close();
  await cloud.down();
});

const has = (product: string, action: string, parameter: string): boolean =>
  ACTIONS.some((one) => one.product === product && one.name === action && parameter in one.parameters.shape);
const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'was not refused', (error: unknown) => {
  if (error instanceof CallError) return error.code;
  throw error;
});
const withoutId = (body: JsonObject): JsonObject => ({ ...body, RequestId: '' });

/** The same call with one of its texts or lists changed, or with another text where it has none. */
function different(parameters: JsonObject): JsonObject {
  for (const [name, value] of Object.entries(parameters)) {
    if (name === 'RegionId') continue;
    if (typeof value === 'string') return { ...parameters, [name]: `${value}x` };
    if (Array.isArray(value)) return { ...parameters, [name]: ['x'] };
  }
  return { ...parameters, Description: 'another one' };
}

it.each(['ClientToken', 'DryRun'])('%s is known exactly where the official clients have it, and tried below', (parameter) => {
  for (const { product, name } of ACTIONS) {
    if (product !== 'Vpc' && product !== 'Ecs') continue;
    const sent = Object.values(modelOf(product, `${name}Request`).names()).includes(parameter);
    expect([name, has(product, name, parameter)]).toEqual([name, sent]);
    expect(CASES.some((one) => one.product === product && one.action === name)).toBe(true);
  }
});

describe('in their order', () => {
  const known: Record<string, string> = {};

  it.each(CASES.map((one, index) => ({ ...one, index, title: titleOf(one, index) })))('$title', async ({ product, action, parameters, keep, index }) => {
    const asked = parameters(known);
    const call = (more: JsonObject) => client(product, action, { ...asked, ...more });

    if (has(product, action, 'DryRun')) {
      const before = store.rows;
      expect(await codeOf(call({ DryRun: true }))).toBe(BATCHES.has(action) ? 'DRYRUN.SUCCESS' : 'DryRunOperation');
      await store.settled();
      expect(store.rows).toEqual(before);
    }

    const ClientToken = `token-${index}`;
    const writes = has(product, action, 'ClientToken');
    const first = await call(writes ? { ClientToken } : {});
    for (const [name, path] of Object.entries(keep)) known[name] = String(field(first.body, path));
    await store.settled();

    if (writes) {
      const after = store.rows;
      const again = await call({ ClientToken });
      expect(withoutId(again.body)).toEqual(withoutId(first.body));
      expect(again.body['RequestId']).not.toBe(first.body['RequestId']);
      expect(await codeOf(client(product, action, { ...different(asked), ClientToken }))).toBe('IdempotentParameterMismatch');
      await store.settled();
      expect(store.rows).toEqual(after);
    }
  });
});

it('a dry run of a call that would fail fails as the call would', async () => {
  expect(await codeOf(client('Vpc', 'CreateVpc', { RegionId: 'cn-hangzhou', CidrBlock: '127.0.0.0/8', DryRun: true }))).toBe('InvalidParameter');
  expect(await codeOf(client('Vpc', 'DeleteVpc', { RegionId: 'cn-hangzhou', VpcId: 'vpc-x', DryRun: true }))).toBe('InvalidVpcId.NotFound');
});

it('E22: one token said a thousand times at once makes one EIP, and those who say it with other parameters are told so', async () => {
  const before = store.count('eip');
  const say = (Bandwidth: string) => client('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou', ClientToken: 'at once', Bandwidth }).then(
    ({ body }) => JSON.stringify(withoutId(body)),
    (error: unknown) => {
      if (error instanceof CallError) return error.code;
      throw error;
    },
  );
  const bandwidths = Array.from({ length: 1_100 }, (_, index) => (index % 11 === 10 ? '6' : '5'));
  const answers = await Promise.all(bandwidths.map(say));
  // Whoever comes first has it for all that say the same.
  const answersTo = (bandwidth: string) => [...new Set(answers.filter((_, index) => bandwidths[index] === bandwidth))];
  const [made = '', ...more] = [...answersTo('5'), ...answersTo('6')].filter((answer) => answer !== 'IdempotentParameterMismatch');
  expect(more).toEqual([]);
  expect([answersTo('5'), answersTo('6')]).toContainEqual(['IdempotentParameterMismatch']);
  expect([answersTo('5'), answersTo('6')]).toContainEqual([made]);
  expect(store.count('eip')).toBe(before + 1);
  const { AllocationId } = z.object({ AllocationId: z.string() }).parse(JSON.parse(made));
  await client('Vpc', 'ReleaseEipAddress', { RegionId: 'cn-hangzhou', AllocationId });
  await store.settled();
});

it('a refused call does not use up its token', async () => {
  const asked = { RegionId: 'cn-hangzhou', ClientToken: 'later', VpcId: 'vpc-x', ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' };
  const tokens = store.tokens;
  expect(await codeOf(client('Vpc', 'CreateVSwitch', asked))).toBe('InvalidVpcId.NotFound');
  expect(store.tokens).toBe(tokens);
});

it.each(['x'.repeat(65), 'ümlaut', 'tab\there'])('%j is no token', async (ClientToken) => {
  const before = store.rows;
  expect(await codeOf(client('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou', ClientToken }))).toBe('InvalidParameter');
  expect(store.rows).toEqual(before);
});
