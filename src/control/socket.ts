/** The agents' entrance: a local stream socket, one JSON object a line. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { parseUp } from '../network/schema.js';
import type { AgentSession } from './feeder.js';
import type { ControlPlane } from './control-plane.js';
import type { Log } from './log.js';

/** Longest line taken from an agent, characters: `observed` of some 100,000 guests. */
const MAX_LINE = 16 * 1024 * 1024;
/** How often leases of hosts are looked at, ms. */
const LEASE_CHECK = 1_000;

export interface AgentServer {
  /** Ends all connections; the agents go on with what they have. */
  close(): Promise<void>;
}

/** Listens for agents. The socket is its owner's alone; a stale one of an earlier life is replaced. */
export async function serveAgents(plane: ControlPlane, path: string, log: Log): Promise<AgentServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    accept(socket, plane, log);
  });
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  const timer = setInterval(() => {
    plane.expire();
  }, LEASE_CHECK);
  return {
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function accept(socket: Socket, plane: ControlPlane, log: Log): void {
  const session: AgentSession = plane.connect({
    send: (message) => {
      socket.write(`${JSON.stringify(message)}\n`);
    },
    close: () => {
      socket.destroy();
    },
  });
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    try {
      rest = lines(rest + chunk, (line) => {
        session.receive(parseUp(line));
      });
      if (rest.length > MAX_LINE) throw new Error(`a line is longer than ${MAX_LINE} characters`);
    } catch (error) {
      log.error({ err: error }, 'an agent does not keep to the protocol: its connection is closed');
      socket.destroy();
    }
  });
  socket.on('error', (error) => {
    log.error({ err: error }, 'the connection to an agent broke');
  });
  socket.on('close', () => {
    session.closed();
  });
}

/** Hands over all complete lines and returns the rest. */
function lines(text: string, take: (line: string) => void): string {
  const parts = text.split('\n');
  const rest = parts.pop() ?? '';
  parts.forEach(take);
  return rest;
}
