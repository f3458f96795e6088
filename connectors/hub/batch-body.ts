import { createHash, hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import type { AuditClaim } from '#shared/wire/audit-head.ts';
import { BATCH_HEADERS, type BatchEncoding } from '#shared/wire/batch.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { OutgoingRecord } from '../target.ts';
import { toLean } from './lean-lines.ts';
import { WIRE_DICTIONARY } from './wire-dictionary.ts';

const zstd = promisify(zstdCompress);
const gz = promisify(gzip);

const LINE_END = Buffer.from('\n');
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };
/** Pieces as large as a batch gets: fewer to put together. */
const PIECE_BYTES = 256 * 1024;
/** From here on a batch is its own dictionary. */
const FEW_RECORDS = 8;

/** How batches are put to a hub. A hub that does not know one form is sent the next. */
export type BatchForm = { readonly encoding: Exclude<BatchEncoding, 'identity'>; readonly hasDictionary: boolean };

export const NEWEST_FORM: BatchForm = { encoding: 'lean-zstd', hasDictionary: true };

/** What to try when a hub does not know a form; null when there is nothing left to try. */
export function simplerForm(form: BatchForm, problemCode: string | undefined): BatchForm | null {
  if (form.hasDictionary && problemCode === 'unknown_dictionary') return { ...form, hasDictionary: false };
  if (form.encoding === 'lean-zstd') return { encoding: 'zstd', hasDictionary: false };
  return form.encoding === 'zstd' ? { encoding: 'gzip', hasDictionary: false } : null;
}

/** SHA-256 of the lines as NDJSON, without putting them together. */
function hashOfLines(records: readonly OutgoingRecord[]): string {
  const hashed = createHash('sha256');
  for (const { line } of records) hashed.update(line).update(LINE_END);
  return hashed.digest('hex');
}

/** A batch as it is posted: its body, its id, and the headers that say what it is. */
export async function batchBody(
  records: readonly OutgoingRecord[],
  claim: AuditClaim | null,
  { encoding, hasDictionary }: BatchForm,
): Promise<{ body: Buffer<ArrayBuffer>; batchId: string; headers: Record<string, string> }> {
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
