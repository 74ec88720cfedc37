/** Keeps the control plane's process running for `up`, in a sandbox where the host allows one. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Failed } from './failed.js';
import type { Home } from './home.js';
import { reportSchema, type Orders } from './orders.js';

const PROGRAM = fileURLToPath(new URL('./control-plane.js', import.meta.url));

/** What a stop waits for before it kills, ms. */
const STOP_AFTER = 5_000;
/** A process that ends so soon after its start, ms, would only do it again. */
const TOO_SOON = 1_000;
/** Whoever signals the whole process group, as `timeout` and systemd do, means `up` too: it hears of it within this time, ms. */
const HEAR_AFTER = 100;

export class ControlProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private started = 0;
  private readonly sandbox: readonly string[];

  /** `notice` gets a line when the process had to be started again; `gaveUp` is called when that is of no use. */
  constructor(
    private readonly home: Home,
    private orders: Orders,
    private readonly notice: (line: string) => void,
    private readonly gaveUp: (reason: Failed) => void,
  ) {
    this.sandbox = sandboxArgv(home);
  }

  /** Starts it. `listening` resolves with the port, `ready` once the data plane is there; both reject with Failed. */
  start(): { readonly listening: Promise<number>; readonly ready: Promise<void> } {
    const argv = [...this.sandbox, process.execPath, PROGRAM];
    const log = openSync(join(this.home.run, 'control-plane.log'), 'a', 0o600);
    const child = spawn(argv[0] ?? process.execPath, argv.slice(1), { cwd: this.home.run, stdio: ['pipe', 'pipe', log] });
    closeSync(log);
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('the control plane has no standard input or output');
    this.child = child;
    this.started = Date.now();
    // It may die before it has read them; that is told by its end.
    stdin.on('error', () => undefined);
    stdin.write(`${JSON.stringify(this.orders)}\n`);
    let port = 0;
    const listening = new Deferred<number>();
    const ready = new Deferred<undefined>();
    const fail = (reason: Failed) => {
      listening.reject(reason);
      ready.reject(reason);
    };
    createInterface({ input: stdout }).on('line', (line) => {
      const report = reportSchema.parse(JSON.parse(line));
      if (report.report === 'listening') {
        port = report.port;
        listening.resolve(port);
      } else if (report.report === 'ready') ready.resolve(undefined);
      else fail(this.explain(report.code, report.message));
    });
    child.once('error', (error) => {
      fail(new Failed('The control plane did not start.', error.message, 'See what this host lacks with: openeip check'));
    });
    child.once('exit', (code, signal) => {
      fail(new Failed('The control plane ended.', `Its process ended with ${String(code ?? signal)}.`, `See ${this.home.run}/control-plane.log`));
      if (port === 0) return;
      setTimeout(() => {
        if (!this.stopping) this.again(port, String(code ?? signal));
      }, HEAR_AFTER);
    });
    listening.promise.catch(() => undefined);
    ready.promise.catch(() => undefined);
    return { listening: listening.promise, ready: ready.promise };
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Lets it finish what it is doing, for a while. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_AFTER);
    await gone;
    clearTimeout(timer);
  }

  /** It died by itself: the same again, on the same port. */
  private again(port: number, how: string): void {
    this.notice(`the control plane ended unexpectedly (${how}) and is started again`);
    const brief = Date.now() - this.started < TOO_SOON;
    this.orders = { ...this.orders, config: { ...this.orders.config, port } };
    const start = () => {
      if (this.stopping) return;
      this.start().listening.catch((reason: unknown) => {
        if (!this.stopping && reason instanceof Failed) this.gaveUp(reason);
      });
    };
    if (brief) setTimeout(start, TOO_SOON);
    else start();
  }

  private explain(code: string, message: string): Failed {
    const { host, port } = this.orders.config;
    if (code === 'EADDRINUSE') {
      return new Failed(`Port ${String(port)} on ${host} is taken.`, 'Another program listens there.', `Choose another port, e.g.: openeip up --port ${String(port + 1)}`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      return new Failed(`${host} cannot be listened on.`, message, 'Give an address of this host with --host.');
    }
    return new Failed('The control plane did not start.', message, `See ${this.home.run}/control-plane.log`);
  }
}

class Deferred<T> {
  resolve: (value: T) => void = () => undefined;
  reject: (reason: unknown) => void = () => undefined;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Often /etc/resolv.conf leads to a file in /run. */
function nameServersArgv(): readonly string[] {
  try {
    const path = realpathSync('/etc/resolv.conf');
    return path.startsWith('/run/') ? ['--ro-bind', path, path] : [];
  } catch {
    return [];
  }
}

/** Host's files read-only but for OPENEIP_HOME, no sockets of other services, no other process, no capability. */
function sandboxArgv(home: Home): readonly string[] {
  const argv = [
    'bwrap', '--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--cap-drop', 'ALL', '--die-with-parent',
    '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/run', ...nameServersArgv(), '--bind', home.path, home.path, '--chdir', home.run,
    '--as-pid-1', '--',
  ];
  const tried = spawnSync(argv[0] ?? '', [...argv.slice(1), 'true'], { stdio: 'ignore' });
  return tried.status === 0 ? argv : [];
}
