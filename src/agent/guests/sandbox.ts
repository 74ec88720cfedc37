/** How a guest is shut in and how it is entered: argument lists, nothing is run here. */
import { join } from 'node:path';
import type { Guest } from '../../network/objects.js';
import type { GuestPaths } from './records.js';

/** Scratch of a guest, all of its `/` (bytes, as mount's size option says it). */
export const DISK_SIZE = '256m';
const RUN_SIZE = 16 << 20;
const MAX_PROCESSES = 1_024;

/**
 * As root every guest is a host user of its own, in a range that no distribution hands out. Rootless there is one uid for all:
 * the holder's, which is the caller's.
 */
const FIRST_UID = 1_900_000_000;
/** Of whoever sits at a host of the Internet side. */
const VISITOR_UID = FIRST_UID - 1;

/** Over the guest's own namespaces only. */
const CAPABILITIES = ['net_admin', 'net_raw', 'net_bind_service'];

/** `/.openeip/sbin` stands before the system's programs, `/.openeip/bin` (busybox) for those that are not there. */
const PATH = '/.openeip/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/.openeip/bin';
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

export function ownerOf(guest: Guest, root: boolean): number {
  return root ? FIRST_UID + guest.n : 0;
}

/** The launcher's argument list. `scripts` is where `launch.sh` is. */
export function launchArgv(guest: Guest, paths: GuestPaths, image: string, scripts: string, root: boolean): string[] {
  const owner = String(ownerOf(guest, root));
  const become = root ? ['setpriv', `--reuid=${owner}`, `--regid=${owner}`, '--clear-groups', '--inh-caps=-all'] : [];
  return [
    'setsid', '--fork', 'sh', join(scripts, 'launch.sh'), paths.life, paths.disk, owner, DISK_SIZE,
    ...become, ...sandboxArgv(guest, paths, image),
  ];
}

function sandboxArgv(guest: Guest, paths: GuestPaths, image: string): string[] {
  return [
    'bwrap',
    '--unshare-user', '--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try',
    '--uid', '0', '--gid', '0', '--hostname', guest.hostname,
    ...CAPABILITIES.flatMap((name) => ['--cap-add', `CAP_${name.toUpperCase()}`]),
    '--bind', join(paths.disk, 'root'), '/',
    ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
    '--ro-bind', image, '/.openeip',
    '--ro-bind', paths.config, '/.guest',
    '--proc', '/proc',
    // Network settings are the namespace's own, so a guest may route; all others stay read-only.
    '--bind', '/proc/sys/net', '/proc/sys/net',
    '--dev', '/dev', '--size', String(RUN_SIZE), '--tmpfs', '/dev/shm', '--remount-ro', '/dev',
    '--size', String(RUN_SIZE), '--tmpfs', '/run',
    '--chdir', '/', '--clearenv', '--setenv', 'PATH', PATH, '--setenv', 'HOME', '/root',
    '--as-pid-1', '--info-fd', '3',
    // Tini reaps; without `--die-with-parent` the guest outlives whoever launched it.
    '--', 'prlimit', `--nproc=${String(MAX_PROCESSES)}`, 'tini', '--', 'sh', '/.openeip/init.sh', guest.image,
  ];
}

/**
 * Runs a command as the guest's root with no more than its capabilities. To be run inside the holder.
 * Rootless, the caller's groups cannot be dropped, so the credentials stay: they are the guest's root already.
 */
export function enterArgv(pid: number, root: boolean, terminal: string, command: readonly string[]): string[] {
  const bounding = ['-all', ...CAPABILITIES.map((name) => `+${name}`)].join(',');
  return [
    'nsenter', '--target', String(pid), '--user', '--net', '--mount', '--pid', '--uts', '--ipc',
    ...(root ? [] : ['--preserve-credentials']),
    '--', 'setpriv', `--bounding-set=${bounding}`, '--inh-caps=-all', '--no-new-privs',
    'env', '-i', '-C', '/root', `PATH=${PATH}`, 'HOME=/root', 'USER=root', `TERM=${terminal}`,
    ...command,
  ];
}

/**
 * Runs a command as a host of the Internet side that may do no more than send and watch packets there, and sees of the holder's files the
 * system's programs only. To be run inside the holder. Rootless there is one uid for all.
 */
export function visitArgv(image: string, root: boolean, terminal: string, command: readonly string[]): string[] {
  const become = root ? [`--reuid=${String(VISITOR_UID)}`, `--regid=${String(VISITOR_UID)}`, '--clear-groups'] : [];
  const capabilities = ['net_raw', 'setpcap', ...(root ? ['setuid', 'setgid'] : [])];
  return [
    'ip', 'netns', 'exec', 'internet',
    'bwrap', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', 'internet', '--die-with-parent',
    ...capabilities.flatMap((name) => ['--cap-add', `CAP_${name.toUpperCase()}`]),
    ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
    '--ro-bind', image, '/.openeip', '--ro-bind', join(image, 'etc'), '/etc',
    '--proc', '/proc', '--dev', '/dev',
    ...['/tmp', '/run', '/home'].flatMap((path) => ['--size', String(RUN_SIZE), '--perms', '1777', '--tmpfs', path]),
    '--chdir', '/home', '--clearenv', '--setenv', 'PATH', PATH, '--setenv', 'HOME', '/home', '--setenv', 'TERM', terminal,
    '--', 'setpriv', ...become, '--inh-caps=-all,+net_raw', '--ambient-caps=-all,+net_raw', '--bounding-set=-all,+net_raw', '--no-new-privs',
    'prlimit', `--nproc=${String(MAX_PROCESSES)}`, ...command,
  ];
}
