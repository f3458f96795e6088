import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import {
  Conversion,
  FilePathSource,
  Input,
  MATROSKA,
  MkvOutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { MAX_SLICE_BYTES } from '#shared/media-routes.ts';
import { findWholeBlocks, type WholeBlocks } from './playback-blocks.ts';

/** Written at once; together with the reader's cache this bounds the memory a copy takes. */
const CHUNK_BYTES = 1024 * 1024;
const CACHE_BYTES = 2 * 1024 * 1024;

export type CopyOutcome =
  | { isMade: true; blocks: number; sizeBytes: number; droppedBytes: number }
  /** `damaged`: more is unreadable than the slice in flight; `incomplete`: the copy would lack frames. */
  | { isMade: false; code: 'no_blocks' | 'damaged' | 'unreadable' | 'incomplete' };

/**
 * A stream into a file that never fails: after a refused write the library closes the stream once more and nobody hears the
 * rejection, which would end the kiosk. The first error is given to `onError` and nothing is written after it.
 */
function writableOf(file: FileHandle, onError: (error: unknown) => void): WritableStream<StreamTargetChunk> {
  let hasFailed = false;
  return new WritableStream<StreamTargetChunk>({
    async write({ data, position }) {
      if (hasFailed) return;
      try {
        let written = 0;
        while (written < data.length)
          written += (await file.write(data, written, data.length - written, position + written)).bytesWritten;
      } catch (error) {
        hasFailed = true;
        onError(error);
      }
    },
  });
}

async function readWholeBlocks(path: string, sizeBytes: number): Promise<WholeBlocks> {
  const file = await open(path, constants.O_RDONLY);
  try {
    return await findWholeBlocks(file, sizeBytes);
  } finally {
    await file.close();
  }
}

/**
 * @returns whether every track was copied
 * @throws what the disk or the library said
 */
async function remux(from: string, endBytes: number, isMatroska: boolean, to: FileHandle): Promise<boolean> {
  const errors: unknown[] = [];
  const note = (error: unknown) => errors.push(error);
  const file = new FilePathSource(from, { maxCacheSize: CACHE_BYTES, handleUnhandledError: note });
  const source = file.slice(0, endBytes);
  const input = new Input({ source, formats: [MATROSKA, WEBM] });
  try {
    const output = new Output({
      format: isMatroska ? new MkvOutputFormat() : new WebMOutputFormat(),
      target: new StreamTarget(writableOf(to, note), { chunked: true, chunkSize: CHUNK_BYTES }),
    });
    const conversion = await Conversion.init({
      input,
      output,
      // never re-encode; the first timestamp may be moved to zero, sound and picture together
      copy: { mode: 'forced', shiftTolerance: Infinity },
      tags: {},
      showWarnings: false,
    });
    if (!conversion.isValid || conversion.discardedTracks.length > 0) return false;
    await conversion.execute();
    if (errors.length > 0) throw errors[0];
    return true;
  } finally {
    input.dispose();
  }
}

/**
 * Copies frames and sound packets of a recording, byte for byte, into a file with length and seek points, and syncs it. A
 * frame that was cut off at the end is left out.
 * @param sizeBytes how much of the recording counts
 * @throws when the disk refuses
 */
export async function copySeekable(options: {
  from: string;
  sizeBytes: number;
  isMatroska: boolean;
  to: string;
}): Promise<CopyOutcome> {
  const { from, sizeBytes, isMatroska, to } = options;
  const whole = await readWholeBlocks(from, sizeBytes);
  if (whole.blocks === 0) return { isMade: false, code: 'no_blocks' };
  const droppedBytes = sizeBytes - whole.endBytes;
  if (droppedBytes > MAX_SLICE_BYTES) return { isMade: false, code: 'damaged' };
  const copy = await open(to, 'w+', 0o600);
  try {
    if (!(await remux(from, whole.endBytes, isMatroska, copy))) return { isMade: false, code: 'unreadable' };
    const { size } = await copy.stat();
    const copied = await findWholeBlocks(copy, size);
    if (copied.blocks !== whole.blocks) return { isMade: false, code: 'incomplete' };
    await copy.sync();
    return { isMade: true, blocks: whole.blocks, sizeBytes: size, droppedBytes };
  } finally {
    await copy.close();
  }
}
