/**
 * Exact sums of money. Day prices are billed by the hour, so that every amount is a whole number of twenty-fourths of a decimal one: as
 * such it is kept and added, and divided only to be shown.
 */
import { Decimal as Base } from 'decimal.js';

/** Enough digits for bytes as GB (30 behind the point) of any price. */
export const Decimal = Base.clone({ precision: 100, toExpNeg: -100, toExpPos: 100 });
export type Decimal = Base;

/** A text that is a price: no sign, no exponent. */
export const PRICE = /^\d{1,9}(\.\d{1,9})?$/;

const PARTS = 24;
/** Digits behind the point that are shown. */
const SHOWN = 12;

/** Twenty-fourths of a currency unit. */
export type Parts = Decimal;

export const NONE: Parts = new Decimal(0);

export function partsOf(amount: Decimal): Parts {
  return amount.times(PARTS);
}

/** One hour's part of a day's price. */
export function hourOf(perDay: string): Parts {
  return new Decimal(perDay);
}

export function sum(amounts: Iterable<Parts>): Parts {
  let total = NONE;
  for (const amount of amounts) total = total.plus(amount);
  return total;
}

/** As it is shown: `7.425`. */
export function shown(amount: Parts): string {
  return amount.div(PARTS).toDecimalPlaces(SHOWN).toFixed();
}
