/** Amounts of money as decimal texts: added exactly, and written as the user writes money with every digit that counts. */
export type Decimal = `${number}`;

/** Exact: whole numbers of the smallest digit that occurs. */
export function sumOf(amounts: readonly Decimal[]): Decimal {
  const digits = Math.max(0, ...amounts.map((amount) => fraction(amount).length));
  const total = amounts.reduce((sum, amount) => sum + BigInt(`${whole(amount)}${fraction(amount).padEnd(digits, '0')}`), 0n);
  const text = total.toString().padStart(digits + 1, '0');
  const behind = text.slice(text.length - digits).replace(/0+$/, '');
  const before = digits === 0 ? text : text.slice(0, -digits);
  return (digits === 0 || behind === '' ? before : `${before}.${behind}`) as Decimal;
}

function whole(amount: Decimal): string {
  return amount.split('.')[0] ?? '';
}

function fraction(amount: Decimal): string {
  return amount.split('.')[1] ?? '';
}

/** A site may call its currency anything. */
export function moneyText(tag: string, currency: string, amount: Decimal): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 12 };
  if (/^[A-Z]{3}$/.test(currency)) return new Intl.NumberFormat(tag, { style: 'currency', currency, ...digits }).format(amount);
  return `${new Intl.NumberFormat(tag, digits).format(amount)} ${currency}`;
}
