import { hash } from 'node:crypto';
import type { OutgoingRecord } from '#connectors/target.ts';
import { canonicalRecordText, canonicalText } from '#shared/wire/canonical.ts';
import type { Receipt, HeldReceipt } from '#shared/wire/receipt.ts';
import { WireRecord } from '#shared/wire/record.ts';
import type { OutboxRecord } from './ports.ts';

/** Why a record does not leave. */
export type Damage = {
  readonly kind: 'damaged';
  readonly id: string;
  readonly reason: 'invalid_record' | 'hash_mismatch';
};

/** Checks shape, id and hash of a record, so that damage on the kiosk's disk is found here and never travels. */
export function checkRecord(
  id: string,
  found: unknown,
): { readonly kind: 'sound'; readonly record: WireRecord } | Damage {
  const parsed = WireRecord.safeParse(found);
  if (!parsed.success || parsed.data.id !== id) return { kind: 'damaged', id, reason: 'invalid_record' };
  // what was found, in its own order, and not the parsed copy: the same fields, and cheaper to write
  const record = found as WireRecord;
  if (hash('sha256', canonicalRecordText(record)) !== record.sha256)
    return { kind: 'damaged', id, reason: 'hash_mismatch' };
  return { kind: 'sound', record };
}

/** A row of the outbox before sending: fit to go, or the reason why not. */
export type RowVerdict =
  | { readonly kind: 'sound'; readonly record: OutgoingRecord; readonly row: OutboxRecord }
  | Damage;

/**
 * The same of a row of the outbox. A text that a key vouches for is what the ledger wrote, canonical JSON of a record, so its hash
 * is taken over the bytes as they lie there and only the fields behind `body` are read; every other text is read whole.
 */
export function checkRow(row: OutboxRecord): RowVerdict {
  const authentic = row.authentic === null ? null : readAuthentic(row.id, row.authentic);
  if (authentic !== null) return { kind: 'sound', record: authentic, row };
  const { record: found } = row;
  const verdict = checkRecord(row.id, found);
  if (verdict.kind === 'damaged') return verdict;
  const { id, deviceId, sha256 } = verdict.record;
  return { kind: 'sound', record: { id, deviceId, sha256, line: Buffer.from(canonicalText(found)) }, row };
}

/** The fields behind `body` as canonical JSON orders them, of a record without files; patterns as in `WireRecord`. */
const NAME = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';
const END = new RegExp(
  [
    `^,"bootId":"${NAME}"`,
    `,"capturedAt":"(?<capturedAt>[-0-9T:.]{1,40}Z)"`,
    `,"deviceId":"(?<deviceId>${NAME})"`,
    `,"id":"(?<id>[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"`,
    `,"schemaVersion":[1-9]\\d{0,8}`,
    `,"seq":\\d{1,15}`,
    `,"sessionId":(?:null|"${NAME}")`,
    `(?<own>,"sha256":"(?<sha256>[0-9a-f]{64})")`,
    `,"type":"[a-z][a-z0-9_]{0,40}(?:\\.[a-z][a-z0-9_]{0,40})?"\\}$`,
  ].join(''),
);
/** More than the fields behind `body` can be long. */
const END_BYTES = 700;

/** Null for what has to be read whole. */
function readAuthentic(id: string, line: Buffer): OutgoingRecord | null {
  const from = Math.max(0, line.length - END_BYTES);
  const end = line.toString('latin1', from);
  const found = END.exec(end.slice(end.lastIndexOf(',"bootId":"')));
  const { deviceId, sha256, own, id: foundId, capturedAt } = found?.groups ?? {};
  if (deviceId === undefined || sha256 === undefined || own === undefined || foundId !== id) return null;
  if (!WireRecord.shape.capturedAt.safeParse(capturedAt).success) return null;
  // from behind: what is looked for is in the last fields
  const ownAt = from + end.lastIndexOf(own);
  return hashWithout(line, ownAt, own.length) === sha256 ? { id, deviceId, sha256, line } : null;
}

/** Records up to this size are put together here, one after the other. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);

/** SHA-256 of a text without `bytes` of it at `at`. */
function hashWithout(text: Buffer, at: number, bytes: number): string {
  const size = text.length - bytes;
  const rest = size <= scratch.length ? scratch.subarray(0, size) : Buffer.allocUnsafe(size);
  text.copy(rest, 0, 0, at);
  text.copy(rest, at, at + bytes);
  return hash('sha256', rest);
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
export function findReceipt(
  record: Pick<WireRecord, 'id' | 'sha256'>,
  position: number,
  receipts: readonly Receipt[],
): ReceiptVerdict {
  const atPlace = receipts[position];
  const isOf = (receipt: Receipt): boolean => receipt.id === record.id && receipt.sha256 === record.sha256;
  // nearly always it stands in its place
  const receipt = atPlace !== undefined && isOf(atPlace) ? atPlace : receipts.find(isOf);
  if (receipt !== undefined) {
    return receipt.status === 'quarantined'
      ? { kind: 'quarantined', reason: receipt.reason }
      : { kind: 'held', receipt };
  }
  const isUnread = atPlace?.status === 'quarantined' && (atPlace.id === null || atPlace.sha256 === null);
  return isUnread ? { kind: 'quarantined', reason: atPlace.reason } : { kind: 'none' };
}
