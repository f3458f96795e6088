import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { MemoryLocker } from '@tus/server';
import { joinPieces } from '#connectors/bundle/age-pieces.ts';
import { BundleRefusedError, type OpenedBundle, openBundle } from '#connectors/bundle/bundle-reader.ts';
import { writeReceipts } from '#connectors/bundle/bundle-receipts.ts';
import { isSignedBy } from '#connectors/signed-by.ts';
import { type AuditClaim, AuditHead, isAuditRefusal } from '#shared/wire/audit-head.ts';
import { MAX_BATCH_BYTES, MAX_INFLATED_BATCH_BYTES } from '#shared/wire/batch.ts';
import { type BundleContents, bundleIndexText, type BundleReceipts } from '#shared/wire/bundle.ts';
import type { Receipt } from '#shared/wire/receipt.ts';
import { type ContentStore, MediaHashMismatchError } from '../media/content-store.ts';
import { openFolderContentStore } from '../media/folder-content-store.ts';
import { createMediaRemoval, type MediaRemoval } from '../media/media-removal.ts';
import { ProblemError } from '../http/problem.ts';
import { createBatchIntake } from '../records/receive-batch.ts';
import type { HubLog } from '../http/hub-log.ts';
import type { HubStore } from '../store/hub-store.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { createHubStore } from '../store/sql-hub-store.ts';

const inflate = promisify(zstdDecompress);

/** What an import did. */
export interface ImportReport {
  readonly deviceId: string;
  readonly bundleId: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly files: number;
  readonly filesHeldBefore: number;
  readonly filesErased: number;
  /** Why the records were not taken although the bundle is sound; null when they were. */
  readonly recordsLeft: string | null;
  readonly receiptsFile: string;
}

type MediaEntry = BundleContents['media'][number];

/**
 * Takes a bundle into the hub in `dataDir`, which may be running: records by the very intake of the network, files into the same
 * content store with the same durability. What is there already stays as it is. Then the receipts are put beside the bundle.
 *
 * @throws {BundleRefusedError} for a bundle that is unfinished, changed, somebody else's or older than what is held; what the
 *   file system throws. Cut off anywhere, doing it again does the rest.
 */
export async function importBundle(
  path: string,
  parts: { readonly dataDir: string; readonly identity: string; readonly now: () => Date; readonly log: HubLog },
): Promise<ImportReport> {
  const bundle = await openBundle(path, { identity: parts.identity, isSignedBy, textOf: bundleIndexText });
  const store = createHubStore(openSqliteDatabase(join(parts.dataDir, 'hub.db')));
  try {
    const content = await openFolderContentStore(join(parts.dataDir, 'media'));
    const removal = createMediaRemoval({ store, content, locker: new MemoryLocker(), now: parts.now });
    const claim = await claimOf(bundle, store, parts.now().toISOString());
    const receipts = typeof claim === 'string' ? [] : await takeBatches(bundle, claim, { ...parts, store, removal });
    const media: BundleReceipts['media'] = [];
    let heldBefore = 0;
    for (const entry of bundle.contents.media) {
      const state = await takeMedia(bundle, entry, { content, store, removal, now: parts.now });
      if (state === 'held_before') heldBefore += 1;
      media.push({ sha256: entry.sha256, state: state === 'erased' ? 'erased' : 'held' });
    }
    const { deviceId, bundleId } = bundle.index;
    const auditHead = await store.findAuditHead(deviceId);
    const answer = { bundleId, deviceId, at: parts.now().toISOString(), receipts, media, auditHead };
    const receiptsFile = await writeReceipts(
      bundle.folder,
      answer,
      Buffer.from(bundle.contents.receiptKey, 'base64url'),
    );
    const count = (...states: Receipt['status'][]) => receipts.filter(({ status }) => states.includes(status)).length;
    const erased = media.filter(({ state }) => state === 'erased').length;
    return {
      deviceId,
      bundleId,
      accepted: count('accepted', 'accepted_unparsed'),
      duplicates: count('duplicate'),
      quarantined: count('quarantined'),
      files: media.length - heldBefore - erased,
      filesHeldBefore: heldBefore,
      filesErased: erased,
      recordsLeft: typeof claim === 'string' && bundle.contents.batches.length > 0 ? claim : null,
      receiptsFile,
    };
  } finally {
    await store.close();
  }
}

/**
 * The audit claim of a bundle, from the line that is held here: over the network a kiosk is asked for it, here it has brought its
 * older heads along. A sentence when the bundle is older than what is held: its records came over another road since, or will be
 * in the next export; whether it is a log that was set back cannot be told without asking the kiosk.
 */
async function claimOf(bundle: OpenedBundle, store: HubStore, at: string): Promise<AuditClaim | string> {
  const { index, contents, folder } = bundle;
  const { auditHead: head } = contents;
  if (head.publicKey !== index.publicKey || head.deviceId !== index.deviceId)
    throw new BundleRefusedError(
      'foreign',
      `The audit head in ${folder} is another kiosk's. Export the bundle again at the kiosk.`,
    );
  const held = await store.findAuditHead(index.deviceId);
  const keys = await store.findDeviceKeys(index.deviceId);
  if (keys?.isRevoked === true)
    throw new BundleRefusedError(
      'foreign',
      `The kiosk ${index.deviceId} was ended at head office. Enrol it again, then import ${folder} again.`,
    );
  if (keys?.former.includes(head.publicKey) === true)
    throw new BundleRefusedError(
      'foreign',
      `${folder} is signed with a key that the kiosk has changed since. Export the bundle again at the kiosk.`,
    );
  const pinned = keys?.current ?? held?.publicKey ?? head.publicKey;
  if (pinned !== head.publicKey) {
    // puts down the alarm, as for a batch over the network
    await store.admitClaim(index.deviceId, { head, heldSeq: null, atHeld: null }, at);
    throw new BundleRefusedError(
      'foreign',
      `${folder} is signed with another key than head office knows of the kiosk ${index.deviceId}. Nothing of it was taken; the alarm stands with the others (GET /v1/audit-alarms).`,
    );
  }
  if (held === null) return { head, heldSeq: null, atHeld: null };
  if (head.seq < held.seq)
    return `this bundle is older (audit line ${head.seq}) than what head office holds of the kiosk (line ${held.seq}). What is still missing is in the kiosk: export again`;
  if (head.seq === held.seq) return { head, heldSeq: held.seq, atHeld: head };
  const atHeld = (await olderHeads(bundle)).find(({ seq }) => seq === held.seq);
  if (atHeld === undefined)
    return `this bundle does not reach back to what head office holds of the kiosk's audit log (line ${held.seq}). Give the receipts of the bundle before to the kiosk, or connect it once; then export again`;
  return { head, heldSeq: held.seq, atHeld };
}

async function olderHeads({ contents, read }: OpenedBundle): Promise<AuditHead[]> {
  if (contents.olderHeads === null) return [];
  const bytes = await joinPieces(read(contents.olderHeads), MAX_BATCH_BYTES);
  const text = await inflate(bytes, { maxOutputLength: MAX_INFLATED_BATCH_BYTES });
  const lines = text
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => AuditHead.parse(JSON.parse(line)));
}

async function takeBatches(
  { contents, folder, read }: OpenedBundle,
  claim: AuditClaim,
  parts: { store: HubStore; removal: MediaRemoval; now: () => Date; log: HubLog },
): Promise<Receipt[]> {
  const { receiveBatch } = createBatchIntake(parts);
  const receipts: Receipt[] = [];
  let next = claim;
  for (const { part, manifest } of contents.batches) {
    const body = await joinPieces(read(part), MAX_BATCH_BYTES);
    try {
      receipts.push(...(await receiveBatch({ manifest, body, encoding: 'zstd', claim: next })).receipts);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const advice = isAuditRefusal(error.code)
        ? 'Nothing of this batch was taken; the alarm stands with the others (GET /v1/audit-alarms).'
        : 'Export the bundle again at the kiosk.';
      throw new BundleRefusedError('foreign', `${folder}: ${error.message}. ${advice}`, { cause: error });
    }
    // the head is held from the first batch on
    next = { head: claim.head, heldSeq: claim.head.seq, atHeld: claim.head };
  }
  return receipts;
}

async function takeMedia(
  { folder, read }: OpenedBundle,
  entry: MediaEntry,
  parts: { content: ContentStore; store: HubStore; removal: MediaRemoval; now: () => Date },
): Promise<'held' | 'held_before' | 'erased'> {
  const { content, store } = parts;
  const { part, sha256, sizeBytes, mimeType, kind } = entry;
  const erasure = await store.findMediaErasure(sha256);
  if (erasure === 'erased') return 'erased';
  // the old bytes first, as for an upload
  if (erasure === 'removing') await parts.removal.run();
  const at = () => parts.now().toISOString();
  const isThere = (await content.stateOf(sha256)).state === 'complete';
  if (isThere && (await store.findMedia(sha256))?.completedAt) return 'held_before';
  await store.putMedia({ sha256, sizeBytes, metadata: { sha256, mimeType, kind }, createdAt: at() });
  try {
    await content.takeWhole(sha256, read(part));
  } catch (error) {
    await store.forgetMedia(sha256);
    if (!(error instanceof MediaHashMismatchError)) throw error;
    throw new BundleRefusedError(
      'damaged',
      `A file in ${folder} is not the one its record names (${sha256}). Export again at the kiosk.`,
      { cause: error },
    );
  }
  await store.completeMedia(sha256, at());
  return isThere ? 'held_before' : 'held';
}
