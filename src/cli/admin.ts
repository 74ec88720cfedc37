/**
 * Between the command line and the running control plane: HTTP over a Unix socket that only the owner of OPENEIP_HOME can open.
 * `ROUTES` lists what is asked there.
 */
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { z } from 'zod';
import { ADMIN_SOCKET, type Home } from './home.js';
import { Failed } from './failed.js';

const statusSchema = z.object({
  rows: z.record(z.string(), z.int()).readonly(),
  objects: z.int(),
  epoch: z.string(),
  version: z.int(),
  confirmed: z.int(),
  hosts: z.array(z.object({ name: z.string(), version: z.int(), seen: z.number(), connected: z.boolean() })).readonly(),
});
export type CloudStatus = Readonly<z.infer<typeof statusSchema>>;

export interface Administered {
  status(): CloudStatus;
  reset(): Promise<void>;
}

/** Answers by method and path; a promise that rejects is told as 500 with its message. */
const ROUTES: Readonly<Record<string, (cloud: Administered) => object | Promise<object>>> = {
  'GET /status': (cloud) => cloud.status(),
  'POST /reset': (cloud) => cloud.reset().then(() => ({})),
};

/** Serves on a path; what an earlier process left there is replaced. */
export function serveAdmin(path: string, cloud: Administered): Promise<Server> {
  const server = createServer((incoming, response) => {
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const what = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    const route = ROUTES[what];
    if (route === undefined) {
      reply(404, { message: `${what} is not served here` });
      return;
    }
    Promise.resolve(cloud).then(route).then(
      (body) => {
        reply(200, body);
      },
      (error: unknown) => {
        reply(500, { message: error instanceof Error ? error.message : String(error) });
      },
    );
  });
  rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve(server);
    });
  });
}

export function askStatus(home: Home): Promise<CloudStatus> {
  return ask(home, 'GET', '/status').then((body) => statusSchema.parse(body));
}

export async function askReset(home: Home): Promise<void> {
  await ask(home, 'POST', '/reset');
}

async function ask(home: Home, method: 'GET' | 'POST', path: string): Promise<unknown> {
  // A socket's path holds 107 characters; by way of the open directory a home of any depth fits.
  const directory = openSync(home.run, 'r');
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const call = request({ socketPath: `/proc/self/fd/${String(directory)}/${ADMIN_SOCKET}`, method, path }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Failed('OpenEIP could not do this.', text, 'See what it printed where it runs.'));
        });
      });
      call.on('error', () => {
        reject(notRunning(home));
      });
      call.end();
    });
  } finally {
    closeSync(directory);
  }
}

export function notRunning(home: Home): Failed {
  return new Failed('OpenEIP is not running.', `Nothing answers for ${home.path}.`, 'Start it with: openeip up');
}
