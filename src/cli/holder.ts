/**
 * The holder: network, mount and PID namespaces (and a user namespace when not root) with a tiny init, which everything that touches
 * packets lives in. It outlives `up`; whatever ends it ends all of that at once.
 *
 * Its process on the host is `unshare`, which stays as the init's parent: the two die together.
 */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { Failed } from './failed.js';
import { startTime, type HolderRecord, type Home } from './home.js';

/** Both named so that the built program and the sources find them. */
const AGENT = fileURLToPath(new URL('../../dist/agent/main.js', import.meta.url));
const INIT = fileURLToPath(new URL('../../src/cli/holder.sh', import.meta.url));

const GONE_AFTER = 10_000;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Starts a holder, and an agent in it, that survive this process. */
export function startHolder(home: Home, agentOptions: object): HolderRecord {
  const root = isRoot();
  const log = openSync(join(home.run, 'agent.log'), 'w', 0o600);
  const child = spawn(
    'unshare',
    [
      ...(root ? [] : ['--user', '--map-root-user']),
      '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private',
      '--', 'sh', INIT, process.execPath, AGENT, JSON.stringify({ ...agentOptions, root }),
    ],
    // The sockets are named relative to the working directory, which also reaches them below the holder's own /run.
    { cwd: home.run, detached: true, stdio: ['ignore', log, log], env: environment() },
  );
  child.unref();
  const started = child.pid === undefined ? undefined : startTime(child.pid);
  if (child.pid === undefined || started === undefined) {
    throw new Failed('The holder did not start.', 'unshare could not be run.', 'See what this host lacks with: openeip check');
  }
  const record = { pid: child.pid, startTime: started, root, uplink: '' };
  home.saveHolder(record);
  return record;
}

/** Ends a holder with all that is in it. Resolves when it is gone. */
export async function stopHolder(record: HolderRecord): Promise<void> {
  process.kill(record.pid, 'SIGKILL');
  await ended(record.pid, record.startTime);
}

/** Resolves once a process that need not be our child has ended. */
export async function ended(pid: number, started: string, patience = GONE_AFTER): Promise<void> {
  const limit = Date.now() + patience;
  while (startTime(pid) === started) {
    if (Date.now() > limit) throw new Failed(`Process ${String(pid)} does not end.`, 'It was told to and is still there.', `Look at it with: ps -fp ${String(pid)}`);
    await delay(10);
  }
}

/** The argument list that runs a command inside the holder, as its root, in the caller's terminal. */
export function insideArgv(record: HolderRecord, command: readonly string[]): string[] {
  const namespaces = `/proc/${String(record.pid)}/ns`;
  return [
    'nsenter',
    ...(record.root ? [] : [`--user=${namespaces}/user`, '--preserve-credentials']),
    `--mount=${namespaces}/mnt`, `--net=${namespaces}/net`,
    // The process itself is outside the PID namespace that it made.
    `--pid=${namespaces}/pid_for_children`,
    '--', ...command,
  ];
}

/** A path as it is inside the holder, for reading from outside. */
export function insidePath(record: HolderRecord, path: string): string {
  return join(`/proc/${String(record.pid)}/root`, path);
}

/** What programs in the holder need to know of the caller's environment: nothing but where programs are. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };
}
