/** IPv4 texts as numbers. The texts come from objects and requests whose schemas have checked them. */
import type { Ipv4, Prefix } from './objects.js';

export function addressNumber(address: Ipv4): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
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

export function covers(prefix: Prefix | Block, address: Ipv4): boolean {
  const { first, length } = typeof prefix === 'string' ? blockOf(prefix) : prefix;
  const number = addressNumber(address);
  return number >= first && number < first + 2 ** (32 - length);
}
