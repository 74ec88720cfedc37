/**
 * IPv4 arithmetic. An address is an unsigned 32-bit number, a block its first address and prefix length. The texts come from objects and
 * requests that have been checked; nothing here does.
 */
import type { Ipv4, Prefix } from './objects.js';

export function addressNumber(address: Ipv4): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

export function formatAddress(address: number): Ipv4 {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

export interface Block {
  readonly first: number;
  /** 0-32. */
  readonly length: number;
}

/** Bits behind the prefix are cut off. */
export function blockOf(prefix: Prefix): Block {
  const [address = '', length = '32'] = prefix.split('/');
  const size = 2 ** (32 - Number(length));
  return { first: Math.floor(addressNumber(address) / size) * size, length: Number(length) };
}

export function formatPrefix(block: Block): Prefix {
  return `${formatAddress(block.first)}/${block.length}`;
}

export function contains(block: Block, address: number): boolean {
  return address >= block.first && address < block.first + 2 ** (32 - block.length);
}

export function covers(prefix: Prefix | Block, address: Ipv4): boolean {
  return contains(typeof prefix === 'string' ? blockOf(prefix) : prefix, addressNumber(address));
}
