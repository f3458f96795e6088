import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import type { Receipt } from './receipt.ts';
import { PublicKey, Signature } from './signature.ts';
import { WireName } from './record.ts';

/** What a hub adds to an answer: its signature over all receipts of it. */
export const ReceiptSeal = z.object({
  signedAt: z.iso.datetime(),
  publicKey: PublicKey,
  /** Of {@link receiptsText}. */
  signature: Signature,
});
export type ReceiptSeal = z.infer<typeof ReceiptSeal>;

/**
 * What a kiosk keeps of one answer, to show a receipt to somebody else: the hashes of all receipts, and the signature over them.
 * With one receipt it proves that one, and says nothing of the others.
 */
export const ReceiptProof = ReceiptSeal.extend({
  deviceId: WireName,
  batchId: z.string().min(16).max(64),
  /** SHA-256 of the {@link receiptText} of each receipt, in the order of the answer. */
  hashes: z.array(Sha256).min(1),
});
export type ReceiptProof = z.infer<typeof ReceiptProof>;

/** What is hashed of one receipt. `-` stands for what could not be read. */
export function receiptText(deviceId: string, receipt: Receipt): string {
  const { status, id, sha256, hubSeq, receivedAt } = receipt;
  const reason = receipt.status === 'quarantined' ? receipt.reason : '-';
  // an id that could not be read may hold anything
  const shownId = id === null ? '-' : JSON.stringify(id);
  return `anteroom receipt v1 ${deviceId}\n${status}\n${shownId}\n${sha256 ?? '-'}\n${hubSeq ?? '-'}\n${receivedAt}\n${reason}\n`;
}

/**
 * What the hub signs: one signature for an answer, over the hashes of its receipts. One for each receipt would cost 200 times the
 * signing and 86 bytes a record on the line; this one costs a kiosk 32 bytes a record on its disk.
 */
export function receiptsText(proof: Omit<ReceiptProof, 'publicKey' | 'signature'>): string {
  const hashes = proof.hashes.map((hash) => `${hash}\n`).join('');
  return `anteroom receipts v1 ${proof.deviceId}\n${proof.batchId}\n${proof.signedAt}\n${hashes}`;
}
