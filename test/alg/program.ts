/** Programs of a test that serve inside a guest or on the Internet side until they are stopped. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../support/cloud.js';

/** Debian's own interpreter, which has Debian's libraries; a machine may have another one first. */
export const PYTHON = '/usr/bin/python3';

/** The text of a Python program beside this file. */
export const source = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

/** A folder for a program's files: of a guest's own, or in the test's home, as the Internet side has the host's files. */
export const scratch = (cloud: Cloud, where: string): string => (where === 'internet' ? cloud.home : '/tmp');

export class Program {
  private printed = '';
  private readonly gone: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    this.gone = new Promise((resolve) => child.once('close', () => { resolve(); }));
  }

  /** Resolves when it listens at `address`:`port`. */
  static async serve(
    cloud: Cloud, where: string, at: { readonly protocol: 'tcp' | 'udp'; readonly address: string; readonly port: number }, argv: readonly string[],
  ): Promise<Program> {
    const program = new Program(cloud.spawn(where, argv));
    const filter = `src ${at.address}:${String(at.port)}`;
    const waiting = cloud.exec(where, ['sh', '-c', `until ss -Hln${at.protocol[0] ?? ''} '${filter}' | grep -q .; do sleep 0.02; done`]);
    const ended = program.gone.then(() => { throw new Error(`${argv.join(' ')} ended: ${program.output}`); });
    const { code } = await Promise.race([waiting, ended]);
    ended.catch(() => undefined);
    if (code !== 0) throw new Error(`${argv.join(' ')} does not listen at ${filter}: ${program.output}`);
    return program;
  }

  /** Runs on its own. */
  static run(cloud: Cloud, where: string, argv: readonly string[]): Program {
    return new Program(cloud.spawn(where, argv));
  }

  /** Resolves when it has printed what matches. */
  static async start(cloud: Cloud, where: string, argv: readonly string[], ready: RegExp): Promise<Program> {
    const program = new Program(cloud.spawn(where, argv));
    await program.says(ready);
    return program;
  }

  /** Standard output and error so far. */
  get output(): string {
    return this.printed;
  }

  /** Resolves with the match once it has printed what matches. Throws when it ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.printed);
      if (found !== null) return found;
      if (this.child.exitCode !== null) throw new Error(`the program ended without saying ${String(pattern)}: ${this.printed}`);
      await Promise.race([new Promise((resolve) => this.child.stdout?.once('data', resolve)), new Promise((resolve) => this.child.stderr?.once('data', resolve)), this.gone]);
    }
  }

  /** Ends it; resolves with everything it printed. */
  async stop(): Promise<string> {
    this.child.kill('SIGTERM');
    await this.gone;
    return this.printed;
  }
}
