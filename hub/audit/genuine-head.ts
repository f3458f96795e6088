import { isSignedBy } from '#connectors/signed-by.ts';
import { type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';

/** Whether the holder of the head's own key signed it. Whose key that is, pinning tells. */
export function isGenuineHead(head: AuditHead): boolean {
  return isSignedBy(head.publicKey, auditHeadText(head), head.signature);
}
