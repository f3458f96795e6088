import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { MediaChangedError, openBundleWriter, type PartOutcome } from '#connectors/bundle/bundle-writer.ts';
import { MAX_BATCH_RECORDS } from '#shared/wire/batch.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { UnreadableRecordingError } from './capture/recording-reader.ts';
import { openSealedMedia } from './sealed-media.ts';
import { isRecoveryRecipient } from './store/keys/recovery-key.ts';
import { createOutboxStore } from './store/outbox-store.ts';
import type { StoppedKiosk } from './stopped-kiosk.ts';
import { MAX_WAIT_MS } from './sync/ports.ts';
import { checkRecord } from './sync/record-check.ts';
import type { RecordingId } from '#shared/ids.ts';

/** Marks and receipts of bundles: keys of their own. */
export const receiptPurpose = (bundleId: string) => `anteroom bundle receipts v1\0${bundleId}`;
const MARK_PURPOSE = 'anteroom bundle marks v1';
/** Records are held in memory a batch at a time. */
const MAX_BATCH_TEXT = 8 * 1024 * 1024;
/** An audit log of two years in the dark. */
const MAX_HEADS = 20_000;
/** Every file is looked at, however long its last attempt has to wait. */
const ALWAYS_DUE = Number.MAX_SAFE_INTEGER;
const ALL = 1_000_000;
/** What a medium must have left over: indexes, marks and its file system's own. */
const SPARE_BYTES = 8 * 1024 * 1024;

/** Why nothing was exported; `message` is one sentence for the person at the terminal. */
export class BundleExportError extends Error {
  override readonly name = 'BundleExportError';
}

/** What an export did. */
export interface ExportReport {
  readonly folder: string;
  readonly bundleId: string;
  readonly records: number;
  readonly files: number;
  /** Parts of an earlier run that were found whole and kept. */
  readonly kept: number;
  /** What did not fit any more; it is in the next bundle. */
  readonly recordsLeft: number;
  readonly filesLeft: number;
  /** Sentences about what could not be read; it stays on the kiosk. */
  readonly problems: readonly string[];
}

/** Outbox of a kiosk as the bundle commands use it. */
export function outboxOf({ database, store }: Pick<StoppedKiosk, 'database' | 'store'>) {
  return createOutboxStore(database, { path: (id) => id, cells: store.cells, maxWaitMs: MAX_WAIT_MS });
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - SPARE_BYTES);
}

/**
 * Writes everything that waits for head office onto a medium, encrypted to head office and signed by this kiosk: records first, then
 * sound, then video, as over the network. Nothing is marked as sent and nothing deleted: that is for the receipts to do.
 *
 * @param options.limitBytes most bytes to put there; the medium's free space when not given
 * @throws {BundleExportError} without a recipient; what the medium throws. Doing it again goes on where it stopped.
 */
export async function exportBundle(
  kiosk: StoppedKiosk,
  options: { to: string; recipient: string; limitBytes: number | null; now: () => Date },
): Promise<ExportReport> {
  const { store } = kiosk;
  const { recipient, now } = options;
  if (!isRecoveryRecipient(recipient))
    throw new BundleExportError(
      "Nobody could open the bundle: set head office's public recovery key in the settings, or give it with --recipient (age1…).",
    );
  const folder = join(options.to, `anteroom-bundle-${store.deviceId}`);
  const bundleId = v7();
  const outbox = outboxOf(kiosk);
  // before the head is signed, so that the head covers it
  store.ledger.audit({
    actor: 'command line',
    action: 'bundle.exported',
    subject: store.deviceId,
    detail: { bundleId },
  });
  const writer = await openBundleWriter({
    folder,
    deviceId: store.deviceId,
    recipient,
    markKey: kiosk.derivedKey(MARK_PURPOSE),
    receiptKey: (id) => kiosk.derivedKey(receiptPurpose(id)),
    signer: kiosk.signer,
    limitBytes: options.limitBytes ?? Number.POSITIVE_INFINITY,
    freeBytes: () => freeBytes(folder),
  });
  const done = { records: 0, files: 0, kept: 0, recordsLeft: 0, filesLeft: 0 };
  const problems: string[] = [];
  const note = (outcome: PartOutcome, count: number, what: 'records' | 'files') => {
    if (outcome === 'full') done[`${what}Left`] += count;
    else done[what] += count;
    if (outcome === 'kept') done.kept += 1;
  };

  let batch: WireRecord[] = [];
  let batchBytes = 0;
  const flush = async () => {
    if (batch.length > 0) note(await writer.putBatch(batch), batch.length, 'records');
    batch = [];
    batchBytes = 0;
  };
  let afterSeq = -1;
  for (;;) {
    const page = outbox.unsentRecords(afterSeq, MAX_BATCH_RECORDS);
    for (const row of page) {
      afterSeq = row.seq;
      if (row.state !== 'waiting') continue;
      const verdict = checkRecord(row.id, row.record);
      if (verdict.kind === 'damaged') {
        problems.push(`Record ${row.id} is damaged (${verdict.reason}) and was left out.`);
        continue;
      }
      const bytes = Buffer.byteLength(canonicalText(verdict.record)) + 1;
      if (batch.length === MAX_BATCH_RECORDS || batchBytes + bytes > MAX_BATCH_TEXT) await flush();
      batch.push(verdict.record);
      batchBytes += bytes;
    }
    if (page.length < MAX_BATCH_RECORDS) break;
  }
  await flush();

  for (const file of outbox.pendingMedia(ALL, ALWAYS_DUE)) {
    const source = await openSealedMedia(kiosk.openRecording, file.path as RecordingId);
    if (source === null) {
      problems.push(`Recording ${file.path} is not there any more and was left out.`);
      continue;
    }
    try {
      note(await writer.putMedia(file, source), 1, 'files');
    } catch (error) {
      if (!(error instanceof UnreadableRecordingError) && !(error instanceof MediaChangedError)) throw error;
      problems.push(`Recording ${file.path} was left out: ${error.message}`);
    } finally {
      await source.close();
    }
  }
  await writer.finish({ bundleId, exportedAt: now().toISOString(), heads: kiosk.auditHeads.headsSince(MAX_HEADS) });
  return { folder, bundleId, ...done, problems };
}
