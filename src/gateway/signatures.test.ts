import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, KEY, keys, StubCloud } from '../../test/support/gateway.js';
import { Admission } from './admission.js';
import { ProtocolError } from './errors.js';
import { actionParameters, decode, readHeaders, type RawRequest } from './request.js';
import { signV1, signV3 } from './sign.js';
import { v1Signature, v1StringToSign } from './v1.js';
import { payloadHash, v3CanonicalRequest, v3Signature, v3StringToSign } from './v3.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ASSOCIATE = {
  RegionId: 'cn-hangzhou',
  AllocationId: 'eip-bp1test0000000000001',
  InstanceId: 'eni-bp1test0000000000001',
  InstanceType: 'NetworkInterface',
  Mode: 'NAT',
  PrivateIpAddress: '192.168.0.10',
};

describe('§6.4: the verified vectors', () => {
  it('1: the vendor’s for V1', () => {
    const parameters = new Map(
      Object.entries({
        Action: 'DescribeRegions',
        Format: 'XML',
        AccessKeyId: 'testid',
        SignatureMethod: 'HMAC-SHA1',
        SignatureVersion: '1.0',
        SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
        Timestamp: '2016-02-23T12:46:24Z',
        Version: '2014-05-26',
      }),
    );
    expect(v1Signature('testsecret', v1StringToSign('GET', parameters), 'HMAC-SHA1')).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=');
  });

  it('2: our own for V1', () => {
    const query = signV1({
      key: KEY,
      httpMethod: 'GET',
      action: 'AssociateEipAddress',
      version: '2016-04-28',
      parameters: ASSOCIATE,
      now: NOW,
      nonce: '00000000-0000-4000-8000-000000000001',
    });
    expect(new URLSearchParams(query).get('Signature')).toBe('OMLfwr/IAKweiG6kTbyRkmd63Sc=');
  });

  it('3: the vendor’s for V3', () => {
    const fields = [
      ...['host', 'ecs.cn-shanghai.aliyuncs.com', 'x-acs-action', 'RunInstances', 'x-acs-version', '2014-05-26'],
      ...['x-acs-date', '2023-10-26T10:22:32Z', 'x-acs-signature-nonce', '3156853299f313e23d1673dc12e1703d'],
      ...['x-acs-content-sha256', payloadHash(Buffer.alloc(0))],
    ];
    const query = new Map([
      ['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'],
      ['RegionId', 'cn-shanghai'],
    ]);
    const signed = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version';
    const canonical = v3CanonicalRequest('POST', query, readHeaders(fields, undefined), signed, payloadHash(Buffer.alloc(0)));
    expect(createHash('sha256').update(canonical).digest('hex')).toBe(
      '7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259',
    );
    expect(v3Signature('YourAccessKeySecret', v3StringToSign(canonical))).toBe(
      '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  it('4: our own for V3', () => {
    const { headers } = signV3({
      key: KEY,
      httpMethod: 'POST',
      host: 'vpc.aliyuncs.com',
      action: 'AssociateEipAddress',
      version: '2016-04-28',
      parameters: ASSOCIATE,
      now: NOW,
      nonce: '00000000000000000000000000000001',
    });
    expect(headers['authorization']).toBe(
      'ACS3-HMAC-SHA256 Credential=testid,' +
        'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
        'Signature=0bb14f242624bdd321521d7d822501b863e220eea684f3829e0177ce8682bf7b',
    );
  });
});

describe('§6.2, §6.3: sign, send, decode, verify', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  const name = text.filter((name) => name !== '' && !['Format', 'Action', 'Version', '__proto__'].includes(name));
  const parameters = fc.dictionary(name, text, { maxKeys: 20, noNullPrototype: true });
  const signing = fc.record({
    parameters,
    action: fc.constantFrom(...ACTIONS),
    httpMethod: fc.constantFrom('GET' as const, 'POST' as const),
    nonce: fc.uuid(),
  });
  const wanted = (given: Readonly<Record<string, string>>) => Object.entries(given).filter(([, value]) => value !== '');
  const admit = (raw: RawRequest) => {
    const decoded = decode(raw);
    const caller = new Admission(new StubCloud(), keys, () => NOW).admit(decoded);
    return { ...caller, action: decoded.action, parameters: [...actionParameters(decoded.parameters)] };
  };
  const sorted = (entries: readonly (readonly [string, string])[]) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

  it('V1 round trip in query, form, or split between them, under both hashes', () => {
    fc.assert(
      fc.property(
        signing,
        fc.constantFrom('HMAC-SHA1' as const, 'HMAC-SHA256' as const),
        fc.nat({ max: 30 }),
        fc.boolean(),
        (request, signatureMethod, cut, plus) => {
          const signed = signV1({ ...request, key: KEY, version: '2016-04-28', now: NOW, signatureMethod });
          const pairs = (plus ? signed.replaceAll('%20', '+') : signed).split('&');
          const body = Buffer.from(pairs.slice(cut).join('&'));
          const headers = readHeaders(['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8'], undefined);
          const seen = admit({ method: request.httpMethod, query: pairs.slice(0, cut).join('&'), headers, body });
          expect(seen).toMatchObject({ action: request.action, accessKeyId: 'testid' });
          expect(sorted(seen.parameters)).toEqual(sorted(wanted(request.parameters)));
        },
      ),
    );
  });

  it('V3 round trip in query and in a JSON body', () => {
    fc.assert(
      fc.property(signing, parameters, (request, inBody) => {
        const clash = Object.keys(inBody).some((name) => Object.hasOwn(request.parameters, name));
        fc.pre(!clash);
        const body = { type: 'application/json', content: Buffer.from(JSON.stringify(inBody)) };
        const signed = signV3({ ...request, key: KEY, host: 'h', version: '2014-05-26', now: NOW, body });
        const headers = readHeaders(Object.entries(signed.headers).flat(), undefined);
        const seen = admit({ method: request.httpMethod, query: signed.query, headers, body: body.content });
        expect(seen).toMatchObject({ action: request.action, accessKeyId: 'testid' });
        expect(sorted(seen.parameters)).toEqual(sorted(wanted({ ...request.parameters, ...inBody })));
      }),
    );
  });

  it('another secret never passes', () => {
    fc.assert(
      fc.property(signing, text, (request, accessKeySecret) => {
        fc.pre(accessKeySecret !== KEY.accessKeySecret);
        const query = signV1({
          ...request,
          key: { ...KEY, accessKeySecret },
          version: '2016-04-28',
          now: NOW,
        });
        const attempt = () => admit({ method: request.httpMethod, query, headers: new Map(), body: Buffer.alloc(0) });
        expect(attempt).toThrow(ProtocolError);
      }),
    );
  });
});
