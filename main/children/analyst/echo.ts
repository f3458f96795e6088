import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';
import { Fft } from './fft.ts';

/** 1.024 s at a time, half overlapping: long against any echo in a room, short against the drift of two sound cards. */
const BLOCK_SAMPLES = 16_384;
/** Telephone band: below it lies hum, above it little of a prompt is left in a room. */
const BAND_HZ = { low: 300, high: 3_400 };
/** A quarter of a second of delay: buffers of a kiosk and a room. */
const MAX_LAG_SAMPLES = 4_000;
/** Blocks of the prompt with less power (-70 dBFS) are its pauses. */
const MIN_PROMPT_POWER = 1e-7;
/** Without an echo the highest of all lags lay 3.3 to 4.5 standard deviations out, at -30 dB of echo 10.9 and more. */
const IS_ECHO_ABOVE = 7;

export interface EchoFinding {
  readonly isEcho: boolean;
  /** Height of the highest correlation over all lags, in standard deviations of the correlations. */
  readonly z: number;
  /** How long after the loudspeaker the microphone hears it; means something only where `isEcho`. */
  readonly lagMs: number;
}

/**
 * Whether the prompt a kiosk played is in what its microphone recorded: generalised cross-correlation with phase transform
 * (C. Knapp & G. Carter, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24 (1976),
 * 320-327), averaged over the blocks in which the prompt sounds.
 *
 * @param prompt what was played, 16 kHz, from the moment it began
 * @param microphone what was recorded from the same moment on
 * @returns null when less than a block of both was there to compare, or the prompt was silent
 */
export function findEcho(prompt: Float32Array, microphone: Float32Array): EchoFinding | null {
  const size = 2 * BLOCK_SAMPLES;
  const fft = new Fft(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const sumRe = new Float64Array(size);
  const sumIm = new Float64Array(size);
  const window = Float64Array.from(
    { length: BLOCK_SAMPLES },
    (_, i) => Math.sin((Math.PI * (i + 0.5)) / BLOCK_SAMPLES) ** 2,
  );
  const first = Math.ceil((BAND_HZ.low * size) / ANALYSIS_SAMPLE_RATE);
  const last = Math.floor((BAND_HZ.high * size) / ANALYSIS_SAMPLE_RATE);
  let blocks = 0;
  for (let at = 0; at + BLOCK_SAMPLES <= Math.min(prompt.length, microphone.length); at += BLOCK_SAMPLES / 2) {
    re.fill(0);
    im.fill(0);
    let power = 0;
    for (let i = 0; i < BLOCK_SAMPLES; i++) {
      re[i] = prompt[at + i]! * window[i]!;
      im[i] = microphone[at + i]! * window[i]!;
      power += re[i]! ** 2;
    }
    if (power / BLOCK_SAMPLES < MIN_PROMPT_POWER) continue;
    blocks += 1;
    fft.transform(re, im);
    for (let k = first; k <= last; k++) addPhase(re, im, k, size - k, sumRe, sumIm);
  }
  if (blocks === 0) return null;
  // the inverse transform, exchanged arrays; the real part is the correlation over lags
  fft.transform(sumIm, sumRe);
  return judge(sumRe.subarray(0, MAX_LAG_SAMPLES));
}

/** Adds the phase of the cross-spectrum at one frequency and its mirror; prompt and microphone came as real and imaginary. */
function addPhase(
  re: Float64Array,
  im: Float64Array,
  k: number,
  mirror: number,
  sumRe: Float64Array,
  sumIm: Float64Array,
): void {
  const promptRe = re[k]! + re[mirror]!;
  const promptIm = im[k]! - im[mirror]!;
  const heardRe = im[k]! + im[mirror]!;
  const heardIm = re[mirror]! - re[k]!;
  const crossRe = promptRe * heardRe + promptIm * heardIm;
  const crossIm = promptRe * heardIm - promptIm * heardRe;
  const magnitude = Math.hypot(crossRe, crossIm);
  if (magnitude === 0) return;
  sumRe[k] = sumRe[k]! + crossRe / magnitude;
  sumIm[k] = sumIm[k]! + crossIm / magnitude;
  sumRe[mirror] = sumRe[k];
  sumIm[mirror] = -sumIm[k];
}

function judge(correlations: Float64Array): EchoFinding {
  let sum = 0;
  let squares = 0;
  let best = 0;
  for (let lag = 0; lag < correlations.length; lag++) {
    const value = correlations[lag]!;
    sum += value;
    squares += value * value;
    if (value > correlations[best]!) best = lag;
  }
  const mean = sum / correlations.length;
  const deviation = Math.sqrt(Math.max(0, squares / correlations.length - mean * mean));
  const z = deviation === 0 ? 0 : correlations[best]! / deviation;
  return { isEcho: z > IS_ECHO_ABOVE, z, lagMs: (best * 1_000) / ANALYSIS_SAMPLE_RATE };
}
