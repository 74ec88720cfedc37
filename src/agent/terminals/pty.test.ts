import { EventEmitter, once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { inTerminal, Pty } from './pty.js';

/** A program in a terminal of its own, and what it says. */
class Session extends EventEmitter {
  text = '';
  code: number | undefined;
  readonly pty: Pty;

  constructor(...argv: readonly string[]) {
    super();
    this.pty = new Pty(inTerminal(argv), { cols: 90, rows: 30 }, {
      data: (bytes) => {
        this.text += bytes.toString();
        this.emit('news');
      },
      ended: (code) => {
        this.code = code;
        this.emit('news');
      },
      drained: () => this.emit('drained'),
    });
  }

  async until(done: () => boolean): Promise<void> {
    while (!done()) await once(this, 'news');
  }

  says(text: string): Promise<void> {
    return this.until(() => this.text.includes(text));
  }

  type(line: string): boolean {
    return this.pty.write(Buffer.from(line));
  }
}

let session: Session | undefined;
afterEach(() => session?.pty.hangUp());
const sh = (script: string) => (session = new Session('sh', '-c', script));

it('echoes, knows its size, and tells its exit code after all it said', async () => {
  const one = sh('stty size; read word; echo "got $word"; seq 5000; exit 7');
  await one.says('30 90');
  one.type('hello\r');
  await one.until(() => one.code !== undefined);
  expect(one.text).toContain('hello\r\ngot hello\r\n');
  expect(one.text).toMatch(/\r\n5000\r\n$/);
  expect(one.code).toBe(7);
});

it('tells its program of another size, and passes on what the keyboard interrupts', async () => {
  const one = sh('trap "stty size" WINCH; trap "echo stopped; exit 3" INT; echo ready; while :; do read line; done');
  await one.says('ready');
  one.pty.resize({ cols: 132, rows: 43 });
  await one.says('43 132');
  one.type('\x03');
  await one.until(() => one.code !== undefined);
  expect([one.text.includes('stopped'), one.code]).toEqual([true, 3]);
});

it('ends its programs when it hangs up, and tells the signal', async () => {
  const one = sh('echo ready; sleep 1000');
  await one.says('ready');
  one.pty.hangUp();
  await one.until(() => one.code !== undefined);
  expect(one.code).toBe(129);
});

it('asks a sender to wait for a program that does not read', async () => {
  const one = sh('stty raw -echo; echo ready; sleep 1000');
  await one.says('ready');
  let sent = 0;
  let room = true;
  while (room) room = ((sent += 10_000), one.type('x'.repeat(10_000)));
  expect(sent).toBeLessThan(300_000);
  one.pty.hangUp();
  await one.until(() => one.code !== undefined);
});

it('of a program that is none says so by the code of the shell', async () => {
  session = new Session('/nonexistent');
  await session.until(() => session?.code !== undefined);
  expect(session.code).toBe(127);
});
