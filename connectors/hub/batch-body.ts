import { createHash, hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import type { AuditClaim } from '#shared/wire/audit-head.ts';
import { BATCH_HEADERS, type BatchEncoding, PACKED_KEY_BYTES, PACKED_TYPE } from '#shared/wire/batch.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { HeldRecord, OutgoingRecord } from '../target.ts';
import { toLean } from './lean-lines.ts';
import { packBatch } from './packed-batch.ts';
import { WIRE_DICTIONARY } from './wire-dictionary.ts';

const zstd = promisify(zstdCompress);
const gz = promisify(gzip);

const LINE_END = Buffer.from('\n');
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };
/** Pieces as large as a batch gets: fewer to put together. */
const PIECE_BYTES = 256 * 1024;
/** From here on a batch is its own dictionary. */
export const FEW_RECORDS = 8;

/** How batches are put to a hub. A hub that does not know one form is sent the next. */
export type BatchForm = {
  /** Of few records: packed, with what was sent before or without; null: like many. */
  readonly few: 'with_held' | 'alone' | null;
  readonly encoding: Exclude<BatchEncoding, 'identity'>;
  readonly hasDictionary: boolean;
};

export const NEWEST_FORM: BatchForm = { few: 'with_held', encoding: 'lean-zstd', hasDictionary: true };

/** What to try when a hub does not know a form; null when there is nothing left to try, or the form is not at fault. */
export function simplerForm(
  form: BatchForm,
  answer: { readonly status: number; readonly problemCode: string | undefined; readonly isPacked: boolean },
): BatchForm | null {
  const { status, problemCode, isPacked } = answer;
  if (isPacked) {
    if (status === 415 && problemCode === 'unknown_dictionary' && form.few === 'with_held')
      return { ...form, few: 'alone' };
    // hubs of before know neither the type nor a batch without headers: nothing may be held against the records for that
    const isUnknown = status === 400 && (problemCode === 'bad_request' || problemCode === 'bad_manifest');
    return isUnknown || status === 415 ? { ...form, few: null } : null;
  }
  if (status !== 415) return null;
  if (form.hasDictionary && problemCode === 'unknown_dictionary') return { ...form, hasDictionary: false };
  if (form.encoding === 'lean-zstd') return { ...form, encoding: 'zstd', hasDictionary: false };
  return form.encoding === 'zstd' ? { ...form, encoding: 'gzip', hasDictionary: false } : null;
}

/** A batch as it is posted. */
export type PostedBatch = {
  readonly body: Buffer<ArrayBuffer>;
  readonly batchId: string;
  readonly headers: Record<string, string>;
  readonly isPacked: boolean;
};

/** Few records, packed. @param isSigned the sender signs what it sends, by headers that stand for the body */
export async function packedBody(
  records: readonly OutgoingRecord[],
  claim: AuditClaim | null,
  options: { readonly held: readonly HeldRecord[]; readonly mayBeBrief: boolean; readonly isSigned: boolean },
): Promise<PostedBatch> {
  const sha256 = hashOfLines(records);
  // from the content: every retry of the same records carries the same key
  const batchId = Buffer.from(sha256, 'hex').subarray(0, PACKED_KEY_BYTES).toString('base64url');
  return {
    body: await packBatch(records, claim, options),
    batchId,
    headers: {
      'content-type': PACKED_TYPE,
      [BATCH_HEADERS.batchId]: batchId,
      ...(options.isSigned ? { [BATCH_HEADERS.sha256]: sha256 } : {}),
    },
    isPacked: true,
  };
}

/** SHA-256 of the lines as NDJSON, without putting them together. */
function hashOfLines(records: readonly OutgoingRecord[]): string {
  const hashed = createHash('sha256');
  for (const { line } of records) hashed.update(line).update(LINE_END);
  return hashed.digest('hex');
}

/** Any number of records. */
export async function batchBody(
  records: readonly OutgoingRecord[],
  claim: AuditClaim | null,
  { encoding, hasDictionary }: BatchForm,
): Promise<PostedBatch> {
  const claimText = claim === null ? null : canonicalText(claim);
  const isLean = encoding === 'lean-zstd';
  const dictionary = isLean && hasDictionary && records.length < FEW_RECORDS ? WIRE_DICTIONARY : null;
  const content = isLean ? toLean(records, claimText) : Buffer.concat(records.flatMap(({ line }) => [line, LINE_END]));
  const sha256 = isLean ? hashOfLines(records) : hash('sha256', content);
  const body =
    encoding === 'gzip'
      ? await gz(content)
      : await zstd(content, {
          params: LEVEL,
          chunkSize: PIECE_BYTES,
          // known beforehand, it need not be guessed by who reads it either
          pledgedSrcSize: content.length,
          ...(dictionary === null ? {} : { dictionary: dictionary.bytes }),
        });
  // From the content: every retry of the same records carries the same key.
  const batchId = sha256.slice(0, 32);
  return {
    body,
    batchId,
    isPacked: false,
    headers: {
      'content-type': 'application/x-ndjson',
      'content-encoding': encoding,
      [BATCH_HEADERS.batchId]: batchId,
      [BATCH_HEADERS.deviceId]: records[0]?.deviceId ?? '',
      [BATCH_HEADERS.count]: String(records.length),
      [BATCH_HEADERS.sha256]: sha256,
      ...(dictionary === null ? {} : { [BATCH_HEADERS.dictionary]: dictionary.id }),
      // lean lines carry it themselves
      ...(claimText === null || isLean ? {} : { [BATCH_HEADERS.auditClaim]: claimText }),
    },
  };
}
