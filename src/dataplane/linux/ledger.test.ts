import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../network/objects.js';
import { differenceOf } from './difference.js';
import type { Item, Placed } from './items.js';
import { nameOf, observe, valueOf } from './items.js';
import { Ledger } from './ledger.js';

const element = (name: string, data: string): Placed => ({ namespace: 'vpc1', item: { kind: 'element', set: 'dn', element: name, data } });

/** A kernel of names and values, which refuses to remove what is not there. */
class FakeKernel {
  readonly held = new Map<string, string>();

  carryOut(plan: ReturnType<Ledger['update']>): void {
    for (const { add, remove } of plan.values()) {
      for (const { item } of remove) if (!this.held.delete(nameOf(item))) throw new Error(`No ${nameOf(item)}.`);
      for (const { item } of add) {
        if (this.held.has(nameOf(item))) throw new Error(`${nameOf(item)} twice.`);
        this.held.set(nameOf(item), valueOf(item));
      }
    }
  }
}

describe('ledger', () => {
  it('says nothing when nothing changes', () => {
    const ledger = new Ledger();
    expect(ledger.update(new Map([['a/1', [element('1', 'x')]]])).size).toBe(1);
    expect(ledger.update(new Map([['a/1', [element('1', 'x')]]])).size).toBe(0);
  });

  it('lets an item pass from one object to another, in one change or in two, in either order', () => {
    const ledger = new Ledger();
    const kernel = new FakeKernel();
    kernel.carryOut(ledger.update(new Map([['a/1', [element('1', 'x')]]])));
    kernel.carryOut(ledger.update(new Map([['a/1', []], ['a/2', [element('1', 'y')]]])));
    expect([...kernel.held.values()]).toEqual(['y']);
    kernel.carryOut(ledger.update(new Map([['a/3', [element('1', 'z')]]])));
    kernel.carryOut(ledger.update(new Map([['a/2', []]])));
    expect([...kernel.held.values()]).toEqual(['z']);
  });

  it('keeps an item as long as one of several objects asks for it', () => {
    const ledger = new Ledger();
    const kernel = new FakeKernel();
    kernel.carryOut(ledger.update(new Map([['a/1', [element('1', 'x')]], ['a/2', [element('1', 'x')]]])));
    expect(ledger.update(new Map([['a/2', []]])).size).toBe(0);
    expect(ledger.update(new Map([['a/3', [element('1', 'x')]]])).size).toBe(0);
    expect(ledger.update(new Map([['a/1', []]])).size).toBe(0);
    kernel.carryOut(ledger.update(new Map([['a/3', []]])));
    expect(kernel.held.size).toBe(0);
    // Where they differ, the last word counts, and the other one again when that one goes.
    kernel.carryOut(ledger.update(new Map([['a/1', [element('1', 'x')]]])));
    kernel.carryOut(ledger.update(new Map([['a/2', [element('1', 'y')]]])));
    expect([...kernel.held.values()]).toEqual(['y']);
    kernel.carryOut(ledger.update(new Map([['a/2', []]])));
    expect([...kernel.held.values()]).toEqual(['x']);
  });

  it('adds again what hung on a link that is made anew', () => {
    const ledger = new Ledger();
    const link = (mac: string): Item => ({ kind: 'link', name: 'tr0', mac, peer: { place: 'edge', name: 't1', mac: '' } });
    const route: Placed = { namespace: 'edge', item: { kind: 'route', table: 254, prefix: '198.18.0.1/32', device: 't1' } };
    ledger.update(new Map<Key, Placed[]>([['space/1', [{ namespace: 'vpc1', item: link('a') }]], ['translation/1', [route]]]));
    const plan = ledger.update(new Map([['space/1', [{ namespace: 'vpc1', item: link('b') }]]]));
    ledger.renewDevices(plan);
    expect(plan.get('edge')?.add.map(({ item }) => item)).toEqual([route.item]);
  });

  it('ends where a comparison from scratch ends, whatever the order of changes', () => {
    const names = fc.constantFrom('1', '2', '3', '4');
    const change = fc.dictionary(fc.constantFrom('a/1', 'a/2', 'a/3'), fc.uniqueArray(fc.tuple(names, fc.constantFrom('x', 'y')), { selector: ([name]) => name }), { minKeys: 1 });
    fc.assert(fc.property(fc.array(change), (changes) => {
      const ledger = new Ledger();
      const kernel = new FakeKernel();
      for (const objects of changes) {
        kernel.carryOut(ledger.update(new Map(Object.entries(objects).map(([key, items]) => [key, items.map(([name, data]) => element(name, data))]))));
        const held = [...ledger.itemsIn('vpc1')];
        expect(kernel.held).toEqual(new Map(held.map(({ item }) => [nameOf(item), valueOf(item)])));
        const found = held.map(({ item }) => observe(item));
        expect(differenceOf(found, held)).toEqual({ add: [], remove: [] });
      }
    }));
  });
});
