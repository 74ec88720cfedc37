/** Which processes of this host are whose, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
}

/** A process and all that descend from it, parents first. */
export function family(root: number): readonly Process[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => read(Number(name)));
  const members = all.filter((one) => one.pid === root);
  for (const member of members) members.push(...all.filter((one) => one.parent === member.pid));
  return members;
}

/** The member that runs a program of ours, by the end of its path. */
export function findProgram(root: number | undefined, path: string): number | undefined {
  if (root === undefined) return undefined;
  return family(root).find(({ argv }) => argv[0] === process.execPath && argv.some((word) => word.endsWith(path)))?.pid;
}

function read(pid: number): readonly Process[] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    const argv = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0');
    return [{ pid, parent: Number(stat[1]), argv }];
  } catch {
    // It ended while we looked.
    return [];
  }
}
