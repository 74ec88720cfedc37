/**
 * The agent's process, inside the holder: follows the control plane's socket in its working directory for ever. Its one argument is
 * `{"internetRange": prefix, "root": boolean}`.
 */
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { LinuxDataPlane } from '../dataplane/linux/engine.js';
import { parseDown } from '../network/schema.js';
import { Guests } from './guests/guests.js';
import { Records } from './guests/records.js';
import { AgentLoop } from './loop.js';
import { LinuxServices } from './services.js';
import { serveTerminals } from './terminals/server.js';

const optionsSchema = z.strictObject({ internetRange: z.string(), root: z.boolean() });

/** Their place is the working directory, whose own path may be out of sight here. */
const SOCKET = 'agent.sock';
const RESOLVER = 'names.sock';
const TERMINALS = 'terminals.sock';
const HOST = 'local';
const RECONNECT = 50;
const ALIVE = 2_000;
const COUNT = 1_000;
/** The pause for each counter, ms: of a hundred thousand EIPs they take a processor for a second. */
const REST = 0.05;

const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const log = (line: string) => {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

const records = new Records();
const guests = new Guests(records, options.root, log);
const services = new LinuxServices(RESOLVER, () => {
  loop.tell();
}, log);
const loop = new AgentLoop(HOST, new LinuxDataPlane({ internetRange: options.internetRange }), guests, services, (error) => {
  // What the kernel holds is unknown now: the next agent reads it and makes it right.
  log(`fatal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
});

await loop.open();
await serveTerminals(TERMINALS, { records, root: options.root, log });
setInterval(() => {
  loop.alive();
}, ALIVE);
connect();
void count();

async function count(): Promise<never> {
  for (;;) {
    await delay(Math.max(COUNT, REST * await loop.count()));
  }
}

function connect(): void {
  const socket = createConnection(SOCKET);
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('connect', () => {
    loop.connected((message) => {
      socket.write(`${JSON.stringify(message)}\n`);
    });
  });
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) loop.receive(parseDown(line));
  });
  socket.on('error', () => {
    // 'close' follows: no control plane is there, or it is gone.
  });
  socket.on('close', () => {
    loop.disconnected();
    setTimeout(connect, RECONNECT);
  });
}
