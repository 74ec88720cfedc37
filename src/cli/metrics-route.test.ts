import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { metricsRoute } from './metrics-route.js';

const route = metricsRoute({
  contentType: 'text/plain; version=0.0.4',
  async *text() {
    yield 'one 1\n';
    yield 'two 2\n';
  },
});

describe('/metrics', () => {
  it('is told to clients on the host, by GET', async () => {
    const server = createServer(route);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const told = await fetch(address);
    expect([told.status, told.headers.get('content-type'), await told.text()]).toEqual([200, 'text/plain; version=0.0.4', 'one 1\ntwo 2\n']);
    expect((await fetch(address, { method: 'POST' })).status).toBe(405);
    server.close();
  });

  it.each([['203.0.113.9', 403], ['10.0.0.1', 403], ['::ffff:192.0.2.1', 403], ['127.0.0.7', 200], ['::1', 200], ['::ffff:127.0.0.1', 200]])('from %s answers %i', (from, status) => {
    const request = new IncomingMessage(Object.defineProperty(new Socket(), 'remoteAddress', { value: from }));
    request.method = 'GET';
    const response = new ServerResponse(request);
    route(request, response);
    expect(response.statusCode).toBe(status);
  });
});
