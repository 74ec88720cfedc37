/**
 * IPv4 arithmetic on what users write. Texts are parsed at the edge and only in their one canonical form (four decimal parts without leading
 * zeros), so that equal addresses are equal texts.
 */
import ipaddr from 'ipaddr.js';
import { addressNumber, blockOf, contains, formatAddress, formatPrefix, type Block } from '../network/address.js';
import type { Ipv4, Prefix } from '../network/objects.js';

export { contains, formatAddress, formatPrefix };
export type Cidr = Block;

/** The number of an address, or undefined for anything but `a.b.c.d`. */
export function parseAddress(text: string): number | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? addressNumber(text) : undefined;
}

/** The mask of a prefix length, `255.255.255.0`. */
export function maskOf(length: number): Ipv4 {
  return formatAddress(2 ** 32 - 2 ** (32 - length));
}

/** The block that `a.b.c.d/len` lies in: bits behind the prefix are cut off. Undefined for anything else. */
export function parsePrefix(text: string): Cidr | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || !/\/(0|[1-9]\d?)$/.test(text)) return undefined;
  return blockOf(text);
}

/** Like `parsePrefix`, but undefined where a bit behind the prefix is set, as in `10.0.0.1/8`. */
export function parseNetwork(text: string): Cidr | undefined {
  const cidr = parsePrefix(text);
  return cidr !== undefined && formatPrefix(cidr) === text ? cidr : undefined;
}

/** A block whose text was checked when it was stored. Throws on anything else. */
export function storedNetwork(text: Prefix): Cidr {
  const cidr = parseNetwork(text);
  if (cidr === undefined) throw new Error(`"${text}" is not a CIDR block, yet a row holds it`);
  return cidr;
}

/** Number of addresses. */
export function size(cidr: Cidr): number {
  return 2 ** (32 - cidr.length);
}

export function lastOf(cidr: Cidr): number {
  return cidr.first + size(cidr) - 1;
}

/** True when `inner` is a part of `outer` or equal to it. */
export function within(inner: Cidr, outer: Cidr): boolean {
  return inner.length >= outer.length && contains(outer, inner.first);
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return within(a, b) || within(b, a);
}

/** The fewest blocks that cover every address of `whole` that is in none of the given blocks, in order. */
export function complement(blocks: readonly Cidr[], whole: Cidr = { first: 0, length: 0 }): readonly Cidr[] {
  const inside = blocks.filter((block) => overlaps(block, whole));
  if (inside.length === 0) return [whole];
  if (inside.some((block) => within(whole, block))) return [];
  const length = whole.length + 1;
  return [...complement(inside, { first: whole.first, length }), ...complement(inside, { first: whole.first + 2 ** (32 - length), length })];
}

/** The addresses of a vSwitch: the first and the last three are reserved, the third-last is its gateway. */
export interface VSwitchAddresses {
  readonly gateway: number;
  /** First and last address that an ENI may hold. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** For a vSwitch's block, /29 or larger. */
export function vswitchAddresses(cidr: Cidr): VSwitchAddresses {
  const end = lastOf(cidr);
  return { gateway: end - 2, first: cidr.first + 1, last: end - 3, count: size(cidr) - 4 };
}
