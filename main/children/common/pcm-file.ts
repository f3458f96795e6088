import { open, stat, type FileHandle } from 'node:fs/promises';
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
 * Opens a raw signed 16-bit little-endian mono file.
 *
 * @throws ForeseenFailure `pcm_missing`, `pcm_unreadable`, `pcm_empty`, `pcm_odd_length` (a torn last sample)
 */
export async function openPcmFile(path: string): Promise<PcmSource> {
  let sizeBytes: number;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new ForeseenFailure('pcm_unreadable', `${path} is not a file`);
    sizeBytes = found.size;
  } catch (error) {
    if (error instanceof ForeseenFailure) throw error;
    throw readFailure(path, error);
  }
  if (sizeBytes === 0) throw new ForeseenFailure('pcm_empty', `${path} holds no samples`);
  if (sizeBytes % 2 !== 0) {
    throw new ForeseenFailure('pcm_odd_length', `${path} has ${sizeBytes} bytes: not a whole number of 16-bit samples`);
  }
  return { totalSamples: sizeBytes / 2, blocks: () => readBlocks(path, sizeBytes) };
}

/**
 * Reads a stretch of such a file.
 *
 * @param startSample inclusive; @param endSample exclusive, within the file
 * @throws ForeseenFailure `pcm_missing`, `pcm_unreadable`
 */
export async function readPcmStretch(path: string, startSample: number, endSample: number): Promise<Float32Array> {
  const bytes = Buffer.alloc(2 * (endSample - startSample));
  await using file = await openFile(path);
  await fill(file, bytes, 2 * startSample, bytes.length, path);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i) / 32_768);
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function* readBlocks(path: string, sizeBytes: number): AsyncGenerator<Float32Array> {
  const bytes = Buffer.alloc(BLOCK_BYTES);
  const samples = new Float32Array(BLOCK_BYTES / 2);
  const file = await openFile(path);
  try {
    let position = 0;
    while (position < sizeBytes) {
      const filled = await fill(file, bytes, position, Math.min(BLOCK_BYTES, sizeBytes - position), path);
      for (let i = 0; i < filled / 2; i++) samples[i] = bytes.readInt16LE(2 * i) / 32_768;
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
