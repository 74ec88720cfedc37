/** A holder with an agent in it, and a test in the control plane's place. */
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Records, ROOT } from '../../src/agent/guests/records.js';
import { enterArgv } from '../../src/agent/guests/sandbox.js';
import { insideArgv, insidePath, startHolder, stopHolder } from '../../src/cli/holder.js';
import { Home, type HolderRecord } from '../../src/cli/home.js';
import type { Key, NetworkObject } from '../../src/network/objects.js';
import type { Applied, Hello, Observed, Update } from '../../src/network/protocol.js';
import { parseUp } from '../../src/network/schema.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class AgentBench {
  readonly hellos: Hello[] = [];
  observed: Observed = { type: 'observed', guests: [], leases: [] };
  private readonly waiting = new Set<() => void>();
  private applied: Applied | undefined;
  private socket: Socket | undefined;
  private version = 0;
  private epoch = 'test';

  private constructor(
    readonly home: Home,
    readonly holder: HolderRecord,
    private readonly server: Server,
  ) {}

  static async start(): Promise<AgentBench> {
    const home = new Home(mkdtempSync(join(tmpdir(), 'openeip-agent-')));
    home.make();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(home.run, 'agent.sock'), resolve));
    const bench = new AgentBench(home, startHolder(home, { internetRange: '203.0.113.0/24' }), server);
    server.on('connection', (socket) => {
      bench.accept(socket);
    });
    await bench.until(() => bench.hellos.length > 0);
    return bench;
  }

  async stop(): Promise<void> {
    await stopHolder(this.holder);
    this.socket?.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.home.path, { recursive: true, force: true });
  }

  /** Sends the whole network and resolves with what the agent confirmed. */
  list(objects: readonly NetworkObject[]): Promise<Applied> {
    return this.send({ list: 'only', upserts: objects, deletes: [] });
  }

  change(upserts: readonly NetworkObject[], deletes: readonly Key[] = []): Promise<Applied> {
    return this.send({ list: 'no', upserts, deletes });
  }

  /** Resolves once the agent has told something that makes the condition true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
      });
    }
  }

  running(key: Key, boot: number): Promise<void> {
    return this.until(() => this.observed.guests.some((guest) => guest.key === key && guest.boot === boot && guest.state === 'running'));
  }

  stopped(key: Key): Promise<void> {
    return this.until(() => this.observed.guests.some((guest) => guest.key === key && guest.state === 'stopped'));
  }

  get records(): Records {
    return new Records(insidePath(this.holder, ROOT), insidePath(this.holder, '/proc'));
  }

  /** As `openeip exec` does. */
  exec(name: string, ...command: string[]): Promise<Ran> {
    const guest = this.records.find(name);
    const life = guest && this.records.life(name, guest.boot);
    if (life?.state !== 'running') throw new Error(`${name} does not run`);
    return run(insideArgv(this.holder, enterArgv(life.pid, this.holder.root, 'dumb', command)));
  }

  /** In the holder, as its root. */
  inside(...command: string[]): Promise<Ran> {
    return run(insideArgv(this.holder, command));
  }

  private accept(socket: Socket): void {
    this.socket = socket;
    let rest = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = parseUp(line);
        if (message.type === 'hello') this.hellos.push(message);
        if (message.type === 'applied') this.applied = message;
        if (message.type === 'observed') this.observed = message;
      }
      const waiting = [...this.waiting];
      this.waiting.clear();
      for (const wake of waiting) wake();
    });
    socket.on('error', () => undefined);
  }

  private async send(part: Pick<Update, 'list' | 'upserts' | 'deletes'>): Promise<Applied> {
    this.version += 1;
    const update: Update = { type: 'update', epoch: this.epoch, version: this.version, ...part };
    this.socket?.write(`${JSON.stringify(update)}\n`);
    await this.until(() => this.applied?.version === this.version);
    if (this.applied === undefined) throw new Error('nothing was applied');
    return this.applied;
  }
}

export function run(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ran> {
  const [file = '', ...rest] = argv;
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
