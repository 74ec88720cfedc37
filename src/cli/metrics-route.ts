/** `GET /metrics` on the one port, for clients on this host only: it tells of every account's addresses and needs no key. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Metrics } from '../control/metrics.js';
import { isLocal } from './local.js';

export function metricsRoute(metrics: Pick<Metrics, 'contentType' | 'text'>): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (!isLocal(request)) refuse(response, 403, 'Metrics are for clients on the host itself.');
    else if (request.method !== 'GET') refuse(response, 405, 'Metrics are read with GET.');
    else {
      response.writeHead(200, { 'content-type': metrics.contentType });
      pipeline(metrics.text(), response).catch(() => {
        // The client went away, or a row could not be read: it sees a connection that breaks off.
        response.destroy();
      });
    }
  };
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${why}\n`);
}
