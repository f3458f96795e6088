import { createHash } from 'node:crypto';
import { open, seal, sealedBytes } from './chunked-encryption.ts';

/**
 * How a slice lies in a segment file: a header of 44 bytes, then one message of chunked encryption under a salt of its own.
 *
 *     "ANS1" | sequence u32 | bytes of plaintext u32 | SHA-256 of the frame before it
 *
 * The header is part of the message's context, so a frame opens only as what it says it is; each frame names the one before
 * it, so none can be left out, repeated or moved. One message per slice rather than per segment: a slice is acknowledged
 * after every second, and a message that is still growing could be made durable only by using a nonce twice (ADR 0012).
 */
const MAGIC = Buffer.from('ANS1', 'latin1');
const HASH_BYTES = 32;
export const HEADER_BYTES = MAGIC.length + 4 + 4 + HASH_BYTES;

/** Which of the two places of the first slice, or the only place of all others. */
export type FramePlace = 'segment' | 'copy';

export interface FrameHeader {
  sequence: number;
  plainBytes: number;
  previous: Buffer;
}

/** Bytes of a frame for `plainBytes` of plaintext. */
export function frameBytes(plainBytes: number): number {
  return HEADER_BYTES + sealedBytes(plainBytes);
}

/** SHA-256 of a frame: what the next one names, and what the row of the slice keeps. */
export function frameHash(frame: Uint8Array): Buffer {
  return createHash('sha256').update(frame).digest();
}

/** What the first frame of a recording names in place of a frame before it. */
export function rootHash(recordingId: string): Buffer {
  return createHash('sha256').update(`anteroom recording ${recordingId}`).digest();
}

function contextOf(recordingId: string, place: FramePlace, header: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`anteroom slice v1\0${recordingId}\0${place}\0`, 'latin1'), header]);
}

/** Seals one slice. @param key of the recording, 32 bytes */
export function makeFrame(
  key: Uint8Array,
  recordingId: string,
  place: FramePlace,
  slice: { sequence: number; bytes: Uint8Array; previous: Buffer },
): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32BE(slice.sequence, 4);
  header.writeUInt32BE(slice.bytes.length, 8);
  slice.previous.copy(header, 12);
  return Buffer.concat([header, seal(key, contextOf(recordingId, place, header), slice.bytes)]);
}

/** The header at the beginning of these bytes; null when there is none. */
export function headerOf(bytes: Uint8Array): FrameHeader | null {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  return {
    sequence: header.readUInt32BE(4),
    plainBytes: header.readUInt32BE(8),
    previous: header.subarray(12, HEADER_BYTES),
  };
}

/**
 * Opens a whole frame.
 * @throws {BrokenSealError} when it is not what was sealed for this recording and place
 */
export function openFrame(key: Uint8Array, recordingId: string, place: FramePlace, frame: Uint8Array): Buffer {
  const header = frame.subarray(0, HEADER_BYTES);
  return open(key, contextOf(recordingId, place, header), frame.subarray(HEADER_BYTES));
}
