import { readReceipts } from '#connectors/bundle/bundle-receipts.ts';
import { auditHeadText } from '#shared/wire/audit-head.ts';
import type { HeldReceipt } from '#shared/wire/receipt.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { outboxOf, receiptPurpose } from './bundle-export.ts';
import type { StoppedKiosk } from './stopped-kiosk.ts';
import { verifySignature } from './store/device-signer.ts';

const PAGE = 200;

/** What receipts changed. */
export interface ReceiptsReport {
  readonly bundleId: string;
  readonly recordsSent: number;
  readonly recordsParked: number;
  readonly filesSent: number;
}

/**
 * Takes head office's receipts back into the kiosk: records and files count as sent exactly as after receipts over the network, by
 * the same rule: the same id and the same SHA-256, or nothing.
 *
 * @throws {BundleRefusedError} for receipts that are not head office's, or another kiosk's; nothing is changed then
 */
export async function takeReceipts(kiosk: StoppedKiosk, path: string, now: () => Date): Promise<ReceiptsReport> {
  const { store, auditHeads } = kiosk;
  const answer = await readReceipts(path, store.deviceId, (id) => kiosk.derivedKey(receiptPurpose(id)));
  const outbox = outboxOf(kiosk);
  const byId = new Map(
    answer.receipts.flatMap((receipt) => (receipt.id === null ? [] : [[receipt.id, receipt] as const])),
  );
  const held: HeldReceipt[] = [];
  const aside: { id: string; reason: string }[] = [];
  for (let afterSeq = -1; ;) {
    const page = outbox.unsentRecords(afterSeq, PAGE);
    for (const row of page) {
      afterSeq = row.seq;
      const receipt = byId.get(row.id);
      const record = WireRecord.safeParse(row.record);
      if (!receipt || !record.success || record.data.sha256 !== receipt.sha256) continue;
      if (receipt.status === 'quarantined') aside.push({ id: row.id, reason: `quarantined:${receipt.reason}` });
      else held.push(receipt);
    }
    if (page.length < PAGE) break;
  }
  const before = outbox.counts();
  const at = now().toISOString();
  outbox.markSent(held, at);
  for (const { id, reason } of aside) outbox.park([id], reason);
  for (const { sha256, state } of answer.media) {
    if (state === 'held') outbox.markMediaSent(sha256, at);
    else outbox.parkMedia(sha256, 'rejected:media_erased');
  }
  const { auditHead } = answer;
  const isOwn =
    auditHead !== null &&
    auditHead.deviceId === store.deviceId &&
    kiosk.isOwnKey(auditHead.publicKey) &&
    verifySignature(auditHead.publicKey, Buffer.from(auditHeadText(auditHead)), auditHead.signature);
  if (isOwn) auditHeads.acknowledge(auditHead);
  const after = outbox.counts();
  const report = {
    bundleId: answer.bundleId,
    recordsSent: after.sent - before.sent,
    recordsParked: aside.length,
    filesSent: after.mediaSent - before.mediaSent,
  };
  const { bundleId, recordsSent, filesSent } = report;
  store.ledger.audit({
    actor: 'command line',
    action: 'bundle.receipts_taken',
    subject: store.deviceId,
    detail: { bundleId, recordsSent, filesSent },
  });
  return report;
}
