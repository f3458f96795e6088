import { hash, timingSafeEqual } from 'node:crypto';
import { parseJson } from '#connectors/hub/read-bounded.ts';
import { fromLean } from '#connectors/hub/lean-lines.ts';
import { type BriefClaim, packedDictionary, unpackBatch } from '#connectors/hub/packed-batch.ts';
import { BatchManifest, MAX_INFLATED_BATCH_BYTES, PACKED_KEY_BYTES } from '#shared/wire/batch.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { isGenuineHead } from '../audit/genuine-head.ts';
import type { ClaimReading } from '../audit/judge-claim.ts';
import { ProblemError } from '../http/problem.ts';
import type { HubStore } from '../store/hub-store.ts';
import { type BatchLines, claimOf, inflateBounded } from './intake.ts';

/** What came beside a packed batch. */
export interface AnnouncedBatch {
  /** The key: the beginning of the SHA-256 of the lines. */
  readonly batchId: unknown;
  /** The whole of it; from a device, whose signature covers it. */
  readonly sha256: unknown;
  /** Who signed; null where nobody did, and the records say whose they are. */
  readonly deviceId: string | null;
  /** @throws {ProblemError} when a batch in the name of this device may not come this way */
  readonly admit: (deviceId: string) => Promise<void>;
}

const DeviceOf = WireRecord.pick({ deviceId: true });

/**
 * Reads a packed batch (`connectors/hub/packed-batch.ts`).
 *
 * @throws {ProblemError} `bad_encoding`, `too_large`, `manifest_mismatch`; `unknown_dictionary` when it refers to records that are not
 * held here any more; `audit_claim_stale` when it speaks of another line of the audit log than the one held
 */
export async function readPacked(
  body: Buffer,
  announced: AnnouncedBatch,
  store: Pick<HubStore, 'findLines' | 'findAuditHead'>,
): Promise<{ manifest: BatchManifest; lines: BatchLines }> {
  const packed = unpackBatch(body);
  if (packed === null) throw new ProblemError('bad_encoding', 'This is no packed batch.');
  const { references, hashes, compressed } = packed;
  const referred = references === null ? null : await store.findLines(references.hubSeqs);
  const { bytes: dictionary, check } = packedDictionary(referred?.lines ?? []);
  // who refers to records has them: it must not be possible to find out by trying what somebody else said
  if (references !== null && (referred === null || !timingSafeEqual(check, references.check)))
    throw new ProblemError('unknown_dictionary');
  const text = await inflateBounded(compressed, 'zstd', dictionary);
  const full = fromLean(Buffer.concat([text, hashes]), MAX_INFLATED_BATCH_BYTES);
  if (full === null) throw new ProblemError('bad_encoding', 'These are no lean lines within bounds.');

  const sha256 = hash('sha256', full.bytes);
  const key = Buffer.from(sha256, 'hex').subarray(0, PACKED_KEY_BYTES).toString('base64url');
  if (key !== announced.batchId || (announced.deviceId !== null && sha256 !== announced.sha256))
    throw new ProblemError('manifest_mismatch', 'The lines are not those that were announced.');
  const deviceId = announced.deviceId ?? deviceOf(full.bytes);
  if (referred !== null && referred.deviceId !== deviceId) throw new ProblemError('unknown_dictionary');
  await announced.admit(deviceId);
  const manifest = BatchManifest.safeParse({ batchId: key, deviceId, count: full.own.length, sha256 });
  if (!manifest.success) throw new ProblemError('bad_manifest', 'Too many records for one batch.');
  const claim =
    typeof packed.claim === 'object' ? await wholeClaim(packed.claim, deviceId, store) : insideOf(full.claim);
  return { manifest: manifest.data, lines: { ...full, claim } };
}

const insideOf = (claim: string | null): ClaimReading => (claim === null ? 'none' : claimOf(claim));

/** Whose records these are, by the first of them; the others are held against it line by line. */
function deviceOf(lines: Buffer): string {
  const first = parseJson(lines.toString('utf8', 0, lines.indexOf('\n')));
  const found = DeviceOf.safeParse(first);
  if (!found.success) throw new ProblemError('bad_manifest', 'The first record names no device.');
  return found.data.deviceId;
}

/** The claim in full, with what is held here of its device. */
async function wholeClaim(
  { heldSeq, heldCheck, ...line }: BriefClaim,
  deviceId: string,
  store: Pick<HubStore, 'findAuditHead'>,
): Promise<ClaimReading> {
  const atHeld = await store.findAuditHead(deviceId);
  const head = { deviceId, publicKey: atHeld?.publicKey ?? '', ...line };
  // another line is held, or another key since: told which line it is, the kiosk claims again and says all, and that is judged
  if (atHeld?.seq !== heldSeq || !atHeld.sha256.startsWith(heldCheck) || !isGenuineHead(head))
    throw new ProblemError('audit_claim_stale', undefined, { heldSeq: atHeld?.seq ?? 0 });
  return { head, heldSeq, atHeld };
}
