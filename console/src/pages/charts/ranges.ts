/** How far back one looks, and how finely: DescribeEipMonitorData gives 400 points at the most. */
export const RANGES = { '1h': 60, '6h': 360, '1d': 1_440, '3d': 4_320, '14d': 20_160 } as const;
export type Range = keyof typeof RANGES;

/** s */
export const PERIODS = [60, 300, 900, 3_600] as const;
export type PeriodSeconds = (typeof PERIODS)[number];

const MOST = 400;

export function fits(range: Range, seconds: number): boolean {
  const points = (RANGES[range] * 60) / seconds;
  return points <= MOST && points > 1;
}

/** The asked one where it fits, else the finest that does. */
export function periodOf(range: Range, asked: number): PeriodSeconds {
  const fitting = PERIODS.filter((seconds) => fits(range, seconds));
  return fitting.find((seconds) => seconds === asked) ?? fitting[0] ?? 3_600;
}

export function isRange(text: string | null): text is Range {
  return text !== null && Object.hasOwn(RANGES, text);
}
