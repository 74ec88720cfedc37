import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import type { Health } from '../control/health.js';
import { healthRoutes } from './health-routes.js';

const host = { name: 'local', version: 3, seen: 0, connected: true };
const WELL: Health = { hosts: [host], confirmed: 3, version: 3, renewing: false };

/** Status and text of what a path answers. */
function ask(path: '/healthz' | '/readyz', status: () => Health, { from = '127.0.0.1', method = 'GET' } = {}): string {
  const request = new IncomingMessage(Object.defineProperty(new Socket(), 'remoteAddress', { value: from }));
  request.method = method;
  let text = '';
  const response = Object.assign(new ServerResponse(request), { end: (said: string) => { text = said; } });
  healthRoutes(status)[path](request, response);
  return `${String(response.statusCode)} ${text.trim()}`;
}

it.each<[string, Partial<Health>, string]>([
  ['all is well', {}, '200 ok'],
  ['no agent came yet', { hosts: [] }, '503 No data plane has connected yet.'],
  ['the agent is away', { hosts: [{ ...host, connected: false }] }, '503 The data plane of local is not connected.'],
  ['the data plane is behind', { confirmed: 2 }, '503 The data plane holds version 2 of the network, not yet 3.'],
  ['another cloud is loaded', { renewing: true }, '503 Another cloud is being loaded: writes are refused until the data plane has followed.'],
])('/readyz where %s', (_, change, said) => {
  expect(ask('/readyz', () => ({ ...WELL, ...change }))).toBe(said);
  expect(ask('/healthz', () => ({ ...WELL, ...change }))).toBe('200 ok');
  expect(ask('/readyz', () => ({ ...WELL, ...change }), { from: '203.0.113.9' })).toMatch(/^(?:200 ok|503 not ready)$/);
});

it('a store that cannot be read is told', () => {
  const status = () => { throw new Error('database is closed'); };
  expect(ask('/readyz', status)).toBe('503 The store cannot be read: database is closed');
  expect(ask('/healthz', status)).toBe('200 ok');
});

it('nothing is done here', () => {
  expect(ask('/readyz', () => WELL, { method: 'POST' })).toMatch(/^405/);
});
