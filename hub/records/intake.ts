import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { AuditClaim } from '#shared/wire/audit-head.ts';
import { BATCH_ENCODINGS, BATCH_HEADERS, BatchManifest, MAX_INFLATED_BATCH_BYTES } from '#shared/wire/batch.ts';
import { fromLean } from '#connectors/hub/lean-lines.ts';
import { WIRE_DICTIONARIES } from '#connectors/hub/wire-dictionary.ts';
import { canonicalRecordText, canonicalText } from '#shared/wire/canonical.ts';
import { isKnownRecord } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import type { ClaimReading } from '../audit/judge-claim.ts';
import { ProblemError } from '../http/problem.ts';
import type { BadLine, IntakeLine } from '../store/hub-store.ts';
import { canonicalLineReader } from './read-canonical-line.ts';

const inflate = { zstd: promisify(zstdDecompress), gzip: promisify(gunzip) };

/** About a whole batch: fewer pieces to put together. */
const INFLATED_AT_A_TIME = 1024 * 1024;
const LINE_END = 0x0a;

/** Reads the batch headers. @throws {ProblemError} `bad_manifest`. */
export function readManifest(headers: Readonly<Record<string, unknown>>): BatchManifest {
  const parsed = BatchManifest.safeParse({
    batchId: headers[BATCH_HEADERS.batchId],
    deviceId: headers[BATCH_HEADERS.deviceId],
    count: headers[BATCH_HEADERS.count],
    sha256: headers[BATCH_HEADERS.sha256],
  });
  if (!parsed.success) throw new ProblemError('bad_manifest', z.prettifyError(parsed.error));
  return parsed.data;
}

/** Reads what a batch says of its device's audit log; what is no claim is not yet a failure, the store judges it. */
export function readClaim(headers: Readonly<Record<string, unknown>>): ClaimReading {
  const header = headers[BATCH_HEADERS.auditClaim];
  if (header === undefined) return 'none';
  return typeof header === 'string' ? claimOf(header) : 'unreadable';
}

/** What a text says of an audit log. */
export function claimOf(text: string): ClaimReading {
  try {
    return AuditClaim.safeParse(JSON.parse(text)).data ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** A batch as it was before it was compressed. */
export interface BatchLines {
  /** NDJSON, what the manifest speaks of. */
  readonly bytes: Buffer;
  /** Of each line its record's SHA-256, where it was worked out already: it is that of the line without it. */
  readonly own: readonly (string | null)[];
  /** The audit claim that came inside; undefined where it comes beside. */
  readonly claim: ClaimReading | undefined;
}

/**
 * Decompresses a batch body and checks it against its manifest.
 * @param dictionaryId Of the dictionary it was compressed with.
 * @throws {ProblemError} `unsupported_encoding`, `unknown_dictionary`, `bad_encoding`, `too_large` (64 MiB inflated), `manifest_mismatch`.
 */
export async function readBatch(
  body: Buffer,
  { encoding, dictionaryId }: { readonly encoding: string; readonly dictionaryId?: string | undefined },
  manifest: BatchManifest,
): Promise<BatchLines> {
  const known = BATCH_ENCODINGS.find((candidate) => candidate === encoding);
  if (known === undefined) throw new ProblemError('unsupported_encoding', encoding.slice(0, 40));
  const read =
    known === 'lean-zstd' ? await readLean(body, dictionaryId) : { bytes: await readPlain(body, known), own: [] };
  if (hash('sha256', read.bytes) !== manifest.sha256) {
    throw new ProblemError('manifest_mismatch', 'The SHA-256 of the body differs from the announced one.');
  }
  return { claim: undefined, ...read };
}

async function readPlain(body: Buffer, encoding: 'zstd' | 'gzip' | 'identity'): Promise<Buffer> {
  return encoding === 'identity' ? body : inflateBounded(body, encoding);
}

async function readLean(body: Buffer, dictionaryId: string | undefined): Promise<BatchLines> {
  const dictionary = dictionaryId === undefined ? undefined : WIRE_DICTIONARIES.get(dictionaryId);
  if (dictionaryId !== undefined && dictionary === undefined) throw new ProblemError('unknown_dictionary');
  const full = fromLean(await inflateBounded(body, 'zstd', dictionary?.bytes), MAX_INFLATED_BATCH_BYTES);
  if (full === null) throw new ProblemError('bad_encoding', 'These are no lean lines within bounds.');
  return { bytes: full.bytes, own: full.own, claim: full.claim === null ? 'none' : claimOf(full.claim) };
}

/** Sorts the lines of a batch into sound ones and ones to put aside; no line stops another. */
export function readLines({ bytes, own }: Pick<BatchLines, 'bytes' | 'own'>, manifest: BatchManifest): IntakeLine[] {
  const places = placesOf(bytes);
  if (places.length !== manifest.count) {
    throw new ProblemError('manifest_mismatch', `${places.length} lines, ${manifest.count} announced.`);
  }
  const readCanonicalLine = isUtf8(bytes) ? canonicalLineReader() : () => null;
  return places.map(([start, end], place) => {
    const ownHash = own[place] ?? null;
    const line = readCanonicalLine(bytes, start, end, ownHash);
    const isSound = line !== null && line.record.deviceId === manifest.deviceId && line.sha256 === line.record.sha256;
    return isSound
      ? { verdict: 'sound', record: line.record, isParsed: line.isParsed, raw: bytes.subarray(start, end) }
      : readLine(bytes.subarray(start, end), manifest.deviceId, ownHash);
  });
}

/** Where lines that are not empty begin and end. */
function placesOf(bytes: Buffer): [start: number, end: number][] {
  const places: [number, number][] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LINE_END, from);
    const to = end === -1 ? bytes.length : end;
    if (to > from) places.push([from, to]);
    from = to + 1;
  }
  return places;
}

/** Reads a line whatever is wrong with it. */
function readLine(bytes: Buffer, deviceId: string, own: string | null): IntakeLine {
  const raw = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { verdict: 'bad', reason: 'invalid_json', id: null, sha256: null, rawSha256: sha256Hex(raw), raw };
  }
  const parsed = WireRecord.safeParse(value);
  if (!parsed.success)
    return { verdict: 'bad', reason: 'invalid_record', ...identityOf(value), rawSha256: sha256Hex(raw), raw };
  const record = parsed.data;
  const aside = (reason: BadLine['reason']): BadLine => ({
    verdict: 'bad',
    reason,
    id: record.id,
    sha256: record.sha256,
    rawSha256: sha256Hex(raw),
    raw,
  });
  if (record.deviceId !== deviceId) return aside('device_mismatch');
  if (recordHash(value as WireRecord, raw, own) !== record.sha256) return aside('hash_mismatch');
  return { verdict: 'sound', record, isParsed: isKnownRecord(record), raw: Buffer.from(raw) };
}

/**
 * SHA-256 of a record. Of what was read, in its own order, and not of the parsed copy: the same fields, and cheaper.
 * @param own That of the line without its hash, where it is known: the same when the line is canonical.
 */
function recordHash(value: WireRecord, raw: string, own: string | null): string {
  return own !== null && canonicalText(value) === raw ? own : sha256Hex(canonicalRecordText(value));
}

const Identity = z.object({
  id: z.string().max(100).nullable().catch(null),
  sha256: WireRecord.shape.sha256.nullable().catch(null),
});

/** What can be read of a line that is not a record, so that its sender recognises the receipt. */
function identityOf(value: unknown): { id: string | null; sha256: string | null } {
  const parsed = Identity.safeParse(value);
  return parsed.success ? parsed.data : { id: null, sha256: null };
}

/** @throws {ProblemError} `bad_encoding`, `too_large` */
export async function inflateBounded(
  body: Buffer,
  encoding: keyof typeof inflate,
  dictionary?: Buffer,
): Promise<Buffer> {
  try {
    return await inflate[encoding](body, {
      maxOutputLength: MAX_INFLATED_BATCH_BYTES,
      chunkSize: INFLATED_AT_A_TIME,
      ...(dictionary === undefined ? {} : { dictionary }),
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new ProblemError(
      code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'bad_encoding',
      `Not ${encoding} within bounds.`,
    );
  }
}

function sha256Hex(text: string): string {
  return hash('sha256', text);
}
