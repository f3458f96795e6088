import { Fft } from './fft.ts';

/**
 * Normalised autocorrelation of Hanning-windowed frames, the window's own taken out (Boersma 1993, eq. 9), up to half a
 * window of lag. Two frames at a time: both are real, so one complex transform serves two.
 */
export class FrameCorrelator {
  private readonly fft: Fft;
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  readonly window: Float64Array;
  /** 1 / the window's normalised autocorrelation. */
  private readonly correction: Float64Array;
  private readonly result: Float64Array;
  private readonly onResult: (correlation: Float64Array, index: number) => void;
  private waitingIndex: number | null = null;

  constructor(windowSamples: number, onResult: (correlation: Float64Array, index: number) => void) {
    // Half a window of zeros keeps the ends from meeting at the lags that are looked at.
    const size = 2 ** Math.ceil(Math.log2(1.5 * windowSamples));
    this.fft = new Fft(size);
    this.re = new Float64Array(size);
    this.im = new Float64Array(size);
    this.onResult = onResult;
    this.window = Float64Array.from({ length: windowSamples }, (_, i) => {
      return 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowSamples);
    });
    this.result = new Float64Array(windowSamples / 2);
    this.re.set(this.window);
    this.correlateBoth();
    this.correction = Float64Array.from(this.result, (_, lag) => this.re[0]! / this.re[lag]!);
    this.clear();
  }

  accept(frame: Float64Array, offset: number, index: number): void {
    const half = this.waitingIndex === null ? this.re : this.im;
    for (let i = 0; i < frame.length; i++) half[i] = (frame[i]! - offset) * this.window[i]!;
    if (this.waitingIndex === null) {
      this.waitingIndex = index;
      return;
    }
    this.correlateBoth();
    this.report(this.re, this.waitingIndex);
    this.report(this.im, index);
    this.clear();
  }

  flush(): void {
    if (this.waitingIndex === null) return;
    this.correlateBoth();
    this.report(this.re, this.waitingIndex);
    this.clear();
  }

  private clear(): void {
    this.re.fill(0);
    this.im.fill(0);
    this.waitingIndex = null;
  }

  /** Leaves the two unscaled autocorrelations in `re` and `im`. */
  private correlateBoth(): void {
    const { fft, re, im } = this;
    fft.transform(re, im);
    // Spectra of two real signals a + ib: A = (Z(k) + Z*(n-k)) / 2, B = (Z(k) - Z*(n-k)) / 2i. Their powers are real and
    // even, so the inverse transform is the forward one up to a factor.
    re[0] = re[0]! ** 2;
    im[0] = im[0]! ** 2;
    for (let k = 1, mirror = fft.size - 1; k <= mirror; k++, mirror--) {
      const [x, y, u, v] = [re[k]!, im[k]!, re[mirror]!, im[mirror]!];
      const first = ((x + u) ** 2 + (y - v) ** 2) / 4;
      const second = ((y + v) ** 2 + (x - u) ** 2) / 4;
      re[k] = first;
      re[mirror] = first;
      im[k] = second;
      im[mirror] = second;
    }
    fft.transform(re, im);
  }

  private report(half: Float64Array, index: number): void {
    const energy = half[0]!;
    if (energy <= 0) return;
    for (let lag = 0; lag < this.result.length; lag++) this.result[lag] = (half[lag]! / energy) * this.correction[lag]!;
    this.onResult(this.result, index);
  }
}
