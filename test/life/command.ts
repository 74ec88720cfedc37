/** The command line and the host's processes, for tests of OpenEIP's life. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Cloud, ExecResult } from '../support/cloud.js';

const BIN = join(import.meta.dirname, '../../bin/openeip.js');
const processes = z.object({
  up: z.int().optional(), controlPlane: z.int().optional(), holder: z.int().optional(), agent: z.int().optional(),
});

export const openeip = {
  run(argv: readonly string[], env: NodeJS.ProcessEnv): ExecResult {
    const run = spawnSync(process.execPath, [BIN, ...argv], { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 60_000 });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  },

  /** What a shell prints that is given the text as its program. */
  shell(program: string): string {
    return spawnSync('sh', [], { input: program, encoding: 'utf8', env: { PATH: process.env['PATH'] } }).stdout;
  },

  /** Awaits what only looking shows. Fails after 20 s. */
  async until(done: () => boolean): Promise<void> {
    const end = Date.now() + 20_000;
    while (!done()) {
      if (Date.now() > end) throw new Error('the awaited state did not come within 20 s');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
};

/** The processes that `openeip status` names. */
export function pidsOf(cloud: Cloud): z.infer<typeof processes> {
  const text = cloud.cli('status', '--json').stdout;
  return text === '' ? {} : z.object({ processes }).parse(JSON.parse(text)).processes;
}

export function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('there is no such process to kill');
  process.kill(pid, 'SIGKILL');
}

/** The command failed as it should: nothing on standard output, this on standard error. */
export function expectRefusal(run: ExecResult, said: string | RegExp): void {
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(said);
  expect(run.code).toBe(1);
}
