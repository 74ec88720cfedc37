/** What the cloud's error codes mean and what to do, in each language. English is the table's shape: a missing code does not compile. */
import type { en } from './en.js';

export type ErrorCode = keyof typeof en;
export type ErrorTexts = Readonly<Record<ErrorCode, readonly [meaning: string, mend: string]>>;

export function isKnownCode(errors: ErrorTexts, code: string): code is ErrorCode {
  return Object.hasOwn(errors, code);
}
