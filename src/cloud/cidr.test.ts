import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complement, contains, formatAddress, formatPrefix, overlaps, parseAddress, parseNetwork, parsePrefix, size, storedNetwork, vswitchAddresses, within } from './cidr.js';

const address = fc.nat({ max: 2 ** 32 - 1 });
const cidr = fc
  .tuple(address, fc.integer({ min: 0, max: 32 }))
  .map(([first, length]) => ({ first: first - (first % 2 ** (32 - length)), length }));

describe('addresses and blocks', () => {
  it('have one text each', () => {
    fc.assert(fc.property(address, (n) => parseAddress(formatAddress(n)) === n));
    fc.assert(fc.property(cidr, (block) => {
      expect(parseNetwork(formatPrefix(block))).toEqual(block);
    }));
  });

  it.each(['', '1.2.3', '010.0.0.1', '1.2.3.4.5', '256.1.1.1', '0x0a.0.0.1', '1.2.3.4 ', '::1', '10.0.0.0/8'])(
    'no address: "%s"',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  );

  it.each(['', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/-1', '10/8', '::/0', '010.0.0.0/8'])(
    'no block: "%s"',
    (text) => expect(parsePrefix(text)).toBeUndefined(),
  );

  it('a block with bits behind its prefix is read, but is no network', () => {
    expect(formatPrefix(parsePrefix('10.1.2.3/8') ?? { first: 0, length: 0 })).toBe('10.0.0.0/8');
    expect(parseNetwork('10.1.2.3/8')).toBeUndefined();
  });

  it('overlap exactly where they share an address', () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const share = Math.max(a.first, b.first) < Math.min(a.first + size(a), b.first + size(b));
        expect(overlaps(a, b)).toBe(share);
        expect(within(a, b)).toBe(share && a.length >= b.length);
      }),
    );
  });
});

describe('the complement of blocks', () => {
  it('is what is in none of them, in the fewest blocks', () => {
    const texts = (...blocks: readonly string[]) => complement(blocks.map(storedNetwork)).map(formatPrefix);
    expect(texts()).toEqual(['0.0.0.0/0']);
    expect(texts('0.0.0.0/0')).toEqual([]);
    expect(texts('0.0.0.0/1', '192.0.0.0/2')).toEqual(['128.0.0.0/2']);
    expect(texts('10.0.0.0/8', '10.1.0.0/16')).toEqual([
      '0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/1',
    ]);
  });
});

describe('§2.5 reserved addresses of a vSwitch', () => {
  it('a /24 keeps .0 and .253 to .255, its gateway is .253', () => {
    const block = parsePrefix('192.168.7.0/24') ?? { first: 0, length: 0 };
    const { gateway, first, last, count } = vswitchAddresses(block);
    expect([gateway, first, last].map(formatAddress)).toEqual(['192.168.7.253', '192.168.7.1', '192.168.7.252']);
    expect(count).toBe(252);
    expect(contains(block, gateway)).toBe(true);
  });

  it('a /29 leaves four', () => {
    const { first, last, count } = vswitchAddresses(parsePrefix('10.0.0.8/29') ?? { first: 0, length: 0 });
    expect([first, last].map(formatAddress)).toEqual(['10.0.0.9', '10.0.0.12']);
    expect(count).toBe(last - first + 1);
  });
});
