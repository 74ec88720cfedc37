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
  private ended = false;
  private waiting: (() => void)[] = [];

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.printed += text;
        this.wake();
      });
    }
    child.once('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  private wake(): void {
    for (const one of this.waiting.splice(0)) one();
  }

  /** Something more was printed, or it has ended. */
  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private async end(): Promise<void> {
    while (!this.ended) await this.change();
  }

  /** Resolves when it listens at `address`:`port`. */
  static async serve(
    cloud: Cloud, where: string, at: { readonly protocol: 'tcp' | 'udp'; readonly address: string; readonly port: number }, argv: readonly string[],
  ): Promise<Program> {
    const program = new Program(cloud.spawn(where, argv));
    const filter = `src ${at.address}:${String(at.port)}`;
    const listens = cloud.exec(where, ['sh', '-c', `until ss -Hln${at.protocol[0] ?? ''} '${filter}' | grep -q .; do sleep 0.02; done`]);
    await Promise.race([listens, program.end()]);
    if (program.ended || (await listens).code !== 0) throw new Error(`${argv.join(' ')} does not listen at ${filter}: ${program.output}`);
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
      if (this.ended) throw new Error(`the program ended without saying ${String(pattern)}: ${this.printed}`);
      await this.change();
    }
  }

  /** Ends it; resolves with everything it printed. */
  async stop(): Promise<string> {
    this.child.kill('SIGTERM');
    await this.end();
    return this.printed;
  }
}
