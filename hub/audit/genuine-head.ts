import { createPublicKey, verify } from 'node:crypto';
import { type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';

/**
 * Whether the holder of the head's own key signed it (Ed25519, RFC 8032). Whose key that is, pinning tells.
 *
 * The kiosk has the same few lines for its own use: neither room may import the other.
 */
export function isGenuineHead(head: AuditHead): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: head.publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(auditHeadText(head)), key, Buffer.from(head.signature, 'base64url'));
}
