/** The forms in which clients put a request and read an answer: numbers 15, 17 and 19 of the list of client facts, §10. */
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/action.js';
import { field } from '../../src/control/testing.js';
import { signV1, signV3 } from '../../src/gateway/sign.js';
import type { CallError } from '../support/cloud.js';
import { scene, text, type Scene } from './world.js';

let live: Scene;
beforeAll(async () => {
  live = await scene();
});
afterAll(() => live.down());

const vpc = (action: string, parameters: JsonObject = {}) => live.vpc(action, parameters);
const ecs = (action: string, parameters: JsonObject = {}) => live.ecs(action, parameters);
const eipOf = (id: string) => live.eipRow(id);
const eniOf = (id: string) => live.eniRow(id);
const refusal = async (call: Promise<unknown>) => call.then(
  () => expect.fail('the call was not refused'),
  (error: unknown) => error as CallError,
);

describe('15: parameters', () => {
  it('SecurityGroupId, SecurityGroupIds.N, and SecurityGroupId.N where an ENI is changed', async () => {
    const second = text(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId }), 'SecurityGroupId');
    for (const groups of [{ SecurityGroupId: second }, { SecurityGroupIds: [second] }]) {
      const made = text(await ecs('CreateNetworkInterface', { VSwitchId: live.world.vswitchId, ...groups }), 'NetworkInterfaceId');
      await ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: made, SecurityGroupId: [live.world.openGroup] });
      expect(field(await eniOf(made), 'SecurityGroupIds.SecurityGroupId')).toEqual([live.world.openGroup]);
      await ecs('DeleteNetworkInterface', { NetworkInterfaceId: made });
    }
    await ecs('DeleteSecurityGroup', { SecurityGroupId: second });
  });

  it('an empty parameter is an absent one', async () => {
    const made = await vpc('AllocateEipAddress', { InstanceId: '', Name: '', Netmode: '', ClientToken: '', Bandwidth: '', ISP: '' });
    expect(await eipOf(text(made, 'AllocationId'))).toMatchObject({ Name: '', Bandwidth: '5', ISP: 'BGP' });
    await vpc('ReleaseEipAddress', { AllocationId: text(made, 'AllocationId') });
    expect(await refusal(vpc('ReleaseEipAddress', { AllocationId: '' }))).toMatchObject({ code: 'MissingParameter', status: 400 });
  });

  it('unknown ones are ignored', async () => {
    const more = { OwnerAccount: 'a@b', OwnerId: 1, ResourceOwnerId: 'x', SourceIp: '1.2.3.4', SecureTransport: true, AcceptLanguage: 'en-US', Nonsense: ['x'] };
    expect(field(await vpc('DescribeEipAddresses', { AllocationId: live.eip.id, ...more }), 'EipAddresses.EipAddress')).toHaveLength(1);
    expect(field(await ecs('DescribeInstances', more), 'Instances.Instance')).toHaveLength(1);
  });

  it('lists may have gaps and any order', async () => {
    const found = await ecs('DescribeNetworkInterfaces', { 'NetworkInterfaceId.7': live.eni.id, 'NetworkInterfaceId.3': 'eni-x' });
    expect(field(found, 'NetworkInterfaceSets.NetworkInterfaceSet')).toHaveLength(1);
    const tagged = await vpc('AllocateEipAddress', { 'Tag.9.Key': 'b', 'Tag.9.Value': '2', 'Tag.4.Key': 'a', 'Tag.4.Value': '1' });
    expect(field(await eipOf(text(tagged, 'AllocationId')), 'Tags.Tag')).toEqual([{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }]);
    await vpc('ReleaseEipAddress', { AllocationId: text(tagged, 'AllocationId') });
  });
});

describe('17: XML', () => {
  const get = (action: string, version: string, parameters: Record<string, string>) => fetch(`${live.cloud.endpoint}/?${signV1({
    key: live.cloud, httpMethod: 'GET', action, version, parameters: { Format: 'XML', ...parameters }, now: Date.now(), nonce: crypto.randomUUID(),
  })}`);

  it('root ActionResponse, repeated elements in the same wrappers', async () => {
    const response = await get('DescribeNetworkInterfaces', '2014-05-26', { RegionId: 'cn-hangzhou', 'NetworkInterfaceId.1': live.eni.id });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/xml/);
    expect(new XMLParser({ parseTagValue: false }).parse(await response.text())).toMatchObject({
      DescribeNetworkInterfacesResponse: {
        RequestId: response.headers.get('x-acs-request-id'), TotalCount: '1',
        NetworkInterfaceSets: {
          NetworkInterfaceSet: {
            NetworkInterfaceId: live.eni.id, Ipv6Sets: '',
            PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: live.eni.addresses[0], Primary: 'true' }, { Primary: 'false' }] },
          },
        },
      },
    });
  });

  it('error root Error', async () => {
    const response = await get('DescribeVpcAttribute', '2016-04-28', { RegionId: 'cn-hangzhou', VpcId: '<vpc>' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/xml;charset=utf-8');
    expect(new XMLParser().parse(await response.text())).toMatchObject({
      Error: { Code: 'InvalidVpcId.NotFound', RequestId: response.headers.get('x-acs-request-id'), HostId: new URL(live.cloud.endpoint).host },
    });
  });
});

describe('19: where parameters are', () => {
  const signing = (parameters: Record<string, string>) => ({
    key: live.cloud, httpMethod: 'POST' as const, action: 'DescribeEipAddresses', version: '2016-04-28', parameters, now: Date.now(), nonce: crypto.randomUUID(),
  });
  const total = async (response: Response) => {
    const body = await response.json() as Record<string, unknown>;
    expect(body).toMatchObject({ TotalCount: 1, EipAddresses: { EipAddress: [{ AllocationId: live.eip.id }] } });
  };

  it('POST with all of them in the query and no body', async () => {
    await total(await fetch(`${live.cloud.endpoint}/?${signV1(signing({ RegionId: 'cn-hangzhou', AllocationId: live.eip.id }))}`, { method: 'POST' }));
  });

  it('query and form merged, empty ones signed', async () => {
    const pairs = signV1(signing({ RegionId: 'cn-hangzhou', AllocationId: live.eip.id, EipName: '', 'Tag.1.Key': '' })).split('&');
    const form = pairs.filter((pair) => /^(RegionId|EipName|Tag)/.test(pair));
    await total(await fetch(`${live.cloud.endpoint}/?${pairs.filter((pair) => !form.includes(pair)).join('&')}`, {
      method: 'POST', body: form.join('&'), headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }));
  });

  it('V3 with the star and the tilde bare in the URL', async () => {
    const host = new URL(live.cloud.endpoint).host;
    const { query, headers } = signV3({ ...signing({ RegionId: 'cn-hangzhou', AllocationId: live.eip.id, Unknown: "a*b~c'(d) e" }), host });
    await total(await fetch(`${live.cloud.endpoint}/?${query.replaceAll('%2A', '*').replaceAll('%27', "'")}`, { method: 'POST', headers }));
  });
});
