import { z } from 'zod';
import { DeletionMethod } from '../deletion.ts';
import { Sha256 } from '../ids.ts';
import { canonicalText } from './canonical.ts';
import { WireName } from './record.ts';

/**
 * A kiosk's signed word that it deleted an interview (reliability.md §5): what, how, when and at whose wish. It names ids and
 * hashes, and holds no personal data, so that it can be kept and shown after everything else is gone.
 *
 * Fields that a newer kiosk adds are kept, and are part of what is signed.
 */
export const DeletionCertificate = z.looseObject({
  format: z.literal('anteroom.deletion-certificate'),
  version: z.literal(1),
  certificateId: z.uuidv7(),
  deviceId: WireName,
  sessionId: WireName,
  /** Records whose content was emptied, in the order of the device. */
  recordIds: z.array(z.string().max(64)),
  /** Files that were removed. `sha256` is that of the stored recording; null where it was never closed. */
  files: z.array(z.looseObject({ recordingId: WireName, sha256: Sha256.nullable(), sizeBytes: z.int().nonnegative() })),
  method: DeletionMethod,
  /** A staff id, `candidate`, `retention` (the rule of the pack) or `kiosk` (deleted again after an old copy was put back). */
  actor: z.string().max(64),
  /** Wall clock of the kiosk, ISO 8601 UTC. */
  deletedAt: z.iso.datetime(),
  /** Number of the key epoch that was destroyed with it; null where it was not sealed with one. */
  keyEpochDestroyed: z.int().nonnegative().nullable(),
  /** The last line of the audit log before the deletion's own. */
  previousAuditHead: z.strictObject({ seq: z.int().nonnegative(), sha256: Sha256 }),
  /** Ed25519, raw 32 bytes, base64url. */
  publicKey: z.string().max(64),
  /** Ed25519 over the UTF-8 of {@link certificateText}, base64url. */
  signature: z.string().max(128),
});
export type DeletionCertificate = z.infer<typeof DeletionCertificate>;

/** What is signed: RFC 8785 canonical JSON of every field but the signature. */
export function certificateText(certificate: Readonly<Record<string, unknown>>): string {
  const { signature: _ignored, ...rest } = certificate;
  return canonicalText(rest);
}
