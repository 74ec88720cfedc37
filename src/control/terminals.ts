/** Asks the agent for terminals: `network/terminal.ts` says how. */
import { createConnection } from 'node:net';
import { frame, FrameReader, textFrame, type Frame, type Size, type TerminalEnd } from '../network/terminal.js';

export interface TerminalListener {
  /** Bytes of the pseudo-terminal, and in the end one text: a `TerminalEnd` in JSON. */
  told(one: Frame): void;
  closed(): void;
  /** There is room again for what `send` had none for. */
  drained(): void;
}

export interface TerminalLink {
  /** False when the sender should wait for `drained`. */
  type(bytes: Uint8Array): boolean;
  resize(size: Size): void;
  pause(): void;
  resume(): void;
  close(): void;
}

/** @param path the agent's socket; undefined where the data plane has no places to be in */
export function openTerminal(path: string | undefined, place: string, size: Size, listener: TerminalListener): TerminalLink {
  if (path === undefined) {
    end(listener, { error: { what: 'There is nothing to enter.', why: 'OpenEIP runs with the memory data plane, where nothing is real.', mend: 'openeip check' } });
    return { type: () => true, resize: () => undefined, pause: () => undefined, resume: () => undefined, close: () => undefined };
  }
  const socket = createConnection(path);
  const reader = new FrameReader();
  socket.write(textFrame({ open: { place, ...size } }));
  socket.on('data', (chunk) => {
    for (const one of reader.take(chunk)) listener.told(one);
  });
  socket.on('error', () => {
    listener.told(textOf({ error: { what: 'The terminal broke off.', why: 'The data plane went away.', mend: 'openeip status' } }));
  });
  socket.on('close', () => {
    listener.closed();
  });
  socket.on('drain', () => {
    listener.drained();
  });
  return {
    type: (bytes) => socket.write(frame('bytes', bytes)),
    resize: (resize) => {
      socket.write(textFrame({ resize }));
    },
    pause: () => {
      socket.pause();
    },
    resume: () => {
      socket.resume();
    },
    close: () => {
      socket.destroy();
    },
  };
}

function end(listener: TerminalListener, message: TerminalEnd): void {
  process.nextTick(() => {
    listener.told(textOf(message));
    listener.closed();
  });
}

function textOf(message: TerminalEnd): Frame {
  return { kind: 'text', payload: Buffer.from(JSON.stringify(message)) };
}
