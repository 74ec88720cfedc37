/** `openeip up`: starts everything in the foreground and watches over it. */
import { isIP } from 'node:net';
import { askConsole } from '../admin.js';
import { chooseDataPlane, describeMissing, type Choice } from '../choose.js';
import { homeOf, readConfig, type Config, type Flags } from '../config.js';
import { ControlProcess } from '../control-process.js';
import { Failed } from '../failed.js';
import { startHolder, stopHolder } from '../holder.js';
import { Home, startTime, type HolderRecord, type Keys } from '../home.js';
import { withProgress } from '../progress.js';
import { fillCloud, startupOf } from '../startup.js';
import { takeDownUplink, putUpUplink } from '../uplink.js';

export interface UpOptions extends Flags {
  readonly data?: string;
  readonly json?: boolean;
}

/** How often the holder is looked at, ms. */
const WATCH = 1_000;
/** A secret shorter than this can be guessed by whoever reaches the port. */
const SHORTEST_SECRET = 16;

export async function up({ data, json = false, ...flags }: UpOptions): Promise<void> {
  const started = performance.now();
  const home = new Home(homeOf(data, process.env));
  const config = readConfig(home.path, flags, process.env);
  const startup = config.startup === undefined ? undefined : startupOf(config.startup);
  home.make();
  if (!home.lock()) throw alreadyRunning(home);
  const keys = home.ensureKeys(config);
  refuseOpenDoor(config, keys);

  const choice = await choose(home, config);
  if (choice.missing.length > 0) process.stderr.write(`${describeMissing(choice.missing)}\n\n`);
  const running = new Running(home, config, keys, choice.dataplane);
  const stop = stopRequested();
  const filling = new AbortController();
  try {
    const port = await withProgress('starting', Promise.race([running.start(), running.broken, stop.then(() => undefined)]));
    if (port !== undefined) {
      const endpoint = `http://${isIP(config.host) === 6 ? `[${config.host}]` : config.host}:${String(port)}`;
      home.saveUp({
        pid: process.pid, startTime: startTime(process.pid) ?? '', endpoint, dataplane: choice.dataplane, region: config.defaultRegion,
      });
      const filled = fillCloud(home, startup, filling.signal).then(() => true);
      if (await withProgress('filling the cloud', Promise.race([filled, running.broken, stop.then(() => false)]))) {
        const page = endpoint + (await askConsole(home));
        process.stdout.write(json ? jsonLine(endpoint, keys, choice, page) : greeting(home, endpoint, keys, choice, page, performance.now() - started));
        await Promise.race([stop, running.broken]);
      }
    }
  } finally {
    filling.abort();
    await withProgress('stopping', running.stop());
  }
}

/** A holder that lives goes on living: its data plane works. */
async function choose(home: Home, config: Config): Promise<Choice> {
  const holder = home.holder();
  if (holder !== undefined && config.dataplane !== 'memory') return { dataplane: 'linux', missing: [] };
  if (holder !== undefined) await stopHolder(holder);
  return chooseDataPlane(config.dataplane, async () => (await import('../probe.js')).probe());
}

class Running {
  /** Rejects when it makes no sense to go on. */
  readonly broken: Promise<never>;
  private readonly control: ControlProcess;
  private holder: HolderRecord | undefined;
  private watch: NodeJS.Timeout | undefined;
  private break: (reason: Failed) => void = () => undefined;

  constructor(
    private readonly home: Home,
    private readonly config: Config,
    keys: Keys,
    private readonly dataplane: 'linux' | 'memory',
  ) {
    this.broken = new Promise((_, reject) => {
      this.break = reject;
    });
    this.broken.catch(() => undefined);
    this.control = new ControlProcess(home, { home: home.path, config, dataplane, keys }, notice, this.break);
  }

  /** Resolves with the port once calls are answered and the data plane is there. */
  async start(): Promise<number> {
    const { listening, ready } = this.control.start();
    if (this.dataplane === 'linux') this.hold();
    const port = await listening;
    await ready;
    await this.linkHost();
    return port;
  }

  async stop(): Promise<void> {
    clearInterval(this.watch);
    await this.control.stop();
    if (this.holder !== undefined) {
      await stopHolder(this.holder);
      takeDownUplink(this.holder);
    }
    this.home.forgetRunning();
  }

  private hold(): void {
    this.holder = this.home.holder() ?? this.newHolder();
    let restarted = Date.now();
    this.watch = setInterval(() => {
      if (this.holder !== undefined && startTime(this.holder.pid) === this.holder.startTime) return;
      if (Date.now() - restarted < 2 * WATCH) {
        this.break(new Failed('The data plane does not stay up.', `See ${this.home.run}/agent.log`, 'Prove what this host can do with: openeip check'));
        return;
      }
      notice('the holder of the data plane ended unexpectedly and is started again; instances start anew');
      restarted = Date.now();
      // The kernel takes its time with what a dead namespace held.
      if (this.holder !== undefined) takeDownUplink(this.holder);
      this.holder = this.newHolder();
      void this.linkHost();
    }, WATCH);
  }

  private newHolder(): HolderRecord {
    return startHolder(this.home, { internetRange: this.config.internetRange });
  }

  /** As root, makes EIPs reachable from the host, where nothing stands against it. */
  private async linkHost(): Promise<void> {
    const { holder, config } = this;
    if (holder === undefined || !holder.root || holder.uplink !== '') return;
    const { link, refused } = await putUpUplink(holder, config);
    if (refused !== '') notice(refused);
    this.holder = { ...holder, uplink: link };
    this.home.saveHolder(this.holder);
  }
}

function notice(line: string): void {
  process.stderr.write(`openeip: ${line}\n`);
}

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
}

function alreadyRunning(home: Home): Failed {
  const record = home.up();
  const where = record === undefined ? '' : ` at ${record.endpoint} (process ${String(record.pid)})`;
  return new Failed('OpenEIP is already running.', `${home.path} is in use${where}.`, 'Use it, stop it with `openeip down`, or name another directory with --data.');
}

/** Elsewhere than on loopback only with keys that nobody guesses. */
function refuseOpenDoor({ host }: Config, { accessKeySecret }: Keys): void {
  if (host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host) || accessKeySecret.length >= SHORTEST_SECRET) return;
  throw new Failed(
    `OpenEIP does not listen on ${host} with this access key.`,
    `Its secret has fewer than ${String(SHORTEST_SECRET)} characters, and whoever reaches the port could try them.`,
    'Leave --host out, or begin anew with a longer OPENEIP_ACCESS_KEY_SECRET (none: one is made up): openeip down --purge',
  );
}

function jsonLine(endpoint: string, { accessKeyId, accessKeySecret }: Keys, { dataplane }: Choice, page: string): string {
  return `${JSON.stringify({ ready: true, endpoint, accessKeyId, accessKeySecret, console: page, dataplane })}\n`;
}

function greeting(home: Home, endpoint: string, keys: Keys, { dataplane }: Choice, page: string, ms: number): string {
  const command = process.argv[1]?.endsWith('.js') === true ? 'node bin/openeip.js' : 'openeip';
  return [
    `OpenEIP is up, ${dataplane === 'linux' ? 'with packets (Linux data plane)' : 'without packets (memory data plane)'}, after ${(ms / 1000).toFixed(1)} s.`,
    '',
    `  endpoint           ${endpoint}  (https on the same port, CA ${home.authority})`,
    `  access key id      ${keys.accessKeyId}`,
    `  access key secret  ${keys.accessKeySecret}`,
    `  console            ${page}`,
    `                     (once; another: ${command} console)`,
    '',
    `  Terraform, aliyun CLI and SDKs, in another terminal:  eval "$(${command} env)"`,
    '  Stop with Ctrl-C.',
    '',
    '',
  ].join('\n');
}
