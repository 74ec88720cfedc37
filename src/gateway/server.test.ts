import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange, KEY, startTestGateway, type RawAnswer, type TestGateway } from '../../test/support/gateway.js';
import type { Mount } from './front-door.js';
import type { GatewayOptions } from './server.js';
import { signV1, signV3 } from './sign.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const ID = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;

let gateway: TestGateway;
let now: number;
const restart = async (options: Partial<GatewayOptions>) => {
  await gateway.close();
  gateway = await startTestGateway({ now: () => now, ...options });
};
beforeEach(async () => {
  now = NOW;
  gateway = await startTestGateway({ now: () => now });
});
afterEach(() => gateway.close());

let counter = 0;
const signing = (parameters: Record<string, string> = {}) => ({
  key: KEY,
  httpMethod: 'GET' as const,
  action: 'DescribeEipAddresses',
  version: '2016-04-28',
  parameters,
  now,
  nonce: `nonce-${counter++}`,
});
const get = (query: string, headers = '', version = '1.1') =>
  exchange(gateway.port, `GET /?${query} HTTP/${version}\r\nHost: h\r\n${headers}\r\n`);
const without = (query: string, name: string) =>
  query
    .split('&')
    .filter((pair) => !pair.startsWith(`${name}=`))
    .join('&');
/** A refusal in the cloud's form, and its status and code. */
function refusal(answer: RawAnswer): string {
  const body: unknown = JSON.parse(answer.body);
  expect(answer.headers['content-type']).toBe('application/json;charset=utf-8');
  expect(body).toEqual({
    RequestId: expect.stringMatching(ID) as unknown,
    HostId: expect.any(String) as unknown,
    Code: expect.stringMatching(/./) as unknown,
    Message: expect.stringMatching(/./) as unknown,
    Recommend: expect.stringMatching(/^https:/) as unknown,
  });
  const { RequestId, Code } = body as { RequestId: string; Code: string };
  expect(answer.headers['x-acs-request-id']).toBe(RequestId);
  return `${answer.status} ${Code}`;
}

describe('§6.5: authentication', () => {
  it('admits one use of a signed request', async () => {
    const query = signV1(signing());
    expect((await get(query)).status).toBe(200);
    expect(refusal(await get(query))).toBe('400 SignatureNonceUsed');
    expect(gateway.cloud.calls).toHaveLength(1);
  });

  it('a request that failed does not use up its nonce', async () => {
    const query = signV1(signing());
    expect(refusal(await get(`${query}&Extra=1`))).toBe('400 SignatureDoesNotMatch');
    expect((await get(query)).status).toBe(200);
  });

  it('§6.5: allows 15 minutes of skew either way, and not a second more', async () => {
    for (const [skew, wanted] of [
      [15 * MINUTE, 200],
      [-15 * MINUTE, 200],
      [15 * MINUTE + 1_000, '400 InvalidTimeStamp.Expired'],
      [-15 * MINUTE - 1_000, '400 InvalidTimeStamp.Expired'],
    ] as const) {
      const answer = await get(signV1({ ...signing(), now: now + skew }));
      expect(wanted === 200 ? answer.status : refusal(answer)).toBe(wanted);
    }
  });

  it.each([
    ['Action', '400 MissingAction'],
    ['Version', '400 MissingVersion'],
    ['AccessKeyId', '400 MissingAccessKeyId'],
    ['Signature', '400 MissingSignature'],
    ['Timestamp', '400 MissingTimestamp'],
    ['SignatureNonce', '400 MissingSignatureNonce'],
  ])('without %s: %s', async (name, wanted) => {
    const answer = await get(without(signV1(signing()), name));
    expect(refusal(answer)).toBe(wanted);
    expect(JSON.parse(answer.body)).toMatchObject({ Message: `${name} is mandatory for this action.` });
  });

  it.each([
    ['Action=Unknown', '404 InvalidAction.NotFound'],
    ['Version=2000-01-01', '400 InvalidVersion'],
    ['AccessKeyId=nobody', '404 InvalidAccessKeyId.NotFound'],
    ['AccessKeyId=disabled', '400 InvalidAccessKeyId.Inactive'],
    ['Timestamp=2026-01-01T00:00:00', '400 InvalidTimeStamp.Format'],
    ['Timestamp=2026-13-01T00:00:00Z', '400 InvalidTimeStamp.Format'],
    ['Timestamp=2025-01-01T00:00:00Z', '400 InvalidTimeStamp.Expired'],
    ['Signature=x', '400 IncompleteSignature'],
    ['SignatureMethod=MD5', '400 IncompleteSignature'],
    ['SignatureMethod=HMAC-SHA256', '400 IncompleteSignature'],
    ['SignatureVersion=2.0', '400 IncompleteSignature'],
    ['Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D', '400 SignatureDoesNotMatch'],
    ['Format=YAML', '400 InvalidParameter'],
  ])('with %s instead: %s', async (pair, wanted) => {
    const name = pair.slice(0, pair.indexOf('='));
    expect(refusal(await get(`${without(signV1(signing()), name)}&${pair}`))).toBe(wanted);
    expect(gateway.cloud.calls).toHaveLength(0);
  });

  it('§6.5: checks in its order: each fault is only seen when the ones before it are mended', async () => {
    const faults = ['Version=1', 'Action=X', 'SignatureNonce=', 'AccessKeyId=disabled', 'Timestamp=2025-01-01T00:00:00Z'];
    const seen = [];
    for (let mended = 0; mended <= faults.length; mended++) {
      const query = faults
        .slice(mended)
        .reduce((query, pair) => `${without(query, pair.slice(0, pair.indexOf('=')))}&${pair}`, signV1(signing()));
      seen.push(refusal(await get(`${query}&Extra=1`)));
    }
    expect(seen).toEqual([
      '400 InvalidVersion',
      '404 InvalidAction.NotFound',
      '400 MissingSignatureNonce',
      '400 InvalidAccessKeyId.Inactive',
      '400 InvalidTimeStamp.Expired',
      '400 SignatureDoesNotMatch',
    ]);
  });

  it('refuses a session token, for no key of ours comes with one', async () => {
    expect(refusal(await get(signV1(signing({ SecurityToken: 'x' }))))).toBe('400 InvalidSecurityToken.Malformed');
  });
});

describe('§6.3: V3', () => {
  const send = (change: (headers: Record<string, string>) => void, body?: { type: string; content: Buffer }) => {
    const { query, headers } = signV3({ ...signing({ PageSize: '10' }), host: 'h', ...(body === undefined ? {} : { body }) });
    const sent: Record<string, string> = { ...headers };
    change(sent);
    if (body !== undefined) sent['content-length'] = String(body.content.length);
    const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
    return exchange(gateway.port, `GET /?${query} HTTP/1.1\r\n${lines.join('')}\r\n${body?.content.toString('latin1') ?? ''}`);
  };
  const unsign = (headers: Record<string, string>, name: string) => {
    headers['authorization'] = (headers['authorization'] ?? '').replace(new RegExp(`(=|;)${name}(;|,)`), (_, a: string, b: string) =>
      a === '=' ? a : b,
    );
  };

  it('tolerates spaces after commas and upper-case header names', async () => {
    const answer = await send((headers) => {
      headers['Authorization'] = (headers['authorization'] ?? '').replaceAll(',', ', ');
      headers['X-ACS-Date'] = headers['x-acs-date'] ?? '';
      delete headers['authorization'];
      delete headers['x-acs-date'];
    });
    expect(answer.status).toBe(200);
  });

  it.each(['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'])(
    'wants %s signed',
    async (name) => {
      const answer = await send((headers) => unsign(headers, name));
      expect(refusal(answer)).toBe('400 IncompleteSignature');
      expect(answer.body).toContain(`The header ${name} must be sent and signed.`);
    },
  );

  it('wants the type of a body signed', async () => {
    const body = { type: 'application/json', content: Buffer.from('{"A":"1"}') };
    expect((await send(() => {}, body)).status).toBe(200);
    expect(refusal(await send((headers) => unsign(headers, 'content-type'), body))).toBe('400 IncompleteSignature');
  });

  it('compares the content hash with the body', async () => {
    const body = { type: 'text/plain', content: Buffer.from('x') };
    const answer = await send((headers) => (headers['x-acs-content-sha256'] = 'e3b0c442'), body);
    expect(refusal(answer)).toBe('400 SignatureDoesNotMatch');
    expect(answer.body).toMatch(/server string to sign is:ACS3-HMAC-SHA256\\n[0-9a-f]{64}"/);
  });

  it.each([
    ['x-acs-action', '', '400 MissingAction'],
    ['x-acs-version', '', '400 MissingVersion'],
    ['x-acs-date', '', '400 MissingTimestamp'],
    ['x-acs-signature-nonce', '', '400 MissingSignatureNonce'],
    ['x-acs-date', 'yesterday', '400 InvalidTimeStamp.Format'],
    ['authorization', 'ACS3-HMAC-SM3 Credential=a,SignedHeaders=b,Signature=c', '400 IncompleteSignature'],
    ['authorization', 'ACS3-HMAC-SHA256', '400 IncompleteSignature'],
    ['host', 'other', '400 SignatureDoesNotMatch'],
    ['x-acs-security-token', 'x', '400 IncompleteSignature'],
  ])('with %s %j: %s', async (name, value, wanted) => {
    expect(refusal(await send((headers) => (headers[name] = value)))).toBe(wanted);
  });
});

describe('HTTP', () => {
  it('other methods and paths are refused in the cloud’s form', async () => {
    const send = (line: string) => exchange(gateway.port, `${line} HTTP/1.1\r\nHost: h\r\n\r\n`);
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect(refusal(await send(`${method} /?${signV1(signing())}`))).toBe('403 UnsupportedHTTPMethod');
    }
    expect(refusal(await send('CONNECT vpc.aliyuncs.com:443'))).toBe('403 UnsupportedHTTPMethod');
    expect((await fetch(`http://${gateway.endpoint}/`, { method: 'HEAD' })).status).toBe(403);
    const lost = await send(`GET /other?${signV1(signing())}`);
    expect(refusal(lost)).toBe('404 InvalidAction.NotFound');
    expect(lost.body).toContain('"Specified api is not found, please check your url and method."');
    expect(gateway.cloud.calls).toHaveLength(0);
  });

  it('routes of the composer are served beside it', async () => {
    await restart({ routes: { '/healthz': (_, response) => response.end('well') } });
    expect((await exchange(gateway.port, 'GET /healthz?x HTTP/1.1\r\nHost: h\r\n\r\n')).headers['content-length']).toBe('4');
  });

  it('what is mounted gets its path with all below it, and connections that become WebSockets there', async () => {
    const upgraded: string[] = [];
    const mount: Mount = {
      serve: (request, response) => response.end(request.url),
      upgrade: (request, socket, head) => {
        upgraded.push(`${request.url} ${head.toString()}`);
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      },
    };
    await restart({ mounts: { '/console': mount } });
    for (const path of ['/console', '/console/', '/console/a/b?c']) expect((await exchange(gateway.port, `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`)).body).toBe(path);
    for (const path of ['/consoles', '/other/console']) expect(refusal(await exchange(gateway.port, `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`))).toBe('404 InvalidAction.NotFound');
    const offer = 'Connection: Upgrade\r\nUpgrade: websocket';
    expect((await exchange(gateway.port, `GET /console/terminal HTTP/1.1\r\nHost: h\r\n${offer}\r\n\r\nhead`)).status).toBe(403);
    expect(upgraded).toEqual(['/console/terminal head']);
    // Elsewhere there is nothing to upgrade to, and the request is answered as if it had not asked.
    expect((await get(signV1(signing()), `${offer}\r\n`)).status).toBe(200);
  });

  it.each(['http', 'https'] as const)('over %s, requests that offer HTTP/2, as Java’s do, are answered, bodies and all, on the same connection', async (scheme) => {
    const { request: send, Agent } = scheme === 'http' ? { request: httpRequest, Agent: HttpAgent } : { request: httpsRequest, Agent: HttpsAgent };
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 3; i++) {
      const body = signV1({ ...signing({ Name: 'x'.repeat(100_000) }), httpMethod: 'POST' });
      const call = send(`${scheme}://${gateway.endpoint}/`, {
        agent, method: 'POST', rejectUnauthorized: false,
        headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAA', 'content-type': 'application/x-www-form-urlencoded' },
      });
      call.end(body);
      const [answer] = (await once(call, 'response')) as [IncomingMessage];
      ports.add(answer.socket.localPort);
      expect([answer.statusCode, await text(answer)]).toEqual([200, expect.stringContaining('RequestId')]);
    }
    expect(ports.size).toBe(1);
    expect(gateway.cloud.calls).toHaveLength(3);
    agent.destroy();
  });

  it('a route that throws costs its connection only', async () => {
    const fail = () => {
      throw new Error('route');
    };
    await restart({ routes: { '/fail': fail } });
    expect((await exchange(gateway.port, 'GET /fail HTTP/1.1\r\nHost: h\r\n\r\n')).status).toBe(0);
    expect((await get(signV1(signing()))).status).toBe(200);
  });

  it('U-13, both positions: Format, then Accept, then the setting', async () => {
    const type = async (format: string, accept: string) =>
      (await get(signV1(signing({ Format: format })), accept === '' ? '' : `Accept: ${accept}\r\n`)).headers['content-type'];
    expect(await type('xMl', 'application/json')).toBe('text/xml;charset=utf-8');
    expect(await type('json', 'text/xml')).toBe('application/json;charset=utf-8');
    expect(await type('', 'application/xml')).toBe('text/xml;charset=utf-8');
    expect(await type('', '*/*')).toBe('application/json;charset=utf-8');
    const other = async () => (await get(signV1({ ...signing({ Format: '' }), version: '2014-05-26' }))).headers['content-type'];
    await restart({ defaultFormats: new Map([['2016-04-28', 'XML']]) });
    expect([await type('', ''), await type('json', ''), await other()]).toEqual([
      'text/xml;charset=utf-8', 'application/json;charset=utf-8', 'application/json;charset=utf-8',
    ]);
  });

  it('HTTP/1.0, no Host field, an unknown expectation and an upgrade are served like any other', async () => {
    const raw = (head: string) => exchange(gateway.port, `GET /?${signV1(signing())} HTTP/${head}\r\n\r\n`);
    expect((await raw('1.0')).status).toBe(200);
    expect(gateway.cloud.only.host).toBe(gateway.endpoint);
    expect((await raw('1.1')).status).toBe(200);
    expect((await raw('1.1\r\nHost: h\r\nExpect: 1000-euro')).status).toBe(200);
    expect((await raw('1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket')).status).toBe(200);
  });

  it('keeps the connection for the next request, pipelined ones too', async () => {
    const one = () => `GET /?${signV1(signing())} HTTP/1.1\r\nHost: h\r\n\r\n`;
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(one() + one());
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.match(/"RequestId"/g)?.length === 2) break;
    }
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    expect(text).toContain('keep-alive');
  });

  it('a body over the limit is refused at once, announced or not, and the connection stays usable', async () => {
    await restart({ limits: { body: 1_000 } });
    const large = 'x'.repeat(100_000);
    const chunked = `186a0\r\n${large}\r\n0\r\n\r\n`;
    for (const bytes of [`Content-Length: 100000\r\n\r\n${large}`, `Transfer-Encoding: chunked\r\n\r\n${chunked}`]) {
      expect(refusal(await exchange(gateway.port, `POST / HTTP/1.1\r\nHost: h\r\n${bytes}`))).toBe('413 RequestTooLarge');
    }
    expect(refusal(await exchange(gateway.port, 'POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n'))).toBe('413 RequestTooLarge');
    const next = `GET /?${signV1(signing())} HTTP/1.1\r\nHost: h\r\n\r\n`;
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n${large}${next}`);
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes(' 200 OK')) break;
    }
    expect(text).toMatch(/^HTTP\/1.1 413 /);
  });

  it('takes a query as long as user data makes it, and limits the header', async () => {
    expect((await get(signV1(signing({ UserData: 'x'.repeat(100_000) })))).status).toBe(200);
    expect(refusal(await get('x'.repeat(200_000)))).toBe('431 HeaderTooLarge');
  });

  it.each(['FOO / HTTP/1.1\r\n\r\n', 'GET  HTTP/1.1\r\n\r\n', '\x00\x01\x02', 'GET / HTTP/1.1\r\nBad Header\r\n\r\n'])(
    'answers %j with 400 MalformedRequest',
    async (bytes) => {
      const answer = await exchange(gateway.port, bytes);
      expect(refusal(answer)).toBe('400 MalformedRequest');
      expect(gateway.log.at(-1)).toMatchObject({ status: 400, code: 'MalformedRequest' });
    },
  );

  it('gives up on connections that say nothing, half a header or half a body', async () => {
    await restart({ limits: { headerTime: 100, requestTime: 200 } });
    expect((await exchange(gateway.port, '')).status).toBe(0);
    expect(refusal(await exchange(gateway.port, 'GET / HTTP/1.1\r\nHo'))).toBe('408 RequestTimeout');
    const half = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc';
    expect(refusal(await exchange(gateway.port, half))).toBe('408 RequestTimeout');
    expect((await exchange(gateway.port, '\x16\x03\x01')).status).toBe(0);
  });
});

describe('faults of the cloud behind it', () => {
  it('a rejection is 500 InternalError, logged with its cause', async () => {
    const cause = new Error('cause');
    gateway.cloud.answer = () => Promise.reject(cause);
    expect(refusal(await get(signV1(signing())))).toBe('500 InternalError');
    expect(gateway.log.at(-1)).toMatchObject({ status: 500, code: 'InternalError', error: cause });
    expect(JSON.stringify(gateway.log.at(-1)?.code)).not.toContain('cause');
  });

  it('so is a body that cannot be rendered', async () => {
    gateway.cloud.answer = () => ({
      ok: true,
      body: {
        json: () => {
          throw new Error('no text');
        },
        value: () => ({}),
      },
    });
    expect(refusal(await get(signV1(signing())))).toBe('500 InternalError');
  });

  it('survives a client that goes away while it waits', async () => {
    let answer = () => {};
    const called = new Promise<void>((resolve) => {
      gateway.cloud.answer = () => {
        resolve();
        return new Promise((done) => (answer = () => done({ ok: true, body: {} })));
      };
    });
    const request = httpRequest(`http://${gateway.endpoint}/?${signV1(signing())}`).on('error', () => {});
    request.end();
    await called;
    request.destroy();
    answer();
    gateway.cloud.answer = () => ({ ok: true, body: {} });
    expect((await get(signV1(signing()))).status).toBe(200);
  });
});

describe('the log and the end', () => {
  it('tells who called what, how it ended, and no secret', async () => {
    const answer = await get(signV1(signing({ Password: 'hidden', Name: 'shown' })));
    expect(gateway.log).toEqual([
      expect.objectContaining({
        requestId: answer.headers['x-acs-request-id'],
        action: 'DescribeEipAddresses',
        version: '2016-04-28',
        account: '1234567890123456',
        status: 200,
        code: '',
        ms: expect.any(Number) as unknown,
      }),
    ]);
    expect(gateway.log[0]?.parameters()).toEqual({ Password: '***', Name: 'shown' });
  });

  it('tells of a wrong signature, not what was to be signed', async () => {
    const answer = await get(`${signV1(signing({ UserData: 'aGlkZGVu' }))}&Extra=1`);
    expect(answer.body).toContain('aGlkZGVu');
    const [entry] = gateway.log;
    expect(entry).toMatchObject({ code: 'SignatureDoesNotMatch', message: expect.stringMatching(/server string to sign is:\*\*\*$/) as unknown });
    expect(JSON.stringify([entry, entry?.parameters()])).not.toContain('aGlkZGVu');
  });

  it('close lets a running request finish and drops silent and idle connections', async () => {
    const silent = connect(gateway.port, '127.0.0.1');
    const gone = new Promise((resolve) => silent.on('error', resolve).resume().on('end', resolve));
    let closed: Promise<void> | undefined;
    gateway.cloud.answer = async () => {
      closed = gateway.close();
      await gone;
      return { ok: true, body: {} };
    };
    expect((await get(signV1(signing()))).status).toBe(200);
    await closed;
    expect((await get('')).status).toBe(0);
  });
});
