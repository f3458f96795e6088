/**
 * Proves that captured PCM is gap-free by where each 50 ms of it lies in the noise that was played.
 *
 * Counters cannot prove it: a worklet that inserted 10 ms of silence had no gap in any counter (capture.md §1).
 */

const CONTINUITY_RATE = 16_000;
const BLOCK = CONTINUITY_RATE / 20;
/** Enough to find the start anywhere in minutes of noise: chance matches stay below 0.3. */
const FIRST_LAG_BLOCK = 400;
/** Normalised correlation of a block that is where it should be; unrelated noise stays below 0.2. */
const MATCH = 0.75;
const SEARCH_WINDOWS = [4, 0.12 * CONTINUITY_RATE, 5 * CONTINUITY_RATE];

export interface Continuity {
  /** Where in the reference the capture begins. */
  beginsAtSeconds: number;
  checkedSeconds: number;
  /** Where the signal jumped and by how many samples (positive: that many were lost). */
  jumps: { atSeconds: number; samples: number }[];
  /** Blocks found nowhere near: foreign sound or silence. */
  badBlocks: number;
}

/** A repeatable pseudo-random sequence in −1…1 (xorshift32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state | 0) / 2 ** 31;
  };
}

/** Noise between about 100 Hz and 7 kHz at 48 kHz: every third sample of it is the reference at 16 kHz, without aliasing. */
export function bandLimitedNoise(seconds: number, seed = 20_260_101): Float32Array {
  const rate = 48_000;
  const half = 120;
  const taps = Float32Array.from({ length: 2 * half + 1 }, (_, index) => {
    const at = index - half;
    const sinc = (hertz: number): number =>
      at === 0 ? (2 * hertz) / rate : Math.sin((2 * Math.PI * hertz * at) / rate) / (Math.PI * at);
    const blackman = 0.42 + 0.5 * Math.cos((Math.PI * at) / half) + 0.08 * Math.cos((2 * Math.PI * at) / half);
    return (sinc(6800) - sinc(150)) * blackman;
  });
  const random = createRandom(seed);
  const white = Float32Array.from({ length: seconds * rate + taps.length }, random);
  return Float32Array.from({ length: seconds * rate }, (_, n) => {
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap += 1) sum += taps[tap]! * white[n + tap]!;
    return 0.6 * sum;
  });
}

/** Normalised correlation of `length` samples of `a` from `aFrom` with `b` from `bFrom`. */
function correlation(a: Float32Array, aFrom: number, b: Float32Array, bFrom: number, length: number): number {
  let product = 0;
  let powerA = 1e-12;
  let powerB = 1e-12;
  for (let index = 0; index < length; index += 1) {
    const left = a[aFrom + index]!;
    const right = b[bFrom + index]!;
    product += left * right;
    powerA += left * left;
    powerB += right * right;
  }
  return product / Math.sqrt(powerA * powerB);
}

function bestLag(
  captured: Float32Array,
  at: number,
  length: number,
  reference: Float32Array,
  lags: { from: number; to: number },
): { lag: number; match: number } {
  let best = { lag: 0, match: -1 };
  const from = Math.max(lags.from, -at);
  const to = Math.min(lags.to, reference.length - length - at);
  for (let lag = from; lag <= to; lag += 1) {
    const match = correlation(captured, at, reference, at + lag, length);
    if (match > best.match) best = { lag, match };
  }
  return best;
}

/** Where the capture begins in the reference: the largest plain product, as the noise is equally loud everywhere. */
function firstLag(captured: Float32Array, at: number, reference: Float32Array): number {
  let best = { from: 0, product: -Infinity };
  for (let from = 0; from + FIRST_LAG_BLOCK <= reference.length; from += 1) {
    let product = 0;
    for (let index = 0; index < FIRST_LAG_BLOCK; index += 1)
      product += captured[at + index]! * reference[from + index]!;
    if (product > best.product) best = { from, product };
  }
  return best.from - at;
}

/** Follows captured 16 kHz PCM through the reference from `fromSeconds` on. */
export function checkContinuity(captured: Float32Array, reference: Float32Array, fromSeconds = 0.2): Continuity {
  const start = Math.round(fromSeconds * CONTINUITY_RATE);
  let lag = firstLag(captured, start, reference);
  const result: Continuity = { beginsAtSeconds: lag / CONTINUITY_RATE, checkedSeconds: 0, jumps: [], badBlocks: 0 };
  let at = start;
  for (; at + BLOCK <= captured.length && at + lag + BLOCK <= reference.length; at += BLOCK) {
    let found = { lag, match: -1 };
    for (const window of SEARCH_WINDOWS) {
      found = bestLag(captured, at, BLOCK, reference, { from: lag - window, to: lag + window });
      if (found.match >= MATCH) break;
    }
    if (found.match < MATCH) result.badBlocks += 1;
    else if (found.lag !== lag) {
      result.jumps.push({ atSeconds: at / CONTINUITY_RATE, samples: found.lag - lag });
      lag = found.lag;
    }
  }
  result.checkedSeconds = (at - start) / CONTINUITY_RATE;
  return result;
}

/** Signed 16-bit little-endian bytes to −1…1. */
export function fromS16le(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(bytes.length / 2) }, (_, n) => bytes.readInt16LE(2 * n) / 32_768);
}

/** The noise as a 48 kHz mono 16-bit WAV. */
export function toWav(samples: Float32Array, rate: number): Buffer {
  const wav = Buffer.alloc(44 + 2 * samples.length);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + 2 * samples.length, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(2 * rate, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, index) =>
    wav.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), 44 + 2 * index),
  );
  return wav;
}
