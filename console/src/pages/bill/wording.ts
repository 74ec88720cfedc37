/** What a bill's line says in the user's language; the bill's own words where there are none. */
import type { BillLine } from '../../api/bill.js';
import type { BillTexts } from '../../i18n/seeing/bill/en.js';
import { wordFor } from '../../i18n/words.js';

export function reasonText({ reasons }: BillTexts, { Reason }: Pick<BillLine, 'Reason'>): string {
  return wordFor(reasons, Reason);
}

/** `20 Mbit/s`, `1.5 GB`, `3 months of 5 Mbit/s`; '' for what is an hour: its line says how many there are. */
export function quantityText(texts: BillTexts, number: (n: number) => string, { Quantity }: Pick<BillLine, 'Quantity'>): string {
  const months = /^(\d+) months? of (\d+) Mbit\/s$/.exec(Quantity);
  if (months !== null) return texts.months(number(Number(months[1])), number(Number(months[2])));
  const [, amount = '', unit = ''] = /^([\d.]+) (h|GB|Mbit\/s)$/.exec(Quantity) ?? [];
  if (unit === 'h') return '';
  if (unit === 'GB') return texts.gigabytes(amount);
  return unit === 'Mbit/s' ? texts.mbps(number(Number(amount))) : Quantity;
}
