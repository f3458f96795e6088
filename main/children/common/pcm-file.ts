import { open, stat, type FileHandle } from 'node:fs/promises';
import type { PcmInput } from '#shared/pcm-input.ts';
import { ForeseenFailure, systemCodeOf } from './foreseen-failure.ts';

/** Samples of one recording, in order, readable more than once. Values lie in [-1, 1). */
export interface PcmSource {
  readonly totalSamples: number;
  /** Blocks of any length; a block is only valid until the next one is asked for. */
  blocks(): AsyncIterable<Float32Array>;
}

/** 1 s of 16 kHz 16-bit audio: an hour of recording costs the same memory as a second. */
const BLOCK_BYTES = 32_000;

/**
 * Opens a recording: a raw signed 16-bit little-endian mono file, or its bytes.
 *
 * @throws ForeseenFailure `pcm_missing`, `pcm_unreadable`, `pcm_empty`, `pcm_odd_length` (a torn last sample)
 */
export async function openPcm(input: PcmInput): Promise<PcmSource> {
  const sizeBytes = 'path' in input ? await sizeOf(input.path) : input.bytes.byteLength;
  if (sizeBytes === 0) throw new ForeseenFailure('pcm_empty', `${nameOf(input)} holds no samples`);
  if (sizeBytes % 2 !== 0) {
    const message = `${nameOf(input)} has ${sizeBytes} bytes: not a whole number of 16-bit samples`;
    throw new ForeseenFailure('pcm_odd_length', message);
  }
  return {
    totalSamples: sizeBytes / 2,
    blocks: () => ('path' in input ? readBlocks(input.path, sizeBytes) : cutBlocks(input.bytes)),
  };
}

/**
 * Reads a stretch of such a recording.
 *
 * @param startSample inclusive; @param endSample exclusive, within the recording
 * @throws ForeseenFailure `pcm_missing`, `pcm_unreadable`
 */
export async function readPcmStretch(input: PcmInput, startSample: number, endSample: number): Promise<Float32Array> {
  const samples = new Float32Array(endSample - startSample);
  if ('path' in input) {
    const bytes = Buffer.alloc(2 * samples.length);
    await using file = await openPcmFile(input.path);
    await fill(file, bytes, 2 * startSample, bytes.length, input.path);
    toFloats(bytes, samples);
  } else {
    if (2 * endSample > input.bytes.byteLength) {
      throw new ForeseenFailure('pcm_unreadable', `${nameOf(input)} ends before sample ${endSample}`);
    }
    toFloats(input.bytes.subarray(2 * startSample, 2 * endSample), samples);
  }
  return samples;
}

function nameOf(input: PcmInput): string {
  return 'path' in input ? input.path : `recording ${input.recordingId}`;
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new ForeseenFailure('pcm_unreadable', `${path} is not a file`);
    return found.size;
  } catch (error) {
    if (error instanceof ForeseenFailure) throw error;
    throw readFailure(path, error);
  }
}

function toFloats(bytes: Uint8Array, into: Float32Array): void {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < bytes.byteLength / 2; i++) into[i] = words.getInt16(2 * i, true) / 32_768;
}

async function* cutBlocks(recording: Uint8Array): AsyncGenerator<Float32Array> {
  const samples = new Float32Array(BLOCK_BYTES / 2);
  for (let position = 0; position < recording.byteLength; position += BLOCK_BYTES) {
    const bytes = recording.subarray(position, position + BLOCK_BYTES);
    toFloats(bytes, samples);
    yield samples.subarray(0, bytes.byteLength / 2);
  }
}

/**
 * Opens a recording that is a file.
 *
 * @throws ForeseenFailure `pcm_missing`, `pcm_unreadable`
 */
export async function openPcmFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function* readBlocks(path: string, sizeBytes: number): AsyncGenerator<Float32Array> {
  const bytes = Buffer.alloc(BLOCK_BYTES);
  const samples = new Float32Array(BLOCK_BYTES / 2);
  const file = await openPcmFile(path);
  try {
    let position = 0;
    while (position < sizeBytes) {
      const filled = await fill(file, bytes, position, Math.min(BLOCK_BYTES, sizeBytes - position), path);
      toFloats(bytes.subarray(0, filled), samples);
      position += filled;
      yield samples.subarray(0, filled / 2);
    }
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, bytes: Buffer, position: number, wanted: number, path: string): Promise<number> {
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await file.read(bytes, filled, wanted - filled, position + filled).catch((error: unknown) => {
      throw readFailure(path, error);
    });
    if (bytesRead === 0) {
      throw new ForeseenFailure('pcm_unreadable', `${path} became shorter while it was being read`);
    }
    filled += bytesRead;
  }
  return filled;
}

function readFailure(path: string, error: unknown): ForeseenFailure {
  const code = systemCodeOf(error);
  return new ForeseenFailure(code === 'ENOENT' ? 'pcm_missing' : 'pcm_unreadable', `${path} cannot be read (${code})`, {
    cause: error,
  });
}
