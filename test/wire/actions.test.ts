/** Every served action, by both signatures and both generations of the official SDKs, against one running cloud (E21). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ACTIONS } from '../../src/api/registry.js';
import { ABSENT, EXTRAS } from '../../src/api/testing-allowances.js';
import { shapeFaults } from '../../src/api/testing-shapes.js';
import { field } from '../../src/control/testing.js';
import { Cloud } from '../support/cloud.js';
import { CASES, titleOf, type Case } from './cases.js';
import { modelFaults, popClient, sdkClient, type Client, type Served } from './clients.js';
import { StoreView } from './store-view.js';

const UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
const text = z.string();

let cloud: Cloud;
let store: StoreView;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
  store = new StoreView(cloud);
});
afterAll(async () => {
  store.close();
  await cloud.down();
});

it('there is a case for every served action', () => {
  const cased = new Set(CASES.map(({ product, action }) => `${product}.${action}`));
  expect(ACTIONS.map(({ product, name }) => `${product}.${name}`).filter((name) => !cased.has(name))).toEqual([]);
});

const GROUP = { Id: text, Name: text, DisplayName: text, Status: text, AccountId: text, CreateDate: text };
const GROUP_TAGS = z.strictObject({ Tag: z.array(z.strictObject({ Key: text, Value: text })) });
const STATUSES = z.strictObject({ RegionStatus: z.array(z.strictObject({ RegionId: text, Status: text })).nonempty() });

/** Models of the products without a package of their own here. */
const SMALL: Readonly<Record<string, z.ZodType>> = {
  GetCallerIdentity: z.strictObject({
    RequestId: text, AccountId: text, Arn: text, IdentityType: text, PrincipalId: text, UserId: text,
  }),
  DescribeEndpoints: z.strictObject({
    RequestId: text, Success: z.literal(true),
    Endpoints: z.strictObject({
      Endpoint: z.tuple([z.strictObject({
        Endpoint: text, Id: text, Namespace: text, ServiceCode: text, SerivceCode: text, Type: text,
        Protocols: z.strictObject({ Protocols: z.array(text) }),
      })]),
    }),
  }),
  CreateResourceGroup: z.strictObject({ RequestId: text, ResourceGroup: z.strictObject({ ...GROUP, RegionStatuses: STATUSES }) }),
  GetResourceGroup: z.strictObject({ RequestId: text, ResourceGroup: z.strictObject({ ...GROUP, RegionStatuses: STATUSES, Tags: GROUP_TAGS }) }),
  UpdateResourceGroup: z.strictObject({ RequestId: text, ResourceGroup: z.strictObject(GROUP) }),
  DeleteResourceGroup: z.strictObject({ RequestId: text, ResourceGroup: z.strictObject({ ...GROUP, RegionStatuses: STATUSES }) }),
  ListResourceGroups: z.strictObject({
    RequestId: text, PageNumber: z.number(), PageSize: z.number(), TotalCount: z.number(),
    ResourceGroups: z.strictObject({ ResourceGroup: z.array(z.strictObject({ ...GROUP, Tags: GROUP_TAGS })).nonempty() }),
  }),
  TagResources: z.strictObject({ RequestId: text }),
  UntagResources: z.strictObject({ RequestId: text }),
  ListTagResources: z.strictObject({
    RequestId: text, NextToken: text,
    TagResources: z.strictObject({
      TagResource: z.array(z.strictObject({ ResourceId: text, ResourceType: z.literal('ResourceGroup'), TagKey: text, TagValue: text })).nonempty(),
    }),
  }),
  QueryAvailableInstances: z.strictObject({
    RequestId: text, Code: z.literal('Success'), Message: text, Success: z.literal(true),
    Data: z.strictObject({ PageNum: z.number(), PageSize: z.number(), TotalCount: z.number(), InstanceList: z.array(z.unknown()) }),
  }),
};

describe.each([
  ['the SDKs with V3', (): Client => sdkClient(cloud)],
  ['pop-core with V1, by POST', (): Client => popClient(cloud)],
  ['pop-core with V1, by GET', (): Client => popClient(cloud, 'GET')],
])('E21: %s', (_, open) => {
  const outcomes: (Served | Error)[] = [];
  beforeAll(async () => {
    const client = open();
    const known: Record<string, string> = {};
    for (const { product, action, parameters, keep } of CASES) {
      const outcome = await client(product, action, parameters(known)).catch((error: unknown) => error as Error);
      outcomes.push(outcome);
      if (!(outcome instanceof Error)) {
        for (const [name, path] of Object.entries(keep)) known[name] = text.parse(field(outcome.body, path));
      }
      await store.settled();
    }
  });

  it.each(CASES.map((one, index): [string, Case, number] => [titleOf(one, index), one, index]))('%s', (_title, { product, action }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined || outcome instanceof Error) throw outcome ?? new Error('was not called');
    const { status, headers, body } = outcome;
    expect(status).toBe(200);
    expect(body['RequestId']).toMatch(UUID);
    expect(headers['x-acs-request-id']).toBe(body['RequestId']);
    expect(headers['content-type']).toMatch(/^application\/json/);
    if (product === 'Vpc' || product === 'Ecs') {
      const sdk = product === 'Vpc' ? '@alicloud/vpc20160428' : '@alicloud/ecs20140526';
      expect(shapeFaults(sdk, action, body, { extras: EXTRAS[action] ?? [], absent: ABSENT[action] ?? [] })).toEqual([]);
      // §10.10: clients take such a body for a failure, unless the code is one of success, as the cloud's own is here.
      if (action === 'DescribeEipGatewayInfo') expect(body).toMatchObject({ Code: '200', Message: 'successful' });
      else if (action.includes('HighDefinitionMonitor')) expect(body).toMatchObject({ Success: 'true' });
      else expect(Object.keys(body)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Code|Success|Message)$/)]));
      if (outcome.model !== undefined) expect(modelFaults(product, action, outcome)).toEqual([]);
    } else {
      expect(SMALL[action]?.safeParse(body).error).toBeUndefined();
    }
  });

  it('leaves nothing behind', () => {
    const kinds = ['vpc', 'vswitch', 'routeTable', 'routeEntry', 'ipv4Gateway', 'securityGroup', 'eni', 'instance', 'eip', 'bandwidthPackage', 'resourceGroup'];
    expect(kinds.filter((kind) => store.count(kind) > 0)).toEqual([]);
  });
});
