import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import { Receipt } from '#shared/wire/receipt.ts';
import { ReceiptProof } from '#shared/wire/receipt-proof.ts';
import { keepProofs } from './migrations/0090-keep-proofs.ts';
import { openReader } from './verify.native.ts';
import { workspaceOf } from './workspace.ts';

/** What a kiosk holds of one record that head office has confirmed. */
export interface StoredReceipt {
  readonly recordId: string;
  /** As it lies in the database; null for one that cannot be read. */
  readonly receipt: Receipt | null;
  /** `unsigned`: it came before the kiosk was enrolled, or on a stick. `missing`: it was signed, and what proves it is gone. */
  readonly proof: ReceiptProof | 'unsigned' | 'missing';
}

/** The folder holds no receipts that could be read; `message` is a sentence with a next step. */
export class ReceiptsUnreadableError extends Error {
  override readonly name = 'ReceiptsUnreadableError';
}

const Row = z.object({
  recordId: z.string(),
  receiptJson: z.string(),
  batchId: z.string().nullable(),
  proofSignedAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  publicKey: z.string().nullable(),
  signature: z.string().nullable(),
  hashes: z.string().nullable(),
});

/**
 * Receipts that a stopped kiosk holds, in the order of its records, and the key of head office it was enrolled with last. Reads only.
 *
 * @throws {ReceiptsUnreadableError} when the folder holds no data of this release, or a kiosk uses it
 */
export function storedReceipts(directory: string): { receipts: StoredReceipt[]; hubKey: string | null } {
  const { databaseFile } = workspaceOf(directory);
  if (!existsSync(databaseFile))
    throw new ReceiptsUnreadableError(`${directory} holds no kiosk data. Give the folder the kiosk is started with.`);
  const database = openReader(databaseFile);
  try {
    if (Number(database.pragma('user_version', { simple: true })) < keepProofs.version)
      throw new ReceiptsUnreadableError(
        `${directory} was written by an earlier release, which kept no signed receipts. Start the kiosk with it once.`,
      );
    const deviceId = database.prepare<[], string>('select device_id from kiosk').pluck().get() ?? '';
    const rows = Row.array().parse(
      database
        .prepare(
          `select outbox.record_id "recordId", receipt_json "receiptJson", proof_batch_id "batchId", proof_signed_at "proofSignedAt",
             signed_at "signedAt", hub_key "publicKey", signature, hashes
           from outbox join records using (record_id)
           left join receipt_proofs on batch_id = proof_batch_id and signed_at = proof_signed_at
           where receipt_json is not null order by seq`,
        )
        .all(),
    );
    const hubKey = database.prepare<[], string>('select hub_key from enrolment').pluck().get() ?? null;
    return { receipts: rows.map((row) => receiptOf(row, deviceId)), hubKey };
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new ReceiptsUnreadableError(`A kiosk is using ${directory}. Stop it, then try again.`, { cause: error });
    throw error;
  } finally {
    database.close();
  }
}

function receiptOf(row: z.infer<typeof Row>, deviceId: string): StoredReceipt {
  const { recordId, batchId, signedAt, publicKey, signature, hashes } = row;
  let receipt: Receipt | null = null;
  try {
    receipt = Receipt.safeParse(JSON.parse(row.receiptJson)).data ?? null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (batchId === null) return { recordId, receipt, proof: 'unsigned' };
  const proof = ReceiptProof.safeParse({
    deviceId,
    batchId,
    signedAt,
    publicKey,
    signature,
    hashes: hashes?.split('\n'),
  });
  return { recordId, receipt, proof: proof.data ?? 'missing' };
}
