import type { IncomingMessage } from 'node:http';
import { errors, ProtocolError } from './errors.js';
import type { Headers } from './request.js';

const EMPTY = Buffer.alloc(0);

/**
 * Reads a request's body. Undefined when the client went away before its end; beyond `limit` bytes it throws ProtocolError at once
 * and what still comes is thrown away, so that the client reads the refusal and the connection stays usable.
 */
export async function readBody(request: IncomingMessage, headers: Headers, limit: number): Promise<Buffer | undefined> {
  const announced = headers.get('content-length');
  if (!headers.has('transfer-encoding') && (announced === undefined || Number(announced) === 0)) return EMPTY;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = Number(announced ?? 0) > limit ? Infinity : 0;
    const refuseLarge = () => {
      chunks.length = 0;
      reject(new ProtocolError(errors.RequestTooLarge, `${limit} bytes`));
    };
    if (size > limit) refuseLarge();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) refuseLarge();
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}
