/** Whatever arrives on the port gets a 4xx with a RequestId, or is served; never a 5xx, never a crash, never another meaning. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, KEY, startTestGateway, type TestGateway } from '../../test/support/gateway.js';
import { signV1, signV3 } from './sign.js';

const REQUESTS = 10_000 * Number(process.env['OPENEIP_FUZZ_FACTOR'] ?? 1);
const PARALLEL = 40;
const NASTY = [
  ...['$(reboot)', '`id`', '; rm -rf /', '| nc 1.2.3.4 5', "' OR 1=1 --", '"}; flush ruleset; #', '{ 10.0.0.1 : drop }', '\n\nadd table x'],
  ...['\u0000', '\u001b[2J', '\u202e', '\ufeff', '../../etc/passwd', '%n%s', '{"a":[1,2', '[["]"]]', '__proto__', '<!ENTITY x "y">'],
  ...['𝔘𝔫𝔦', 'x'.repeat(5_000), '-1', '1e999', 'NaN', '0x10', ' ', '😀'.repeat(300)],
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ limits: { body: 100_000 } });
  gateway.cloud.answer = ({ parameters }) => ({ ok: true, body: { Echo: Object.fromEntries([...parameters].slice(0, 50)) } });
});
afterAll(() => gateway.close());

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const nasty = (i: number) => pick(NASTY, i);
const signing = (i: number, parameters: Record<string, string>) => ({
  key: KEY,
  httpMethod: 'POST' as const,
  action: 'RunInstances',
  version: '2014-05-26',
  parameters,
  now: Date.now(),
  nonce: `malformed-${i}`,
});
const post = (body: string | Buffer, type = 'application/x-www-form-urlencoded') =>
  Buffer.concat([
    Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`),
    Buffer.from(body),
  ]);
const chunked = (rest: string) => Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n${rest}`, 'latin1');
const v3 = (i: number, content: string) => {
  const { query, headers } = signV3({ ...signing(i, {}), host: 'h', body: { type: 'application/json', content: Buffer.from(content) } });
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `Content-Length: ${Buffer.byteLength(content)}\r\n`;
  return Buffer.from(`POST /?${query} HTTP/1.1\r\n${fields.join('')}${length}\r\n${content}`);
};
const noise = (i: number, length: number) => Buffer.from(Array.from({ length }, (_, k) => (i * 31 + k * k * 17 + ((i * k) >> 3)) & 0xff));

/** Signed ones pass authentication, so that what follows it meets them too. */
const KINDS: readonly ((i: number) => Buffer)[] = [
  (i) => post(signV1(signing(i, { Name: nasty(i), UserData: nasty(i + 1) }))),
  (i) => post(signV1(signing(i, { [`${nasty(i)}.1`]: nasty(i + 3), Format: pick(['XML', 'JSON'], i) }))),
  (i) => post(`${signV1(signing(i, { Name: 'a' }))}&Name=b`),
  (i) => post(`Action=${encodeURIComponent(nasty(i))}&Version=${encodeURIComponent(nasty(i + 1))}`),
  (i) => post(signV1(signing(i, Object.fromEntries(Array.from({ length: 1_000 }, (_, k) => [`Tag.${k * (i % 9)}`, 'v']))))),
  (i) => post(Array.from({ length: 200 + (i % 20) * 1_000 }, (_, k) => `A.${k}`).join('&')),
  (i) => post(`Action=${pick(['%', '%f', '%zz', '%C0%80', '%ED%A0%80', '%F8%88%80%80%80', '%00'], i)}`),
  (i) => post(noise(i, 1 + (i % 500))),
  (i) => v3(i, pick(['{', '[]', 'null', '{"a":', `{"a":${'['.repeat(5_000)}`, '{"a":"\\ud800"}', '{"__proto__":{"x":1}}', '{"a":1e999}'], i)),
  (i) => v3(i, JSON.stringify({ Name: nasty(i), L: Array.from({ length: i % 300 }, () => ({ [nasty(i)]: [nasty(i + 1)] })) })),
  (i) => chunked(pick(['zz\r\n', '5\r\nabc', '-1\r\n\r\n', 'fffffffffffffffff\r\n', '1\r\nab\r\n0\r\n\r\n', '0\r\nX: \x00\r\n\r\n'], i)),
  (i) => Buffer.from(`GET /?${'a'.repeat((i % 40) * 5_000)} HTTP/1.1\r\nHost: h\r\n\r\n`),
  (i) => Buffer.from(`GET / HTTP/1.1\r\nHost: h\r\n${`X-${i}: ${'y'.repeat(1_000)}\r\n`.repeat(i % 200)}\r\n`),
  (i) => Buffer.from(`GET / HTTP/1.1\r\nAuthorization: ACS3-HMAC-SHA256 ${pick(['', 'Credential=', ',,,', '='.repeat(9_999)], i)}\r\n\r\n`),
  (i) => Buffer.from(`${pick(['get', 'G ET', 'GET /x', 'POST', '', 'PRI *'], i)} /?a=%20 HTTP/${pick(['1.1', '2.0', '9', ''], i >> 3)}\r\n\r\n`),
  (i) => Buffer.from(`POST / HTTP/1.1\r\nContent-Length: ${pick(['-1', '1e3', '0x10', '9'.repeat(30), '5', '1\r\nContent-Length: 2'], i)}\r\n\r\nab`),
  (i) => Buffer.from(`POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: ${pick(['chunked', 'gzip', 'x'], i)}\r\n\r\nabc`),
  (i) => Buffer.concat([Buffer.of(pick([0x16, 0x00, 0x80, 0x47], i)), noise(i, i % 100)]),
  (i) => post(`A=${'x'.repeat(90_000 + (i % 30) * 1_000)}`),
  (i) => Buffer.from(`GET ${pick(['http://', 'http://[::1/', 'https://a@b:c/', '//x', '*', '/%00', '/?=&=&'], i)} HTTP/1.1\r\nHost: ${nasty(i).slice(0, 20)}\r\n\r\n`),
];

describe('malformed requests', () => {
  it('are refused with a RequestId; the gateway lives on', async () => {
    const statuses = new Map<string, number>();
    const wrong: string[] = [];
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < REQUESTS; i = next++) {
        const bytes = pick(KINDS, i)(Math.floor(i / KINDS.length));
        const { status, body, headers } = await exchange(gateway.port, bytes, true);
        statuses.set(`${status}`, (statuses.get(`${status}`) ?? 0) + 1);
        // TLS that fails has no HTTP to answer in; so has an empty connection.
        const isTls = bytes[0] === 0x16;
        const answered = status === 200 || (status >= 400 && status < 500 && /RequestId/.test(body) && /Code/.test(body));
        if (isTls ? status !== 0 : !answered || headers['x-acs-request-id'] === undefined) {
          wrong.push(`${status} ${body.slice(0, 200)} for ${bytes.toString('latin1').slice(0, 300)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    expect(wrong.slice(0, 5)).toEqual([]);
    expect([...statuses.keys()].filter((status) => status.startsWith('5'))).toEqual([]);
    for (const status of ['200', '400', '404', '413', '431']) expect(statuses.get(status), status).toBeGreaterThan(0);
    expect(gateway.log.filter((entry) => entry.error !== undefined)).toEqual([]);
    const good = await exchange(gateway.port, post(signV1({ ...signing(-1, { Name: 'still here' }), now: Date.now() })));
    expect(JSON.parse(good.body)).toMatchObject({ Echo: { Name: 'still here' } });
  });
});
