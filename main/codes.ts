import { createHash, createHmac, randomInt } from 'node:crypto';
import type { SessionId } from '#shared/ids.ts';

/** Crockford's base 32 without the letters that are read wrongly: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function readable(bytes: Uint8Array, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/**
 * Codes that people read and type. The deletion code is derived from the kiosk's secret, so it is stored nowhere and can
 * still be checked; 8 symbols are 40 bits.
 */
export function createCodes(secret: Uint8Array) {
  function deletionCode(sessionId: SessionId): string {
    const text = readable(createHmac('sha256', secret).update(`deletion:${sessionId}`).digest(), 8);
    return `${text.slice(0, 4)}-${text.slice(4)}`;
  }
  return {
    returnCode: (): string => String(randomInt(10_000)).padStart(4, '0'),
    deletionCode,
    deletionCodeHash: (sessionId: SessionId): string =>
      createHash('sha256').update(deletionCode(sessionId)).digest('hex'),
    /** Six symbols of a hash of the id: short enough to say aloud, without the secret. */
    reference: (sessionId: SessionId): string =>
      readable(createHash('sha256').update(`reference:${sessionId}`).digest(), 6),
  };
}
