/** The few system calls that Node lacks. Every call runs on the calling (main) thread and throws a `SystemError` when the kernel refuses. */
import koffi from 'koffi';
import type { KoffiFunc } from 'koffi';

const libc = koffi.load('libc.so.6');

type Call = KoffiFunc<(...parameters: (number | string | Buffer | null)[]) => number>;
const declare = (prototype: string): Call => libc.func(prototype);

const calls = {
  setns: declare('int setns(int fd, int type)'),
  unshare: declare('int unshare(int flags)'),
  mount: declare('int mount(str source, str target, str type, ulong flags, void *data)'),
  umount2: declare('int umount2(str target, int flags)'),
  socket: declare('int socket(int domain, int type, int protocol)'),
  bind: declare('int bind(int fd, void *address, uint length)'),
  listen: declare('int listen(int fd, int backlog)'),
  send: declare('int64_t send(int fd, void *bytes, size_t length, int flags)'),
  recv: declare('int64_t recv(int fd, void *bytes, size_t length, int flags)'),
  fcntl: declare('int fcntl(int fd, int command, int argument)'),
  setsockopt: declare('int setsockopt(int fd, int level, int name, void *value, uint length)'),
};

export const CLONE_NEWNET = 0x4000_0000;
export const MS_BIND = 0x1000;
export const MNT_DETACH = 2;

export const AF_INET = 2;
export const AF_NETLINK = 16;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const MSG_DONTWAIT = 0x40;
export const SOL_SOCKET = 1;
export const SOL_NETLINK = 270;

const F_SETFD = 2;
const FD_CLOEXEC = 1;

const NAMES = new Map(Object.entries(koffi.os.errno).map(([name, number]) => [number, name]));

/** `EEXIST` for 17. */
export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `errno ${String(errno)}`;
}

/** A refusal of the kernel; `code` is its name, e.g. `ENODEV`. */
export class SystemError extends Error {
  constructor(readonly code: string, what: string) {
    super(`${what}: ${code}`);
    this.name = 'SystemError';
  }
}

function check(what: string, result: number): number {
  if (result < 0) throw new SystemError(errnoName(koffi.errno()), what);
  return result;
}

/** Moves the calling thread into the network namespace behind `fd`. */
export function setns(fd: number): void {
  check('setns', calls.setns(fd, CLONE_NEWNET));
}

/** Gives the calling thread a new, empty network namespace. */
export function unshareNetwork(): void {
  check('unshare', calls.unshare(CLONE_NEWNET));
}

export function bindMount(source: string, target: string): void {
  check(`mount ${target}`, calls.mount(source, target, 'none', MS_BIND, null));
}

export function unmount(target: string): void {
  check(`unmount ${target}`, calls.umount2(target, MNT_DETACH));
}

/** A close-on-exec socket; the caller closes it. */
export function socket(domain: number, type: number, protocol: number): number {
  return check('socket', calls.socket(domain, type | SOCK_CLOEXEC, protocol));
}

export function bind(fd: number, address: Buffer): void {
  check('bind', calls.bind(fd, address, address.length));
}

export function listen(fd: number, backlog: number): void {
  check('listen', calls.listen(fd, backlog));
}

export function setOption(fd: number, level: number, name: number, value: Buffer): void {
  check('setsockopt', calls.setsockopt(fd, level, name, value, value.length));
}

/** Keeps a descriptor that a library opened out of child processes. */
export function closeOnExec(fd: number): void {
  check('fcntl', calls.fcntl(fd, F_SETFD, FD_CLOEXEC));
}

/** Sends one datagram whole. */
export function send(fd: number, bytes: Buffer): void {
  check('send', calls.send(fd, bytes, bytes.length, 0));
}

/** Receives one datagram into `into`: its length, 0 when none is waiting. */
export function receive(fd: number, into: Buffer): number {
  const length = calls.recv(fd, into, into.length, MSG_DONTWAIT);
  if (length >= 0) return length;
  if (koffi.errno() === koffi.os.errno.EAGAIN) return 0;
  throw new SystemError(errnoName(koffi.errno()), 'recv');
}

/** The same on a worker thread, waiting for the datagram, so that a slow kernel holds nobody up. */
export function receiveInBackground(fd: number, into: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    calls.recv.async(fd, into, into.length, 0, (error: unknown, length: number) => {
      if (error instanceof Error) reject(error);
      else if (length < 0) reject(new SystemError('EIO', 'recv in the background'));
      else resolve(length);
    });
  });
}

/** The send as a worker thread does it. */
export function sendInBackground(fd: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    calls.send.async(fd, bytes, bytes.length, 0, (error: unknown, length: number) => {
      if (error instanceof Error) reject(error);
      else if (length < 0) reject(new SystemError('EIO', 'send in the background'));
      else resolve();
    });
  });
}
