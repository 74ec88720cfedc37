/** Spans of time, as the API takes them and as people read them. */
import type { Words } from '../../i18n/words.js';

const UNITS = [['d', 'day', 86_400_000], ['h', 'hour', 3_600_000], ['m', 'minute', 60_000], ['s', 'second', 1_000], ['ms', 'millisecond', 1]] as const;

/** ms of a span like `3d12h`. */
export function durationOf(text: string): number {
  return [...text.matchAll(/(\d+)(ms|[dhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS.find(([letter]) => letter === unit)?.[2] ?? 0), 0);
}

/** Its two greatest units: more says nothing. */
export function spanOf(ms: number, { language }: Pick<Words, 'language'>): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [, unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(new Intl.NumberFormat(language.tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join(' ');
}
