import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '#shared/ids.ts';
import type { RecordingKeys, RecordingRows, SliceEntry } from './recording-port.ts';
import { BrokenSealError } from './sealed/chunked-encryption.ts';
import { FIRST_COPY, type FramePosition, framePositions, segmentName } from './sealed/segments.ts';
import { type FramePlace, openFrame } from './sealed/slice-frame.ts';

/** Bytes of a recording that cannot be had any more: missing, changed, or without their key. */
export class UnreadableRecordingError extends Error {
  override readonly name = 'UnreadableRecordingError';
  readonly code: 'unknown_recording' | 'key_gone' | 'bytes_missing' | 'bytes_changed';

  constructor(code: UnreadableRecordingError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The plaintext of one recording, readable in any place. */
export interface RecordingBytes {
  readonly sizeBytes: number;
  /**
   * Pieces of the bytes from `start` up to, not including, `end`; each slice is opened and checked against its row when its
   * turn comes.
   * @throws {UnreadableRecordingError}
   */
  read(start: number, end: number): AsyncGenerator<Buffer>;
  /** All of it. */
  whole(): Promise<Buffer>;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readFully(file: FileHandle, { offsetBytes, sizeBytes }: FramePosition): Promise<Buffer> {
  const bytes = Buffer.alloc(sizeBytes);
  const { bytesRead } = await file.read(bytes, 0, sizeBytes, offsetBytes);
  return bytes.subarray(0, bytesRead);
}

/**
 * Reads sealed recordings.
 *
 * @param parts.directory `media/` of the workspace
 */
export function createRecordingReader(parts: { directory: string; rows: RecordingRows; keyOf: RecordingKeys }) {
  const { directory, rows, keyOf } = parts;

  function openedAs(key: Uint8Array, id: RecordingId, place: FramePlace, frame: Buffer, slice: SliceEntry): Buffer {
    let bytes: Buffer;
    try {
      bytes = openFrame(key, id, place, frame);
    } catch (error) {
      if (!(error instanceof BrokenSealError)) throw error;
      const message = `Slice ${slice.sequence} of recording ${id} was changed on the disk: ${error.message}`;
      throw new UnreadableRecordingError('bytes_changed', message, { cause: error });
    }
    if (hashOf(bytes) !== slice.sha256)
      throw new UnreadableRecordingError('bytes_changed', `Slice ${slice.sequence} of recording ${id} is another's.`);
    return bytes;
  }

  /** The first slice is stored twice: the copy is used when the segment's is damaged. */
  async function openSlice(key: Uint8Array, id: RecordingId, frame: Buffer, slice: SliceEntry): Promise<Buffer> {
    try {
      return openedAs(key, id, 'segment', frame, slice);
    } catch (error) {
      if (slice.sequence !== 0) throw error;
      const copy = await readFile(join(directory, id, FIRST_COPY)).catch(() => null);
      if (copy === null) throw error;
      return openedAs(key, id, 'copy', copy, slice);
    }
  }

  async function* read(key: Uint8Array, id: RecordingId, start: number, end: number): AsyncGenerator<Buffer> {
    const slices = rows.listSlices(id);
    const positions = framePositions(slices);
    let file: FileHandle | null = null;
    let opened = -1;
    try {
      for (const [index, slice] of slices.entries()) {
        const position = positions[index];
        const sliceEnd = slice.offsetBytes + slice.sizeBytes;
        if (position === undefined || sliceEnd <= start || slice.offsetBytes >= end) continue;
        if (position.segment !== opened) {
          await file?.close();
          file = await open(join(directory, id, segmentName(position.segment)), 'r').catch((error: unknown) => {
            const message = `Segment ${position.segment} of recording ${id} cannot be read.`;
            throw new UnreadableRecordingError('bytes_missing', message, { cause: error });
          });
          opened = position.segment;
        }
        const frame = file === null ? Buffer.alloc(0) : await readFully(file, position);
        const bytes = await openSlice(key, id, frame, slice);
        yield bytes.subarray(Math.max(0, start - slice.offsetBytes), Math.min(bytes.length, end - slice.offsetBytes));
      }
    } finally {
      await file?.close();
    }
  }

  /**
   * The bytes of a recording as far as its rows account for them, also while it is being recorded.
   * @throws {UnreadableRecordingError} when it is not known or its key is destroyed
   */
  return function openRecording(id: RecordingId): RecordingBytes {
    const entry = rows.find(id);
    if (!entry) throw new UnreadableRecordingError('unknown_recording', `There is no recording ${id}.`);
    const key = keyOf(id);
    if (!key) throw new UnreadableRecordingError('key_gone', `The key of recording ${id} is destroyed.`);
    const { sizeBytes } = entry;
    return {
      sizeBytes,
      read: (start, end) => read(key, id, start, end),
      async whole() {
        const pieces: Buffer[] = [];
        for await (const piece of read(key, id, 0, sizeBytes)) pieces.push(piece);
        return Buffer.concat(pieces, sizeBytes);
      },
    };
  };
}
export type OpenRecording = ReturnType<typeof createRecordingReader>;
