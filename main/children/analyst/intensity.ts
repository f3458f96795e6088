import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';
import { FrameCutter, type FrameLayout, layOutFrames } from './frames.ts';

/**
 * Shape of the Kaiser window, 2 pi^2 + .5: side lobes below -190 dB (by Kaiser's design rule .1102 (A - 8.7), A = 192 dB;
 * Oppenheim & Schafer, Discrete-Time Signal Processing, §7.6).
 */
const KAISER_BETA = 20.24;

/** What a contour is made for. */
export interface IntensityRule {
  /** A voice as low as this leaves no ripple; sets the window. */
  readonly minPitchHz: number;
  readonly hopSamples: number;
}

/** For the loudness of speech. */
export const LOUDNESS_RULE: IntensityRule = { minPitchHz: 100, hopSamples: 160 };

export interface IntensityContour {
  readonly layout: FrameLayout;
  /** Mean power per frame, full scale = 1. */
  readonly power: Float64Array;
}

/**
 * Power of a sound over time, smoothed with a Kaiser window whose effective length is 3.2 periods of the lowest pitch
 * (the whole window is twice that), the mean of each frame taken out.
 */
export class IntensityMeter {
  readonly contour: IntensityContour;
  private readonly cutter: FrameCutter;

  constructor(rule: IntensityRule, totalSamples: number) {
    const windowSamples = 2 * Math.floor((3.2 * ANALYSIS_SAMPLE_RATE) / rule.minPitchHz);
    const layout = layOutFrames(totalSamples, windowSamples, rule.hopSamples);
    const power = new Float64Array(layout.count);
    const window = kaiserWindow(windowSamples);
    this.contour = { layout, power };
    this.cutter = new FrameCutter(layout, (frame, index) => {
      let plainSum = 0;
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < windowSamples; i++) {
        const sample = frame[i]!;
        const weighted = sample * window[i]!;
        plainSum += sample;
        sum += weighted;
        squares += weighted * sample;
      }
      // sum of w (x - m)^2 with w summing to 1
      const mean = plainSum / windowSamples;
      power[index] = Math.max(0, squares - 2 * mean * sum + mean * mean);
    });
  }

  accept(block: ArrayLike<number>): void {
    this.cutter.accept(block);
  }
}

/** Sums to 1. */
function kaiserWindow(length: number): Float64Array {
  const raw = Float64Array.from({ length }, (_, i) =>
    besselI0(KAISER_BETA * Math.sqrt(1 - ((2 * i + 1) / length - 1) ** 2)),
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
