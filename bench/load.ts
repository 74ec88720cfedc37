/** A load of prepared requests over a few kept-alive connections: the client does next to nothing, so the server is what is measured. */
import { connect } from 'node:net';

/** Sends every request once, each connection one after the other. Returns requests per second. Throws at an answer that is not 200. */
export async function drive(port: number, requests: readonly Buffer[], connections: number): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let pending = Buffer.alloc(0);
      const send = () => {
        const request = requests[next++];
        if (request === undefined) {
          socket.end();
          resolve();
        } else socket.write(request);
      };
      socket.setNoDelay(true);
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        const head = pending.indexOf('\r\n\r\n');
        if (head < 0) return;
        const headers = pending.toString('latin1', 0, head);
        const length = Number(/content-length: *(\d+)/i.exec(headers)?.[1]);
        if (!headers.startsWith('HTTP/1.1 200') || Number.isNaN(length)) {
          socket.destroy();
          reject(new Error(pending.toString('utf8').slice(0, 600)));
          return;
        }
        if (pending.length < head + 4 + length) return;
        pending = Buffer.alloc(0);
        send();
      });
    })),
  );
  return requests.length / ((performance.now() - started) / 1000);
}
