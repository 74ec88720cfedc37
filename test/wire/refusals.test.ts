/** Refusals that need the whole system: regions, actions and versions that are not there, keys that are wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/action.js';
import { VERSIONS } from '../../src/api/action.js';
import { ACTIONS } from '../../src/api/registry.js';
import { signV1 } from '../../src/gateway/sign.js';
import { CallError, type Cloud } from '../support/cloud.js';
import { World } from '../support/world.js';
import { popClient, sdkClient } from './clients.js';
import { instanceOf, scene, type Scene } from './world.js';

let live: Scene;
beforeAll(async () => {
  live = await scene();
});
afterAll(() => live.down());

const refusal = async (call: Promise<unknown>): Promise<CallError> => call.then(
  () => expect.fail('the call was not refused'),
  (error: unknown) => (error instanceof CallError ? error : expect.fail(String(error))),
);

describe('E33: a target elsewhere', () => {
  const associate = (parameters: JsonObject) => live.vpc('AssociateEipAddress', { AllocationId: live.eip.id, ...parameters });
  let there: World;
  let instance: string;
  let eni: string;
  beforeAll(async () => {
    there = await World.create(live.cloud, { region: 'cn-beijing' });
    instance = instanceOf(await there.ecs('RunInstances', {
      ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', VSwitchId: there.vswitchId, SecurityGroupId: there.openGroup,
    }));
    eni = (await there.eni()).id;
    await live.store.settled();
  });

  it.each([
    ['an ENI of another region', () => ({ InstanceId: eni, InstanceType: 'NetworkInterface' }), 'InvalidParameter.Mismatch', 400],
    ['an instance of another region', () => ({ InstanceId: instance }), 'InvalidParameter.Mismatch', 400],
    ['InstanceRegionId of another region', () => ({ InstanceId: live.eni.id, InstanceType: 'NetworkInterface', InstanceRegionId: 'cn-beijing' }), 'InvalidParameter.Mismatch', 400],
    ['an ENI of no region', () => ({ InstanceId: 'eni-bp1nowhere', InstanceType: 'NetworkInterface' }), 'InvalidInstanId.NotFound', 404],
    ['an instance of no region', () => ({ InstanceId: 'i-bp1nowhere' }), 'InvalidInstanId.NotFound', 404],
    ['a load balancer', () => ({ InstanceId: 'lb-bp1nowhere', InstanceType: 'SlbInstance' }), 'InvalidInstanId.NotFound', 404],
  ] as const)('%s', async (_, parameters, code, status) => {
    const before = live.store.rows;
    expect(await refusal(associate(parameters()))).toMatchObject({ code, status });
    expect(live.store.rows).toEqual(before);
  });

  it('everything else of another region is not found', async () => {
    for (const [product, action, parameters] of [
      ['Vpc', 'AssociateEipAddress', { AllocationId: live.eip.id, InstanceId: eni, InstanceType: 'NetworkInterface' }],
      ['Vpc', 'ReleaseEipAddress', { AllocationId: live.eip.id }],
      ['Vpc', 'DescribeVpcAttribute', { VpcId: live.world.vpcId }],
      ['Ecs', 'DeleteNetworkInterface', { NetworkInterfaceId: live.eni.id }],
      ['Ecs', 'AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: live.instance }],
    ] as const) {
      expect(await refusal(live.cloud.call(product, action, { RegionId: 'cn-beijing', ...parameters }))).toMatchObject({ status: 404 });
    }
  });

  it('a region that is not there', async () => {
    expect(await refusal(live.vpc('DescribeVpcs', { RegionId: 'mars-1' }))).toMatchObject({ code: 'InvalidRegionId.NotFound', status: 404 });
  });
});

describe('what is not served', () => {
  const list = readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');

  it('an action: 404, names the list, whichever client asks', async () => {
    for (const client of [popClient(live.cloud), sdkClient(live.cloud)]) {
      const error = await refusal(client('Vpc', 'CreateNatGateway', { RegionId: 'cn-hangzhou', VpcId: 'vpc-x' }));
      expect(error).toMatchObject({ code: 'InvalidAction.NotFound', status: 404 });
      expect(error.message).toMatch(/^InvalidAction.NotFound: Specified api is not found.*CreateNatGateway of version 2016-04-28.*docs\/conformance\.md/);
    }
  });

  it('the list that it names holds every action', () => {
    const missing = ACTIONS.filter(({ product, name }) => {
      const chapter = new RegExp(`^## .*${VERSIONS[product]}\\b.*$([^#]*)`, 'm').exec(list)?.[1] ?? '';
      return !chapter.includes(`\n| ${name} |`);
    });
    expect(missing.map(({ product, name }) => `${product}.${name}`)).toEqual([]);
  });

  it('an action of the other product', async () => {
    expect(await refusal(popClient(live.cloud)('Ecs', 'CreateIpv4Gateway', {}))).toMatchObject({ code: 'InvalidAction.NotFound', status: 404 });
  });

  it('a version', async () => {
    expect(await plain({ version: '2016-04-29' })).toMatchObject({ status: 400, body: { Code: 'InvalidVersion' } });
  });
});

describe('keys', () => {
  it('an unknown one', async () => {
    expect(await plain({ key: { accessKeyId: 'LTAInobody', accessKeySecret: 'x' } })).toMatchObject({ status: 404, body: { Code: 'InvalidAccessKeyId.NotFound' } });
  });

  it('a wrong secret: what was to be signed follows the colon, byte for byte', async () => {
    const { status, body } = await plain({ key: { ...keyOf(live.cloud), accessKeySecret: 'wrong' } });
    expect({ status, code: body['Code'] }).toEqual({ status: 400, code: 'SignatureDoesNotMatch' });
    expect(body['Message']).toMatch(/^Specified signature is not matched with our calculation\. server string to sign is:POST&%2F&AccessKeyId%3D\S+$/);
  });

  it('a request sent again', async () => {
    const form = signed({});
    expect((await post(form)).status).toBe(200);
    expect(await post(form)).toMatchObject({ status: 400, body: { Code: 'SignatureNonceUsed' } });
  });

  it.each([-16, 16])('a clock %i minutes off', async (minutes) => {
    expect(await plain({ now: Date.now() + minutes * 60_000 })).toMatchObject({ status: 400, body: { Code: 'InvalidTimeStamp.Expired' } });
  });
});

const keyOf = ({ accessKeyId, accessKeySecret }: Cloud) => ({ accessKeyId, accessKeySecret });

function signed(change: Partial<Parameters<typeof signV1>[0]>): string {
  return signV1({
    key: keyOf(live.cloud), httpMethod: 'POST', action: 'DescribeVpcs', version: '2016-04-28', parameters: { RegionId: 'cn-hangzhou' },
    now: Date.now(), nonce: crypto.randomUUID(), ...change,
  });
}

async function post(form: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(live.cloud.endpoint, { method: 'POST', body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  return { status: response.status, body: await response.json() as Record<string, unknown> };
}

const plain = (change: Parameters<typeof signed>[0]) => post(signed(change));
