import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { exchange, startTestGateway, type TestGateway } from '../../test/support/gateway.js';
import { knows, unknownAction } from '../api/registry.js';
import { TEST_ACCOUNT, testCloud, type TestCloud } from '../control/testing.js';
import { frame, FrameReader, textFrame, type Frame } from '../network/terminal.js';
import { Console } from './console.js';

const HOUR = 3_600_000;
let directory: string;
let cloud: TestCloud;
let web: Console;
let gateway: TestGateway;
let agent: FakeAgent;
let now: number;

/** The agent's end of terminals: shows what comes, says what it is told to. */
class FakeAgent {
  readonly frames: Frame[] = [];
  readonly sockets: Socket[] = [];
  closed = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      const reader = new FrameReader();
      this.sockets.push(socket);
      socket.on('data', (chunk) => {
        this.frames.push(...reader.take(chunk));
        server.emit('frame');
      });
      socket.on('close', () => {
        this.closed += 1;
        server.emit('frame');
      });
    });
  }

  static async listen(path: string): Promise<FakeAgent> {
    const server = createServer();
    server.listen(path);
    await once(server, 'listening');
    return new FakeAgent(server);
  }

  async until(done: () => boolean): Promise<void> {
    while (!done()) await once(this.server, 'frame');
  }

  close(): void {
    this.server.close();
  }
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'openeip-console-'));
  cloud = await testCloud();
  now = Date.now();
  agent = await FakeAgent.listen(join(directory, 't.sock'));
  web = new Console({
    plane: cloud.plane, operator: TEST_ACCOUNT, directory: join(directory, 'dist'), defaultRegion: 'cn-hangzhou', dataplane: 'memory', version: '9.9.9',
    terminals: join(directory, 't.sock'), now: () => now,
  });
  gateway = await startTestGateway({
    mounts: { '/console': web }, keys: cloud.plane.keyOf, dispatcher: { knows, unknownAction, call: cloud.plane.serve },
    log: (entry) => { cloud.plane.requestLog.answered(entry); },
  });
});
afterEach(async () => {
  web.close();
  agent.close();
  await gateway.close();
  rmSync(directory, { recursive: true });
});

const origin = () => `http://${gateway.endpoint}`;
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(origin() + path, { headers, redirect: 'manual' });

/** The cookie's text as a browser sends it. */
async function login(account = TEST_ACCOUNT): Promise<string> {
  const answer = await get(web.invite(account));
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const sessionShape = z.object({ csrf: z.string() });
async function csrfOf(cookie: string): Promise<string> {
  return sessionShape.parse(await (await get('/console/session', { cookie })).json()).csrf;
}

interface Sent {
  readonly cookie?: string;
  readonly csrf?: string;
  readonly origin?: string;
  readonly body?: unknown;
}

const ALLOCATE = { product: 'Vpc', action: 'AllocateEipAddress', parameters: { RegionId: 'cn-hangzhou', Name: 'from the console' } };

async function call({ cookie = '', csrf = '', origin: from = origin(), body = ALLOCATE }: Sent) {
  const answer = await fetch(`${origin()}/console/call`, {
    method: 'POST', headers: { cookie, 'x-openeip-csrf': csrf, ...(from === '' ? {} : { origin: from }) }, body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers };
}

/** One who has logged in. */
async function visitor() {
  const cookie = await login();
  return { cookie, csrf: await csrfOf(cookie) };
}

const eips = () => cloud.plane.status().rows['eip'] ?? 0;

describe('the session', () => {
  it('a token opens one session, once, whose cookie no script reads and no other site sends', async () => {
    const path = web.invite(TEST_ACCOUNT);
    const first = await get(path);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/console/']);
    expect(first.headers.get('set-cookie')).toMatch(/^openeip_session=[\w-]{43}; Path=\/console; HttpOnly; SameSite=Strict$/);
    const second = await get(path);
    expect([second.status, second.headers.get('set-cookie')]).toEqual([403, null]);
    expect(await second.text()).toContain('openeip console');
    const said = async (language: string) => (await get(path, { 'accept-language': language })).text();
    expect(await said('zh-CN,zh;q=0.9,en;q=0.8')).toContain('此URL已被使用');
    expect(await said('fr, en;q=0.5, ja;q=0.9')).toContain('このURLはすでに使用された');
    expect(await said('fr')).toContain('This URL was used already');
    expect((await get('/console/login?token=guessed')).status).toBe(403);
    expect((await get('/console/login')).status).toBe(403);
  });

  it('over TLS the cookie stays there', async () => {
    const sent = httpsRequest(`https://${gateway.endpoint}${web.invite(TEST_ACCOUNT)}`, { agent: new HttpsAgent({ ca: gateway.certificates.ca }) }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.headers['set-cookie']?.[0]).toContain('; Secure');
  });

  it('says who one is, and to nobody else', async () => {
    expect([(await get('/console/session')).status, await (await get('/console/session')).json()]).toMatchObject([401, { code: 'NoSession' }]);
    const cookie = await login();
    expect(await (await get('/console/session', { cookie })).json()).toEqual({
      csrf: expect.stringMatching(/^[\w-]{43}$/) as unknown, account: { id: TEST_ACCOUNT, name: TEST_ACCOUNT, multiEip: false },
      endpoint: origin(), defaultRegion: 'cn-hangzhou', dataplane: 'memory', version: '9.9.9',
    });
  });

  it('ends after 12 hours without a request, as an unused token does', async () => {
    const cookie = await login();
    const path = web.invite(TEST_ACCOUNT);
    now += 11 * HOUR;
    expect((await get('/console/session', { cookie })).status).toBe(200);
    now += 11 * HOUR;
    expect((await get('/console/session', { cookie })).status).toBe(200);
    expect((await get(path)).status).toBe(403);
    now += 12 * HOUR;
    expect((await get('/console/session', { cookie })).status).toBe(401);
  });

  it('of a hundred the one that was idle longest goes', async () => {
    const [first, second] = [await login(), await login()];
    await get('/console/session', { cookie: first });
    for (let i = 0; i < 99; i++) await login();
    expect((await get('/console/session', { cookie: first })).status).toBe(200);
    expect((await get('/console/session', { cookie: second })).status).toBe(401);
  });
});

describe('a call', () => {
  it('needs the session, its token in a header, and a page of ours', async () => {
    const { cookie, csrf } = await visitor();
    const other = await visitor();
    const refusals: readonly (readonly [Sent, number, string])[] = [
      [{}, 401, 'NoSession'],
      [{ csrf }, 401, 'NoSession'],
      [{ cookie: `${cookie}x`, csrf }, 401, 'NoSession'],
      [{ cookie }, 403, 'NoCsrfToken'],
      [{ cookie, csrf: other.csrf }, 403, 'NoCsrfToken'],
      [{ cookie, csrf, origin: 'http://evil.example' }, 403, 'OtherOrigin'],
      [{ cookie, csrf, origin: 'http://127.0.0.1:1' }, 403, 'OtherOrigin'],
      [{ cookie, csrf, origin: `https://${gateway.endpoint}` }, 403, 'OtherOrigin'],
      [{ cookie, csrf, origin: 'null' }, 403, 'OtherOrigin'],
      [{ cookie, csrf, origin: '' }, 403, 'OtherOrigin'],
    ];
    for (const [sent, status, code] of refusals) expect(await call(sent)).toMatchObject({ status, body: { code } });
    expect(eips()).toBe(0);
    expect(await call({ cookie, csrf })).toMatchObject({ status: 200, body: { EipAddress: expect.any(String) as unknown } });
    expect(eips()).toBe(1);
  });

  it('is signed here and passes the door that all calls pass: refusals, faults and the log are theirs', async () => {
    const me = await visitor();
    const done = await call(me);
    expect(cloud.plane.requestLog.list({ requestId: done.headers.get('x-acs-request-id') ?? '' }, 1)).toMatchObject([{
      product: 'Vpc', action: 'AllocateEipAddress', account: TEST_ACCOUNT, status: 200, parameters: ALLOCATE.parameters,
      events: [{ kind: 'eip', id: done.body['AllocationId'], before: null, after: 'Available' }],
    }]);
    expect(await call({ ...me, body: { ...ALLOCATE, action: 'NoSuchAction' } })).toMatchObject({ status: 404, body: { Code: 'InvalidAction.NotFound' } });
    const long = { ...ALLOCATE, parameters: { ...ALLOCATE.parameters, Description: '日本 & = + %'.repeat(2_000) } };
    expect(await call({ ...me, body: long })).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
    await cloud.call('OpenEIP', 'AddFault', { Product: 'vpc', ActionName: 'AllocateEipAddress', Code: 'Throttling.User' });
    const met = await call(me);
    expect([met.status, met.body['Code'], met.headers.get('x-acs-retry-after')]).toEqual([400, 'Throttling.User', expect.stringMatching(/^\d+$/)]);
    await cloud.call('OpenEIP', 'AddFault', { Product: 'vpc', ActionName: 'AllocateEipAddress', Reset: true });
    await expect(call(me)).rejects.toThrow('fetch failed');
    expect(cloud.plane.requestLog.list({}, 1)).toMatchObject([{ action: 'AllocateEipAddress', status: 0, code: null }]);
  });

  it('an account without an active key cannot be signed for', async () => {
    const me = await visitor();
    const account = cloud.store.read.get('account', TEST_ACCOUNT);
    if (account === undefined) throw new Error('no account');
    cloud.plane.write({ put: [{ ...account, keys: account.keys.map((key) => ({ ...key, active: false })) }], remove: [] }, { time: 0, requestId: 'R', account: '', action: 'test' });
    await cloud.settled();
    expect(await call(me)).toMatchObject({ status: 403, body: { code: 'NoAccessKey' } });
  });

  it.each(['', 'no JSON', '{"product":"Vpc"}', '{"product":"Other","action":"X","parameters":{}}', '{"product":"Vpc","action":"A\\r\\nHost: x","parameters":{}}',
    '{"product":"Vpc","action":"X","parameters":{"a":{}}}', 'x'.repeat(2 << 20)])('that is none is refused: %.40s', async (body) => {
    expect(await call({ ...(await visitor()), body })).toMatchObject({ status: 400, body: { code: 'NoCall' } });
  });
});

describe('what happens', () => {
  /** The events of a page, one by one. */
  async function* listen(cookie: string, headers: Readonly<Record<string, string>> = {}): AsyncGenerator<{ readonly name: string; readonly data: unknown }, void> {
    const answer = await get('/console/events', { cookie, ...headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const reader = answer.body?.getReader();
    const utf8 = new TextDecoder();
    let rest = '';
    try {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        const events = (rest + utf8.decode(part.value, { stream: true })).split('\n\n');
        rest = events.pop() ?? '';
        for (const text of events) {
          const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(text) ?? [];
          if (name !== undefined && data !== undefined) yield { name, data: JSON.parse(data) as unknown };
        }
      }
    } finally {
      await reader?.cancel();
    }
  }
  /** The next event of that name. */
  async function next(events: AsyncGenerator<{ readonly name: string; readonly data: unknown }, void>, name: string): Promise<unknown> {
    for (;;) {
      const { value } = await events.next();
      if (value === undefined) throw new Error('the stream ended');
      if (value.name === name) return value.data;
    }
  }

  it('is told to sessions only, and to no page of another site', async () => {
    expect((await get('/console/events')).status).toBe(401);
    const cookie = await login();
    expect((await get('/console/events', { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/console/events', { cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });

  it('names the rows that changed, once in a while, as they are then', async () => {
    const me = await visitor();
    const events = listen(me.cookie);
    const first = next(events, 'changed');
    await until(() => cloud.plane.status().hosts.length > 0);
    const { body } = await call(me);
    const id = body['AllocationId'];
    expect(await first).toEqual({ rows: [{ kind: 'eip', id, region: 'cn-hangzhou', status: 'Available', removed: false }] });
    await cloud.call('Vpc', 'ReleaseEipAddress', { AllocationId: String(id) });
    expect(await next(events, 'changed')).toMatchObject({ rows: expect.arrayContaining([{ kind: 'eip', id, region: 'cn-hangzhou', status: expect.any(String) as unknown, removed: true }]) as unknown });
    await events.return();
  });

  it('tells requests, counters and resets', async () => {
    const me = await visitor();
    const { body } = await call(me);
    const id = String(body['AllocationId']);
    const events = listen(me.cookie);
    const requested = next(events, 'request');
    await call({ ...me, body: { product: 'Ecs', action: 'DescribeRegions', parameters: {} } });
    expect(await requested).toMatchObject({ product: 'Ecs', action: 'DescribeRegions', status: 200, code: null });
    const n = cloud.store.read.get('eip', id)?.n ?? 0;
    const session = cloud.plane.connect({ send: () => undefined, close: () => undefined });
    session.receive({ type: 'hello', host: 'other', epoch: '', version: 0 });
    session.receive({ type: 'counted', counters: [
      { key: `shape/${n}`, direction: 'received', life: 'a', bytes: 700, packets: 7 }, { key: `shape/${n}`, direction: 'sent', life: 'b', bytes: 60, packets: 6 }] });
    expect(await next(events, 'counters')).toEqual({ time: now, eips: { [id]: { received: 700, sent: 60, receivedPackets: 7, sentPackets: 6 } } });
    await cloud.plane.reset();
    expect(await next(events, 'reset')).toEqual({ epoch: cloud.plane.status().epoch });
    await events.return();
  });

  it('is told of one’s own account only; requests of others to the operator alone', async () => {
    const made = await cloud.call('OpenEIP', 'CreateAccount', { Name: 'other' });
    const other = z.object({ AccountId: z.string() }).parse(made).AccountId;
    const [mine, theirs] = [await visitor(), await login(other)];
    const [operator, stranger] = [listen(mine.cookie), listen(theirs)];
    const [told, request] = [next(stranger, 'changed'), next(operator, 'request')];
    await call(mine);
    await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' }, { account: other });
    const row = z.object({ rows: z.array(z.object({ id: z.string() })) }).parse(await told).rows;
    expect(row.map(({ id }) => cloud.store.read.get('eip', id)?.account)).toEqual([other]);
    expect(await request).toMatchObject({ action: 'AllocateEipAddress' });
    await Promise.all([operator.return(), stranger.return()]);
  });
});

/** Awaits what the next turns of the event loop bring. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a terminal', () => {
  const url = (place = 'internet', size = 'cols=100&rows=30') => `ws://${gateway.endpoint}/console/terminal?place=${place}&${size}`;
  const refusalOf = async (address: string, headers: Readonly<Record<string, string>>) => {
    const socket = new WebSocket(address, { headers });
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    return answer.statusCode;
  };

  it('is not opened without a session, from another site, in another’s instance, or nowhere', async () => {
    const cookie = await login();
    expect(await refusalOf(url(), { origin: origin() })).toBe(401);
    expect(await refusalOf(url(), { cookie: `${cookie}x`, origin: origin() })).toBe(401);
    expect(await refusalOf(url(), { cookie })).toBe(403);
    expect(await refusalOf(url(), { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await refusalOf(url('i-none'), { cookie, origin: origin() })).toBe(404);
    expect(await refusalOf(url('internet', 'cols=0&rows=1e9'), { cookie, origin: origin() })).toBe(404);
    expect(await refusalOf(url().replace('terminal', 'call'), { cookie, origin: origin() })).toBe(404);
    expect(agent.sockets).toHaveLength(0);
  });

  it('passes bytes both ways, sizes one way, the exit code the other, and ends with its page', async () => {
    const cookie = await login();
    const socket = new WebSocket(url(), { headers: { cookie, origin: origin() } });
    const got: [Buffer, boolean][] = [];
    socket.on('message', (data: Buffer, isBinary) => got.push([data, isBinary]));
    await once(socket, 'open');
    await agent.until(() => agent.frames.length === 1);
    expect(JSON.parse(String(agent.frames[0]?.payload))).toEqual({ open: { place: 'internet', cols: 100, rows: 30 } });
    socket.send(Buffer.from([0, 255, 13]));
    socket.send('{"resize":{"cols":132,"rows":43}}');
    socket.send('{"open":{"place":"i-other","cols":1,"rows":1}}');
    socket.send(Buffer.from('after'));
    await agent.until(() => agent.frames.length === 4);
    expect(agent.frames.slice(1).map(({ kind, payload }) => [kind, payload.toString('latin1')])).toEqual([
      ['bytes', '\0\u00ff\r'], ['text', '{"resize":{"cols":132,"rows":43}}'], ['bytes', 'after']]);
    agent.sockets[0]?.write(frame('bytes', Buffer.from('hello')));
    agent.sockets[0]?.end(textFrame({ exit: 3 }));
    await once(socket, 'close');
    expect(got.map(([data, isBinary]) => [data.toString(), isBinary])).toEqual([['hello', true], ['{"exit":3}', false]]);

    const second = new WebSocket(url(), { headers: { cookie, origin: origin() } });
    await once(second, 'open');
    await agent.until(() => agent.sockets.length === 2);
    second.close();
    await agent.until(() => agent.closed === 2);
  });

  it('says what is wrong where the data plane is away', async () => {
    agent.close();
    rmSync(join(directory, 't.sock'), { force: true });
    const socket = new WebSocket(url(), { headers: { cookie: await login(), origin: origin() } });
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(data.toString())).toMatchObject({ error: { what: 'The terminal broke off.' } });
    await once(socket, 'close');
  });
});

describe('the application', () => {
  const build = () => {
    mkdirSync(join(directory, 'dist/assets'), { recursive: true });
    writeFileSync(join(directory, 'dist/index.html'), '<!doctype html>page');
    writeFileSync(join(directory, 'dist/assets/main-abc.js'), 'alert()');
    writeFileSync(join(directory, 'dist/assets/main-abc.js.gz'), gzipSync('alert()'));
    writeFileSync(join(directory, 'secret.txt'), 'secret');
  };

  it('where it is not built says so, until it is', async () => {
    const answer = await get('/console/');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    build();
    expect((await exchange(gateway.port, 'GET /console/ HTTP/1.1\r\nHost: h\r\n\r\n')).body).toBe('<!doctype html>page');
  });

  it('loads without a session, every path of it, under a strict policy', async () => {
    build();
    expect((await get('/console')).headers.get('location')).toBe('/console/');
    for (const path of ['/console/', '/console/eips/eip-1?tab=history']) {
      const answer = await get(path);
      expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([200, '<!doctype html>page', 'no-cache']);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'self'; (?!.*script-src)(?!.*unsafe-eval).*frame-ancestors 'none'$/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    const script = await get('/console/assets/main-abc.js', { 'accept-encoding': 'gzip' });
    expect([await script.text(), script.headers.get('content-encoding'), script.headers.get('cache-control')]).toEqual(['alert()', 'gzip', 'public, max-age=31536000, immutable']);
    expect((await get('/console/assets/gone.js')).status).toBe(404);
  });

  it('gives away nothing beside it', async () => {
    build();
    for (const path of ['/console/../secret.txt', '/console/..%2fsecret.txt', '/console/%2e%2e/secret.txt', '/console//../secret.txt']) {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.end(`GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
      let text = '';
      for await (const chunk of socket.setEncoding('utf8')) text += String(chunk);
      expect(text).not.toContain('secret\n');
      expect(text).not.toMatch(/\r\n\r\nsecret/);
    }
    expect((await fetch(`${origin()}/console/`, { method: 'DELETE' })).status).toBe(405);
  });
});
