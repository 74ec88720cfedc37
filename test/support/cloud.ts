/** A whole OpenEIP of a test's own: its own home, its own port, gone at the end even when the test fails. */
import { spawn, spawnSync, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import Core from '@alicloud/pop-core';
import { z } from 'zod';
import { VERSIONS } from '../../src/api/action.js';
import { entering } from '../../src/cli/commands/exec.js';
import { Failed } from '../../src/cli/failed.js';
import { Home } from '../../src/cli/home.js';

const BIN = join(import.meta.dirname, '../../bin/openeip.js');

type Product = 'Vpc' | 'Ecs' | 'OpenEIP' | 'ResourceManager';

const readyLine = z.object({
  ready: z.literal(true),
  endpoint: z.string(),
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  dataplane: z.enum(['linux', 'memory']),
});

const statusShape = z.object({
  healthy: z.boolean(),
  rows: z.record(z.string(), z.number()),
  objects: z.number(),
  version: z.number(),
  confirmed: z.number(),
  processes: z.object({ up: z.int(), controlPlane: z.int(), holder: z.int().optional(), agent: z.int().optional() }),
});
export type Status = z.infer<typeof statusShape>;

export type Parameters = Readonly<Record<string, unknown>>;
export type Body = Record<string, unknown>;

export interface ExecResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Gives a program its input, and what it said once it has ended. */
export async function ran(program: ChildProcessWithoutNullStreams, input = ''): Promise<ExecResult> {
  // It may end without a look at its input.
  program.stdin.on('error', () => undefined).end(input);
  const [[code], stdout, stderr] = await Promise.all([
    once(program, 'close') as Promise<[number | null]>, text(program.stdout), text(program.stderr),
  ]);
  return { code, stdout, stderr };
}

/** The error that an official client throws for a refused call. */
export class CallError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Debian leaves sbin out of an ordinary user's PATH. */
function environment(home: string, { uid }: User): NodeJS.ProcessEnv {
  return { ...process.env, OPENEIP_HOME: home, ...(uid === undefined ? {} : { PATH: '/usr/local/bin:/usr/bin:/bin' }) };
}

export class Cloud {
  private readonly clients = new Map<string, Core>();

  private constructor(
    private readonly process: ChildProcess,
    readonly home: string,
    readonly endpoint: string,
    readonly accessKeyId: string,
    readonly accessKeySecret: string,
    readonly dataplane: 'linux' | 'memory',
    private readonly log: readonly string[],
    private readonly user: User,
  ) {}

  /** Resolves when `up --json` says ready. */
  static async up(options: {
    dataplane: 'linux' | 'memory' | 'auto';
    home?: string;
    /** Variables beside those of the test. */
    environment?: NodeJS.ProcessEnv;
    /** Written to openeip.json of a new home. */
    settings?: Readonly<Record<string, unknown>>;
    /** Run as this user of the host, without any privilege. */
    uid?: number;
  }): Promise<Cloud> {
    const home = options.home ?? mkdtempSync(join(tmpdir(), 'openeip-test-'));
    const user = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
    if (options.uid !== undefined) chownSync(home, options.uid, options.uid);
    if (options.settings !== undefined) writeFileSync(join(home, 'openeip.json'), JSON.stringify(options.settings));
    const child = spawn(
      process.execPath,
      [BIN, 'up', '--json', '--port', '0', '--data', home, '--dataplane', options.dataplane],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment(home, user), ...options.environment }, ...user },
    );
    const log: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
    const ready = await new Promise<z.infer<typeof readyLine>>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        log.push(line);
        const parsed = line.startsWith('{') ? readyLine.safeParse(JSON.parse(line)) : undefined;
        if (parsed?.success === true) resolve(parsed.data);
      });
      child.once('exit', (code) => reject(new Error(`up ended with ${String(code)}:\n${log.join('\n')}`)));
    });
    return new Cloud(
      child, home, ready.endpoint, ready.accessKeyId, ready.accessKeySecret, ready.dataplane, log, user,
    );
  }

  /** What `up` printed so far. */
  get output(): string {
    return this.log.join('\n');
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** One V1-signed call by the official client, with wire names. Throws CallError. */
  async call(product: Product, action: string, parameters: Parameters = {}): Promise<Body> {
    try {
      return await this.client(product).request<Body>(
        action,
        { RegionId: 'cn-hangzhou', ...parameters },
        { method: 'POST', timeout: 30_000, formatParams: false },
      );
    } catch (error) {
      const refused = z
        .object({ code: z.string(), data: z.object({ Message: z.string() }), entry: z.unknown() })
        .safeParse(error);
      if (!refused.success) throw error;
      const status = z.object({ response: z.object({ statusCode: z.number() }) }).safeParse(refused.data.entry);
      throw new CallError(
        refused.data.code, status.success ? status.data.response.statusCode : 0, refused.data.data.Message,
      );
    }
  }

  private client(product: Product): Core {
    const client = this.clients.get(product) ?? new Core({
      accessKeyId: this.accessKeyId,
      accessKeySecret: this.accessKeySecret,
      endpoint: this.endpoint,
      apiVersion: VERSIONS[product],
    });
    this.clients.set(product, client);
    return client;
  }

  vpc(action: string, parameters: Parameters = {}): Promise<Body> {
    return this.call('Vpc', action, parameters);
  }

  ecs(action: string, parameters: Parameters = {}): Promise<Body> {
    return this.call('Ecs', action, parameters);
  }

  /**
   * A command inside an instance, or on the Internet side: what `openeip exec` runs, without the time that its own start takes. Bounded:
   * killed after `timeout` ms.
   */
  async exec(where: string, argv: readonly string[], options: { input?: string; timeout?: number } = {}): Promise<ExecResult> {
    let entered: readonly string[];
    try {
      entered = await entering(new Home(this.home), where, argv);
    } catch (error) {
      if (error instanceof Failed) return { code: 1, stdout: '', stderr: error.text };
      throw error;
    }
    const [file = '', ...rest] = entered;
    const env = environment(this.home, this.user);
    const child = spawn(file, rest, { stdio: 'pipe', detached: true, env: { ...env, PATH: `${env['PATH'] ?? ''}:/usr/sbin:/sbin` }, ...this.user });
    // What enters the namespaces passes no signal on.
    const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM'), options.timeout ?? 20_000);
    try {
      return await ran(child, options.input);
    } finally {
      clearTimeout(timer);
    }
  }

  /** `openeip exec`, left running: the caller ends it. */
  spawn(where: string, argv: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [BIN, 'exec', where, '--', ...argv], {
      stdio: 'pipe',
      env: environment(this.home, this.user),
      ...this.user,
    });
  }

  cli(...argv: readonly string[]): ExecResult {
    const run = spawnSync(process.execPath, [BIN, ...argv], {
      encoding: 'utf8',
      env: environment(this.home, this.user),
      ...this.user,
      timeout: 60_000,
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  }

  /** A command that goes on: the caller ends it. */
  follow(...argv: readonly string[]): { readonly process: ChildProcess; readonly lines: AsyncIterable<string> } {
    const child = spawn(process.execPath, [BIN, ...argv], { stdio: ['ignore', 'pipe', 'inherit'], env: environment(this.home, this.user), ...this.user });
    return { process: child, lines: createInterface({ input: child.stdout }) };
  }

  /** What `openeip status --json` says. Throws while the control plane does not answer. */
  status(): Status {
    const status = this.cli('status', '--json');
    return statusShape.parse(JSON.parse(status.stdout));
  }

  /** Stops `up` and everything it started, and removes the home unless it is kept for another `up`. */
  async down(options: { keep?: boolean } = {}): Promise<void> {
    const gone = this.process.exitCode !== null || this.process.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    this.cli('down');
    await gone;
    if (options.keep !== true) rmSync(this.home, { recursive: true, force: true });
  }
}
