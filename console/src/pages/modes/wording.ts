/** Cells of the comparison table in the user's language; the cloud's own word where there is none. */
import type { ModeTexts } from '../../i18n/seeing/modes/en.js';
import { wordFor } from '../../i18n/words.js';

/** Protocols, counts, ids and names of actions are the same in all languages. */
const PLAIN = /^(icmp|tcp|udp|\d+|ecs\.\w+|[a-z]+(-[a-z]+)+(-\d+)?|AssociatedPublicIp|DescribeEipGatewayInfo)$/;

/** Undefined for a word that no language has. */
export function wordOf({ words }: ModeTexts, value: string): string | undefined {
  if (Object.hasOwn(words, value)) return words[value as keyof ModeTexts['words']];
  if (!PLAIN.test(value)) return undefined;
  return /^(icmp|tcp|udp)$/.test(value) ? value.toUpperCase() : value;
}

export function cellText(texts: ModeTexts, values: readonly string[], separator: string): string {
  return values.map((value) => wordOf(texts, value) ?? value).join(separator);
}

export function rowTitle({ rows }: ModeTexts, key: string): string {
  return wordFor(rows, key);
}
