import { hash } from 'node:crypto';
import { z } from 'zod';
import type { AuditClaim } from '#shared/wire/audit-head.ts';
import { BatchAnswer, HeldReceipt } from '#shared/wire/receipt.ts';
import { Sha256 } from '#shared/ids.ts';

/**
 * The answer to a batch whose records all fared alike: taken one after the other, or all held before. One hash over every id and
 * SHA-256 stands for the receipts; the sender holds both, makes the hash anew, and has the receipts word for word.
 */
export const CompactAnswer = BatchAnswer.omit({ batchId: true, receipts: true, auditHead: true }).extend({
  held: HeldReceipt.pick({ status: true, receivedAt: true }).extend({
    /** Of the first record; the others count on from it. */
    hubSeq: z.int().positive(),
    /** Of {@link heldText}. */
    sha256: Sha256,
  }),
  /** The hub holds the head that was claimed now. */
  isHeadHeld: z.boolean(),
});
export type CompactAnswer = z.infer<typeof CompactAnswer>;

type Named = { readonly id: string; readonly sha256: string };

function heldHash(batchId: string, records: readonly Named[]): string {
  return hash('sha256', `${batchId}\n${records.map(({ id, sha256 }) => `${id} ${sha256}\n`).join('')}`);
}

/** Null where every receipt has to be told by itself. */
export function compactAnswer(answer: BatchAnswer): CompactAnswer | null {
  const { batchId, receipts, auditHead, ...rest } = answer;
  const [first] = receipts;
  if (first === undefined || first.status === 'quarantined') return null;
  const held: HeldReceipt[] = [];
  for (const receipt of receipts) {
    const isAlike =
      receipt.status === first.status &&
      receipt.receivedAt === first.receivedAt &&
      receipt.hubSeq === first.hubSeq + held.length;
    if (!isAlike) return null;
    held.push(receipt);
  }
  const { status, receivedAt, hubSeq } = first;
  return {
    ...rest,
    held: { status, receivedAt, hubSeq, sha256: heldHash(batchId, held) },
    isHeadHeld: auditHead !== undefined,
  };
}

/**
 * The answer in full; null when it is not about these records.
 * @param isHash whether the hash over them is the one that was answered; the whole of it unless given
 */
export function fullAnswer(
  compact: CompactAnswer | ((sha256: string) => CompactAnswer),
  sent: { readonly batchId: string; readonly records: readonly Named[]; readonly claim: AuditClaim | null },
  isHash?: (sha256: string) => boolean,
): BatchAnswer | null {
  const sha256 = heldHash(sent.batchId, sent.records);
  const { held, isHeadHeld, ...rest } = typeof compact === 'function' ? compact(sha256) : compact;
  if (isHash === undefined ? sha256 !== held.sha256 : !isHash(sha256)) return null;
  const { status, receivedAt, hubSeq } = held;
  const head = sent.claim?.head;
  return {
    ...rest,
    batchId: sent.batchId,
    receipts: sent.records.map(({ id, sha256 }, place) => ({ status, id, sha256, hubSeq: hubSeq + place, receivedAt })),
    ...(isHeadHeld && head !== undefined ? { auditHead: { seq: head.seq, sha256: head.sha256 } } : {}),
  };
}
