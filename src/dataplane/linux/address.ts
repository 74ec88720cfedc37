/**
 * Addresses between their text and their bytes. Whatever reaches the kernel goes through here: text that is not an address
 * throws before it can become part of a ruleset.
 */
import { addressNumber, blockOf, formatAddress } from '../../network/address.js';

const ADDRESS = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** The four bytes of dotted text. Throws a `RangeError` for anything else. */
export function octets(address: string): Buffer {
  const numbers = ADDRESS.exec(address)?.slice(1).map(Number);
  if (numbers === undefined || numbers.some((number) => number > 255)) throw new RangeError(`Not an IPv4 address: ${JSON.stringify(address)}.`);
  return Buffer.from(numbers);
}

/** Dotted text of the four bytes at `offset`. */
export function dotted(bytes: Buffer, offset = 0): string {
  return `${String(bytes[offset])}.${String(bytes[offset + 1])}.${String(bytes[offset + 2])}.${String(bytes[offset + 3])}`;
}

/** The address in its one canonical spelling. */
export function canonical(address: string): string {
  return dotted(octets(address));
}

/** Network address and length of a prefix, host bits cleared. */
export function parsePrefix(prefix: string): { readonly network: string; readonly length: number } {
  const slash = prefix.indexOf('/');
  const length = slash < 0 ? 32 : Number(prefix.slice(slash + 1));
  if (!Number.isInteger(length) || length < 0 || length > 32) throw new RangeError(`Not an IPv4 prefix: ${JSON.stringify(prefix)}.`);
  const address = canonical(slash < 0 ? prefix : prefix.slice(0, slash));
  return { network: formatAddress(blockOf(`${address}/${String(length)}`).first), length };
}

export function canonicalPrefix(prefix: string): string {
  const { network, length } = parsePrefix(prefix);
  return `${network}/${String(length)}`;
}

/** The address `offset` after the first of a prefix. */
export function addressAt(prefix: string, offset: number): string {
  return formatAddress(addressNumber(parsePrefix(prefix).network) + offset);
}

/** The six bytes of lower-case colon text. Throws a `RangeError` for anything else. */
export function macOctets(mac: string): Buffer {
  if (!MAC.test(mac)) throw new RangeError(`Not a MAC address: ${JSON.stringify(mac)}.`);
  return Buffer.from(mac.replaceAll(':', ''), 'hex');
}
