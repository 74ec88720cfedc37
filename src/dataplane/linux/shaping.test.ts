import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shape } from '../../network/objects.js';
import { render } from './items.js';
import { bundleOf, classNumber, classOf, classParameters, classText, shapeItems } from './shaping.js';

const shape: Shape = {
  kind: 'shape', key: 'shape/9', n: 9, space: 'space/3', publics: ['198.18.5.7'], ingress: 10_000_000, egress: 5_000_000, parent: null,
};
const text = (object: Shape): string[] => shapeItems(object).map(render);

describe('items of a shape', () => {
  it('are a class with its place and a counter, on the VPC\'s end for what is sent and on the edge\'s end for what is received', () => {
    expect(text(shape)).toEqual([
      'vpc3 element received 198.18.5.7 counts for 9',
      'vpc3 shaper tr0 by source',
      'vpc3 bundle tr0 5',
      'vpc3 class tr0 105:1207 5000000 bit/s',
      'vpc3 element class_out 198.18.5.7 : 105:1207',
      'edge element sent 198.18.5.7 counts for 9',
      'edge shaper t3 by destination',
      'edge bundle t3 5',
      'edge class t3 105:1207 10000000 bit/s',
      'edge element class_in 198.18.5.7 : 105:1207',
    ]);
  });

  it('are counters alone without a limit', () => {
    expect(text({ ...shape, ingress: null, egress: null })).toEqual([
      'vpc3 element received 198.18.5.7 counts for 9', 'edge element sent 198.18.5.7 counts for 9',
    ]);
  });

  it('send a member through the loop of its package, and into its part of the classes that hang on both ends of it', () => {
    expect(text({ ...shape, parent: 'package/70' }).slice(text(shape).length)).toEqual([
      'edge set package_out ipv4_addr : classid',
      'edge set package_in ipv4_addr : classid',
      'edge element package_out 198.18.5.7 : 2:27f',
      'edge element package_in 198.18.5.7 : 2:27f',
    ]);
    const shared = text({ ...shape, key: 'package/70', n: 70, space: null, publics: [] });
    expect(shared.filter((line) => / (?:link|class|shaper|rule) /.test(line))).toEqual([
      'edge link share-out ee:00:00:00:02:01 peer edge share-in ee:00:00:00:02:02',
      'edge rule 1000 1 table 1',
      'edge shaper share-out by priority',
      'edge rule 1000 2 table 2',
      'edge shaper share-in by priority',
      'edge class share-out 2:277 5000000 bit/s',
      'edge class share-in 2:277 10000000 bit/s',
    ]);
    expect(text({ ...shape, key: 'package/70', n: 70, space: null, publics: [], ingress: null, egress: null })).toEqual([]);
  });

  it('lets no text through that is not an address', () => {
    expect(() => text({ ...shape, publics: ['198.18.5.7 } ; flush ruleset'] })).toThrow(RangeError);
  });
});

describe('a class id', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  it('is no other EIP\'s of a pool of /8, and never that of a qdisc', () => {
    const address = fc.tuple(byte, byte, fc.integer({ min: 2, max: 252 })).map((bytes) => `10.${bytes.join('.')}`);
    fc.assert(fc.property(address, address, (one, other) => {
      const { id, bundle } = classOf(one);
      expect(id === classOf(other).id).toBe(one === other);
      expect(classText(classNumber(id))).toBe(id);
      expect(bundleOf(id)).toBe(bundle);
      expect(classNumber(id) & 0xffff).not.toBe(0);
    }));
  });
});

describe('a class', () => {
  it.each([
    // bit/s, byte/s, burst, queue, trickle
    [1_000, 125, 3_000, 3_000, true],
    [1_000_000, 125_000, 3_000, 98_304, false],
    [5_000_000, 625_000, 6_250, 98_304, false],
    [100_000_000, 12_500_000, 125_000, 625_000, false],
    [500_000_000, 62_500_000, 625_000, 3_125_000, false],
    [2_000_000_000, 250_000_000, 2_500_000, 12_500_000, false],
  ])('of %i bit/s holds back as follows', (rate, bytes, burst, queue, trickle) => {
    expect(classParameters(rate)).toEqual({ rate: bytes, burst, queue, trickle });
  });
});
