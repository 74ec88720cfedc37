/** Arguments that the API would refuse by the names of its own parameters, which nobody has typed. */
import { moment } from '../api/parameters.js';
import { durationOf } from '../cloud/duration.js';
import { Failed } from './failed.js';

/** The text, if it is a duration. Throws Failed. */
export function asDuration<T extends string | undefined>(text: T): T {
  if (text === undefined || durationOf(text) !== undefined) return text;
  throw new Failed(
    `"${text}" is no duration.`,
    'A duration is whole numbers, each with its unit, the largest first: d, h, m, s or ms.',
    'Write it like 72h, 30m, 3d12h or 500ms.',
  );
}

/** The text, if it is a time. Throws Failed. */
export function asTime(text: string): string {
  if (moment().safeParse(text).success) return text;
  throw new Failed(
    `"${text}" is no time.`,
    'A time is a date in UTC, with or without the time of day.',
    'Write it like 2026-03-01, 2026-03-01T12:00Z or 2026-03-01T12:00:00Z.',
  );
}
