/** Streams towards an EIP, and taps in guests that say when each packet arrived. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cloud } from './cloud.js';

const source = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

export interface Arrival {
  /** ms since the epoch, the kernel's time stamp. */
  readonly at: number;
  readonly protocol: string;
}

/** Every packet that reaches `address` in an instance, from now on. */
export class Tap {
  readonly arrivals: Arrival[] = [];

  private constructor(private readonly child: ChildProcess) {}

  static async open(cloud: Cloud, instance: string, address: string): Promise<Tap> {
    const child = cloud.spawn(instance, ['python3', '-c', source('tap.py'), address]);
    const tap = new Tap(child);
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the tap in ${instance} ended with ${String(code)}`)));
      if (child.stdout === null) throw new Error('no output');
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [at, protocol] = line.split(' ');
        if (protocol === undefined) resolve();
        else tap.arrivals.push({ at: Number(at) / 1e6, protocol });
      });
    });
    return tap;
  }

  after(moment: number): readonly Arrival[] {
    return this.arrivals.filter((one) => one.at > moment);
  }

  close(): void {
    this.child.kill('SIGTERM');
  }
}

/** UDP, ICMP and TCP towards an address until `kill`. */
export async function stream(cloud: Cloud, address: string): Promise<ChildProcess> {
  const child = cloud.spawn('internet', ['python3', '-c', source('stream.py'), address]);
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the stream ended with ${String(code)}`)));
    child.stdout?.once('data', () => resolve());
  });
  return child;
}

/** Now, on the clock of `Arrival.at`. */
export const now = (): number => performance.timeOrigin + performance.now();

export interface Loss {
  readonly address: string;
  readonly sent: number;
  readonly answered: number;
}

/** Sends every UDP datagram to `address` back, from inside an instance, until killed. */
export async function echo(cloud: Cloud, instance: string, address: string): Promise<ChildProcess> {
  return started(cloud.spawn(instance, ['python3', '-c', source('echo.py'), address]), `the echo in ${instance}`);
}

/** Asks echoes at several EIPs 500 times a second each; `end` says how many were sent and answered. */
export class Probe {
  private constructor(private readonly child: ChildProcess) {}

  static async start(cloud: Cloud, addresses: readonly string[]): Promise<Probe> {
    return new Probe(await started(cloud.spawn('internet', ['python3', '-c', source('probe.py'), ...addresses]), 'the probe'));
  }

  async end(): Promise<readonly Loss[]> {
    let said = '';
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin?.end();
    await closed;
    return said.trim().split('\n').map((line) => {
      const [address = '', sent, answered] = line.split(' ');
      return { address, sent: Number(sent), answered: Number(answered) };
    });
  }
}

function started(child: ChildProcess, what: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${what} ended with ${String(code)}`)));
    child.stdout?.once('data', () => resolve(child));
  });
}
