import type { BatchManifest } from '#shared/wire/batch.ts';
import type { BatchAnswer } from '#shared/wire/receipt.ts';
import type { ClaimReading } from '../audit/judge-claim.ts';
import { type BatchLines, readBatch, readLines } from './intake.ts';
import { type AnnouncedBatch, readPacked } from './read-packed.ts';
import type { MediaRemoval } from '../media/media-removal.ts';
import { ProblemError } from '../http/problem.ts';
import type { HubLog } from '../http/hub-log.ts';
import type { HubStore } from '../store/hub-store.ts';

/** One batch, whichever way it came. */
export interface ReceivedBatch {
  readonly manifest: BatchManifest;
  readonly body: Buffer;
  readonly encoding: string;
  readonly dictionaryId?: string | undefined;
  /** What came beside the batch; a claim inside it counts instead. */
  readonly claim: ClaimReading;
}

/**
 * Takes batches into the store: over the network and from a stick the same way, so that what came twice is told apart once.
 *
 * @throws {ProblemError} when a batch is not what its manifest says, or may not be taken on account of its device's audit log
 */
export function createBatchIntake(parts: {
  readonly store: HubStore;
  readonly removal: MediaRemoval;
  readonly now: () => Date;
  readonly log: HubLog;
}) {
  const { store, removal, now, log } = parts;

  async function admitClaim(deviceId: string, claim: ClaimReading): Promise<BatchAnswer['auditHead'] | null> {
    const verdict = await store.admitClaim(deviceId, claim, now().toISOString());
    if (verdict.kind === 'stale') throw new ProblemError('audit_claim_stale', undefined, { heldSeq: verdict.heldSeq });
    if (verdict.kind === 'refuse') {
      log('audit_alarm', { deviceId, code: verdict.code });
      throw new ProblemError(verdict.code);
    }
    return typeof claim === 'string' ? null : { seq: claim.head.seq, sha256: claim.head.sha256 };
  }

  /** @param read what the manifest speaks of */
  async function receiveLines(manifest: BatchManifest, read: BatchLines, beside: ClaimReading): Promise<BatchAnswer> {
    const lines = readLines(read, manifest);
    const auditHead = await admitClaim(manifest.deviceId, read.claim ?? beside);
    const receipts = await store.putLines(manifest.deviceId, lines, now().toISOString());
    const aside = receipts.filter((receipt) => receipt.status === 'quarantined').length;
    log('batch_received', { deviceId: manifest.deviceId, records: receipts.length, quarantined: aside });
    // The records are committed: a file that cannot be removed now is removed later and never takes back a receipt.
    await removal.run().catch((error: unknown) => log('media_removal_failed', { message: String(error) }));
    return {
      service: 'anteroom-hub',
      batchId: manifest.batchId,
      receipts,
      ...(auditHead === null ? {} : { auditHead }),
    };
  }

  return {
    receiveBatch: async ({ manifest, body, ...batch }: ReceivedBatch): Promise<BatchAnswer> =>
      receiveLines(manifest, await readBatch(body, batch, manifest), batch.claim),

    /** Few records, packed. */
    async receivePacked(body: Buffer, announced: AnnouncedBatch): Promise<BatchAnswer> {
      const { manifest, lines } = await readPacked(body, announced, store);
      return receiveLines(manifest, lines, 'none');
    },
  };
}
