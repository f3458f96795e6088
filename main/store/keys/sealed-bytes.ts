import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/** AES-256-GCM with a random nonce (NIST SP 800-38D §8.2.2): 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** Bytes that were changed, or sealed with another key or for another place. */
export class BrokenSealError extends Error {
  override readonly name = 'BrokenSealError';
}

/** Making a key ready costs more than a cell; it goes with the bytes it was made of. */
const ready = new WeakMap<Uint8Array, KeyObject>();

function readyKey(key: Uint8Array): KeyObject {
  const known = ready.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  ready.set(key, made);
  return made;
}

/**
 * @param key 32 random bytes; at most 2³² messages under one key
 * @param place what the bytes are and where they belong; they open nowhere else
 */
export function sealBytes(key: Uint8Array, place: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', readyKey(key), nonce);
  cipher.setAAD(Buffer.from(place, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws {BrokenSealError} when the bytes are not what was sealed with this key for this place */
export function openBytes(key: Uint8Array, place: string, sealed: Uint8Array): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new BrokenSealError(`${place}: too short to be sealed.`);
  const decipher = createDecipheriv('aes-256-gcm', readyKey(key), sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
    // checks the tag; a stream cipher has no bytes left to give
    decipher.final();
    return plain;
  } catch (error) {
    throw new BrokenSealError(`${place}: changed, or sealed with another key.`, { cause: error });
  }
}

/** A key of its own for each use of a random key: HKDF-SHA-256 (RFC 5869) without salt. @returns 32 bytes */
export function derivedKey(key: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), use, KEY_BYTES));
}
