/** How fast, as people write it. */
const UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];

/** `1.2 Mbit/s` @param number writes a number in the user's language */
export function speedText(bits: number, number: (n: number) => string): string {
  const power = bits < 1 ? 0 : Math.min(Math.floor(Math.log10(bits) / 3), UNITS.length - 1);
  const shown = bits / 1_000 ** power;
  return `${number(shown < 10 ? Math.round(shown * 10) / 10 : Math.round(shown))} ${UNITS[power] ?? ''}`;
}
