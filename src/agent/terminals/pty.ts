/** A pseudo-terminal with a program on its other side. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants as files, openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { ReadStream } from 'node:tty';
import { openPeer, setWindowSize, unlockPeer } from '../../dataplane/linux/libc.js';
import type { Size } from '../../network/terminal.js';

/** What waits to be read by the program, bytes, before the sender is held up. */
const PENDING = 64 << 10;
/** Of one read, bytes; a terminal gives less at a time. */
const CHUNK = 64 << 10;
/** Between two tries to write to a program that does not read, ms. */
const RETRY = 20;
/** What a hung-up program may take to end, ms. */
const LAST_BREATH = 2_000;

export interface PtyEvents {
  data(bytes: Buffer): void;
  /** All of its output was told. Exit code, 128 + number for a signal. */
  ended(code: number): void;
  /** There is room again for what `write` had none for. */
  drained(): void;
}

/**
 * A command as the leader of the terminal's session, which is told when that hangs up, and tells its jobs. Whoever enters namespaces stands
 * before it and is no such leader.
 */
export function inTerminal(command: readonly string[]): readonly string[] {
  return ['setsid', '--ctty', '--wait', ...command];
}

export class Pty {
  private readonly fd: number;
  private readonly child: ChildProcess;
  private readonly output: ReadStream;
  private readonly pending: Buffer[] = [];
  private size = 0;
  private waiting = false;
  private open = true;
  private told = false;
  private code: number | undefined;

  /** Throws where the system has no pseudo-terminal left. Part of `argv` is `inTerminal`. */
  constructor(argv: readonly string[], size: Size, private readonly events: PtyEvents) {
    // Not blocking: a program that does not read must not hold up the agent.
    this.fd = openSync('/dev/ptmx', files.O_RDWR | files.O_NOCTTY | files.O_NONBLOCK);
    unlockPeer(this.fd);
    setWindowSize(this.fd, size);
    const peer = openPeer(this.fd);
    const [file = '', ...rest] = argv;
    this.child = spawn(file, rest, { stdio: [peer, peer, peer] });
    closeSync(peer);
    this.output = new ReadStream(this.fd);
    this.output.on('data', (bytes: Buffer) => {
      events.data(bytes);
    });
    // An end is told as soon as the other side hung up, whatever it had said before.
    this.output.on('end', () => {
      this.drain();
    });
    // EIO is how the other side's end is told else.
    this.output.on('error', () => {
      this.open = false;
      this.output.destroy();
    });
    this.output.on('close', () => {
      this.open = false;
      this.told = true;
      this.finish();
    });
    this.child.on('error', () => {
      this.code ??= 127;
      this.output.destroy();
    });
    this.child.on('exit', (code, signal) => {
      this.code = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
      this.finish();
    });
  }

  resize(size: Size): void {
    if (this.open) setWindowSize(this.fd, size);
  }

  /** False when the sender should wait for `drained`. */
  write(bytes: Buffer): boolean {
    this.pending.push(bytes);
    this.size += bytes.length;
    this.pump();
    return this.size < PENDING;
  }

  pause(): void {
    this.output.pause();
  }

  resume(): void {
    this.output.resume();
  }

  /** As when somebody closes a terminal's window: its programs are told that it hung up. */
  hangUp(): void {
    this.open = false;
    this.output.destroy();
    if (this.code !== undefined) return;
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LAST_BREATH);
    this.child.once('exit', () => {
      clearTimeout(timer);
    });
  }

  private drain(): void {
    const bytes = Buffer.alloc(CHUNK);
    try {
      for (let length = readSync(this.fd, bytes); length > 0; length = readSync(this.fd, bytes)) this.events.data(Buffer.from(bytes.subarray(0, length)));
    } catch {
      // EIO: that was all.
    }
  }

  private finish(): void {
    if (this.code !== undefined && this.told) this.events.ended(this.code);
  }

  /** At once: the descriptor does not block, and after a turn of the event loop it may be another file's. */
  private pump(): void {
    if (this.waiting) return;
    for (let bytes = this.pending[0]; bytes !== undefined && this.open; bytes = this.pending[0]) {
      const written = this.attempt(bytes);
      if (written === 0) break;
      this.pending[0] = bytes.subarray(written);
      if (written === bytes.length) this.pending.shift();
      const full = this.size >= PENDING;
      this.size -= written;
      if (full && this.size < PENDING) this.events.drained();
    }
  }

  private attempt(bytes: Buffer): number {
    try {
      return writeSync(this.fd, bytes);
    } catch (error) {
      // Whoever does not read now may do so later; all else is told by the end of the output.
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') {
        this.waiting = true;
        setTimeout(() => {
          this.waiting = false;
          this.pump();
        }, RETRY);
      }
      return 0;
    }
  }
}
