/** The reference of the gateway's row: bare node:http that verifies the same V1 signature and sends the same bytes, precomputed. */
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { canonical, signature } from '../signed.js';

const [secret = '', body = ''] = process.argv.slice(2);
const bytes = Buffer.from(body);

const server = createServer((request, response) => {
  const query = request.url?.slice(2) ?? '';
  const parameters: [string, string][] = [];
  let given = '';
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = decodeURIComponent(pair.slice(0, at));
    const value = decodeURIComponent(pair.slice(at + 1));
    if (name === 'Signature') given = value;
    else parameters.push([name, value]);
  }
  const expected = Buffer.from(signature(secret, canonical(parameters)));
  const received = Buffer.from(given);
  const ok = received.length === expected.length && timingSafeEqual(received, expected);
  response.writeHead(ok ? 200 : 400, { 'content-type': 'application/json;charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`${address.port}\n`);
});
