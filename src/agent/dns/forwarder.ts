/**
 * The agent's end of name resolution. The holder has no way out, so questions go over a Unix socket to a resolver on the host, all
 * on one connection, each with an id of its own there.
 */
import { createConnection, type Socket } from 'node:net';
import { failure, framed, Frames, idOf, isAnswer, request, withId, type Transport } from './message.js';

/** Questions under way at the same time; what comes beyond fails at once. */
const PENDING = 1_024;
/** Longer than the resolver takes at most, ms: only a resolver that hangs is given up here. */
const PATIENCE = 10_000;

interface Pending {
  readonly query: Buffer;
  readonly answer: (message: Buffer) => void;
  readonly timer: NodeJS.Timeout;
}

export class Forwarder {
  private socket: Socket | undefined;
  private next = 0;
  private readonly pending = new Map<number, Pending>();

  constructor(private readonly path: string) {}

  /** Resolves with an answer to exactly this query, which is SERVFAIL where there is none. */
  ask(transport: Transport, query: Buffer): Promise<Buffer> {
    if (this.pending.size >= PENDING) return Promise.resolve(failure(query));
    return new Promise((answer) => {
      do this.next = (this.next + 1) & 0xffff; while (this.pending.has(this.next));
      const id = this.next;
      const timer = setTimeout(() => {
        this.settle(id, failure(query));
      }, PATIENCE);
      this.pending.set(id, { query, answer, timer });
      this.connection().write(framed(request(transport, withId(query, id))));
    });
  }

  private settle(id: number, message: Buffer): void {
    const asked = this.pending.get(id);
    if (asked === undefined) return;
    this.pending.delete(id);
    clearTimeout(asked.timer);
    asked.answer(withId(message, idOf(asked.query)));
  }

  private connection(): Socket {
    if (this.socket !== undefined) return this.socket;
    const socket = createConnection(this.path);
    const frames = new Frames();
    socket.on('data', (chunk: Buffer) => {
      for (const message of frames.take(chunk)) if (isAnswer(message)) this.settle(idOf(message), message);
    });
    socket.on('error', () => {
      // 'close' follows: no resolver is there, or it is gone.
    });
    socket.on('close', () => {
      this.socket = undefined;
      for (const [id, { query }] of this.pending) this.settle(id, failure(query));
    });
    this.socket = socket;
    return socket;
  }
}
