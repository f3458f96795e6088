import { z } from 'zod';
import { Receipt } from './receipt.ts';
import { ReceiptProof } from './receipt-proof.ts';

/** One receipt with what proves it, for somebody who has nothing else: `anteroom receipts show`. */
export const ReceiptEvidence = z.object({
  format: z.literal('anteroom.receipt-evidence'),
  version: z.literal(1),
  receipt: Receipt,
  proof: ReceiptProof,
});
export type ReceiptEvidence = z.infer<typeof ReceiptEvidence>;
