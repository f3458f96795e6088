import { open, type FileHandle } from 'node:fs/promises';
import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';
import { toInt16 } from '#shared/pcm16.ts';
import { createResampler } from '#shared/resample.ts';

/** A file that cannot be taken as sound; `message` is one sentence for the person who named the file. */
export class WavFileError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WavFileError';
  }
}

/** WAV format tags: whole numbers, IEEE floats, and "look further down for which of the two". */
const TAG_INTEGER = 1;
const TAG_FLOAT = 3;
const TAG_EXTENSIBLE = 0xfffe;
/** A program that writes into a pipe does not know the length and writes the largest it can: the data ends with the file. */
const LENGTH_UNKNOWN = 0x7fff_0000;
/** Below telephone quality there is nothing to analyse, above studio quality the header is not believed. */
const RATES_HZ = { least: 4_000, most: 384_000 };
/** An hour: no answer is longer, and the samples are held in memory. */
const MAX_SECONDS = 3_600;
const BLOCK_FRAMES = 65_536;

interface Layout {
  readonly tag: typeof TAG_INTEGER | typeof TAG_FLOAT;
  readonly channels: 1 | 2;
  readonly rateHz: number;
  readonly bitsPerSample: number;
  readonly dataStart: number;
  readonly frames: number;
}

type ReadSample = (bytes: Buffer, at: number) => number;

const READERS: Readonly<Record<string, ReadSample>> = {
  [`${TAG_INTEGER}/8`]: (bytes, at) => (bytes.readUInt8(at) - 128) / 128,
  [`${TAG_INTEGER}/16`]: (bytes, at) => bytes.readInt16LE(at) / 32_768,
  [`${TAG_INTEGER}/24`]: (bytes, at) => bytes.readIntLE(at, 3) / 8_388_608,
  [`${TAG_INTEGER}/32`]: (bytes, at) => bytes.readInt32LE(at) / 2_147_483_648,
  [`${TAG_FLOAT}/32`]: (bytes, at) => bytes.readFloatLE(at),
};

/** A file, or bytes in memory. */
interface Source {
  /** Subject of the sentences about what is wrong with it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** What there is of `length` bytes at `position`. */
  readonly read: (position: number, length: number) => Promise<Buffer>;
}

/**
 * Reads a PCM WAV as 16 kHz mono: 8, 16, 24 or 32-bit whole numbers or 32-bit floats, one channel or the mean of two, any
 * usual rate through an anti-aliasing filter. 16-bit 16 kHz mono comes back bit for bit.
 *
 * @returns samples in [-1, 1); a filter may overshoot by a little
 * @throws WavFileError for a file that is missing, empty, cut short, of another kind or of a kind not read here
 */
export async function readWavAs16kMono(path: string): Promise<Float32Array> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw new WavFileError(`${path} cannot be opened (${systemCodeOrThrow(error)}).`, { cause: error });
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new WavFileError(`${path} is not a file.`);
    const read = (position: number, length: number) => readAt(file, position, length);
    return await samplesOf({ name: path, sizeBytes: found.size, read });
  } catch (error) {
    if (error instanceof WavFileError) throw error;
    throw new WavFileError(`${path} cannot be read (${systemCodeOrThrow(error)}).`, { cause: error });
  } finally {
    await file.close();
  }
}

/**
 * The same of a WAV in memory.
 * @param name subject of the sentence when it cannot be read
 * @throws WavFileError
 */
export function wavAs16kMono(bytes: Buffer, name: string): Promise<Float32Array> {
  const read = async (position: number, length: number) => bytes.subarray(position, position + length);
  return samplesOf({ name, sizeBytes: bytes.length, read });
}

async function samplesOf(source: Source): Promise<Float32Array> {
  if (source.sizeBytes === 0) throw new WavFileError(`${source.name} is empty.`);
  return readSamples(source, await readLayout(source));
}

function systemCodeOrThrow(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/** Walks over the chunks up to the samples. Chunks begin at even places. */
async function readLayout({ name, sizeBytes, read }: Source): Promise<Layout> {
  const head = await read(0, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8) !== 'WAVE') {
    throw new WavFileError(`${name} is not a WAV file.`);
  }
  let format: Buffer | null = null;
  for (let at = 12; at + 8 <= sizeBytes;) {
    const chunk = await read(at, 8);
    const id = chunk.toString('latin1', 0, 4);
    const length = chunk.readUInt32LE(4);
    at += 8;
    if (id === 'fmt ') format = await read(at, Math.min(length, 40));
    if (id === 'data') {
      if (format === null) throw new WavFileError(`${name} holds samples before it says what they are.`);
      const present = sizeBytes - at;
      if (length > present && length < LENGTH_UNKNOWN) {
        throw new WavFileError(`${name} is cut short: ${present} of ${length} bytes of sound are there.`);
      }
      return layoutOf(format, at, Math.min(length, present), name);
    }
    at += length + (length % 2);
  }
  throw new WavFileError(`${name} is cut short: it ends before its sound begins.`);
}

function layoutOf(format: Buffer, dataStart: number, dataBytes: number, name: string): Layout {
  if (format.length < 16) throw new WavFileError(`${name} is cut short: it ends inside its header.`);
  const outerTag = format.readUInt16LE(0);
  const tag = outerTag === TAG_EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : outerTag;
  const channels = format.readUInt16LE(2);
  const rateHz = format.readUInt32LE(4);
  const bitsPerSample = format.readUInt16LE(14);
  if ((tag !== TAG_INTEGER && tag !== TAG_FLOAT) || READERS[`${tag}/${bitsPerSample}`] === undefined) {
    throw new WavFileError(
      `${name} holds sound of kind ${tag} with ${bitsPerSample} bits; uncompressed PCM of 8, 16, 24 or 32 bits is read.`,
    );
  }
  if (channels !== 1 && channels !== 2) {
    throw new WavFileError(`${name} has ${channels} channels; one or two are read.`);
  }
  if (rateHz < RATES_HZ.least || rateHz > RATES_HZ.most) {
    throw new WavFileError(`${name} has a rate of ${rateHz} Hz; ${RATES_HZ.least} to ${RATES_HZ.most} are read.`);
  }
  const frames = Math.floor(dataBytes / (channels * (bitsPerSample / 8)));
  if (frames === 0) throw new WavFileError(`${name} holds no sound.`);
  if (frames > MAX_SECONDS * rateHz) throw new WavFileError(`${name} is longer than ${MAX_SECONDS / 60} minutes.`);
  return { tag, channels, rateHz, bitsPerSample, dataStart, frames };
}

async function readSamples({ name, read }: Source, layout: Layout): Promise<Float32Array> {
  const { tag, channels, rateHz, bitsPerSample, dataStart, frames } = layout;
  const readSample = READERS[`${tag}/${bitsPerSample}`];
  if (readSample === undefined) throw new TypeError(`no reader for ${tag}/${bitsPerSample}`);
  const sampleBytes = bitsPerSample / 8;
  const frameBytes = channels * sampleBytes;
  const resampler = createResampler(rateHz, ANALYSIS_SAMPLE_RATE);
  const samples = new Float32Array(Math.max(1, Math.round((frames * ANALYSIS_SAMPLE_RATE) / rateHz)));
  let filled = 0;
  const take = (block: Float32Array): void => {
    const made = resampler.process(block).subarray(0, samples.length - filled);
    samples.set(made, filled);
    filled += made.length;
  };
  for (let done = 0; done < frames; done += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, frames - done);
    const bytes = await read(dataStart + done * frameBytes, count * frameBytes);
    if (bytes.length < count * frameBytes) throw new WavFileError(`${name} became shorter while it was being read.`);
    const block = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const at = i * frameBytes;
      const left = readSample(bytes, at);
      const sample = channels === 1 ? left : (left + readSample(bytes, at + sampleBytes)) / 2;
      if (!Number.isFinite(sample)) throw new WavFileError(`${name} holds samples that are not numbers.`);
      block[i] = sample;
    }
    take(block);
  }
  // The filter needs what comes after the last sample: silence.
  while (filled < samples.length) take(new Float32Array(BLOCK_FRAMES));
  return samples;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Samples as raw signed 16-bit little-endian bytes: what the analyst and the transcriber read from disk. */
export function toPcm16(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(2 * samples.length);
  for (const [i, sample] of samples.entries()) bytes.writeInt16LE(toInt16(sample), 2 * i);
  return bytes;
}
