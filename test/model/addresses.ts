/** Arithmetic of the model: IPv4 addresses and blocks as numbers, months. */

const number = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** First and last address of a block; of an address, that one. */
function range(cidr: string): readonly [first: number, last: number] {
  const [address = '', length = '32'] = cidr.split('/');
  const first = number(address);
  return [first, first + 2 ** (32 - Number(length)) - 1];
}

export const holds = (outer: string, inner: string): boolean => range(outer)[0] <= range(inner)[0] && range(inner)[1] <= range(outer)[1];

export const overlap = (a: string, b: string): boolean => range(a)[0] <= range(b)[1] && range(b)[0] <= range(a)[1];

/** The first address of a vSwitch and the last three are kept. */
export const usable = (cidr: string, ip: string): boolean => holds(cidr, ip) && number(ip) > range(cidr)[0] && number(ip) < range(cidr)[1] - 2;

/** The same day of a later month, or its last one. */
export function monthsLater(time: number, months: number): number {
  const [day, end] = [new Date(time).getUTCDate(), new Date(time)];
  end.setUTCMonth(end.getUTCMonth() + months);
  return end.getUTCDate() === day ? end.getTime() : end.setUTCDate(0);
}
