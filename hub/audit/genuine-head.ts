import { createPublicKey, verify } from 'node:crypto';
import { type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';

/**
 * Whether the holder of a key signed exactly this text (Ed25519, RFC 8032).
 *
 * The kiosk has the same few lines for its own use: neither room may import the other.
 *
 * @param publicKey raw 32 bytes, base64url
 * @param signature 64 bytes, base64url
 */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

/** Whether the holder of the head's own key signed it. Whose key that is, pinning tells. */
export function isGenuineHead(head: AuditHead): boolean {
  return isSignedBy(head.publicKey, auditHeadText(head), head.signature);
}
