import { z } from 'zod';
import { Sha256 } from '#shared/ids.ts';
import { PublicKey, Signature } from '#shared/wire/signature.ts';

export const MANIFEST_NAME = 'MANIFEST.json';
export const SIGNATURE_NAME = 'MANIFEST.sig.json';
export const AUDIT_LOG_NAME = 'audit/log.ndjson';
export const AUDIT_HEAD_NAME = 'audit/head.json';
export const CERTIFICATES_NAME = 'deletions/certificates.ndjson';

/** A name inside the pack: folders and a file, in ASCII; it cannot lead out of the folder it is unpacked into. */
const InnerName = z.string().regex(/^(?:[a-z0-9][a-z0-9._-]*\/)*[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** What is in a pack. Its bytes, as they lie in the pack, are signed. */
export const PackManifest = z.strictObject({
  format: z.literal('anteroom.proof_pack/1'),
  deviceId: z.string().min(1),
  site: z.string(),
  madeAt: z.iso.datetime(),
  /** Version of the program that made it. */
  program: z.string(),
  files: z.array(z.strictObject({ name: InnerName, sizeBytes: z.int().nonnegative(), sha256: Sha256 })),
});
export type PackManifest = z.infer<typeof PackManifest>;

/** Over {@link packText}. */
export const PackSignature = z.strictObject({ publicKey: PublicKey, signature: Signature });

/**
 * The text that is signed: the first line names format, version and kiosk, so that the signature is good for nothing else the key
 * ever signs; an auditor rebuilds it with `printf` and checks it with `openssl pkeyutl`.
 *
 * @param sha256 hex, of the bytes of the manifest
 */
export function packText(deviceId: string, sha256: string): string {
  return `anteroom proof pack v1 ${deviceId}\n${sha256}\n`;
}
