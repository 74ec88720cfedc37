import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacity, eipPool, gives, isEipPool, isInternetRange, pickAddress } from './address-pool.js';

const counting = () => {
  let next = 0;
  return { int: (below: number) => next++ % below };
};

describe('§4.1 the EIP pool', () => {
  it.each(['198.18.0.0/25', '198.18.0.1/24', 'pool', ''])('"%s" is no pool, and the message says what is', (setting) => {
    expect(() => eipPool(setting)).toThrow(/\/24 or larger/);
  });

  it.each([
    ['198.18.0.0/15', true, true], ['203.0.113.0/24', true, true], ['203.0.113.0/28', false, true], ['203.0.113.0/29', false, false], ['anything', false, false],
    // Private in every VPC, or not to be routed: an EIP from there could never be reached.
    ['10.9.0.0/16', false, false], ['192.168.0.0/16', false, false], ['100.0.0.0/8', false, false], ['127.0.0.0/24', false, false], ['0.0.0.0/0', false, false],
  ])('%s: as eipPool %s, as internetRange %s', (block, pool, internet) => {
    expect([isEipPool(block), isInternetRange(block)]).toEqual([pool, internet]);
  });

  it('never gives .0, .1 and .253 to .255 of a /24', () => {
    const pool = eipPool('198.18.0.0/23');
    const given = Array.from({ length: 512 }, (_, i) => `198.18.${i >> 8}.${i & 255}`).filter((address) => gives(pool, address));
    expect(given).toHaveLength(capacity(pool));
    expect(given.filter((address) => /\.(0|1|253|254|255)$/.test(address))).toEqual([]);
    expect(gives(pool, '198.18.2.5')).toBe(false);
    expect(gives(pool, 'nonsense')).toBe(false);
  });

  it('gives every address once, in any order of picks, and then none', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const pool = eipPool('198.18.4.0/24');
        const random = { int: (below: number) => (stream.next().value ?? 0) % below };
        const taken = new Set<string>();
        for (let i = 0; i < capacity(pool); i++) {
          const address = pickAddress(pool, random, (one) => taken.has(one)) ?? 'none';
          expect(gives(pool, address) && !taken.has(address)).toBe(true);
          taken.add(address);
        }
        expect(pickAddress(pool, random, (one) => taken.has(one))).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('asks about few addresses while most are free', () => {
    let asked = 0;
    const odd = (address: string) => (asked++, Number(address.split('.')[3]) % 2 === 1);
    expect(pickAddress(eipPool('198.18.0.0/15'), counting(), odd)).toBeDefined();
    expect(asked).toBeLessThan(4);
  });
});
