import { describe, expect, it } from 'vitest';
import { MAX_PARAMETERS } from './encoding.js';
import { acceptedFormat, actionParameters, decode, readHeaders, splitTarget } from './request.js';

const FORM = 'application/x-www-form-urlencoded';
const AUTHORIZATION = ['authorization', 'ACS3-HMAC-SHA256 Credential=a,SignedHeaders=b,Signature=c'];

function seen(query: string, body: string | Buffer = '', type = FORM, fields: string[] = []) {
  const headers = readHeaders(['Content-Type', type, ...fields], undefined);
  return decode({ method: 'POST', query, headers, body: Buffer.from(body) });
}

const parameters = (...from: Parameters<typeof seen>) => Object.fromEntries(actionParameters(seen(...from).parameters));

describe('§6.1: parameters', () => {
  it('decodes +, %XX and UTF-8, in query and form alike', () => {
    const wanted = { A: 'x y+z', 'Tag.1.Key': '日本/?&=', B: '=' };
    expect(parameters('A=x+y%2Bz&Tag.1.Key=%E6%97%A5%e6%9c%ac%2f?%26%3D&B==')).toEqual(wanted);
    expect(parameters('', 'A=x+y%2Bz&Tag.1.Key=日本/?%26%3D&B==')).toEqual(wanted);
  });

  it('merges query and form; common and empty parameters do not reach the action', () => {
    const decoded = seen('Action=X&Version=1&Format=json&RegionId=r&SignatureType=', 'RegionId=r&InstanceId=&A=1');
    expect(decoded).toMatchObject({ action: 'X', version: '1', format: 'JSON', scheme: 'V1' });
    expect(decoded.parameters.get('InstanceId')).toBe('');
    expect(Object.fromEntries(actionParameters(decoded.parameters))).toEqual({ RegionId: 'r', A: '1' });
  });

  it('V3 takes action and version from the headers only', () => {
    const decoded = seen('Action=Wrong&Version=0', '', FORM, [...AUTHORIZATION, 'X-Acs-Action', 'Y', 'x-acs-version', '2']);
    expect(decoded).toMatchObject({ scheme: 'V3', action: 'Y', version: '2', format: undefined });
  });

  it('V3 flattens a JSON body', () => {
    const body = JSON.stringify({ A: 'x', Tag: [{ Key: 'k', Value: 1.5 }, null, { Key: true }], O: { P: ['q'] }, E: '', N: null });
    const flat = { A: 'x', 'Tag.1.Key': 'k', 'Tag.1.Value': '1.5', 'Tag.3.Key': 'true', 'O.P.1': 'q' };
    expect(parameters('', body, 'application/json; charset=utf-8', AUTHORIZATION)).toEqual(flat);
    expect(parameters('', body, 'application/json')).toEqual({}); // V1 does not sign it
  });

  it('pollutes no prototype', () => {
    const names = { __proto__: null, '__proto__.polluted': '1', constructor: '2' };
    expect(parameters('__proto__.polluted=1&constructor=2')).toEqual(names);
    const body = '{"__proto__":{"polluted":"1"},"constructor":"2"}';
    expect(parameters('', body, 'application/json', AUTHORIZATION)).toEqual(names);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each([
    ['A=1&A=1', ''],
    ['A=1&%41=2', ''],
    ['A=1', 'A=2'],
    ['', 'A=1&A=2'],
    ['=1', ''],
    ['A=%', ''],
    ['A=%4', ''],
    ['%zz=1', ''],
    ['A=%FF', ''],
    ['A=%ED%A0%80', ''],
    ['A=%C0%AF', ''],
    ['', Buffer.from([0x41, 0x3d, 0xff])],
    ['Format=YAML', ''],
  ])('refuses query %j with form %j', (query, body) => {
    expect(() => seen(query, body)).toThrow(/^The specified parameter ".*" is not valid\.$/);
  });

  it.each(['{', '[]', '"x"', 'null', '{"A.1":"x","A":["y"]}', '{"A":"\\ud800"}', `{"A":${'['.repeat(12)}${']'.repeat(12)}}`])(
    'refuses the JSON body %s',
    (body) => {
      expect(() => seen('', body, 'application/json', AUTHORIZATION)).toThrow(/is not valid/);
    },
  );

  it('limits the number of parameters', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `A.${i}=x`).join('&');
    expect(seen('', many(MAX_PARAMETERS)).parameters.size).toBe(MAX_PARAMETERS);
    expect(() => seen('', many(MAX_PARAMETERS + 1))).toThrow(`The request is larger than ${MAX_PARAMETERS} parameters.`);
  });
});

describe('§6.1: target, headers, format', () => {
  it('splits origin-form and absolute-form targets', () => {
    expect(splitTarget('/?a=1?b')).toEqual({ authority: undefined, path: '/', query: 'a=1?b' });
    expect(splitTarget('http://vpc.aliyuncs.com:80/x?a')).toEqual({ authority: 'vpc.aliyuncs.com:80', path: '/x', query: 'a' });
    expect(splitTarget('HTTPS://h?a=1')).toEqual({ authority: 'h', path: '/', query: 'a=1' });
    expect(splitTarget('*').path).toBe('*');
  });

  it('joins repeated fields sorted, and prefers the absolute target’s host', () => {
    const headers = readHeaders(['X-A', ' 2 ', 'x-a', '1', 'Host', 'other'], 'vpc.aliyuncs.com');
    expect([...headers]).toEqual([
      ['x-a', '1,2'],
      ['host', 'vpc.aliyuncs.com'],
    ]);
  });

  it.each([
    ['application/json', 'JSON'],
    ['text/xml', 'XML'],
    ['text/html, application/xml;q=0.9, application/json', 'XML'],
    ['application/xhtml+xml', undefined],
    ['*/*', undefined],
    ['', undefined],
  ])('Accept %j means %s', (accept, format) => {
    expect(acceptedFormat(new Map([['accept', accept]]))).toBe(format);
  });
});
