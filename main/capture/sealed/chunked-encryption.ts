import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * C2SP chunked-encryption, instance Cobblestone-256 (https://c2sp.org/chunked-encryption): HKDF-Expand with SHA-512, AES-256-GCM
 * in chunks of 16 KiB, the last one always shorter, which proves that the message is whole.
 */
export const KEY_BYTES = 32;
const SALT_BYTES = 24;
const COMMITMENT_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHUNK_BYTES = 16 * 1024;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const PREFIX_BYTES = SALT_BYTES + COMMITMENT_BYTES;
const LABEL = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'latin1');

/** A message that was changed, cut short, or sealed with another key or for another place. */
export class BrokenSealError extends Error {
  override readonly name = 'BrokenSealError';
}

/** HKDF-Expand of RFC 5869 §2.3 with SHA-512; `hkdfSync` of Node cannot leave out the extraction. */
function expand(key: Uint8Array, info: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  let last = Buffer.alloc(0);
  for (let made = 0; made < length; made += last.length) {
    last = createHmac('sha512', key)
      .update(last)
      .update(info)
      .update(Buffer.from([blocks.length + 1]))
      .digest();
    blocks.push(last);
  }
  return Buffer.concat(blocks).subarray(0, length);
}

interface MessageKey {
  key: Buffer;
  baseNonce: Buffer;
  commitment: Buffer;
}

function derive(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array): MessageKey {
  if (inputKey.length !== KEY_BYTES) throw new RangeError(`The key must have ${KEY_BYTES} bytes.`);
  const bytes = expand(inputKey, Buffer.concat([LABEL, salt, context]), KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES);
  return {
    key: bytes.subarray(0, KEY_BYTES),
    baseNonce: bytes.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES),
    commitment: bytes.subarray(KEY_BYTES + NONCE_BYTES),
  };
}

function nonceOf(baseNonce: Buffer, chunk: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  // messages here are far below 2³² chunks, so the counter reaches the last four bytes only
  nonce.writeUInt32BE((nonce.readUInt32BE(NONCE_BYTES - 4) ^ chunk) >>> 0, NONCE_BYTES - 4);
  return nonce;
}

/** Bytes of the sealed message for `plainBytes` of plaintext. */
export function sealedBytes(plainBytes: number): number {
  return PREFIX_BYTES + plainBytes + TAG_BYTES * (Math.floor(plainBytes / CHUNK_BYTES) + 1);
}

/**
 * Seals a message under a salt of its own.
 *
 * @param inputKey 32 uniformly random bytes
 * @param context what the message is and where it belongs; must be the same to open it
 * @param salt 24 bytes that never repeat for one key; random by default, given only by tests
 */
export function seal(
  inputKey: Uint8Array,
  context: Uint8Array,
  message: Uint8Array,
  salt: Uint8Array = randomBytes(SALT_BYTES),
): Buffer {
  if (salt.length !== SALT_BYTES) throw new RangeError(`The salt must have ${SALT_BYTES} bytes.`);
  const { key, baseNonce, commitment } = derive(inputKey, salt, context);
  const parts: Uint8Array[] = [salt, commitment];
  const chunks = Math.floor(message.length / CHUNK_BYTES) + 1;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(baseNonce, chunk));
    parts.push(cipher.update(message.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES)), cipher.final());
    parts.push(cipher.getAuthTag());
  }
  return Buffer.concat(parts, sealedBytes(message.length));
}

/**
 * Opens what `seal` made.
 *
 * @throws {BrokenSealError} when a bit was changed, the message is not whole, or key or context are not those it was sealed with
 */
export function open(inputKey: Uint8Array, context: Uint8Array, sealed: Uint8Array): Buffer {
  const chunkBytes = sealed.length - PREFIX_BYTES;
  const lastBytes = chunkBytes % SEALED_CHUNK_BYTES;
  if (chunkBytes < TAG_BYTES || lastBytes < TAG_BYTES) throw new BrokenSealError('The sealed message is not whole.');
  const { key, baseNonce, commitment } = derive(inputKey, sealed.subarray(0, SALT_BYTES), context);
  if (!timingSafeEqual(commitment, sealed.subarray(SALT_BYTES, PREFIX_BYTES)))
    throw new BrokenSealError('The message was sealed with another key or for another place.');
  const parts: Buffer[] = [];
  for (let at = PREFIX_BYTES, chunk = 0; at < sealed.length; at += SEALED_CHUNK_BYTES, chunk++) {
    const bytes = sealed.subarray(at, at + SEALED_CHUNK_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(baseNonce, chunk));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    parts.push(decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)));
    try {
      parts.push(decipher.final());
    } catch (error) {
      throw new BrokenSealError(`Chunk ${chunk} of the sealed message was changed.`, { cause: error });
    }
  }
  return Buffer.concat(parts);
}
