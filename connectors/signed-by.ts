import { createPublicKey, verify } from 'node:crypto';

/**
 * Whether the holder of a key signed exactly this text (Ed25519, RFC 8032).
 *
 * @param publicKey raw 32 bytes, base64url
 * @param signature 64 bytes, base64url
 */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
