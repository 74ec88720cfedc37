/** Bodies that are no parameters, signed correctly all the same (V3 signs a body's bytes, whatever they mean). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { signV3 } from '../../src/gateway/sign.js';
import { complaints, counts, knownRefusals } from './attack.js';
import { scene, type Scene } from './world.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** None of them can bind the EIP: there is no target. */
const BODIES: readonly (readonly [what: string, type: string, content: string | Buffer])[] = [
  ['a name twice', FORM, 'InstanceId=eni-a&InstanceId=eni-b'],
  ['a name twice, once in the query', FORM, 'AllocationId=eip-b'],
  ['broken UTF-8', FORM, Buffer.from([0x4e, 0x61, 0x6d, 0x65, 0x3d, 0xff, 0xfe])],
  ['escaped broken UTF-8', FORM, 'InstanceId=%C3%28%FF'],
  ['an overlong encoding', FORM, 'InstanceId=%C0%AFetc'],
  ['an escaped surrogate', FORM, 'InstanceId=%ED%A0%80'],
  ['broken escapes', FORM, 'InstanceId=%zz&%=%'],
  ['a NUL in a name', FORM, 'Instance%00Id=x'],
  ['names of the prototype', FORM, '__proto__=x&__proto__.InstanceId=y&constructor.prototype.InstanceId=z'],
  ['an empty name', FORM, '=x&&&='],
  ['6,000 parameters', FORM, Array.from({ length: 6_000 }, (_, index) => `Tag.${index}.Key=x`).join('&')],
  ['a huge list', FORM, Array.from({ length: 4_000 }, (_, index) => `InstanceId.${index + 1}=x`).join('&')],
  ['a megabyte and more', FORM, `InstanceId=${'x'.repeat(1_100_000)}`],
  ['almost a megabyte', FORM, `InstanceId=${'x'.repeat(1_000_000)}`],
  ['JSON called a form', FORM, '{"InstanceId":"eni-a"}'],
  ['a form called JSON', JSON_TYPE, 'InstanceId=eni-a'],
  ['half an object', JSON_TYPE, '{"InstanceId":"eni-a"'],
  ['a list for the object', JSON_TYPE, '[1,2,3]'],
  ['a text for the object', JSON_TYPE, '"InstanceId"'],
  ['null', JSON_TYPE, 'null'],
  ['nothing', JSON_TYPE, ''],
  ['values of other types', JSON_TYPE, '{"InstanceId":{"a":[1,null,true,1e400]},"Mode":["NAT"],"PrivateIpAddress":12}'],
  ['the prototype', JSON_TYPE, '{"__proto__":{"InstanceId":"x"},"constructor":{"prototype":{"x":1}}}'],
  ['a name twice in JSON', JSON_TYPE, '{"InstanceId":"a","InstanceId":"b"}'],
  ['deep JSON', JSON_TYPE, deep(9)],
  ['too deep JSON', JSON_TYPE, deep(5_000)],
  ['broken UTF-8 in JSON', JSON_TYPE, Buffer.from('{"InstanceId":"\xff"}', 'latin1')],
  ['a lone surrogate in JSON', JSON_TYPE, '{"InstanceId":"\\ud800"}'],
  ['a type that is not served', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="InstanceId"\r\n\r\neni-a\r\n--x--'],
  ['XML', 'text/xml', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
];

let live: Scene;
let known: ReadonlySet<string>;
let before: { readonly rows: readonly string[]; readonly counts: unknown };
beforeAll(async () => {
  live = await scene();
  known = knownRefusals();
  before = { rows: live.store.rows, counts: counts(live.cloud) };
});
afterAll(() => live.down());

it.each(BODIES)('%s: a refusal of the tables', async (_, type, content) => {
  const { endpoint } = live.cloud;
  const bytes = Buffer.from(content);
  const { query, headers } = signV3({
    key: live.cloud, httpMethod: 'POST', action: 'AssociateEipAddress', version: '2016-04-28', host: new URL(endpoint).host,
    parameters: { RegionId: 'cn-hangzhou', AllocationId: live.eip.id, InstanceType: 'NetworkInterface' },
    now: Date.now(), nonce: crypto.randomUUID(), body: { type, content: bytes },
  });
  const response = await fetch(`${endpoint}/?${query}`, { method: 'POST', headers, body: bytes });
  const { Code, RequestId } = z.object({ Code: z.string(), RequestId: z.string() }).parse(await response.json());
  expect(response.status).toBeLessThan(500);
  expect(known).toContain(`${response.status} ${Code}`);
  // What is wrong is not the signature.
  expect(Code).not.toMatch(/Signature/);
  expect(response.headers.get('x-acs-request-id')).toBe(RequestId);
});

it('none of them left a trace', () => {
  expect(live.store.rows).toEqual(before.rows);
  expect(counts(live.cloud)).toEqual(before.counts);
  expect(complaints(live.cloud)).toBe('');
});
