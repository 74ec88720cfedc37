import { describe, expect, it } from 'vitest';
import type { Shape } from '../network/objects.js';
import { DesiredNetwork } from './network.js';

const shape = (n: number, publics: readonly string[] = []): Shape =>
  ({ kind: 'shape', key: `shape/${n}`, n, space: null, publics, ingress: null, egress: null, parent: null });

describe('what an agent has to be told', () => {
  it('is what changed after the version that it has, each key once', () => {
    const network = new DesiredNetwork('e', 7, [shape(1), shape(2)]);
    expect(network.since('e', 7)).toBeUndefined();
    expect(network.adopt({ upserts: [shape(3)], deletes: [] })).toEqual(['shape/3']);
    network.adopt({ upserts: [shape(2, ['198.18.0.1'])], deletes: ['shape/1'] });
    network.adopt({ upserts: [shape(2)], deletes: [] });
    expect(network.since('e', 10)).toEqual([]);
    expect(network.since('e', 9)).toEqual(['shape/2']);
    expect(new Set(network.since('e', 8))).toEqual(new Set(['shape/1', 'shape/2']));
    expect(new Set(network.keys())).toEqual(new Set(['shape/2', 'shape/3']));
  });

  it('is everything for who comes from before the start, another epoch or the future', () => {
    const network = new DesiredNetwork('e', 7, [shape(1)]);
    network.adopt({ upserts: [shape(2)], deletes: [] });
    for (const [epoch, version] of [['e', 6], ['e', 7], ['e', 9], ['f', 8]] as const) expect(network.since(epoch, version)).toBeUndefined();
  });

  it('is everything once more changed than is remembered', () => {
    const network = new DesiredNetwork('e', 7, []);
    network.adopt({ upserts: [shape(0)], deletes: [] });
    network.adopt({ upserts: Array.from({ length: 100_000 }, (_, n) => shape(n + 1)), deletes: [] });
    expect(network.since('e', 8)).toBeUndefined();
    network.adopt({ upserts: [shape(0)], deletes: [] });
    expect(network.since('e', 9)).toEqual(['shape/0']);
  });
});
