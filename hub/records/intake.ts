import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { AuditClaim } from '#shared/wire/audit-head.ts';
import { BATCH_ENCODINGS, BATCH_HEADERS, BatchManifest, MAX_INFLATED_BATCH_BYTES } from '#shared/wire/batch.ts';
import { canonicalRecordText } from '#shared/wire/canonical.ts';
import { isKnownRecord } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import type { ClaimReading } from '../audit/judge-claim.ts';
import { ProblemError } from '../http/problem.ts';
import type { BadLine, IntakeLine } from '../store/hub-store.ts';

const inflate = { zstd: promisify(zstdDecompress), gzip: promisify(gunzip) };

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
  if (typeof header !== 'string') return 'unreadable';
  try {
    return AuditClaim.safeParse(JSON.parse(header)).data ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/**
 * Decompresses a batch body and checks it against its manifest.
 * @throws {ProblemError} `unsupported_encoding`, `bad_encoding`, `too_large` (64 MiB inflated), `manifest_mismatch`.
 */
export async function readBatchText(body: Buffer, encoding: string, manifest: BatchManifest): Promise<string> {
  const known = BATCH_ENCODINGS.find((candidate) => candidate === encoding);
  if (known === undefined) throw new ProblemError('unsupported_encoding', encoding.slice(0, 40));
  const bytes = known === 'identity' ? body : await inflateBounded(body, known);
  if (createHash('sha256').update(bytes).digest('hex') !== manifest.sha256) {
    throw new ProblemError('manifest_mismatch', 'The SHA-256 of the body differs from the announced one.');
  }
  return bytes.toString('utf8');
}

/** Sorts the lines of a batch into sound ones and ones to put aside; no line stops another. */
export function readLines(text: string, manifest: BatchManifest): IntakeLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length !== manifest.count) {
    throw new ProblemError('manifest_mismatch', `${lines.length} lines, ${manifest.count} announced.`);
  }
  return lines.map((raw) => readLine(raw, manifest.deviceId));
}

function readLine(raw: string, deviceId: string): IntakeLine {
  const rawSha256 = sha256Hex(raw);
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { verdict: 'bad', reason: 'invalid_json', id: null, sha256: null, rawSha256, raw };
  }
  const parsed = WireRecord.safeParse(value);
  if (!parsed.success) return { verdict: 'bad', reason: 'invalid_record', ...identityOf(value), rawSha256, raw };
  const record = parsed.data;
  const aside = (reason: BadLine['reason']): BadLine => ({
    verdict: 'bad',
    reason,
    id: record.id,
    sha256: record.sha256,
    rawSha256,
    raw,
  });
  if (record.deviceId !== deviceId) return aside('device_mismatch');
  if (sha256Hex(canonicalRecordText(record)) !== record.sha256) return aside('hash_mismatch');
  return { verdict: 'sound', record, isParsed: isKnownRecord(record), raw };
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

async function inflateBounded(body: Buffer, encoding: keyof typeof inflate): Promise<Buffer> {
  try {
    return await inflate[encoding](body, { maxOutputLength: MAX_INFLATED_BATCH_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new ProblemError(
      code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'bad_encoding',
      `Not ${encoding} within bounds.`,
    );
  }
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
