import {
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  MATROSKA,
  MkvOutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { MAX_SLICE_BYTES } from '#shared/media-routes.ts';
import { findWholeBlocks } from './playback-blocks.ts';

export type CopyOutcome =
  | { isMade: true; blocks: number; bytes: Buffer; droppedBytes: number }
  /** `damaged`: more is unreadable than the slice in flight; `incomplete`: the copy would lack frames. */
  | { isMade: false; code: 'no_blocks' | 'damaged' | 'unreadable' | 'incomplete' };

/**
 * @returns the copy; null when not every track could be copied
 * @throws what the library said
 */
async function remux(recorded: Buffer, isMatroska: boolean): Promise<Buffer | null> {
  const input = new Input({ source: new BufferSource(recorded), formats: [MATROSKA, WEBM] });
  try {
    const target = new BufferTarget();
    const output = new Output({ format: isMatroska ? new MkvOutputFormat() : new WebMOutputFormat(), target });
    const conversion = await Conversion.init({
      input,
      output,
      // never re-encode; the first timestamp may be moved to zero, sound and picture together
      copy: { mode: 'forced', shiftTolerance: Infinity },
      tags: {},
      showWarnings: false,
    });
    if (!conversion.isValid || conversion.discardedTracks.length > 0) return null;
    await conversion.execute();
    return target.buffer === null ? null : Buffer.from(target.buffer);
  } finally {
    input.dispose();
  }
}

/**
 * Copies frames and sound packets of a recording, byte for byte, into a file with length and seek points. A frame that was
 * cut off at the end is left out. In memory only: a recording is never written to the disk in the clear.
 * @throws what the library says of bytes it cannot read
 */
export async function copySeekable(recorded: Buffer, isMatroska: boolean): Promise<CopyOutcome> {
  const whole = findWholeBlocks(recorded);
  if (whole.blocks === 0) return { isMade: false, code: 'no_blocks' };
  const droppedBytes = recorded.length - whole.endBytes;
  if (droppedBytes > MAX_SLICE_BYTES) return { isMade: false, code: 'damaged' };
  const bytes = await remux(recorded.subarray(0, whole.endBytes), isMatroska);
  if (bytes === null) return { isMade: false, code: 'unreadable' };
  if (findWholeBlocks(bytes).blocks !== whole.blocks) return { isMade: false, code: 'incomplete' };
  return { isMade: true, blocks: whole.blocks, bytes, droppedBytes };
}
