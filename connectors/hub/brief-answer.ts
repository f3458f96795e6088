import type { BatchAnswer } from '#shared/wire/receipt.ts';
import { compactAnswer, fullAnswer } from './compact-answer.ts';

/**
 * The signed answer to a batch that was signed in brief, as bytes. The signature is over every receipt, word for word, so that nothing
 * else has to tell this answer from that to another batch.
 *
 *     version · status, whether the head is held · when, ms (6) · ms until it was signed (2) · signature (64) · number of the first record
 */
const VERSION = 1;
const STATUSES = ['accepted', 'duplicate', 'accepted_unparsed'] as const;
const HEAD_HELD = 0x80;
const AT = { status: 1, received: 2, signed: 8, signature: 10, hubSeq: 74 } as const;
const MOST_UNTIL_SIGNED_MS = 0xffff;

/** Null where the answer has to be told in another form. */
export function briefAnswer(answer: BatchAnswer): Buffer | null {
  const compact = compactAnswer(answer);
  if (compact?.seal === undefined) return null;
  const { held, isHeadHeld, seal } = compact;
  const receivedMs = Date.parse(held.receivedAt);
  const untilSignedMs = Date.parse(seal.signedAt) - receivedMs;
  const isExact = [held.receivedAt, seal.signedAt].every((at) => new Date(at).toISOString() === at);
  // a record that came before was received long ago; a clock may have been set back meanwhile
  if (!isExact || untilSignedMs < 0 || untilSignedMs > MOST_UNTIL_SIGNED_MS) return null;
  const bytes = Buffer.alloc(AT.hubSeq + 6);
  bytes[0] = VERSION;
  bytes[AT.status] = STATUSES.indexOf(held.status) + (isHeadHeld ? HEAD_HELD : 0);
  bytes.writeUIntBE(receivedMs, AT.received, 6);
  bytes.writeUInt16BE(untilSignedMs, AT.signed);
  bytes.write(seal.signature, AT.signature, 'base64url');
  bytes.writeUIntBE(held.hubSeq, AT.hubSeq, 6);
  return bytes;
}

/**
 * The answer in full; null for anything else. Whether it is about these records its signature tells, which is for the caller to check.
 * @param hubKey whose signature it has to be
 */
export function readBriefAnswer(
  bytes: Buffer,
  sent: Parameters<typeof fullAnswer>[1],
  hubKey: string,
): BatchAnswer | null {
  if (bytes.length !== AT.hubSeq + 6 || bytes[0] !== VERSION) return null;
  const flags = bytes[AT.status] ?? 0;
  const status = STATUSES[flags & ~HEAD_HELD];
  const receivedMs = bytes.readUIntBE(AT.received, 6);
  const hubSeq = bytes.readUIntBE(AT.hubSeq, 6);
  if (status === undefined || hubSeq === 0) return null;
  const at = (ms: number): string => new Date(ms).toISOString();
  const signature = bytes.subarray(AT.signature, AT.hubSeq).toString('base64url');
  return fullAnswer(
    (sha256) => ({
      service: 'anteroom-hub',
      held: { status, receivedAt: at(receivedMs), hubSeq, sha256 },
      isHeadHeld: (flags & HEAD_HELD) !== 0,
      seal: { signedAt: at(receivedMs + bytes.readUInt16BE(AT.signed)), publicKey: hubKey, signature },
    }),
    sent,
  );
}
