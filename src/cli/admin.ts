/**
 * Between the command line and the running control plane: HTTP over a Unix socket that only the owner of OPENEIP_HOME can open.
 * `ROUTES` lists what is asked there.
 */
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { json, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { RequestRecord } from '../api/request-record.js';
import { PLATFORM_ORDERS, type PlatformOrder } from '../cloud/eip-platform.js';
import { Refusal } from '../cloud/errors/refusal.js';
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

const loadOrder = z.strictObject({ path: z.string() });
const loadReply = z.object({ refused: z.string().optional() });

const keyOrder = z.strictObject({ account: z.string() });
const consoleReply = z.object({ path: z.string() });
const keyReply = z.object({ key: z.object({ id: z.string(), secret: z.string() }).optional() });

export interface Administered {
  status(): CloudStatus;
  /** One that is active; undefined where the account is unknown or has none. */
  activeKey(account: string): { readonly id: string; readonly secret: string } | undefined;
  reset(): Promise<void>;
  /** Puts the cloud of a snapshot's file in the place of this one. Throws Refusal. */
  loadFile(path: string): Promise<void>;
  /** False where there is no such EIP. */
  order(what: PlatformOrder, allocationId: string): Promise<boolean>;
  /** The path of the console that opens a session of the operator. */
  invite(): string;
  /** The last requests, then every one from now on until the returned function is called. */
  follow(follower: (record: RequestRecord) => void): () => void;
}

/** Does not end by itself: a record of the request log a line. */
const FOLLOW = 'GET /requests';

/** Answers by method and path; a promise that rejects is told as 500 with its message. */
const ROUTES: Readonly<Record<string, (cloud: Administered, body: unknown) => object | Promise<object>>> = {
  'GET /status': (cloud) => cloud.status(),
  'POST /reset': (cloud) => cloud.reset().then(() => ({})),
  'POST /load': (cloud, body) =>
    cloud.loadFile(loadOrder.parse(body).path).then(() => ({}), (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return { refused: error.message };
    }),
  'POST /key': (cloud, body) => {
    const key = cloud.activeKey(keyOrder.parse(body).account);
    return key === undefined ? {} : { key: { id: key.id, secret: key.secret } };
  },
  'POST /console': (cloud) => ({ path: cloud.invite() }),
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
    if (what === FOLLOW) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).flushHeaders();
      response.on('close', cloud.follow((record) => response.write(`${JSON.stringify(record)}\n`)));
      return;
    }
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

/** A fresh path of the console, good for one session. */
export async function askConsole(home: Home): Promise<string> {
  return consoleReply.parse(await ask(home, 'POST', '/console')).path;
}

/** Hands over the last requests, then every one from now on, as JSON text; resolves when the control plane goes away. */
export async function followRequests(home: Home, follower: (line: string) => void): Promise<void> {
  const response = await send(home, 'GET', '/requests');
  for await (const line of createInterface({ input: response })) follower(line);
}

/** Resolves once the data plane is empty, too. */
export async function askReset(home: Home): Promise<void> {
  await ask(home, 'POST', '/reset');
  await followed(home);
}

/** Resolves once the data plane has followed. Throws Failed where the file is refused. */
export async function askLoad(home: Home, path: string): Promise<void> {
  const { refused } = loadReply.parse(await ask(home, 'POST', '/load', { path }));
  if (refused !== undefined) throw new Failed('The cloud could not be filled.', refused, 'Name another snapshot, or leave the setting startup out.');
  await followed(home);
}

/** Resolves once the data plane holds the network as the last order left it. False where there is no such EIP. */
export async function askOrder(home: Home, what: PlatformOrder, allocationId: string): Promise<boolean> {
  const { found } = orderReply.parse(await ask(home, 'POST', '/eip', { what, allocationId }));
  if (found) await followed(home);
  return found;
}

/** Resolves once the data plane holds the network as it is now. */
export async function followed(home: Home): Promise<void> {
  for (let status = await askStatus(home); status.confirmed < status.version; status = await askStatus(home)) await delay(POLL);
}

async function ask(home: Home, method: 'GET' | 'POST', path: string, body: object = {}): Promise<unknown> {
  const response = await send(home, method, path, body);
  const told = await text(response);
  if (response.statusCode === 200) return JSON.parse(told);
  throw new Failed('OpenEIP could not do this.', told, 'See what it printed where it runs.');
}

async function send(home: Home, method: 'GET' | 'POST', path: string, body: object = {}): Promise<IncomingMessage> {
  // A socket's path holds 107 characters; by way of the open directory a home of any depth fits.
  const directory = open(home);
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const call = request({ socketPath: `/proc/self/fd/${String(directory)}/${ADMIN_SOCKET}`, method, path }, resolve);
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
