/** Quantities in the user's way of writing numbers: three digits that count, in the unit that fits. */
import type { Language } from '../../i18n/languages.js';

export interface Units {
  readonly bits: (perSecond: number) => string;
  readonly bytes: (bytes: number) => string;
  /** A plain number. */
  readonly count: (n: number) => string;
  readonly percent: (part: number) => string;
}

const BITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];
const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function unitsOf({ tag }: Language): Units {
  const digits = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumSignificantDigits: 2 });
  const scaled = (value: number, base: number, names: readonly string[]) => {
    let power = 0;
    let rest = value;
    // 999.6 would be written as 1,000.
    while (Math.round(rest) >= base && power < names.length - 1) {
      rest /= base;
      power += 1;
    }
    return `${(rest < 1_000 ? digits : whole).format(rest)} ${names[power] ?? ''}`;
  };
  return {
    bits: (perSecond) => scaled(perSecond, 1_000, BITS),
    bytes: (bytes) => scaled(bytes, 1_024, BYTES),
    count: (n) => (n < 100 ? digits : whole).format(n),
    percent: (part) => percent.format(part),
  };
}
