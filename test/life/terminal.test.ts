/** Terminals of the console into a real instance and onto the Internet side, over the WebSocket that the console opens. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Cloud } from '../support/cloud.js';
import { World } from '../support/world.js';

let cloud: Cloud;
let world: World;
let instance: string;
let cookie: string;

beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux' });
  world = await World.create(cloud);
  instance = await world.instance({ name: 'web' });
  const page = cloud.cli('console').stdout.trim();
  expect(page).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\/login\?token=[\w-]+$/);
  cookie = (await fetch(page, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => cloud.down());

/** How a shell tells its terminal that it takes pasted text as such, and that its line is over. */
const PASTE = /\x1b\[\?2004(?:h|l\r)/g;

/** A terminal, and what it shows. */
class Terminal {
  private shown = '';
  private readonly socket: WebSocket;
  readonly end: Promise<unknown>;

  constructor(place: string) {
    this.socket = new WebSocket(`${cloud.endpoint.replace('http', 'ws')}/console/terminal?place=${place}&cols=90&rows=30`, { headers: { cookie, origin: cloud.endpoint } });
    this.end = new Promise((resolve, reject) => {
      this.socket.on('error', reject);
      this.socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) this.shown += data.toString();
        else resolve(JSON.parse(data.toString()));
      });
    });
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }

  resize(cols: number, rows: number): void {
    this.socket.send(JSON.stringify({ resize: { cols, rows } }));
  }

  /** Types a line and awaits what its program says, which the line itself does not contain. */
  async run(line: string, said: RegExp): Promise<string> {
    this.shown = '';
    this.type(`${line}\r`);
    return this.says(said);
  }

  /** Fails after 10 s. */
  async says(said: RegExp): Promise<string> {
    const signal = AbortSignal.timeout(10_000);
    for (;;) {
      const match = said.exec(this.shown.replaceAll(PASTE, ''));
      if (match !== null) return match[0];
      await once(this.socket, 'message', { signal });
    }
  }

  close(): void {
    this.socket.close();
  }
}

it('echoes, knows its size and its place, follows another size, and tells how its shell ended', async () => {
  const terminal = new Terminal(instance);
  await terminal.says(/# /);
  expect(await terminal.run('echo $((40 + 2)) $(hostname) $(stty size)', /42 .*\r\n/)).toMatch(/^42 \S+ 30 90\r\n$/);
  terminal.resize(132, 43);
  expect(await terminal.run('stty size', /\d+ \d+\r\n/)).toBe('43 132\r\n');
  expect(await terminal.run('ip -o -4 addr show eth0 | wc -l', /\n\d+\r\n/)).toBe('\n1\r\n');
  await terminal.run('sh -c "echo ready; exec sleep 1000"', /\nready\r\n/);
  terminal.type('\x03');
  expect(await terminal.run('echo code $?', /code \d+\r\n/)).toBe('code 130\r\n');
  terminal.type('exit 7\r');
  expect(await terminal.end).toEqual({ exit: 7 });
});

it('guest root is nobody on the host; a visitor of the Internet side has its packets and nothing else', async () => {
  const [guest, visitor] = [new Terminal(instance), new Terminal('internet')];
  await Promise.all([guest.says(/# /), visitor.says(/# |\$ /)]);
  expect(await guest.run('grep CapEff /proc/self/status', /CapEff:\s+\w+/)).toMatch(/CapEff:\s+0000000000003400/);
  expect(await visitor.run('grep -h CapBnd /proc/self/status; ls /root /etc/shadow', /CapBnd:[^]*# |CapBnd:[^]*\$ /)).toMatch(/CapBnd:\s+0000000000002000[^]*No such file/);
  expect(await visitor.run('ping -c1 -W2 203.0.113.10 | grep -c "1 received"', /\n\d\r\n/)).toBe('\n1\r\n');
  expect(await visitor.run('touch /usr/bin/x 2>&1 | grep -o "Read-only"', /Read-only\r\n/)).toBe('Read-only\r\n');
  guest.close();
  visitor.close();
});

it('what a guest may not send is in the metrics', async () => {
  const dropped = async () => {
    const text = await (await fetch(`${cloud.endpoint}/metrics`)).text();
    return Number(new RegExp(`^openeip_dropped_packets\\{vpc="${world.vpcId}",cause="spoofed"\\} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const before = await dropped();
  const terminal = new Terminal(instance);
  await terminal.says(/# /);
  await terminal.run('ip addr add 10.99.0.1/32 dev eth0; ping -c1 -W1 -I 10.99.0.1 203.0.113.10 | grep -c transmitted', /\n1\r\n/);
  expect(await dropped()).toBeGreaterThan(before);
  terminal.close();
});

it('programs end with their page', async () => {
  const terminal = new Terminal(instance);
  await terminal.says(/# /);
  await terminal.run('sleep 4711 & echo started', /\nstarted\r\n/);
  terminal.close();
  const count = async () => (await cloud.exec(instance, ['sh', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -o "[s]leep 4711" | wc -l'])).stdout.trim();
  for (const end = Date.now() + 10_000; Date.now() < end && (await count()) !== '0';) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await count()).toBe('0');
});

it('of an instance that does not run there is none', async () => {
  await world.ecs('StopInstance', { InstanceId: instance });
  await world.instanceIs(instance, 'Stopped');
  expect(await new Terminal(instance).end).toMatchObject({ error: { what: `${instance} does not run.` } });
});
