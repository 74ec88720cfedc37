/** `GET /console/terminal?place=&cols=&rows=`: a WebSocket for each terminal. Binary messages are bytes of it, text ones JSON. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { openTerminal } from '../control/terminals.js';
import { parseResize, type Size } from '../network/terminal.js';

/** Of one message, bytes: what somebody pastes comes in many. */
const LONGEST = 64 << 10;
/** Bytes that wait for a page that does not read, before the terminal is held up. */
const BEHIND = 256 << 10;
/** How often such a page is looked at, ms. */
const LOOK = 20;
const NORMAL = 1_000;

export interface Place {
  /** An instance's id, or `internet`. */
  readonly place: string;
  readonly size: Size;
}

export class Terminals {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: LONGEST, perMessageDeflate: false });

  /** @param path of the agent's socket; undefined where there is none */
  constructor(private readonly path: string | undefined) {}

  open(request: IncomingMessage, socket: Duplex, head: Buffer, where: Place): void {
    this.server.handleUpgrade(request, socket, head, (page) => {
      this.join(page, where);
    });
  }

  /** Closes every terminal. */
  close(): void {
    for (const page of this.server.clients) page.terminate();
    this.server.close();
  }

  private join(page: WebSocket, { place, size }: Place): void {
    const terminal = openTerminal(this.path, place, size, {
      told: ({ kind, payload }) => {
        page.send(payload, { binary: kind === 'bytes' });
        if (page.bufferedAmount <= BEHIND) return;
        terminal.pause();
        const timer = setInterval(() => {
          if (page.bufferedAmount > BEHIND && page.readyState === page.OPEN) return;
          clearInterval(timer);
          terminal.resume();
        }, LOOK);
      },
      closed: () => {
        page.close(NORMAL);
      },
      drained: () => {
        page.resume();
      },
    });
    page.on('message', (data, isBinary) => {
      if (isBinary) {
        if (!terminal.type(bytesOf(data))) page.pause();
        return;
      }
      const resize = parseResize(bytesOf(data).toString());
      if (resize !== undefined) terminal.resize(resize);
    });
    page.on('error', () => undefined);
    page.on('close', () => {
      terminal.close();
    });
  }
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
