import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';

/** Bytes of user data at the most, before encoding. */
const MOST_BYTES = 32 * 1024;

/** `UserData` as rows keep it: Base64 without line breaks, of a script that a guest can run. Throws Refusal. */
export function checkUserData(encoded: string): string {
  const bare = encoded.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.length % 4 === 1) {
    throw new Refusal(ecsErrors['InvalidUserData.Base64FormatInvalid']);
  }
  const bytes = Buffer.from(bare, 'base64');
  if (bytes.length > MOST_BYTES) throw new Refusal(ecsErrors['InvalidUserData.SizeExceeded']);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bare;
  } catch {
    throw new Refusal(ecsErrors['InvalidUserData.Base64FormatInvalid']);
  }
}
