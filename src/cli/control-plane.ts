/**
 * The control plane's process: opens the port. `up` runs it in a sandbox with no capability, in OPENEIP_HOME/run, tells it the
 * settings in one line on standard input, and ends it by closing that; it reports in lines on standard output.
 */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { z } from 'zod';
import { VERSIONS } from '../api/action.js';
import { knows, unknownAction, ALL_ACTIONS } from '../api/registry.js';
import { REGIONS } from '../cloud/catalogue/regions.js';
import type { Random } from '../cloud/ids.js';
import { seeded } from '../cloud/random.js';
import { settingsSchema, type Settings } from '../cloud/settings.js';
import { ControlPlane } from '../control/control-plane.js';
import { Console, CONSOLE_PATH } from '../console/console.js';
import { MemoryAgent } from '../control/memory-agent.js';
import { Metrics } from '../control/metrics.js';
import { serveAgents } from '../control/socket.js';
import { ensureCertificates } from '../gateway/ca.js';
import { startGateway } from '../gateway/server.js';
import { openStore, type Store } from '../store/store.js';
import { serveAdmin } from './admin.js';
import { ADMIN_SOCKET, AGENT_SOCKET, Home, NAMES_SOCKET, TERMINALS_SOCKET } from './home.js';
import { healthRoutes } from './health-routes.js';
import { metricsRoute } from './metrics-route.js';
import { hostNameServers, serveNames } from './names.js';
import { ordersSchema, type Orders, type Report } from './orders.js';

/** A large cloud's start leaves much garbage, and the heap would stay several times as large as what lives in it. */
const FRUGAL = '--heap-growing-percent=10';
/** As the engine does by itself: to collect so often would halve what a gateway under load serves. */
const USUAL = '--heap-growing-percent=0';
const READY_POLL = 20;
/** Requests of before that who follows them sees first. */
const SHOWN_FIRST = 100;
/** Both named so that the built program and the sources find them. */
const APPLICATION = fileURLToPath(new URL('../../dist/web', import.meta.url));
const VERSION = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;
/** What the agent calls itself, by data plane. */
const HOSTS = { linux: 'local', memory: 'memory' } as const;

async function main(): Promise<void> {
  setFlagsFromString(FRUGAL);
  const lines = createInterface({ input: process.stdin });
  const { home: path, config, dataplane, keys } = await new Promise<Orders>((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(ordersSchema.parse(JSON.parse(line)));
    });
    lines.once('close', () => {
      reject(new Error('no orders came'));
    });
  });
  const ended = new Promise<void>((resolve) => lines.once('close', resolve));
  const home = new Home(path);
  const log = pino(pino.destination({ fd: process.stderr.fd, sync: true }));

  const certificates = ensureCertificates(home.certificates, [config.host, ...REGIONS.map(({ id }) => `*.${id}.aliyuncs.com`)]);
  const store = openStore(home.database);
  // The other data plane's host will not come back: nobody shall wait for its lease to end.
  for (const name of store.hosts()) if (name !== HOSTS[dataplane]) store.dropHost(name);
  const settings = settingsSchema.parse(Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, config[name as keyof Settings]])));
  const plane = new ControlPlane({ store, actions: ALL_ACTIONS, settings, now: Date.now, random: randomOf(settings, store), log, snapshots: home.snapshots });
  await plane.openAccount(keys.accountId, keys.accessKeyId, keys.accessKeySecret);

  const names = dataplane === 'linux' ? await serveNames(NAMES_SOCKET, hostNameServers) : undefined;
  const agents = dataplane === 'linux' ? await serveAgents(plane, AGENT_SOCKET, log) : undefined;
  if (dataplane === 'memory') new MemoryAgent((link) => plane.connect(link)).start();

  const web = new Console({
    plane, operator: keys.accountId, directory: APPLICATION, defaultRegion: settings.defaultRegion, dataplane, version: VERSION,
    terminals: dataplane === 'linux' ? TERMINALS_SOCKET : undefined, now: Date.now,
  });
  const { cert, key } = await certificates;
  const gateway = await startGateway({
    host: config.host, port: config.port, tls: { cert, key }, keys: plane.keyOf, now: Date.now,
    dispatcher: { knows, unknownAction, call: plane.serve }, defaultFormats: defaultFormats(settings),
    routes: { '/metrics': metricsRoute(new Metrics(plane, store)), ...healthRoutes(() => plane.status()) },
    mounts: { [CONSOLE_PATH]: web },
    log: (entry) => {
      plane.requestLog.answered(entry);
      const { error, requestId, action } = entry;
      if (error !== undefined) log.error({ requestId, action, err: error }, 'a request failed');
    },
  });
  const admin = await serveAdmin(ADMIN_SOCKET, {
    status: () => plane.status(),
    activeKey: (account) => plane.activeKey(account),
    reset: () => plane.reset(),
    loadFile: (path) => plane.loadFile(path),
    order: (what, allocationId) => plane.order(what, allocationId),
    invite: () => web.invite(keys.accountId),
    follow: (follower) => {
      plane.requestLog.list({}, SHOWN_FIRST).toReversed().forEach(follower);
      return plane.requestLog.follow(follower);
    },
  });
  say({ report: 'listening', port: gateway.port });
  await confirmed(plane);
  say({ report: 'ready' });
  setFlagsFromString(USUAL);

  await ended;
  admin.close();
  web.close();
  await Promise.all([gateway.close(), agents?.close(), names?.close()]);
  store.close();
  process.exit(0);
}

/** The gateway knows versions, not products. */
function defaultFormats({ defaultFormat }: Settings): ReadonlyMap<string, 'JSON' | 'XML'> {
  const products = ['Vpc', 'Ecs'] as const;
  return new Map(products.flatMap((product) => (defaultFormat[product] === undefined ? [] : [[VERSIONS[product], defaultFormat[product]]])));
}

/** With a seed, numbers that it reproduces, different ones after each start: those of before have been given away. */
function randomOf({ seed }: Settings, store: Store): Random {
  if (seed === undefined) return { int: (below) => randomInt(below) };
  return seeded(seed ^ Math.imul(store.newest, 0x9e3779b1));
}

/** Resolves once the data plane holds the network as it is now. */
async function confirmed(plane: ControlPlane): Promise<void> {
  while (plane.status().confirmed < plane.status().version) await delay(READY_POLL);
}

function say(report: Report): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

main().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  say({ report: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
});
