import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';

/** Signs in the name of this kiosk, with Ed25519 (RFC 8032). */
export interface DeviceSigner {
  /** Raw 32 bytes, base64url. Another one once the kiosk has changed its key. */
  readonly publicKey: string;
  /** 64 bytes, base64url; the same bytes give the same signature. */
  sign(message: Uint8Array): string;
}

const INFO = 'anteroom device signing key v1';
/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410 §7): Node imports no raw seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The signer of an Ed25519 seed.
 *
 * @param seed 32 random bytes
 */
export function signerOf(seed: Uint8Array): DeviceSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key always has a public part');
  return { publicKey: x, sign: (message) => sign(null, message, key).toString('base64url') };
}

/**
 * The kiosk's first signing key: HKDF-SHA-256 (RFC 5869; no salt, the info text above) of the kiosk's secret is the seed. Derived
 * and not kept, so there is nothing more to guard, and a kiosk put right from a backup still has the key its hub has pinned.
 *
 * @param secret the kiosk's 32 bytes
 * @throws {RangeError} for a secret of another length
 */
export function deviceSigner(secret: Buffer): DeviceSigner {
  if (secret.length !== 32) throw new RangeError(`The kiosk's secret has 32 bytes, not ${secret.length}.`);
  return signerOf(Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), INFO, 32)));
}

/**
 * Whether the holder of a key signed exactly these bytes; false also for text that is no key or no signature.
 *
 * @param publicKey raw 32 bytes, base64url
 * @param signature 64 bytes, base64url
 */
export function verifySignature(publicKey: string, message: Uint8Array, signature: string): boolean {
  if (Buffer.from(publicKey, 'base64url').length !== 32) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, message, key, Buffer.from(signature, 'base64url'));
}
