import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';
import { FrameCorrelator } from './autocorrelation.ts';
import { FrameCutter, type FrameLayout, layOutFrames } from './frames.ts';
import { refineMaximum } from './sinc-maximum.ts';

/** Between which frequencies a voice is looked for, and how often. */
export interface PitchRange {
  readonly floorHz: number;
  readonly ceilingHz: number;
  readonly hopSamples: number;
}

/** The range of speaking voices, 10 ms apart: what Boersma's method is tuned to. */
export const SPEECH_PITCH: PitchRange = { floorHz: 75, ceilingHz: 500, hopSamples: 160 };

/** The voiceless candidate is kept apart, so 14 places make the usual 15. */
const MAX_CANDIDATES = 14;
/** Weaker maxima never win against "voiceless", whose strength is at least .25 in every use here. */
const WEAKEST_CANDIDATE = 0.1;
/** What the frames of a recording could sound like: flat arrays, `MAX_CANDIDATES` places a frame. */
export interface PitchCandidates {
  readonly layout: FrameLayout;
  readonly range: PitchRange;
  readonly places: number;
  readonly counts: Uint8Array;
  readonly hertz: Float32Array;
  /** Height of the maximum in the autocorrelation, at most 1. */
  readonly correlations: Float32Array;
  /** Largest magnitude in each frame over the largest in the recording. */
  readonly peakRatios: Float32Array;
}

/**
 * Candidates for the pitch of every frame, after P. Boersma, "Accurate short-term analysis of the fundamental frequency and
 * the harmonics-to-noise ratio of a sampled sound", IFA Proceedings 17 (1993), 97-110: autocorrelation of a Hanning-windowed
 * frame of three longest periods, divided by the autocorrelation of the window (eq. 9), maxima found between the samples
 * by sinc interpolation (eq. 22).
 */
export class PitchCandidateFinder {
  readonly found: PitchCandidates;
  private readonly cutter: FrameCutter;
  private readonly correlator: FrameCorrelator;
  private readonly globalPeak: number;
  private readonly maximum = new Float64Array(2);
  private readonly middle: number;
  /** Samples in one longest period. */
  private readonly reach: number;

  /**
   * @param peak largest magnitude in the recording, its constant offset taken out
   * @param isWanted frames that are not are left without candidates: nobody speaks there
   */
  constructor(
    range: PitchRange,
    totalSamples: number,
    peak: number,
    isWanted: (frameIndex: number, layout: FrameLayout) => boolean = () => true,
  ) {
    const windowSamples = 2 * Math.floor((1.5 * ANALYSIS_SAMPLE_RATE) / range.floorHz);
    const layout = layOutFrames(totalSamples, windowSamples, range.hopSamples);
    this.found = {
      layout,
      range,
      places: MAX_CANDIDATES,
      counts: new Uint8Array(layout.count),
      hertz: new Float32Array(layout.count * MAX_CANDIDATES),
      correlations: new Float32Array(layout.count * MAX_CANDIDATES),
      peakRatios: new Float32Array(layout.count),
    };
    this.globalPeak = peak;
    this.middle = windowSamples / 2;
    this.reach = Math.floor(ANALYSIS_SAMPLE_RATE / range.floorHz);
    this.correlator = new FrameCorrelator(windowSamples, (correlation, index) => this.collect(correlation, index));
    this.cutter = new FrameCutter(layout, (frame, index) => {
      if (isWanted(index, layout)) this.look(frame, index);
    });
  }

  accept(block: ArrayLike<number>): void {
    this.cutter.accept(block);
  }

  /** Call after the last block. */
  finish(): PitchCandidates {
    this.correlator.flush();
    return this.found;
  }

  private look(frame: Float64Array, index: number): void {
    // Offset and loudness are read around the middle: two longest periods and one. Loudness through the window, so that
    // a sound that begins or ends at the edge of the frame does not count as its own.
    const { reach, middle } = this;
    let sum = 0;
    for (let i = middle - reach; i < middle + reach; i++) sum += frame[i]!;
    const offset = sum / (2 * reach);
    let peak = 0;
    const half = reach >> 1;
    for (let i = middle - half; i < middle + half; i++) {
      const magnitude = Math.abs(frame[i]! - offset) * this.correlator.window[i]!;
      if (magnitude > peak) peak = magnitude;
    }
    this.found.peakRatios[index] = this.globalPeak === 0 ? 0 : Math.min(1, peak / this.globalPeak);
    if (peak > 0) this.correlator.accept(frame, offset, index);
  }

  private collect(correlation: Float64Array, index: number): void {
    const { range, counts, hertz, correlations } = this.found;
    const shortest = Math.max(2, Math.floor(ANALYSIS_SAMPLE_RATE / range.ceilingHz));
    const longest = Math.min(correlation.length - 2, Math.floor(ANALYSIS_SAMPLE_RATE / range.floorHz));
    const base = index * MAX_CANDIDATES;
    let count = 0;
    for (let lag = shortest; lag <= longest; lag++) {
      const here = correlation[lag]!;
      if (here < WEAKEST_CANDIDATE || here <= correlation[lag - 1]! || here < correlation[lag + 1]!) continue;
      refineMaximum(correlation, lag, this.maximum);
      const frequency = ANALYSIS_SAMPLE_RATE / this.maximum[0]!;
      const height = this.maximum[1]!;
      if (frequency > range.ceilingHz) continue;
      let place = count;
      if (count === MAX_CANDIDATES) {
        place = weakestOf(correlations, base);
        if (correlations[base + place]! >= height) continue;
      } else count += 1;
      hertz[base + place] = frequency;
      correlations[base + place] = height;
    }
    counts[index] = count;
  }
}

function weakestOf(correlations: Float32Array, base: number): number {
  let weakest = 0;
  for (let i = 1; i < MAX_CANDIDATES; i++) if (correlations[base + i]! < correlations[base + weakest]!) weakest = i;
  return weakest;
}
