import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';

/** One second-order section: the last two inputs and outputs, and the coefficients. */
class Section {
  private readonly b0: number;
  private readonly b1: number;
  private readonly b2: number;
  private readonly a1: number;
  private readonly a2: number;
  private x1 = 0;
  private x2 = 0;
  private y1 = 0;
  private y2 = 0;

  /** Bilinear transform of a second-order low or high pass (Oppenheim & Schafer, Discrete-Time Signal Processing, §7.1). */
  constructor(kind: 'low' | 'high', cutoffHz: number, q: number) {
    const k = Math.tan((Math.PI * cutoffHz) / ANALYSIS_SAMPLE_RATE);
    const norm = 1 + k / q + k * k;
    const gain = kind === 'low' ? k * k : 1;
    this.b0 = gain / norm;
    this.b1 = ((kind === 'low' ? 2 : -2) * gain) / norm;
    this.b2 = gain / norm;
    this.a1 = (2 * (k * k - 1)) / norm;
    this.a2 = (1 - k / q + k * k) / norm;
  }

  run(samples: Float64Array): void {
    const { b0, b1, b2, a1, a2 } = this;
    let { x1, x2, y1, y2 } = this;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]!;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      samples[i] = y;
    }
    Object.assign(this, { x1, x2, y1, y2 });
  }
}

/** Q of the two sections of a fourth-order Butterworth filter: 1 / (2 cos(pi/8)), 1 / (2 cos(3 pi/8)). */
const BUTTERWORTH_QS = [0.5411961, 1.306563];

/** Fourth-order Butterworth high and low pass in a row, on samples that arrive in blocks. */
export class BandPass {
  private readonly sections: readonly Section[];

  constructor(lowHz: number, highHz: number) {
    this.sections = BUTTERWORTH_QS.flatMap((q) => [new Section('high', lowHz, q), new Section('low', highHz, q)]);
  }

  run(block: ArrayLike<number>): Float64Array {
    const samples = Float64Array.from(block);
    for (const section of this.sections) section.run(samples);
    return samples;
  }
}
