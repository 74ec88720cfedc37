/**
 * Between control plane and agent, for one terminal: a stream of frames over a local socket of its own, each a kind (1 byte), a length
 * (4 bytes, big-endian) and so many bytes. `bytes` are those of the pseudo-terminal, `text` is a message in JSON. The same two kinds go
 * through the console's WebSocket, so whoever is between only passes them on. Whoever closes the connection ends the terminal.
 */
import { z } from 'zod';

export interface Frame {
  readonly kind: 'bytes' | 'text';
  readonly payload: Buffer;
}

const side = z.int().min(1).max(1_000);
const sizeSchema = z.strictObject({ cols: side, rows: side });
/** Characters. */
export type Size = Readonly<z.infer<typeof sizeSchema>>;

/** First of all where: the name of a guest, or `internet`. */
const openSchema = z.strictObject({ open: sizeSchema.extend({ place: z.string() }) });
const resizeSchema = z.strictObject({ resize: sizeSchema });

export type TerminalOrder = Readonly<z.infer<typeof openSchema>> | Readonly<z.infer<typeof resizeSchema>>;

/** Why there is no terminal, or none any more; or how its program ended, by exit code (128 + number for a signal). */
export type TerminalEnd = { readonly error: { readonly what: string; readonly why: string; readonly mend: string } } | { readonly exit: number };

const LONGEST = 1 << 20;
const HEAD = 5;

export function frame(kind: Frame['kind'], payload: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(kind === 'bytes' ? 0 : 1);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

export function textFrame(message: TerminalOrder | TerminalEnd): Buffer {
  return frame('text', Buffer.from(JSON.stringify(message)));
}

export function parseResize(text: string): Size | undefined {
  return parsed(text, resizeSchema)?.resize;
}

export function parseOpen(text: string): (Size & { readonly place: string }) | undefined {
  return parsed(text, openSchema)?.open;
}

function parsed<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Cuts a stream into frames. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete now. Throws for one that nobody sends. */
  take(chunk: Buffer): readonly Frame[] {
    let bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const frames: Frame[] = [];
    while (bytes.length >= HEAD) {
      const end = HEAD + bytes.readUInt32BE(1);
      if (end > LONGEST) throw new Error(`a frame of ${String(end)} bytes`);
      if (bytes.length < end) break;
      frames.push({ kind: bytes[0] === 0 ? 'bytes' : 'text', payload: bytes.subarray(HEAD, end) });
      bytes = bytes.subarray(end);
    }
    this.rest = bytes;
    return frames;
  }
}
