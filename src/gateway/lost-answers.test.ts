import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange, KEY, startTestGateway, type TestGateway } from '../../test/support/gateway.js';
import { signV1 } from './sign.js';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.close());

let counter = 0;
const query = () => signV1({
  key: KEY, httpMethod: 'GET', action: 'DescribeEipAddresses', version: '2016-04-28', parameters: {}, now: Date.now(), nonce: `n-${String(counter++)}`,
});

describe('an answer that the dispatcher wants lost', () => {
  it.each(['http', 'https'] as const)('ends the connection over %s, and nothing but that one', async (scheme) => {
    gateway.cloud.answer = () => 'reset';
    const url = `${scheme}://${gateway.endpoint}/?${query()}`;
    const call = scheme === 'http' ? httpRequest(url) : httpsRequest(url, { rejectUnauthorized: false });
    call.end();
    const [error] = (await once(call, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(gateway.log).toMatchObject([{ action: 'DescribeEipAddresses', status: 0, code: '' }]);
    gateway.cloud.answer = () => ({ ok: true, body: {} });
    expect((await exchange(gateway.port, `GET /?${query()} HTTP/1.1\r\nHost: h\r\n\r\n`)).status).toBe(200);
  });
});

it('headers of a refusal are sent beside those of every answer', async () => {
  gateway.cloud.answer = () => ({ ok: false, status: 400, code: 'Throttling.User', message: 'slow down', headers: { 'x-acs-retry-after': '3' } });
  const answer = await exchange(gateway.port, `GET /?${query()} HTTP/1.1\r\nHost: h\r\n\r\n`);
  expect([answer.status, answer.headers['x-acs-retry-after']]).toEqual([400, '3']);
  expect(answer.headers['x-acs-request-id']).toMatch(/^[0-9A-F-]{36}$/);
});
