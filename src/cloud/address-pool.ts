/**
 * The pool that EIPs come from, cut into /24 prefixes as seen by a guest: each has its gateway at .1 and the mask 255.255.255.0, and
 * .0, .1 and .253 to .255 of each are never given to anyone (behaviour §4.1, DescribeEipGatewayInfo).
 */
import type { Ipv4, Prefix } from '../network/objects.js';
import { contains, formatAddress, overlaps, parseAddress, parseNetwork, size, storedNetwork, type Cidr } from './cidr.js';
import type { Random } from './ids.js';

const FIRST_HOST = 2;
const LAST_HOST = 252;
const PER_PREFIX = LAST_HOST - FIRST_HOST + 1;

/** Probes at random before the search in order: in a pool half full, one allocation in 2^32 needs the search. */
const PROBES = 32;

/** Never reached through the Internet edge, in any VPC without an IPv4 gateway (behaviour §3.4, NAT): no public address can be among them. */
export const PRIVATE_RANGES: readonly Prefix[] = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];
/** What no kernel routes to anybody else. */
const RESERVED: readonly Prefix[] = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'];

/** True for a block of public addresses that can be cut into /24 prefixes. */
export function isEipPool(setting: string): boolean {
  return isPublic(setting, 24);
}

/** True for a block of public addresses with room for the edge and the hosts of the Internet side. */
export function isInternetRange(setting: string): boolean {
  return isPublic(setting, 28);
}

function isPublic(setting: string, longest: number): boolean {
  const block = parseNetwork(setting);
  return block !== undefined && block.length <= longest && ![...PRIVATE_RANGES, ...RESERVED].some((range) => overlaps(block, storedNetwork(range)));
}

/** Reads the setting `eipPool`. Throws when it is no block of /24 or larger. */
export function eipPool(setting: string): Cidr {
  const pool = parseNetwork(setting);
  if (pool === undefined || pool.length > 24) {
    throw new Error(
      `The setting eipPool is "${setting}", which is no IPv4 block of /24 or larger: EIPs come in prefixes of 256 addresses. ` +
        'Give one like 198.18.0.0/15.',
    );
  }
  return pool;
}

/** How many addresses the pool can give. */
export function capacity(pool: Cidr): number {
  return (size(pool) / 256) * PER_PREFIX;
}

/** True for an address that the pool can give. */
export function gives(pool: Cidr, address: Ipv4): boolean {
  const number = parseAddress(address);
  if (number === undefined || !contains(pool, number)) return false;
  const host = number % 256;
  return host >= FIRST_HOST && host <= LAST_HOST;
}

/** What a guest is told of the prefix that a public address is of. Throws for what is no address. */
export function blockOf(address: Ipv4): { readonly gateway: Ipv4; readonly length: number } {
  const number = parseAddress(address);
  if (number === undefined) throw new Error(`"${address}" is no IPv4 address.`);
  return { gateway: formatAddress(number - (number % 256) + 1), length: 24 };
}

/**
 * A free address, picked at random so that a released one does not come back at once; when random probes keep hitting taken ones,
 * the first free one after a random place. Undefined when all are taken.
 */
export function pickAddress(pool: Cidr, random: Random, taken: (address: Ipv4) => boolean): Ipv4 | undefined {
  const all = capacity(pool);
  const at = (index: number) =>
    formatAddress(pool.first + Math.floor(index / PER_PREFIX) * 256 + FIRST_HOST + (index % PER_PREFIX));
  for (let probe = 0; probe < PROBES; probe++) {
    const address = at(random.int(all));
    if (!taken(address)) return address;
  }
  const start = random.int(all);
  for (let step = 0; step < all; step++) {
    const address = at((start + step) % all);
    if (!taken(address)) return address;
  }
  return undefined;
}
