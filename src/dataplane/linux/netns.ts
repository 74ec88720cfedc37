/**
 * Network namespaces under /run/netns, in the way of `ip netns`, and how to do things in them.
 *
 * Everything here is synchronous and on the main thread: a thread is in one namespace at a time, and sockets stay for good
 * in the namespace where they were made.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, unlinkSync } from 'node:fs';
import {
  AF_INET, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_STREAM, SOL_SOCKET, SystemError, bind, bindMount, listen, setOption, setns, socket,
  unmount, unshareNetwork,
} from './libc.js';
import { octets } from './address.js';

const DIRECTORY = '/run/netns';

/** A namespace by name (`edge`, `internet`, `vpc3`), or that of a process. */
export type NamespaceRef = string | { readonly pid: number };

const pathOf = (name: string): string => `${DIRECTORY}/${name}`;

/** An open descriptor of a namespace; the caller closes it. Throws `ENOENT` when there is none. */
export function openNamespace(ref: NamespaceRef): number {
  const path = typeof ref === 'string' ? pathOf(ref) : `/proc/${String(ref.pid)}/ns/net`;
  return openSync(path, 'r');
}

/** The number that tells one namespace from another while it lives. */
export function inodeOf(ref: NamespaceRef): number {
  const fd = openNamespace(ref);
  try {
    return fstatSync(fd).ino;
  } finally {
    closeSync(fd);
  }
}

/** Runs `work`, which must not be asynchronous, in the namespace behind `fd`. */
export function withDescriptor<T>(fd: number, work: () => T): T {
  const home = openSync('/proc/thread-self/ns/net', 'r');
  try {
    setns(fd);
    try {
      return work();
    } finally {
      setns(home);
    }
  } finally {
    closeSync(home);
  }
}

/** Runs `work`, which must not be asynchronous, in a namespace. Child processes started by `work` are born there. */
export function withNamespace<T>(ref: NamespaceRef, work: () => T): T {
  const fd = openNamespace(ref);
  try {
    return withDescriptor(fd, work);
  } finally {
    closeSync(fd);
  }
}

/** Names of the namespaces there are. */
export function listNamespaces(): string[] {
  mkdirSync(DIRECTORY, { recursive: true });
  return readdirSync(DIRECTORY).filter(isNamespace);
}

/** A file without a namespace mounted on it is what a crash in the middle of `createNamespace` leaves. */
function isNamespace(name: string): boolean {
  const fd = openSync(pathOf(name), 'r');
  const home = openSync('/proc/thread-self/ns/net', 'r');
  try {
    return fstatSync(fd).dev === fstatSync(home).dev;
  } finally {
    closeSync(fd);
    closeSync(home);
  }
}

/** Makes a namespace with nothing in it but `lo`; the name must be free. */
export function createNamespace(name: string): void {
  mkdirSync(DIRECTORY, { recursive: true });
  closeSync(openSync(pathOf(name), 'a', 0o444));
  const home = openSync('/proc/thread-self/ns/net', 'r');
  try {
    unshareNetwork();
    try {
      bindMount('/proc/thread-self/ns/net', pathOf(name));
    } finally {
      setns(home);
    }
  } finally {
    closeSync(home);
  }
}

/** Takes the name away; the kernel clears the namespace once nobody holds it. */
export function removeNamespace(name: string): void {
  try {
    unmount(pathOf(name));
  } catch (error) {
    // EINVAL: nothing was mounted there.
    if (!(error instanceof SystemError) || error.code !== 'EINVAL') throw error;
  }
  unlinkSync(pathOf(name));
}

export interface SocketPlace {
  readonly address: string;
  readonly port: number;
  /** Only packets of this interface, e.g. `eni7`. */
  readonly device?: string;
}

const SO_REUSEADDR = 2;
const SO_BROADCAST = 6;
const SO_BINDTODEVICE = 25;
const BACKLOG = 511;
const on = Buffer.from([1, 0, 0, 0]);

function socketAddress({ address, port }: SocketPlace): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(AF_INET, 0);
  bytes.writeUInt16BE(port, 2);
  octets(address).copy(bytes, 4);
  return bytes;
}

/**
 * A bound socket in a namespace as a descriptor: hand a `udp` one to `dgram`'s `bind({ fd })` and a `tcp` one, which
 * already listens, to `net.Server`'s `listen({ fd })`; they own it from then on. (`dgram` says `listening` within that call.)
 */
export function openSocketIn(ref: NamespaceRef, protocol: 'udp' | 'tcp', place: SocketPlace): number {
  return withNamespace(ref, () => {
    const fd = socket(AF_INET, (protocol === 'udp' ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK, 0);
    try {
      setOption(fd, SOL_SOCKET, SO_REUSEADDR, on);
      if (protocol === 'udp') setOption(fd, SOL_SOCKET, SO_BROADCAST, on);
      if (place.device !== undefined) setOption(fd, SOL_SOCKET, SO_BINDTODEVICE, Buffer.from(`${place.device}\0`));
      bind(fd, socketAddress(place));
      if (protocol === 'tcp') listen(fd, BACKLOG);
      return fd;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  });
}
