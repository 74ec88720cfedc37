/** Programs that run in a guest or on the Internet side of a cloud. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Cloud } from '../test/support/cloud.js';
import type { Scope } from './scope.js';

export type Program = 'echo' | 'probe' | 'loss' | 'connections' | 'greeter' | 'roundtrip';

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

/** Asks an address without end and knows since when it answers or is silent. */
export class Probe {
  private state: { readonly up: boolean; readonly at: bigint } = { up: false, at: 0n };
  private told: () => void = () => undefined;

  private constructor(child: ChildProcess) {
    if (child.stdout === null) throw new Error('a probe without output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, at = '0'] = line.split(' ');
      this.state = { up: word === 'up', at: BigInt(at) };
      this.told();
    });
  }

  static async open(scope: Scope, cloud: Cloud, address: string, port: number): Promise<Probe> {
    return new Probe(await start(scope, cloud, 'internet', python('probe', address, String(port))));
  }

  /** The first answer after a moment; both in ns of CLOCK_MONOTONIC, as `process.hrtime.bigint()`. */
  answers(after: bigint): Promise<bigint> {
    return this.until((state) => state.up && state.at >= after);
  }

  /** The last answer before the silence that is now or comes next. */
  silent(): Promise<bigint> {
    return this.until((state) => !state.up);
  }

  private async until(wanted: (state: { readonly up: boolean; readonly at: bigint }) => boolean): Promise<bigint> {
    while (!wanted(this.state)) {
      await new Promise<void>((resolve) => {
        this.told = resolve;
      });
    }
    return this.state.at;
  }
}

export const milliseconds = (from: bigint, to: bigint): number => Number(to - from) / 1e6;
