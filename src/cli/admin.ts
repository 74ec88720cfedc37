/**
 * Between the command line and the running control plane: HTTP over a Unix socket that only the owner of OPENEIP_HOME can open.
 * `ROUTES` lists what is asked there.
 */
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { PLATFORM_ORDERS, type PlatformOrder } from '../cloud/eip-platform.js';
import { ADMIN_SOCKET, type Home } from './home.js';
import { Failed } from './failed.js';

const POLL = 20;

const statusSchema = z.object({
  rows: z.record(z.string(), z.int()).readonly(),
  objects: z.int(),
  epoch: z.string(),
  version: z.int(),
  confirmed: z.int(),
  hosts: z.array(z.object({ name: z.string(), version: z.int(), seen: z.number(), connected: z.boolean() })).readonly(),
});
export type CloudStatus = Readonly<z.infer<typeof statusSchema>>;

const orderSchema = z.strictObject({
  what: z.enum(Object.keys(PLATFORM_ORDERS) as [PlatformOrder, ...PlatformOrder[]]),
  allocationId: z.string(),
});
const orderReply = z.object({ found: z.boolean() });

const keyOrder = z.strictObject({ account: z.string() });
const keyReply = z.object({ key: z.object({ id: z.string(), secret: z.string() }).optional() });

export interface Administered {
  status(): CloudStatus;
  /** One that is active; undefined where the account is unknown or has none. */
  activeKey(account: string): { readonly id: string; readonly secret: string } | undefined;
  reset(): Promise<void>;
  /** False where there is no such EIP. */
  order(what: PlatformOrder, allocationId: string): Promise<boolean>;
}

/** Answers by method and path; a promise that rejects is told as 500 with its message. */
const ROUTES: Readonly<Record<string, (cloud: Administered, body: unknown) => object | Promise<object>>> = {
  'GET /status': (cloud) => cloud.status(),
  'POST /reset': (cloud) => cloud.reset().then(() => ({})),
  'POST /key': (cloud, body) => {
    const key = cloud.activeKey(keyOrder.parse(body).account);
    return key === undefined ? {} : { key: { id: key.id, secret: key.secret } };
  },
  'POST /eip': (cloud, body) => {
    const { what, allocationId } = orderSchema.parse(body);
    return cloud.order(what, allocationId).then((found) => ({ found }));
  },
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
    const body: Promise<unknown> = incoming.method === 'POST' ? json(incoming) : Promise.resolve(undefined);
    body.then((sent) => route(cloud, sent)).then(
      (answer) => {
        reply(200, answer);
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

/** An active key of an account. Throws Failed where it has none. */
export async function askKey(home: Home, account: string): Promise<{ readonly id: string; readonly secret: string }> {
  const { key } = keyReply.parse(await ask(home, 'POST', '/key', { account }));
  if (key === undefined) throw new Failed(`The account ${account} has no active access key, or does not exist.`, '', 'See: openeip account list');
  return key;
}

/** Resolves once the data plane is empty, too. */
export async function askReset(home: Home): Promise<void> {
  await ask(home, 'POST', '/reset');
  await confirmed(home);
}

/** Resolves once the data plane holds the network as the last order left it. False where there is no such EIP. */
export async function askOrder(home: Home, what: PlatformOrder, allocationId: string): Promise<boolean> {
  const { found } = orderReply.parse(await ask(home, 'POST', '/eip', { what, allocationId }));
  if (found) await confirmed(home);
  return found;
}

async function confirmed(home: Home): Promise<void> {
  for (let status = await askStatus(home); status.confirmed < status.version; status = await askStatus(home)) await delay(POLL);
}

async function ask(home: Home, method: 'GET' | 'POST', path: string, body: object = {}): Promise<unknown> {
  // A socket's path holds 107 characters; by way of the open directory a home of any depth fits.
  const directory = open(home);
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
      call.end(method === 'POST' ? JSON.stringify(body) : undefined);
    });
  } finally {
    closeSync(directory);
  }
}

function open(home: Home): number {
  try {
    return openSync(home.run, 'r');
  } catch {
    throw notRunning(home);
  }
}

export function notRunning(home: Home): Failed {
  return new Failed('OpenEIP is not running.', `Nothing answers for ${home.path}.`, 'Start it with: openeip up');
}
