/** A gateway before a stub of the cloud, and raw bytes to it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates, type Certificates } from '../../src/gateway/ca.js';
import type { Dispatcher, KeyLookup, WireAnswer, WireRequest } from '../../src/gateway/contract.js';
import type { LogEntry } from '../../src/gateway/log.js';
import { startGateway, type Gateway, type GatewayOptions } from '../../src/gateway/server.js';

export const KEY = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
export const ACCOUNT = '1234567890123456';
export const ACTIONS = ['AllocateEipAddress', 'AssociateEipAddress', 'DescribeEipAddresses', 'RunInstances', 'DescribeRegions'];

export const keys: KeyLookup = (id) =>
  ({
    testid: { secret: KEY.accessKeySecret, account: ACCOUNT, active: true },
    disabled: { secret: 'x', account: ACCOUNT, active: false },
  })[id];

/** Knows a few actions of two versions and answers what `answer` says. */
export class StubCloud implements Dispatcher {
  readonly calls: WireRequest[] = [];
  answer: (request: WireRequest) => WireAnswer | 'reset' | Promise<WireAnswer> = () => ({ ok: true, body: {} });

  knows(version: string, action: string) {
    if (version !== '2016-04-28' && version !== '2014-05-26') return 'unknown-version';
    return ACTIONS.includes(action) ? 'known' : 'unknown-action';
  }

  unknownAction(version: string, action: string): string {
    return `Specified api is not found: ${action} of ${version}.`;
  }

  async call(request: WireRequest): Promise<WireAnswer | 'reset'> {
    this.calls.push(request);
    return this.answer(request);
  }

  /** The only call so far, its parameters as an object. */
  get only() {
    if (this.calls.length !== 1) throw new Error(`${this.calls.length} calls arrived`);
    const [call] = this.calls;
    return { ...call, parameters: Object.fromEntries(call?.parameters ?? []) };
  }
}

export interface TestGateway extends Gateway {
  readonly cloud: StubCloud;
  readonly log: LogEntry[];
  readonly certificates: Certificates;
  /** `host:port` */
  readonly endpoint: string;
}

export async function startTestGateway(options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  const dir = await mkdtemp(join(tmpdir(), 'openeip-gateway-'));
  const certificates = await ensureCertificates(dir, []);
  await rm(dir, { recursive: true });
  const cloud = new StubCloud();
  const log: LogEntry[] = [];
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    tls: certificates,
    dispatcher: cloud,
    keys,
    now: Date.now,
    log: (entry) => log.push(entry),
    ...options,
  });
  return { ...gateway, cloud, log, certificates, endpoint: `127.0.0.1:${gateway.port}` };
}

export interface RawAnswer {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends bytes on a connection of their own, ends the sending side if told to, and reads one answer. */
export function exchange(port: number, bytes: string | Buffer, endAfter = false): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let received = Buffer.alloc(0);
    const finish = (answer: RawAnswer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const answer = parseAnswer(received);
      if (answer !== undefined) finish(answer);
    });
    socket.on('error', () => finish(parseAnswer(received) ?? { status: 0, headers: {}, body: '' }));
    socket.on('end', () => finish(parseAnswer(received) ?? { status: 0, headers: {}, body: '' }));
    const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    if (endAfter) socket.end(data);
    else socket.write(data);
  });
}

/** Undefined while incomplete. An interim `100 Continue` is skipped. */
function parseAnswer(bytes: Buffer): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(first.split(' ')[1]);
  if (status === 100) return parseAnswer(bytes.subarray(end + 4));
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = bytes.subarray(end + 4);
  return body.length < Number(headers['content-length'] ?? 0) ? undefined : { status, headers, body: body.toString() };
}
