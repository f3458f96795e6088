import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';
import { frameCentreMs } from './frames.ts';
import type { IntensityContour, IntensityRule } from './intensity.ts';
import type { PitchCosts } from './pitch-path.ts';
import { quantile } from '#assessment/statistics/quantile.ts';

const SAMPLES_PER_MS = ANALYSIS_SAMPLE_RATE / 1000;

/** The contour in which nuclei are looked for: slow enough that the voice's own periods leave no ripple. */
export const NUCLEUS_RULE: IntensityRule = { minPitchHz: 50, hopSamples: 256 };

/** Where vowels are loud and machines, hum and hiss are not. */
export const NUCLEUS_BAND_HZ = { low: 300, high: 3_300 };

/**
 * The voicing test of the nuclei is looser than that of the pitch: a syllable of a creaky or whispered voice is still one.
 * Threshold and cost of de Jong & Wempe.
 */
export const NUCLEUS_PITCH_COSTS: PitchCosts = {
  silence: 0.03,
  voicing: 0.25,
  octave: 0.01,
  octaveJump: 0.35,
  voicedUnvoiced: 0.25,
};

/** Peaks more than this below the loud parts (the 99 % quantile) are no nuclei. */
const RANGE_DB = 25;

/**
 * Syllable nuclei after N. H. de Jong & T. Wempe, "Praat script to detect syllable nuclei and measure speech rate
 * automatically", Behavior Research Methods 41 (2009), 385-390: peaks of the intensity contour, loud enough, followed by
 * a dip, in speech, and voiced.
 *
 * @param dipDb how far the contour must fall before the next peak
 * @param isSpeech whether somebody speaks at a time in ms
 * @param isVoiced whether the voice sounds at a time in ms
 * @returns the times of the nuclei in ms
 */
export function findNuclei(
  contour: IntensityContour,
  dipDb: number,
  isSpeech: (atMs: number) => boolean,
  isVoiced: (atMs: number) => boolean,
): number[] {
  const decibels = Float64Array.from(contour.power, (power) => 10 * Math.log10(Math.max(power, 1e-20)));
  if (decibels.length < 3) return [];
  const threshold = Math.max(
    quantile(decibels, 0.99) - RANGE_DB,
    decibels.reduce((a, b) => Math.min(a, b)),
  );
  const peaks: { index: number; level: number }[] = [];
  for (let i = 1; i < decibels.length - 1; i++) {
    const [before, here, after] = [decibels[i - 1]!, decibels[i]!, decibels[i + 1]!];
    if (here <= before || here < after) continue;
    const bend = before - 2 * here + after;
    const level = bend < 0 ? here - (before - after) ** 2 / (8 * bend) : here;
    if (level > threshold) peaks.push({ index: i, level });
  }
  const nuclei: number[] = [];
  for (const [n, peak] of peaks.entries()) {
    const next = peaks[n + 1];
    if (next !== undefined && peak.level - lowest(decibels, peak.index, next.index) <= dipDb) continue;
    const atMs = frameCentreMs(contour.layout, peak.index, SAMPLES_PER_MS);
    if (isSpeech(atMs) && isVoiced(atMs)) nuclei.push(atMs);
  }
  return nuclei;
}

function lowest(values: Float64Array, from: number, to: number): number {
  let least = values[from]!;
  for (let i = from; i <= to; i++) least = Math.min(least, values[i]!);
  return least;
}
