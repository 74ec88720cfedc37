/** Load and server on processors of their own, the same for ours and for the reference. Without a second processor nobody is pinned. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { family } from '../src/cli/processes.js';

const SERVER = '0';
const LAST = String(availableParallelism() - 1);
const REST = `1-${LAST}`;
const ALL = `0-${LAST}`;

/** Every thread of a process and of its descendants. */
export function pinServer(pid: number): void {
  for (const member of family(pid)) pin(member.pid, SERVER);
}

/** This process, which drives the load. Returns how to undo it. */
export function pinLoad(): () => void {
  pin(process.pid, REST);
  return () => {
    pin(process.pid, ALL);
  };
}

function pin(pid: number, processors: string): void {
  if (availableParallelism() < 2) return;
  const done = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(pid)], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`process ${String(pid)} cannot be pinned: ${done.stderr}`);
}
