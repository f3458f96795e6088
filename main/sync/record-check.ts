import { hash } from 'node:crypto';
import { canonicalRecordText } from '#shared/wire/canonical.ts';
import type { Receipt, HeldReceipt } from '#shared/wire/receipt.ts';
import { WireRecord } from '#shared/wire/record.ts';
import type { OutboxRecord } from './ports.ts';

/** An outbox row before sending: fit to go, or the reason why not. */
export type RecordVerdict =
  | { readonly kind: 'sound'; readonly record: WireRecord; readonly attempts: number }
  | { readonly kind: 'damaged'; readonly id: string; readonly reason: 'invalid_record' | 'hash_mismatch' };

/** Checks shape, id and hash of a row, so that damage on the kiosk's disk is found here and never travels. */
export function checkRecord(row: OutboxRecord): RecordVerdict {
  const parsed = WireRecord.safeParse(row.record);
  if (!parsed.success || parsed.data.id !== row.id) return { kind: 'damaged', id: row.id, reason: 'invalid_record' };
  // what was found, in its own order, and not the parsed copy: the same fields, and cheaper to write
  const record = row.record as WireRecord;
  if (hash('sha256', canonicalRecordText(record)) !== record.sha256)
    return { kind: 'damaged', id: row.id, reason: 'hash_mismatch' };
  return { kind: 'sound', record, attempts: row.attempts };
}

/** What the receipts of a batch say about one record that was in it. */
export type ReceiptVerdict =
  | { readonly kind: 'held'; readonly receipt: HeldReceipt }
  | { readonly kind: 'quarantined'; readonly reason: string }
  | { readonly kind: 'none' };

/**
 * Finds the receipt of `record`. A receipt counts only with the same id *and* the same SHA-256; anything else is `none`.
 * @param position Index of the record in its batch: a line the target could not read at all is told by its place.
 */
export function findReceipt(record: WireRecord, position: number, receipts: readonly Receipt[]): ReceiptVerdict {
  for (const receipt of receipts) {
    if (receipt.id !== record.id || receipt.sha256 !== record.sha256) continue;
    return receipt.status === 'quarantined'
      ? { kind: 'quarantined', reason: receipt.reason }
      : { kind: 'held', receipt };
  }
  const atPlace = receipts[position];
  const isUnread = atPlace?.status === 'quarantined' && (atPlace.id === null || atPlace.sha256 === null);
  return isUnread ? { kind: 'quarantined', reason: atPlace.reason } : { kind: 'none' };
}
