/** What a row makes on the machine, and its end: in the reverse order, whether the row succeeds, fails or is interrupted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Close = () => unknown;

const scopes = new Set<Scope>();

export class Scope {
  private readonly closes: Close[] = [];
  private closing: Promise<void> | undefined;

  /** Remembers how something ends and returns it. */
  own<T>(thing: T, close: (thing: T) => unknown): T {
    this.closes.push(() => close(thing));
    return thing;
  }

  /** An OPENEIP_HOME or other directory of this row's own. */
  directory(): string {
    return this.own(mkdtempSync(join(tmpdir(), 'openeip-bench-')), (path) => {
      rmSync(path, { recursive: true, force: true });
    });
  }

  /** Once, whoever asks for it. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (let close = this.closes.pop(); close !== undefined; close = this.closes.pop()) await close();
  }
}

export async function scoped<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  const scope = new Scope();
  scopes.add(scope);
  try {
    return await work(scope);
  } finally {
    await scope.close();
    scopes.delete(scope);
  }
}

/** For an interrupted run. */
export async function closeAll(): Promise<void> {
  for (const scope of [...scopes].reverse()) await scope.close();
}
