import { z } from 'zod';
import type { BatchAnswer } from '#shared/wire/receipt.ts';
import { Signature } from '#shared/wire/signature.ts';
import { type CompactAnswer, compactAnswer, fullAnswer } from './compact-answer.ts';

const STATUS = { a: 'accepted', d: 'duplicate', u: 'accepted_unparsed' } as const;
const LETTER = { accepted: 'a', duplicate: 'd', accepted_unparsed: 'u' } as const;
/** Of the hash over ids and hashes: enough to tell this answer from that to any other batch. */
const CHECK_BYTES = 16;
const Instant = z.int().nonnegative().max(8.64e15);

/**
 * The answer to a packed batch, in the order of {@link CompactAnswer}: service, status, number of the first record, when, check,
 * whether the head is held, and when and how it was signed where it was.
 */
const PackedAnswer = z.tuple([
  z.literal('anteroom-hub'),
  z.enum(['a', 'd', 'u']),
  z.int().positive(),
  Instant,
  z.string().length(Math.ceil((CHECK_BYTES * 4) / 3)),
  z.union([z.literal(0), z.literal(1)]),
  z.tuple([Instant, Signature]).optional(),
]);

const checkOf = (sha256: string): string => Buffer.from(sha256, 'hex').subarray(0, CHECK_BYTES).toString('base64url');

/** Null where the answer has to be told whole. */
export function packedAnswer(answer: BatchAnswer): z.infer<typeof PackedAnswer> | null {
  const compact = compactAnswer(answer);
  if (compact === null) return null;
  const { held, isHeadHeld, seal } = compact;
  const instants = [held.receivedAt, ...(seal === undefined ? [] : [seal.signedAt])];
  if (instants.some((at) => new Date(at).toISOString() !== at)) return null;
  return [
    'anteroom-hub',
    LETTER[held.status],
    held.hubSeq,
    Date.parse(held.receivedAt),
    checkOf(held.sha256),
    isHeadHeld ? 1 : 0,
    ...(seal === undefined ? ([] as const) : ([[Date.parse(seal.signedAt), seal.signature]] as const)),
  ] as z.infer<typeof PackedAnswer>;
}

/**
 * The answer in full; null when it is none, or not about these records.
 * @param hubKey whose signature it has to be, if any
 */
export function readPackedAnswer(
  found: unknown,
  sent: Parameters<typeof fullAnswer>[1],
  hubKey: string | null,
): BatchAnswer | null {
  const parsed = PackedAnswer.safeParse(found);
  if (!parsed.success) return null;
  const [service, letter, hubSeq, receivedAtMs, check, isHeadHeld, seal] = parsed.data;
  const at = (ms: number): string => new Date(ms).toISOString();
  const compact = (sha256: string): CompactAnswer => ({
    service,
    held: { status: STATUS[letter], receivedAt: at(receivedAtMs), hubSeq, sha256 },
    isHeadHeld: isHeadHeld === 1,
    ...(seal === undefined || hubKey === null
      ? {}
      : { seal: { signedAt: at(seal[0]), publicKey: hubKey, signature: seal[1] } }),
  });
  return fullAnswer(compact, sent, (sha256) => checkOf(sha256) === check);
}
