import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { AuditHead } from './audit-head.ts';
import { BatchManifest } from './batch.ts';
import { Receipt } from './receipt.ts';
import { PublicKey, Signature } from './signature.ts';
import { WireName } from './record.ts';

export const BUNDLE_SCHEMA = 'anteroom.bundle/1';
export const BUNDLE_RECEIPTS_SCHEMA = 'anteroom.bundle-receipts/1';
/** Names in a bundle's folder. `parts/<sha256>.age`: one encrypted part, named for the SHA-256 of its bytes. */
export const BUNDLE_FILES = { index: 'bundle.json', receipts: 'receipts.json', parts: 'parts' } as const;

/** An encrypted part on the medium: an age file (age-encryption.org/v1). */
export const BundlePart = z.strictObject({ sha256: Sha256, sizeBytes: z.int().positive() });
export type BundlePart = z.infer<typeof BundlePart>;

/**
 * What a bundle is, readable without a key, and written last: a folder without it is not finished. What the parts
 * hold, and whose it is, stands in the encrypted contents.
 */
export const BundleIndex = z.strictObject({
  schema: z.literal(BUNDLE_SCHEMA),
  bundleId: z.uuidv7(),
  deviceId: WireName,
  /** Wall clock of the kiosk; for people. */
  exportedAt: z.iso.datetime(),
  /** Who can open it: an age recipient. */
  recipient: z.string(),
  /** The part that says what the others are. */
  contents: BundlePart,
  parts: z.array(BundlePart),
  /** The key the kiosk also signs its audit heads with. */
  publicKey: PublicKey,
  /** Of {@link bundleIndexText}. */
  signature: Signature,
});
export type BundleIndex = z.infer<typeof BundleIndex>;

/**
 * The text a kiosk signs: lines without spaces or newlines in a field, as for an audit head. The first names format, version and
 * kiosk, so that the signature is good for nothing else.
 */
export function bundleIndexText(index: Omit<BundleIndex, 'publicKey' | 'signature'>): string {
  const parts = [index.contents, ...index.parts].map(({ sha256, sizeBytes }) => `${sha256} ${sizeBytes}\n`);
  return `anteroom bundle v1 ${index.deviceId}\n${index.bundleId}\n${index.exportedAt}\n${index.recipient}\n${parts.join('')}`;
}

/** The decrypted contents: what each part is. */
export const BundleContents = z.strictObject({
  bundleId: z.uuidv7(),
  /** 32 bytes, base64url: whoever could read this may vouch for receipts (HMAC-SHA-256 of `bundleReceiptsText`). */
  receiptKey: PublicKey,
  /** The newest head, and older ones that head office may hold: it picks the one it does (`AuditClaim.atHeld`). */
  auditHead: AuditHead,
  /** Part with one `AuditHead` a line, compressed with zstd; null when there is none older than the newest. */
  olderHeads: Sha256.nullable(),
  /** In the order they are to be taken. `part`: its SHA-256 in the index. The bytes are the batch body, compressed with zstd. */
  batches: z.array(z.strictObject({ part: Sha256, manifest: BatchManifest })),
  media: z.array(
    z.strictObject({
      part: Sha256,
      /** Of the file itself. */
      sha256: Sha256,
      sizeBytes: z.int().nonnegative(),
      mimeType: z.string().min(1).max(200),
      kind: z.enum(['video', 'audio']),
    }),
  ),
});
export type BundleContents = z.infer<typeof BundleContents>;

/** Head office's answer to a bundle, on its way back. */
export const BundleReceipts = z.strictObject({
  schema: z.literal(BUNDLE_RECEIPTS_SCHEMA),
  bundleId: z.uuidv7(),
  deviceId: WireName,
  at: z.iso.datetime(),
  receipts: z.array(Receipt),
  /** `held`: whole, verified and durable. `erased`: it belonged to a deleted interview only and is not taken. */
  media: z.array(z.strictObject({ sha256: Sha256, state: z.enum(['held', 'erased']) })),
  /** The head head office holds now. */
  auditHead: AuditHead.nullable(),
  /** HMAC-SHA-256 under the bundle's `receiptKey`, hex. */
  mac: Sha256,
});
export type BundleReceipts = z.infer<typeof BundleReceipts>;
