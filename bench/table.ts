/** Rows of the bench table, and the statistics they share. */

/** One measured figure. `reach` is what an idle machine should reach; never a gate. */
export interface Figure {
  readonly row: string;
  readonly figure: string;
  readonly unit: string;
  readonly value: number;
  /** The reference of the same run, interleaved with ours; absent where the row has none. */
  readonly reference?: number;
  /** ours ÷ reference, the median of the rounds' ratios. */
  readonly ratio?: number;
  readonly reach: string;
  readonly rounds: number;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Runs both in turn, in changing order, so that a drift of the machine meets both alike. */
export async function interleave(
  rounds: number,
  ours: () => Promise<number>,
  reference: () => Promise<number>,
): Promise<{ ours: number; reference: number; ratio: number }> {
  const pairs: { ours: number; reference: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await ours();
      pairs.push({ ours: first, reference: await reference() });
    } else {
      const first = await reference();
      pairs.push({ ours: await ours(), reference: first });
    }
  }
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    reference: median(pairs.map((pair) => pair.reference)),
    ratio: median(pairs.map((pair) => pair.ours / pair.reference)),
  };
}

export function render(figures: readonly Figure[]): string {
  const cells = figures.map((one) => [
    one.row,
    one.figure,
    `${format(one.value)} ${one.unit}`,
    one.reference === undefined ? '–' : `${format(one.reference)} ${one.unit}`,
    one.ratio === undefined ? '–' : one.ratio.toFixed(2),
    one.reach,
    String(one.rounds),
  ]);
  const table = [['row', 'figure', 'measured', 'reference', 'ratio', 'reach', 'rounds'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  return table
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
    .join('\n');
}

function format(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
