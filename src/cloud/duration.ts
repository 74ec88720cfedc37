/** Spans of time as people write them: `72h`, `3d12h`, `500ms`. */
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const FORM = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** ms; undefined for what is no duration. */
export function durationOf(text: string): number | undefined {
  const match = FORM.exec(text);
  if (match === null || text === '') return undefined;
  return Object.values(UNITS).reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}
