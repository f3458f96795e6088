import { createHash } from 'node:crypto';
import type { Receipt } from '#shared/wire/receipt.ts';
import { type ReceiptProof, type ReceiptSeal, receiptsText, receiptText } from '#shared/wire/receipt-proof.ts';
import { isSignedBy } from './signed-by.ts';

/** SHA-256 of a receipt as it is signed, hex. */
export function receiptHash(deviceId: string, receipt: Receipt): string {
  return createHash('sha256').update(receiptText(deviceId, receipt)).digest('hex');
}

/** What proves the receipts of an answer, to be kept with them; null when this is not what the holder of the key signed. */
export function proofOf(
  answer: { readonly batchId: string; readonly receipts: readonly Receipt[]; readonly seal?: ReceiptSeal | undefined },
  deviceId: string,
  hubKey: string,
): ReceiptProof | null {
  const { batchId, receipts, seal } = answer;
  if (seal?.publicKey !== hubKey) return null;
  const hashes = receipts.map((receipt) => receiptHash(deviceId, receipt));
  const proof = { ...seal, deviceId, batchId, hashes };
  return isSignedBy(hubKey, receiptsText(proof), seal.signature) ? proof : null;
}
