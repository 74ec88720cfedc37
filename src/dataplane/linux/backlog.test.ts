import { describe, expect, it } from 'vitest';
import type { Shape } from '../../network/objects.js';
import { Backlog } from './backlog.js';
import type { Difference } from './difference.js';
import { render } from './items.js';
import type { Item } from './items.js';
import { Ledger } from './ledger.js';
import { shapeItems } from './shaping.js';

const MBIT = 1_000_000;

const shape = (n: number, egress: number, more: Partial<Shape> = {}): Shape => ({
  kind: 'shape', key: `shape/${String(n)}`, n, space: 'space/1', publics: [`198.18.${String(n >> 7)}.${String(1 + (n & 127))}`], ingress: null, egress,
  parent: null, ...more,
});
const many = (count: number, egress = 5 * MBIT): Shape[] => Array.from({ length: count }, (_, n) => shape(n, egress));

const stage = () => {
  const [ledger, backlog] = [new Ledger(), new Backlog()];
  const classes = (plan: ReadonlyMap<string, Difference> | undefined, list: 'add' | 'remove'): string[] =>
    [...plan ?? []].flatMap(([namespace, difference]) => difference[list].flatMap(({ item }) => item.kind === 'class' ? [render({ namespace, item })] : []));
  return {
    backlog,
    change(...objects: readonly Shape[]) {
      const plan = ledger.update(new Map(objects.map((object) => [object.key, shapeItems(object)])));
      backlog.defer(plan);
      return { added: classes(plan, 'add'), removed: classes(plan, 'remove') };
    },
    remove: (...objects: readonly Shape[]) => { ledger.update(new Map(objects.map(({ key }) => [key, []]))); },
    /** What each turn adds and removes, until all is done. */
    turns() {
      const done: { added: string[]; removed: string[] }[] = [];
      for (;;) {
        const plan = backlog.next(50, (namespace, item: Item) => ledger.find(namespace, item));
        if (plan === undefined) return done;
        done.push({ added: classes(plan, 'add'), removed: classes(plan, 'remove') });
      }
    },
  };
};

describe('Backlog', () => {
  it('leaves a plan with few new classes as it is', () => {
    const { change, turns } = stage();
    expect(change(...many(500)).added).toHaveLength(500);
    expect(turns()).toEqual([]);
  });

  it('puts one class for each bundle in the place of many, as fast as the slowest that waits there, and takes it away last', () => {
    const { change, turns } = stage();
    const makeshifts = ['vpc1 class tr0 100:ff00 3000000 bit/s', ...[1, 2, 3, 4].map((n) => `vpc1 class tr0 10${String(n)}:ff00 5000000 bit/s`)];
    expect(change(...many(600), shape(7, 3 * MBIT)).added.sort()).toEqual(makeshifts);
    const done = turns();
    expect(done.slice(0, -1).flatMap(({ removed }) => removed)).toEqual([]);
    expect(new Set(done.flatMap(({ added }) => added)).size).toBe(600);
    expect(Math.max(...done.map(({ added }) => added.length))).toBe(50);
    expect(done.at(-1)?.removed.sort()).toEqual(makeshifts);
    expect(turns()).toEqual([]);
  });

  it('makes a trickle at once, which would hold up all that wait', () => {
    const { change } = stage();
    expect(change(...many(600), shape(7, 1_000)).added).toContain('vpc1 class tr0 100:1208 1000 bit/s');
  });

  it('changes a class at once, and makes none that is not wanted any more or has been made with another rate', () => {
    const { change, remove, turns } = stage();
    const objects = many(600);
    change(...objects);
    expect(change(shape(7, 8 * MBIT)).added).toEqual(['vpc1 class tr0 100:1208 8000000 bit/s']);
    remove(shape(8, 5 * MBIT));
    const made = turns().flatMap(({ added }) => added);
    expect(made).toHaveLength(598);
    expect(made.filter((line) => /:120[89] /.test(line) && line.includes(' 100:'))).toEqual([]);
    expect(change(...many(600, 6 * MBIT)).added).toHaveLength(600);
  });
});
