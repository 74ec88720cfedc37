/** `GET /healthz`: the process lives. `GET /readyz`: the cloud does what it is told; why it does not, only clients on this host are told. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { unready, type Health } from '../control/health.js';
import { isLocal } from './local.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export function healthRoutes(status: () => Health): { readonly '/healthz': Handler; readonly '/readyz': Handler } {
  return {
    '/healthz': (request, response) => {
      tell(request, response, []);
    },
    '/readyz': (request, response) => {
      tell(request, response, reasons(status));
    },
  };
}

function reasons(status: () => Health): readonly string[] {
  try {
    return unready(status());
  } catch (error) {
    return [`The store cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function tell(request: IncomingMessage, response: ServerResponse, lacks: readonly string[]): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { 'content-type': 'text/plain', allow: 'GET' }).end('Health is read with GET.\n');
    return;
  }
  const text = lacks.length === 0 ? 'ok' : isLocal(request) ? lacks.join('\n') : 'not ready';
  response.writeHead(lacks.length === 0 ? 200 : 503, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(`${text}\n`);
}
