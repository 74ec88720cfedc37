import { describe, expect, it } from 'vitest';
import { asDuration, asTime } from './arguments.js';
import { Failed } from './failed.js';

/** What the user reads; '' where the argument is taken. */
function saidBy(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    if (error instanceof Failed) return error.text;
    throw error;
  }
}

describe('durations', () => {
  it.each(['72h', '30m', '3d12h', '500ms', undefined])('%s', (text) => {
    expect(asDuration(text)).toBe(text);
  });

  it.each(['5', '', '3 days', '-1h', '1.5h', 'soon', '12h3d'])('%j is refused by what was typed, with forms that do', (text) => {
    const said = saidBy(() => asDuration(text));
    expect(said.startsWith(`error: "${text}" is no duration.\n  why: `)).toBe(true);
    expect(said).toContain('like 72h, 30m, 3d12h or 500ms');
  });
});

describe('times', () => {
  it.each(['2026-03-01', '2026-03-01T00:00Z', '2026-03-01T00:00:00Z'])('%s', (text) => {
    expect(asTime(text)).toBe(text);
  });

  it.each(['tomorrow', '', '2026-02-30', '1 March 2026', '12:00'])('%j is refused by what was typed, with forms that do', (text) => {
    const said = saidBy(() => asTime(text));
    expect(said.startsWith(`error: "${text}" is no time.\n  why: `)).toBe(true);
    expect(said).toContain('like 2026-03-01, ');
  });
});
