/** Programs that run in a guest or on the Internet side of a cloud. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Cloud } from '../test/support/cloud.js';
import type { Scope } from './scope.js';

export type Program = 'echo' | 'lease' | 'probe' | 'loss' | 'connections' | 'greeter' | 'roundtrip';

/** An argument list: the program's text goes along, since a guest sees no files of this checkout. */
export function python(program: Program, ...parameters: readonly string[]): readonly string[] {
  return ['python3', '-c', readFileSync(fileURLToPath(new URL(`programs/${program}.py`, import.meta.url)), 'utf8'), ...parameters];
}

/** Starts a program that goes on until the scope ends; resolves with its first line said. */
export async function start(scope: Scope, cloud: Cloud, where: string, argv: readonly string[]): Promise<ChildProcess> {
  const child = scope.own(cloud.spawn(where, argv), async (one) => {
    if (one.exitCode !== null || one.signalCode !== null) return;
    const gone = once(one, 'exit');
    one.kill('SIGTERM');
    await gone;
  });
  await firstLine(child);
  return child;
}

export async function firstLine(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  if (child.stdout === null) throw new Error('a program without output');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    once(child, 'exit').then(([code]) => { throw new Error(`a program ended with ${String(code)}: ${errors}`); }),
  ]);
  lines.close();
  return line;
}

/** The first answer after a silence and the last one before it: ns of CLOCK_MONOTONIC, as `process.hrtime.bigint()`. */
export interface Return {
  readonly first: bigint;
  readonly last: bigint;
}

/** Asks an address without end and knows when it fell silent and answered again. */
export class Probe {
  private readonly returns: Return[] = [];
  private up = false;
  private told: () => void = () => undefined;

  private constructor(child: ChildProcess) {
    if (child.stdout === null) throw new Error('a probe without output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, first = '0', last = '0'] = line.split(' ');
      this.up = word === 'up';
      if (this.up) this.returns.push({ first: BigInt(first), last: BigInt(last) });
      this.told();
    });
  }

  static async open(scope: Scope, cloud: Cloud, address: string, port: number): Promise<Probe> {
    return new Probe(await start(scope, cloud, 'internet', python('probe', address, String(port))));
  }

  /** The first answer after a moment that a silence came before. */
  async answers(after: bigint): Promise<Return> {
    for (;;) {
      const found = this.returns.find((one) => one.first >= after);
      if (found !== undefined) return found;
      await this.news();
    }
  }

  /** Resolves while there are no answers. */
  async silent(): Promise<void> {
    while (this.up) await this.news();
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      this.told = resolve;
    });
  }
}

export const milliseconds = (from: bigint, to: bigint): number => Number(to - from) / 1e6;
