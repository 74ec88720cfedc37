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
  ioctl: declare('int ioctl(int fd, ulong request, void *argument)'),
  ioctlNumber: declare('int ioctl(int fd, ulong request, int argument)'),
  setsockopt: declare('int setsockopt(int fd, int level, int name, void *value, uint length)'),
  recvfrom: declare('int64_t recvfrom(int fd, void *bytes, size_t length, int flags, void *address, void *address_length)'),
  poll: declare('int poll(void *descriptors, ulong count, int timeout)'),
  sched_getcpu: declare('int sched_getcpu()'),
  sched_getaffinity: declare('int sched_getaffinity(int pid, size_t length, void *mask)'),
  sched_setaffinity: declare('int sched_setaffinity(int pid, size_t length, void *mask)'),
};

export const CLONE_NEWNET = 0x4000_0000;
export const MS_BIND = 0x1000;
export const MNT_DETACH = 2;

export const AF_INET = 2;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const MSG_DONTWAIT = 0x40;
export const SOL_SOCKET = 1;
export const SOL_NETLINK = 270;
/** Kind of a packet that a packet socket sees on its way out. */
export const PACKET_OUTGOING = 4;

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

/** The same with who sent it, as `recvfrom` writes it. */
export function receiveFrom(fd: number, into: Buffer, from: Buffer): number {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(from.length);
  const length = calls.recvfrom(fd, into, into.length, MSG_DONTWAIT, from, size);
  if (length >= 0) return length;
  if (koffi.errno() === koffi.os.errno.EAGAIN) return 0;
  throw new SystemError(errnoName(koffi.errno()), 'recvfrom');
}

const TIOCSPTLCK = 0x4004_5431;
const TIOCGPTPEER = 0x5441;
const TIOCSWINSZ = 0x5414;
const O_RDWR = 2;
const O_NOCTTY = 0o400;
const O_CLOEXEC = 0o2000000;

/** Lets the other side of a pseudo-terminal's master be opened. */
export function unlockPeer(master: number): void {
  check('ioctl TIOCSPTLCK', calls.ioctl(master, TIOCSPTLCK, Buffer.alloc(4)));
}

/** Opens it, wherever devpts is mounted; the caller closes it. */
export function openPeer(master: number): number {
  return check('ioctl TIOCGPTPEER', calls.ioctlNumber(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
}

/** Characters; whoever has the terminal in the foreground is told. */
export function setWindowSize(terminal: number, { cols, rows }: { readonly cols: number; readonly rows: number }): void {
  const size = Buffer.alloc(8);
  size.writeUInt16LE(rows, 0);
  size.writeUInt16LE(cols, 2);
  check('ioctl TIOCSWINSZ', calls.ioctl(terminal, TIOCSWINSZ, size));
}

const POLLIN = 1;

/** The same, waiting up to so many milliseconds, which hold everybody up. */
export function receiveWithin(fd: number, into: Buffer, milliseconds: number): number {
  const descriptor = Buffer.alloc(8);
  descriptor.writeInt32LE(fd, 0);
  descriptor.writeInt16LE(POLLIN, 4);
  check('poll', calls.poll(descriptor, 1, Math.ceil(milliseconds)));
  return receive(fd, into);
}

interface FilterStep {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

const SO_ATTACH_FILTER = 26;
koffi.struct('sock_filter', { code: 'uint16_t', jt: 'uint8_t', jf: 'uint8_t', k: 'uint32_t' });
const filterProgram = koffi.struct('sock_fprog', { len: 'uint16_t', filter: 'sock_filter *' });
const attach = libc.func('int setsockopt(int fd, int level, int name, const sock_fprog *program, uint length)') as KoffiFunc<(
  fd: number, level: number, name: number, program: { len: number; filter: readonly FilterStep[] }, length: number) => number>;

/** Lets only those packets into a socket that a classic BPF program accepts. */
export function attachFilter(fd: number, filter: readonly FilterStep[]): void {
  check('setsockopt', attach(fd, SOL_SOCKET, SO_ATTACH_FILTER, { len: filter.length, filter }, koffi.sizeof(filterProgram)));
}

/** Runs `work`, which must not be asynchronous, without leaving the processor it begins on. */
export function onOneProcessor<T>(work: () => T): T {
  const [before, only] = [Buffer.alloc(128), Buffer.alloc(128)];
  check('sched_getaffinity', calls.sched_getaffinity(0, before.length, before));
  const processor = check('sched_getcpu', calls.sched_getcpu());
  only.writeUInt8(1 << (processor & 7), processor >> 3);
  check('sched_setaffinity', calls.sched_setaffinity(0, only.length, only));
  try {
    return work();
  } finally {
    check('sched_setaffinity', calls.sched_setaffinity(0, before.length, before));
  }
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
