import { describe, expect, it } from 'vitest';
import { replaced } from './followed.js';

const row = (id: string, state = 'old') => ({ id, state });
const after = (ids: readonly string[], ...found: ReturnType<typeof row>[]) => replaced([row('a'), row('b'), row('c')], ids, found, ({ id }) => id);

describe('rows of which some were read again', () => {
  it('have those in their places, and new ones at the end', () => {
    expect(after(['d', 'b'], row('d', 'new'), row('b', 'new'))).toEqual([row('a'), row('b', 'new'), row('c'), row('d', 'new')]);
  });

  it('are without those that are there no longer, and without nothing else', () => {
    expect(after(['a', 'x'])).toEqual([row('b'), row('c')]);
  });

  it('that came twice are there once afterwards', () => {
    expect(replaced([row('a'), row('a')], ['a'], [row('a', 'new')], ({ id }) => id)).toEqual([row('a', 'new')]);
  });
});
