import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { WireName } from './record.ts';

/** Paths of the hub, version 1. */
export const WIRE_PATHS = {
  health: '/v1/health',
  batches: '/v1/batches',
  sessions: '/v1/sessions',
  media: '/v1/media',
  /** `/:deviceId`: the newest audit head of a device. */
  auditHeads: '/v1/audit-heads',
  auditAlarms: '/v1/audit-alarms',
} as const;

/** Records in one batch at most; 200 is the knee of bytes per record (hub.md §3). */
export const MAX_BATCH_RECORDS = 200;
/** Compressed bytes of one batch at most. */
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;
/** Bytes of one batch after decompression at most: the guard against a compression bomb. */
export const MAX_INFLATED_BATCH_BYTES = 64 * 1024 * 1024;

/** Content encodings a hub understands. `lean-zstd`: lean lines (`connectors/hub/lean-lines.ts`), answered compactly where possible. */
export const BATCH_ENCODINGS = ['lean-zstd', 'zstd', 'gzip', 'identity'] as const;
/** See {@link BATCH_ENCODINGS}. */
export type BatchEncoding = (typeof BATCH_ENCODINGS)[number];

/** Content type of few records, packed (`connectors/hub/packed-batch.ts`), and of the answer to them; says all that headers say elsewhere. */
export const PACKED_TYPE = 'application/x-anteroom';
/** The key of a packed batch is the beginning of the SHA-256 of its lines, base64url of so many bytes. */
export const PACKED_KEY_BYTES = 16;

/** Request header names of a batch; the body is NDJSON, one record a line. */
export const BATCH_HEADERS = {
  batchId: 'idempotency-key',
  deviceId: 'anteroom-device-id',
  count: 'anteroom-record-count',
  sha256: 'anteroom-content-sha256',
  /** With `lean-zstd`: id of the dictionary it was compressed with; none when absent. */
  dictionary: 'anteroom-dictionary',
  /** Canonical JSON of an `AuditClaim`; kiosks of before audit heads send none. */
  auditClaim: 'anteroom-audit-claim',
} as const;

/** What a batch says about itself, beside its bytes. */
export const BatchManifest = z.object({
  /** The same for every retry of the same bytes. */
  batchId: z.string().min(16).max(64),
  deviceId: WireName,
  count: z.coerce.number().int().min(1).max(MAX_BATCH_RECORDS),
  /** Of the uncompressed NDJSON. */
  sha256: Sha256,
});
export type BatchManifest = z.infer<typeof BatchManifest>;
