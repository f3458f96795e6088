import { receiptHash } from '#connectors/receipt-proofs.ts';
import type { BatchAnswer } from '#shared/wire/receipt.ts';
import { receiptsText } from '#shared/wire/receipt-proof.ts';
import type { HubKey } from './hub-key.ts';

/** The answer with the hub's signature over all its receipts. */
export function sealReceipts(answer: BatchAnswer, deviceId: string, key: HubKey, signedAt: string): BatchAnswer {
  const { batchId, receipts } = answer;
  const hashes = receipts.map((receipt) => receiptHash(deviceId, receipt));
  const signature = key.sign(receiptsText({ deviceId, batchId, signedAt, hashes }));
  return { ...answer, seal: { signedAt, publicKey: key.publicKey, signature } };
}
