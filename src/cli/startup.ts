/**
 * Fills an empty cloud at `up` (setting `startup`): from the file of a snapshot, or by the scripts of a folder, each an executable file,
 * in the order of their names. Whole or not at all: where it did not get to its end, the next start empties the cloud and begins anew.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askLoad, askReset, askStatus, followed } from './admin.js';
import { variables } from './environment.js';
import { isExecutable } from './executable.js';
import { Failed } from './failed.js';
import type { Home } from './home.js';
import { findTarget } from './target.js';

export type Startup = { readonly snapshot: string } | { readonly folder: string; readonly scripts: readonly string[] };

/** What a path stands for. Throws Failed where nothing there can fill a cloud. */
export function startupOf(path: string): Startup {
  const full = resolve(path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (found === undefined) throw new Failed(`There is no ${full}.`, 'The setting startup names it.', "Name a snapshot's file or a folder of scripts, or leave it out.");
  if (!found.isDirectory()) return { snapshot: full };
  const files = readdirSync(full).filter((name) => !name.startsWith('.') && statSync(join(full, name)).isFile()).sort();
  const scripts = files.filter((name) => isExecutable(join(full, name)));
  const forgotten = files.find((name) => !scripts.includes(name) && isScript(join(full, name)));
  if (forgotten !== undefined || scripts.length === 0) {
    throw new Failed(
      `The startup scripts in ${full} cannot be run.`, forgotten === undefined ? 'None of its files is executable.' : `${forgotten} is a script that is not executable.`,
      `Make it so: chmod +x ${join(full, forgotten ?? '*')}`,
    );
  }
  return { folder: full, scripts };
}

/** Does nothing in a cloud that has something. `signal` ends a script that runs. Throws Failed. */
export async function fillCloud(home: Home, startup: Startup | undefined, signal: AbortSignal): Promise<void> {
  if (startup === undefined) {
    // What an earlier start left is now somebody's.
    home.filling = false;
    return;
  }
  if (home.filling) await askReset(home);
  else if (!isEmpty(await askStatus(home))) return;
  if ('snapshot' in startup) {
    await askLoad(home, startup.snapshot);
  } else {
    home.filling = true;
    for (const script of startup.scripts) await run(home, startup.folder, script, signal);
    await followed(home);
  }
  home.filling = false;
}

function isEmpty({ rows }: { readonly rows: Readonly<Record<string, number>> }): boolean {
  return Object.keys(rows).every((kind) => kind === 'account');
}

/** With the variables of `openeip env`; what it prints goes to our standard error. */
async function run(home: Home, folder: string, script: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const env = { ...process.env, OPENEIP_HOME: home.path, ...Object.fromEntries(variables(findTarget(home))) };
  // A group of its own, so that what it started ends with it.
  const child = spawn(join(folder, script), [], { cwd: folder, env, stdio: ['ignore', 2, 2], detached: true });
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  signal.addEventListener('abort', end);
  try {
    const how = await new Promise<string>((done) => {
      child.once('error', (error) => {
        done(`It could not be started: ${error.message}.`);
      });
      child.once('exit', (code, by) => {
        done(code === 0 ? '' : `It ended with ${String(code ?? by)}. What it printed is above.`);
      });
    });
    if (how === '') return;
    throw new Failed(
      `The startup script ${join(folder, script)} failed.`, how,
      'Mend it and start again: the cloud is emptied first, and all scripts run. To look at what it left, start without startup.',
    );
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** It begins with `#!`. */
function isScript(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(2);
    readSync(file, head);
    return head.toString() === '#!';
  } finally {
    closeSync(file);
  }
}
