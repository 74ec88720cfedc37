/**
 * Namespaces of a test's own, with and without root: a holder like the product's, guests that are nothing but a network
 * namespace, and a driver inside that runs the engine. All of it dies with the test, since the holder's init reads from it.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Changes, Guest, Key, NetworkObject } from '../../src/network/objects.js';
import type { Counter, Failure, Probe, ProbeResult } from '../../src/network/protocol.js';

const DRIVER = fileURLToPath(new URL('driver.ts', import.meta.url));
const UNPRIVILEGED = ['setpriv', '--reuid', '12345', '--regid', '12345', '--clear-groups'];

export interface GuestHandle {
  readonly pid: number;
  readonly netns: number;
}

type Place = string | GuestHandle;

/** What the driver understands: see `driver.ts`. */
interface Calls {
  open: [[], null];
  replace: [[readonly NetworkObject[]], { failures: Failure[]; milliseconds: number }];
  apply: [[Changes], { failures: Failure[]; milliseconds: number }];
  guest: [[], GuestHandle];
  guestUp: [[Guest, GuestHandle], { failures: Failure[] }];
  guestDown: [[Key], null];
  /** All NICs of guests are up then. */
  probe: [[Probe], ProbeResult];
  kill: [[number], null];
  counters: [[], { namespace: string; drops: Record<string, number> }[]];
  count: [[boolean], Counter[]];
  settled: [[], null];
  cleanUp: [[], null];
  /** Applies and takes back `rounds` times: milliseconds of each apply. */
  cycles: [[Changes, Changes, number], number[]];
  listeners: [[string, string], { udp: string; tcp: string }];
}

export interface Running {
  readonly stdout: Readable;
  /** Resolves when it has said the words from now on, in however many pieces; rejects when it ends without them. */
  says(words: string): Promise<void>;
  stop(): void;
}

/** A process with its engine inside the holder. */
export class Driver {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#process = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async call<K extends keyof Calls>(name: K, ...parameters: Calls[K][0]): Promise<Calls[K][1]> {
    this.#process.stdin.write(`${JSON.stringify({ name, parameters })}\n`);
    const line = await this.#answers.next();
    if (line.done === true) throw new Error(`The driver died in ${name}.`);
    const answer = JSON.parse(line.value) as { error?: string; result: Calls[K][1] };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  }

  /** As a crash: nothing is closed in good order. */
  async crash(): Promise<void> {
    const closed = once(this.#process, 'close');
    process.kill(-(this.#process.pid ?? 0), 'SIGKILL');
    await closed;
  }
}

export class Holder {
  readonly #init: ChildProcess;
  readonly #enter: readonly string[];

  private constructor(init: ChildProcess, enter: readonly string[]) {
    this.#init = init;
    this.#enter = enter;
  }

  static async start(rootless: boolean): Promise<Holder> {
    const [setpriv = '', ...as] = UNPRIVILEGED;
    if (rootless && spawnSync(setpriv, [...as, 'test', '-r', DRIVER]).status !== 0) {
      throw new Error(`${DRIVER} is where an ordinary user cannot read it: these tests need a checkout in another place than a home that is closed to others.`);
    }
    const prefix = rootless ? [...UNPRIVILEGED, 'unshare', '-Ur'] : ['unshare'];
    const [program = '', ...rest] = [
      ...prefix, '-nmp', '--fork', '--mount-proc', '--kill-child',
      'sh', '-c', 'mount -t tmpfs tmpfs /run && mkdir /run/netns && echo ready && exec tini -s -- cat',
    ];
    const init = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: init.stdout }), 'line') as [string];
    if (line !== 'ready') throw new Error(`The holder says ${line}.`);
    const pid = readFileSync(`/proc/${String(init.pid)}/task/${String(init.pid)}/children`, 'utf8').trim();
    return new Holder(init, rootless
      ? [...UNPRIVILEGED, 'nsenter', '-t', pid, '-U', '-n', '-m', '-p', '--preserve-credentials', '--']
      : ['nsenter', '-t', pid, '-n', '-m', '-p', '--']);
  }

  async stop(): Promise<void> {
    const closed = once(this.#init, 'close');
    this.#init.stdin?.end();
    await closed;
  }

  driver(): Driver {
    const [program = '', ...rest] = [
      ...this.#enter, process.execPath, '--import', createRequire(import.meta.url).resolve('tsx'), DRIVER,
    ];
    return new Driver(spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'], detached: true }));
  }

  #argv(place: Place, argv: readonly string[]): string[] {
    return [...this.#enter, 'nsenter', `--net=${typeof place === 'string' ? `/run/netns/${place}` : `/proc/${String(place.pid)}/ns/net`}`, '--', ...argv];
  }

  /** Runs a program in a namespace to its end. */
  run(place: Place, argv: readonly string[], input = ''): { readonly code: number | null; readonly output: string } {
    const [program = '', ...rest] = this.#argv(place, argv);
    const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', input, timeout: 30_000 });
    return { code: status, output: `${stdout}${stderr}` };
  }

  /** Runs a program that must succeed. */
  must(place: Place, argv: readonly string[]): string {
    const { code, output } = this.run(place, argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${output}`);
    return output;
  }

  /** A program that goes on; resolves when it has said the words on its standard error or output. */
  async start(place: Place, argv: readonly string[], words: string): Promise<Running> {
    const [program = '', ...rest] = this.#argv(place, argv);
    // A group of its own: entering a PID namespace puts a process in between.
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const says = (words: string): Promise<void> => new Promise<void>((resolve, reject) => {
      let said = '';
      const listen = (bytes: Buffer): void => {
        said += bytes.toString();
        if (said.includes(words)) resolve();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('close', () => { reject(new Error(`${argv.join(' ')} ended without "${words}": ${said}`)); });
    });
    await says(words);
    return { stdout: child.stdout, says, stop: () => { process.kill(-(child.pid ?? 0)); } };
  }
}
