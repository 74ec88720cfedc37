/**
 * Power loss, simulated: what a program asks of the kernel for its database is recorded and replayed into a model of a disk, which can
 * say at any moment what might be left if the power went now.
 *
 * strace records it, and not a layer of our own inside SQLite or the C library: it sees the calls that the kernel got, and needs no
 * compiler. It follows the main thread alone, which does all that better-sqlite3 does and writes all answers.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Random } from '../../src/cloud/ids.js';

/** `file` is a name in the database's directory, '' the directory itself. */
export type Call =
  | { readonly call: 'write'; readonly file: string; readonly at: number; readonly data: Buffer }
  | { readonly call: 'truncate'; readonly file: string; readonly size: number }
  | { readonly call: 'sync' | 'create' | 'unlink'; readonly file: string }
  /** Written to anything but the database: a line on standard output, an answer to a client. */
  | { readonly call: 'say'; readonly text: string };

/** What says something to somebody. */
const SAYING = ['write', 'writev', 'sendto', 'sendmsg'];
/** And all that may change a file. Names with ? are not there on every architecture. */
const TRACED = [
  ...SAYING, 'openat', '?open', '?creat', 'pwrite64', 'pwritev', '?pwritev2', 'ftruncate', 'fallocate', 'fsync', 'fdatasync', '?unlink', 'unlinkat', '?rename',
  '?renameat', 'renameat2',
];
const TEXT = /"((?:\\x[0-9a-f]{2})*)"/g;

/**
 * Runs a Node program to its end and returns its calls in their order. `meanwhile` may talk to it.
 * Throws when it fails, and where strace is missing or may not do its work.
 */
export async function recorded(
  database: string, argv: readonly string[], options: { readonly cwd?: string } = {},
  meanwhile: (program: ChildProcessWithoutNullStreams) => Promise<unknown> = ({ stdout }) => text(stdout),
): Promise<readonly Call[]> {
  const log = join(tmpdir(), `recorded-${String(process.pid)}-${String(Date.now())}`);
  const tracing = ['-o', log, '-xx', '-y', '-s', '1048576', '-e', 'signal=none', '-e', `trace=${TRACED.join(',')}`];
  const program = spawn('strace', [...tracing, '--', process.execPath, ...argv], options);
  try {
    const [[code], errors] = await Promise.all([
      once(program, 'close') as Promise<[number | null]>, text(program.stderr), meanwhile(program),
    ]);
    if (code !== 0) throw new Error(`it ended with ${String(code)}: ${errors}`);
    const place = join(realpathSync(dirname(database)), basename(database));
    const calls = readFileSync(log, 'latin1').split('\n').flatMap((line) => callIn(line, place) ?? []);
    if (!calls.some(({ call }) => call === 'write')) throw new Error('it wrote nothing to its database that was seen');
    return calls;
  } catch (error) {
    program.kill();
    throw new Error(`No recording: the program failed, or strace is missing, or it may not trace (ptrace). ${String(error)}`, { cause: error });
  } finally {
    rmSync(log, { force: true });
  }
}

/** A line of strace: `pwrite64(19<path>, "data", 24, 32) = 24`, with texts in hexadecimal. Undefined for what is no matter. */
function callIn(line: string, database: string): Call | undefined {
  const [, name = '', args = '', result = '', opened = ''] = /^(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?/.exec(line) ?? [];
  if (name === '' || Number(result) < 0) return undefined;
  const texts = () => Buffer.concat([...args.matchAll(TEXT)].map(([, hex = '']) => bytesOf(hex)));
  if (name.startsWith('unlink') || name.startsWith('rename')) {
    const path = texts().toString();
    if (!path.includes(database) || path.endsWith('-shm')) return undefined;
    if (name.startsWith('unlink')) return { call: 'unlink', file: basename(path) };
    throw new Error(`not in the model: ${name} ${path}`);
  }
  const path = bytesOf(name.startsWith('open') ? opened : (/^\d+<([^>]*)>/.exec(args)?.[1] ?? '')).toString();
  // Nothing that SQLite finds in its index of shared memory after a start is of use to it: it makes a new one.
  if (path.endsWith('-shm')) return undefined;
  if (path !== dirname(database) && !path.startsWith(database)) {
    return SAYING.includes(name) && !path.startsWith('anon_inode') ? { call: 'say', text: texts().toString() } : undefined;
  }
  const file = path === dirname(database) ? '' : basename(path);
  const last = Number(args.split(', ').at(-1));
  switch (name) {
    case 'openat': case 'open':
      if (args.includes('O_TRUNC')) break;
      return args.includes('O_CREAT') ? { call: 'create', file } : undefined;
    case 'fsync': case 'fdatasync':
      return { call: 'sync', file };
    case 'ftruncate':
      return { call: 'truncate', file, size: last };
    case 'pwrite64':
      return { call: 'write', file, at: last, data: texts().subarray(0, Number(result)) };
  }
  throw new Error(`not in the model: ${name} of ${path}`);
}

/** Some releases leave paths in plain text. */
function bytesOf(hex: string): Buffer {
  return hex.startsWith('\\x') ? Buffer.from(hex.replaceAll('\\x', ''), 'hex') : Buffer.from(hex);
}

/** What is written to a file stays or is lost by such pieces. */
const SECTOR = 512;
/** Of ten sectors not synced so many are there: those of a file all follow one of these. */
const SHARES = [0, 10, 5, 9, 1];

/** The disk of whom nothing is left that was not synced. */
export const NOTHING_MORE: Random = { int: () => 0 };

type Change = Extract<Call, { readonly call: 'write' | 'truncate' }>;

/** A file's content that may grow. */
class Bytes {
  private size: number;

  constructor(private room: Buffer = Buffer.alloc(0)) {
    this.size = room.length;
  }

  get content(): Buffer {
    return this.room.subarray(0, this.size);
  }

  resize(size: number, fill = 0): void {
    if (size > this.room.length) this.room = Buffer.concat([this.content, Buffer.alloc(size)]);
    if (size > this.size) this.room.fill(fill, this.size, size);
    this.size = size;
  }

  put(at: number, data: Buffer): void {
    this.resize(Math.max(this.size, at + data.length));
    data.copy(this.room, at);
  }
}

class File {
  private changes: Change[] = [];

  constructor(private readonly synced = new Bytes()) {}

  change(change: Change): void {
    this.changes.push(change);
  }

  sync(): void {
    for (const change of this.changes) {
      if (change.call === 'write') this.synced.put(change.at, change.data);
      else this.synced.resize(change.size);
    }
    this.changes = [];
  }

  left(random: Random): Buffer {
    const bytes = new Bytes(Buffer.from(this.synced.content));
    const share = SHARES[random.int(SHARES.length)] ?? 0;
    const kept = () => random.int(10) < share;
    // It may have grown without its content.
    const fill = [undefined, undefined, 0, 0xff][random.int(4)];
    const ends = this.changes.map((change) => (change.call === 'write' ? change.at + change.data.length : 0));
    if (fill !== undefined) bytes.resize(Math.max(bytes.content.length, ...ends), fill);
    for (const change of this.changes) {
      if (change.call === 'write') {
        for (const [at, data] of sectors(change.at, change.data)) if (kept()) bytes.put(at, data);
      } else if (kept()) bytes.resize(change.size);
    }
    return bytes.content;
  }
}

function* sectors(at: number, data: Buffer): Generator<readonly [number, Buffer]> {
  for (let from = 0; from < data.length; ) {
    const until = from + SECTOR - ((at + from) % SECTOR);
    yield [at + from, data.subarray(from, until)];
    from = until;
  }
}

/**
 * As bad as SQLite takes disks to be. What a file got since it was last synced is there or not, each sector by itself and in no order;
 * names made or removed since the directory was last synced are, too, each name by itself. Bytes beside those written are not touched,
 * and what was synced stays.
 */
export class Disk {
  /** As the program sees it. */
  private readonly files: Map<string, File>;
  private synced: ReadonlyMap<string, File>;
  /** What a name stood for, one after the other, since the directory was synced. */
  private changes = new Map<string, (File | undefined)[]>();

  constructor(files: ReadonlyMap<string, Buffer> = new Map()) {
    this.files = new Map([...files].map(([name, content]) => [name, new File(new Bytes(content))]));
    this.synced = new Map(this.files);
  }

  take(call: Call): void {
    switch (call.call) {
      case 'say':
        return;
      case 'create':
        if (!this.files.has(call.file)) this.name(call.file, new File());
        return;
      case 'unlink':
        this.name(call.file, undefined);
        return;
      case 'sync':
        if (call.file === '') {
          this.synced = new Map(this.files);
          this.changes.clear();
        } else this.file(call.file).sync();
        return;
      case 'write': case 'truncate':
        this.file(call.file).change(call);
    }
  }

  /** What may be there if the power goes now; NOTHING_MORE leaves as little as is possible. */
  left(random: Random): ReadonlyMap<string, Buffer> {
    const left = new Map<string, Buffer>();
    for (const name of new Set([...this.synced.keys(), ...this.changes.keys()])) {
      const stood = [this.synced.get(name), ...(this.changes.get(name) ?? [])];
      const file = stood[random.int(stood.length)];
      if (file !== undefined) left.set(name, file.left(random));
    }
    return left;
  }

  private name(name: string, file: File | undefined): void {
    if (file === undefined) this.files.delete(name);
    else this.files.set(name, file);
    this.changes.set(name, [...(this.changes.get(name) ?? []), file]);
  }

  private file(name: string): File {
    const file = this.files.get(name);
    if (file === undefined) throw new Error(`a file that nobody made: ${name}`);
    return file;
  }
}
