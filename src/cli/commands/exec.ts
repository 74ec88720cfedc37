/** `openeip exec <instance-id|internet> -- <command…>`: as the instance's root, or as a host on the Internet side. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Records, ROOT } from '../../agent/guests/records.js';
import { enterArgv } from '../../agent/guests/sandbox.js';
import { notRunning } from '../admin.js';
import { homeOf } from '../config.js';
import { Failed } from '../failed.js';
import { insideArgv, insidePath } from '../holder.js';
import { Home, type HolderRecord } from '../home.js';

const INTERNET = 'internet';

export async function exec(where: string, given: readonly string[]): Promise<void> {
  process.exitCode = await run(await entering(new Home(homeOf(undefined, process.env)), where, given));
}

/** The argument list that runs a command, or a shell where there is none, in an instance or on the Internet side. Throws Failed. */
export async function entering(home: Home, where: string, given: readonly string[]): Promise<readonly string[]> {
  const holder = home.holder();
  if (holder === undefined) {
    if (home.up() === undefined) throw notRunning(home);
    throw new Failed('There is nothing to enter.', 'OpenEIP runs with the memory data plane, where nothing is real.', 'See what the Linux data plane lacks here with: openeip check');
  }
  const command = given[0] === '--' ? given.slice(1) : given;
  const words = command.length > 0 ? command : ['sh'];
  return insideArgv(holder, where === INTERNET ? ['ip', 'netns', 'exec', INTERNET, ...words] : await enterInstance(holder, where, words));
}

async function enterInstance(holder: HolderRecord, id: string, command: readonly string[]): Promise<readonly string[]> {
  const records = new Records(insidePath(holder, ROOT), insidePath(holder, '/proc'));
  const life = await records.enterable(id);
  if (life === undefined) {
    throw new Failed(
      `No instance ${id} runs.`, 'It is stopped, or there is none of that id.',
      `List instances with: openeip call ecs DescribeInstances; start this one with: openeip call ecs StartInstance --InstanceId ${id}`,
    );
  }
  return enterArgv(life.pid, holder.root, process.env['TERM'] ?? 'dumb', command);
}

/**
 * With our standard input, output and error; resolves with its exit code, 128 + number for a signal. What ends us ends the command:
 * those who enter a namespace stand between and pass no signal on, so off a terminal they and the command get a group of their own.
 */
function run(argv: readonly string[]): Promise<number> {
  const [file = '', ...rest] = argv;
  const grouped = !process.stdin.isTTY;
  const child = spawn(file, rest, { stdio: 'inherit', detached: grouped });
  const pass = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined) process.kill(grouped ? -child.pid : child.pid, signal);
  };
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  // A terminal sends these to the command as well, which decides what they mean.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, grouped ? pass : () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Failed('The command could not be run.', error.message, 'See what this host lacks with: openeip check'));
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}
