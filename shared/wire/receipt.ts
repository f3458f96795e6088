import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { ReceiptSeal } from './receipt-proof.ts';

/** The hub holds this record durably; `hubSeq` and `receivedAt` are those of the first arrival. */
export const HeldReceipt = z.object({
  /** `accepted_unparsed`: stored as it came, because this hub does not know the type or version yet. */
  status: z.enum(['accepted', 'duplicate', 'accepted_unparsed']),
  id: z.string(),
  sha256: Sha256,
  hubSeq: z.int().positive(),
  receivedAt: z.iso.datetime(),
});

/** Why a hub put a line aside. */
export const QuarantineReason = z.enum([
  'invalid_json',
  'invalid_record',
  'hash_mismatch',
  'device_mismatch',
  'id_conflict',
]);
export type QuarantineReason = z.infer<typeof QuarantineReason>;

/** The hub kept the bytes aside for a person; nothing was overwritten. `id`/`sha256` are null when unreadable. */
const QuarantinedReceipt = z.object({
  status: z.literal('quarantined'),
  reason: QuarantineReason,
  id: z.string().nullable(),
  sha256: Sha256.nullable(),
  hubSeq: z.null(),
  receivedAt: z.iso.datetime(),
});

/** The hub's answer for one record. */
export const Receipt = z.discriminatedUnion('status', [HeldReceipt, QuarantinedReceipt]);
export type Receipt = z.infer<typeof Receipt>;
/** A receipt that lets the kiosk call a record sent. */
export type HeldReceipt = z.infer<typeof HeldReceipt>;

/** Body of `200` on `POST /v1/batches`: one receipt per line, in the order of the lines. */
export const BatchAnswer = z.object({
  service: z.literal('anteroom-hub'),
  batchId: z.string(),
  receipts: z.array(Receipt),
  /** The audit head the hub holds now; absent when the batch came without one, or the hub knows of none. */
  auditHead: z.object({ seq: z.int().nonnegative(), sha256: Sha256 }).optional(),
  /** To a device that is enrolled; without it, or with a wrong one, an enrolled kiosk takes the answer for a stranger's. */
  seal: ReceiptSeal.optional(),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;
