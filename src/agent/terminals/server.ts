/** Terminals in guests and on the Internet side, for whoever may open the socket: `network/terminal.ts` says what goes over it. */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { frame, FrameReader, parseOpen, parseResize, textFrame, type Frame, type Size } from '../../network/terminal.js';
import type { Records } from '../guests/records.js';
import { enterArgv, visitArgv } from '../guests/sandbox.js';
import { inTerminal, Pty } from './pty.js';

const INTERNET = 'internet';
const TERMINAL = 'xterm-256color';
/** At the same time. */
const MOST = 64;

export interface TerminalServerOptions {
  readonly records: Pick<Records, 'running' | 'isShutIn' | 'image'>;
  readonly root: boolean;
  readonly log: (line: string) => void;
}

/** Listens on a path that only its owner can open; what an earlier agent left there is replaced. */
export function serveTerminals(path: string, options: TerminalServerOptions): Promise<Server> {
  let open = 0;
  const server = createServer((socket) => {
    if (open >= MOST) {
      refuse(socket, 'There is no terminal left.', `${String(MOST)} are open.`, 'Close one.');
      return;
    }
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    new Terminal(socket, options);
  });
  rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve(server);
    });
  });
}

class Terminal {
  private pty: Pty | undefined;

  constructor(private readonly socket: Socket, private readonly options: TerminalServerOptions) {
    const reader = new FrameReader();
    socket.on('data', (chunk) => {
      try {
        for (const one of reader.take(chunk)) this.receive(one);
      } catch (error) {
        options.log(`terminal: ${error instanceof Error ? error.message : String(error)}`);
        refuse(socket, 'The terminal could not be opened.', error instanceof Error ? error.message : String(error), 'See what this host lacks with: openeip check');
      }
    });
    socket.on('error', () => undefined);
    socket.on('drain', () => this.pty?.resume());
    socket.on('close', () => this.pty?.hangUp());
  }

  private receive({ kind, payload }: Frame): void {
    if (this.pty === undefined) {
      this.open(payload.toString());
    } else if (kind === 'bytes') {
      if (!this.pty.write(payload)) this.socket.pause();
    } else {
      const size = parseResize(payload.toString());
      if (size !== undefined) this.pty.resize(size);
    }
  }

  private open(text: string): void {
    const order = parseOpen(text);
    if (order === undefined) throw new Error('no terminal was asked for');
    const argv = this.argvOf(order.place);
    if (argv === undefined) {
      refuse(this.socket, `${order.place} does not run.`, 'It is stopped or about to start.', 'Start it, and open the terminal once it runs.');
      return;
    }
    const size: Size = { cols: order.cols, rows: order.rows };
    this.pty = new Pty(argv, size, {
      data: (bytes) => {
        if (!this.socket.write(frame('bytes', bytes))) this.pty?.pause();
      },
      ended: (exit) => {
        this.socket.end(textFrame({ exit }));
      },
      drained: () => {
        this.socket.resume();
      },
    });
  }

  private argvOf(place: string): readonly string[] | undefined {
    const { records, root } = this.options;
    const shell = inTerminal(existsSync('/bin/bash') ? ['/bin/bash', '--login'] : ['/bin/sh', '-l']);
    if (place === INTERNET) return visitArgv(records.image, root, TERMINAL, shell);
    const life = records.running(place);
    return life !== undefined && records.isShutIn(life) ? enterArgv(life.pid, root, TERMINAL, shell) : undefined;
  }
}

function refuse(socket: Socket, what: string, why: string, mend: string): void {
  socket.on('error', () => undefined);
  socket.end(textFrame({ error: { what, why, mend } }));
}
