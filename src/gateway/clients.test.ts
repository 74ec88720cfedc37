/** Every wire family of real clients, as these really send it. */
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { request as httpsRequest, Agent } from 'node:https';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import RPCClient from '@alicloud/pop-core';
import { XMLParser } from 'fast-xml-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, exchange, KEY, startTestGateway, type TestGateway } from '../../test/support/gateway.js';
import { signV1, signV3 } from './sign.js';

// Required, not imported: a CommonJS default export has two shapes, depending on who loads it.
const vpc = createRequire(import.meta.url)('@alicloud/vpc20160428') as typeof import('@alicloud/vpc20160428');
const VPC = '2016-04-28';
const ID = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;
const ODD = "日本 a+b&c=d~*'()!%2F/\"";

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.close());

const signing = (parameters: Record<string, string>, action = 'AllocateEipAddress') => ({
  key: KEY,
  httpMethod: 'POST' as const,
  action,
  version: VPC,
  parameters,
  now: Date.now(),
  nonce: crypto.randomUUID(),
});

describe('A: tea-rpc, parameters in query and form, empty ones signed', () => {
  it('merges both', async () => {
    const signed = signV1(signing({ Format: 'json', RegionId: 'cn-hangzhou', InstanceId: '', Name: ODD })).split('&');
    const inBody = signed.filter((pair) => /^(RegionId|InstanceId|Name)=/.test(pair));
    const inQuery = signed.filter((pair) => !inBody.includes(pair));
    const response = await fetch(`http://${gateway.endpoint}/?${inQuery.join('&')}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-acs-action': 'Ignored',
        'x-acs-version': '0',
        'user-agent': 'AlibabaCloud HashiCorp-Terraform/1',
      },
      body: inBody.join('&'),
    });
    expect(response.status).toBe(200);
    expect(gateway.cloud.only).toMatchObject({
      action: 'AllocateEipAddress',
      version: VPC,
      account: ACCOUNT,
      accessKeyId: 'testid',
      host: gateway.endpoint,
      userAgent: 'AlibabaCloud HashiCorp-Terraform/1',
      parameters: { RegionId: 'cn-hangzhou', Name: ODD },
    });
  });

  it('as the TypeScript SDK sends it with signatureAlgorithm v2', async () => {
    const client = new vpc.default(
      new $OpenApiUtil.Config({ ...KEY, endpoint: gateway.endpoint, protocol: 'HTTP', regionId: 'x', signatureAlgorithm: 'v2' }),
    );
    gateway.cloud.answer = () => ({ ok: true, body: { AllocationId: 'eip-1' } });
    const answer = await client.allocateEipAddress(new vpc.AllocateEipAddressRequest({ regionId: 'cn-hangzhou', name: ODD }));
    expect(answer.body?.allocationId).toBe('eip-1');
    expect(answer.body?.requestId).toMatch(ID);
    expect(gateway.cloud.only.parameters).toEqual({ RegionId: 'cn-hangzhou', Name: ODD });
  });
});

describe('B: alibaba-cloud-sdk-go, POST with everything in the query', () => {
  it('and an empty form, SignatureType and SecurityToken', async () => {
    const query = signV1(signing({ SignatureType: '', SecurityToken: '', Name: ODD }));
    const raw = `POST /?${query} HTTP/1.1\r\nHost: h:1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n`;
    expect((await exchange(gateway.port, raw)).status).toBe(200);
    expect(gateway.cloud.only).toMatchObject({ host: 'h:1', parameters: { Name: ODD } });
  });

  it('and the same as absolute-form to a proxy', async () => {
    const raw = `POST http://vpc.aliyuncs.com/?${signV1(signing({}))} HTTP/1.1\r\nHost: proxy\r\nContent-Length: 0\r\n\r\n`;
    expect((await exchange(gateway.port, raw)).status).toBe(200);
    expect(gateway.cloud.only.host).toBe('vpc.aliyuncs.com');
  });
});

describe('C: the V2.0 SDKs with V3', () => {
  const client = () =>
    new vpc.default(new $OpenApiUtil.Config({ ...KEY, endpoint: gateway.endpoint, protocol: 'HTTP', regionId: 'cn-hangzhou' }));

  it('takes action and version from headers, parameters from the query', async () => {
    gateway.cloud.answer = () => ({ ok: true, body: { TotalCount: 1, EipAddresses: { EipAddress: [{ Name: ODD }] } } });
    const request = new vpc.DescribeEipAddressesRequest({ regionId: 'cn-hangzhou', tag: [{ key: ODD, value: '*' }] });
    const { body } = await client().describeEipAddresses(request);
    expect(body?.eipAddresses?.eipAddress?.[0]?.name).toBe(ODD);
    expect(body?.totalCount).toBe(1);
    expect(gateway.cloud.only).toMatchObject({
      action: 'DescribeEipAddresses',
      version: VPC,
      host: gateway.endpoint,
      parameters: { RegionId: 'cn-hangzhou', 'Tag.1.Key': ODD, 'Tag.1.Value': '*' },
    });
  });

  it('its error type reads code, message and status', async () => {
    gateway.cloud.answer = () => ({ ok: false, status: 404, code: 'InvalidAllocationId.NotFound', message: 'Specified…' });
    const error = client().associateEipAddress(new vpc.AssociateEipAddressRequest({ allocationId: 'eip-1' }));
    await expect(error).rejects.toMatchObject({
      statusCode: 404,
      code: 'InvalidAllocationId.NotFound',
      message: expect.stringMatching(/^InvalidAllocationId.NotFound: code: 404, Specified… request id: [0-9A-F-]{36}$/) as unknown,
    });
  });

  it('a form and a JSON body take part', async () => {
    for (const [type, content] of [
      ['application/x-www-form-urlencoded', `Name=${encodeURIComponent(ODD)}&Tag.1.Key=k`],
      ['application/json', JSON.stringify({ Name: ODD, Tag: [{ Key: 'k' }] })],
    ] as const) {
      const body = { type, content: Buffer.from(content) };
      const signed = signV3({ ...signing({ RegionId: 'r' }), host: gateway.endpoint, body });
      const response = await fetch(`http://${gateway.endpoint}/?${signed.query}`, {
        method: 'POST',
        headers: signed.headers,
        body: body.content,
      });
      expect(response.status).toBe(200);
      const parameters = Object.fromEntries(gateway.cloud.calls.at(-1)?.parameters ?? []);
      expect(parameters).toEqual({ RegionId: 'r', Name: ODD, 'Tag.1.Key': 'k' });
    }
  });
});

describe('D: pop-core', () => {
  const client = (scheme: string, key = KEY) => new RPCClient({ ...key, endpoint: `${scheme}://${gateway.endpoint}`, apiVersion: VPC });

  it.each(['GET', 'POST'])('%s', async (method) => {
    gateway.cloud.answer = () => ({ ok: true, body: { EipAddress: '198.18.0.2' } });
    const answer = await client('http').request('AllocateEipAddress', { Name: ODD, Tag: [{ Key: 'k', Value: '' }] }, { method });
    expect(answer).toEqual({ EipAddress: '198.18.0.2', RequestId: expect.stringMatching(ID) as unknown });
    expect(gateway.cloud.only.parameters).toEqual({ Name: ODD, 'Tag.1.Key': 'k' });
  });

  it('over TLS on the same port, trusting our CA', async () => {
    const agent = new Agent({ ca: gateway.certificates.ca, keepAlive: false });
    await client('https').request('AllocateEipAddress', { Name: ODD }, { method: 'POST', agent });
    expect(gateway.cloud.only.parameters).toEqual({ Name: ODD });
    await expect(client('https').request('AllocateEipAddress', {})).rejects.toThrow(/certificate/);
  });

  it('signs the very text that we name after a mismatch', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const error: unknown = await client('http', { ...KEY, accessKeySecret: 'wrong' })
        .request('AllocateEipAddress', { Name: ODD, Empty: '' }, { method })
        .catch((error: unknown) => error);
      const message = (error as { data: { Message: string } }).data.Message;
      const [before, stringToSign = ''] = message.split('server string to sign is:');
      expect(before).toBe('Specified signature is not matched with our calculation. ');
      const sent = gateway.log.at(-1);
      expect(sent).toMatchObject({ code: 'SignatureDoesNotMatch', status: 400 });
      expect(sent?.parameters()).toEqual({ Name: ODD });
      const url = new URL((error as { url: string }).url);
      if (method === 'GET') {
        expect(createHmac('sha1', 'wrong&').update(stringToSign).digest('base64')).toBe(url.searchParams.get('Signature'));
      }
      expect(stringToSign.startsWith(`${method}&%2F&AccessKeyId%3Dtestid%26Action%3D`)).toBe(true);
    }
  });
});

describe('F: libcloud, GET with Format=XML', () => {
  it('answers and refuses in XML', async () => {
    gateway.cloud.answer = () => ({ ok: true, body: { Regions: { Region: [{ RegionId: 'a' }, { RegionId: 'b' }] } } });
    const get = (query: string) => fetch(`http://${gateway.endpoint}/?${query}`, { headers: { accept: '*/*' } });
    const request = { ...signing({ Format: 'XML' }, 'DescribeRegions'), httpMethod: 'GET' as const, version: '2014-05-26' };
    const good = await get(signV1(request));
    expect(good.headers.get('content-type')).toBe('text/xml;charset=utf-8');
    expect(new XMLParser().parse(await good.text())).toMatchObject({
      DescribeRegionsResponse: {
        RequestId: good.headers.get('x-acs-request-id'),
        Regions: { Region: [{ RegionId: 'a' }, { RegionId: 'b' }] },
      },
    });
    const bad = await get(signV1(request).replace('Format=XML', 'Format=xml'));
    expect(bad.status).toBe(400);
    expect(bad.headers.get('content-type')).toBe('text/xml;charset=utf-8');
    expect(new XMLParser().parse(await bad.text())).toMatchObject({
      Error: { RequestId: bad.headers.get('x-acs-request-id'), HostId: gateway.endpoint, Code: 'SignatureDoesNotMatch' },
    });
  });
});

describe('TLS', () => {
  it('serves many requests on one connection', async () => {
    const agent = new Agent({ ca: gateway.certificates.ca, keepAlive: true, maxSockets: 1 });
    const get = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const query = signV1({ ...signing({}), httpMethod: 'GET' });
        const request = httpsRequest(`https://${gateway.endpoint}/?${query}`, { agent, servername: 'vpc.aliyuncs.com' });
        request.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode)));
        request.on('error', reject).end();
      });
    expect(await get()).toBe(200);
    expect(await get()).toBe(200);
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
    agent.destroy();
  });
});
