import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';

/** Bytes of user data at the most, before encoding. */
const MOST_BYTES = 32 * 1024;

/** The script in `UserData`, which comes as Base64. Throws Refusal. */
export function decodeUserData(encoded: string): string {
  const bare = encoded.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.length % 4 === 1) {
    throw new Refusal(ecsErrors['InvalidUserData.Base64FormatInvalid']);
  }
  const bytes = Buffer.from(bare, 'base64');
  if (bytes.length > MOST_BYTES) throw new Refusal(ecsErrors['InvalidUserData.SizeExceeded']);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(ecsErrors['InvalidUserData.Base64FormatInvalid']);
  }
}
