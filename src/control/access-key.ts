/** Access keys, of the system's randomness: a seed reproduces ids and addresses, never a secret. */
import { randomInt } from 'node:crypto';
import type { AccessKey } from '../cloud/resources.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** In the cloud's form: an id of 24 letters and digits that begins with LTAI, a secret of 30. */
export function newAccessKey(): Pick<AccessKey, 'id' | 'secret'> {
  return { id: `LTAI5t${letters(18)}`, secret: letters(30) };
}

function letters(length: number): string {
  return Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
