import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { lineOf, ranOf } from './guest.js';

it('what a shell says to the line is each command’s output and code, whatever else the terminal shows', () => {
  const commands = ['echo one; false', 'echo two >&2', 'true'];
  const { stdout } = spawnSync('sh', ['-c', `exec 2>&1; ${lineOf(commands).trim()}`], { encoding: 'utf8' });
  const shown = `host:~# ${lineOf(commands)}\n\u001b[?2004l${stdout}logout\r\n`;
  expect(ranOf(commands, shown)).toEqual([
    { command: 'echo one; false', output: 'one', code: 1 },
    { command: 'echo two >&2', output: 'two', code: 0 },
    { command: 'true', output: '', code: 0 },
  ]);
});

it('a terminal that breaks off is an error that says what was shown', () => {
  expect(() => ranOf(['true'], 'bash: no such\r\n')).toThrow('bash: no such');
});
