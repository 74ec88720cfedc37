import { expect, it } from 'vitest';
import { labelled } from './wrap.js';

it('wraps between words within 100 columns, below its label', () => {
  const lines = labelled('cause', 'word '.repeat(40).trim());
  expect(lines.length).toBe(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(lines[0]).toMatch(/^ {2}cause {2}word/);
  expect(lines[1]).toMatch(/^ {9}word/);
});

it('a command stays one for a shell', () => {
  const lines = labelled('mend', `Do this:\nopeneip call vpc ${'--Name value '.repeat(12).trim()}`);
  expect(lines[0]).toBe('  mend   Do this:');
  expect(lines.slice(1, -1).every((line) => line.endsWith(' \\') && line.length <= 100)).toBe(true);
  expect(lines.slice(1).map((line) => line.replace(/ \\$/, '').trim()).join(' ')).toBe(`openeip call vpc ${'--Name value '.repeat(12).trim()}`);
});

it('a word longer than a line stays whole', () => {
  expect(labelled('', 'x'.repeat(200)).at(-1)?.trim()).toHaveLength(200);
});
