/**
 * In-place complex FFT of one size, decimation in time (Cooley & Tukey 1965), two halvings at a pass; tables made once.
 *
 * Forward only. The inverse of a spectrum is the forward transform with the real and imaginary arrays exchanged,
 * divided by the size.
 */
export class Fft {
  readonly size: number;
  private readonly reversed: Uint32Array;
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;

  /** @param size a power of two, at least 4 */
  constructor(size: number) {
    if (size < 4 || (size & (size - 1)) !== 0) throw new RangeError(`an FFT of ${size} is not a power of two`);
    this.size = size;
    this.reversed = new Uint32Array(size);
    for (let i = 0; i < size; i++) this.reversed[i] = (this.reversed[i >> 1]! >> 1) | ((i & 1) * (size >> 1));
    this.cosines = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.sines = Float64Array.from({ length: size }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
  }

  transform(re: Float64Array, im: Float64Array): void {
    this.reorder(re, im);
    // An odd power of two has one halving left over when all others are done in twos.
    const isOddPower = Math.clz32(this.size) % 2 === 0;
    if (isOddPower) this.halve(re, im);
    for (let quarter = isOddPower ? 2 : 1; quarter < this.size; quarter *= 4) this.pass(re, im, quarter);
  }

  private reorder(re: Float64Array, im: Float64Array): void {
    const { size, reversed } = this;
    for (let i = 0; i < size; i++) {
      const j = reversed[i]!;
      if (j <= i) continue;
      const a = re[i]!;
      const b = im[i]!;
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = a;
      im[j] = b;
    }
  }

  private halve(re: Float64Array, im: Float64Array): void {
    for (let i = 0; i < this.size; i += 2) {
      const a = re[i + 1]!;
      const b = im[i + 1]!;
      re[i + 1] = re[i]! - a;
      im[i + 1] = im[i]! - b;
      re[i] = re[i]! + a;
      im[i] = im[i]! + b;
    }
  }

  /** Joins four transforms of `quarter` points at a time into one. */
  private pass(re: Float64Array, im: Float64Array, quarter: number): void {
    const { size, cosines, sines } = this;
    const step = size / (4 * quarter);
    for (let k = 0; k < quarter; k++) {
      const c1 = cosines[k * step]!;
      const s1 = sines[k * step]!;
      const c2 = cosines[2 * k * step]!;
      const s2 = sines[2 * k * step]!;
      const c3 = cosines[3 * k * step]!;
      const s3 = sines[3 * k * step]!;
      for (let i0 = k; i0 < size; i0 += 4 * quarter) {
        const i1 = i0 + quarter;
        const i2 = i1 + quarter;
        const i3 = i2 + quarter;
        const pr = re[i1]! * c2 - im[i1]! * s2;
        const pi = re[i1]! * s2 + im[i1]! * c2;
        const qr = re[i2]! * c1 - im[i2]! * s1;
        const qi = re[i2]! * s1 + im[i2]! * c1;
        const rr = re[i3]! * c3 - im[i3]! * s3;
        const ri = re[i3]! * s3 + im[i3]! * c3;
        const ar = re[i0]! + pr;
        const ai = im[i0]! + pi;
        const br = re[i0]! - pr;
        const bi = im[i0]! - pi;
        const ur = qr + rr;
        const ui = qi + ri;
        const vr = qi - ri;
        const vi = rr - qr;
        re[i0] = ar + ur;
        im[i0] = ai + ui;
        re[i1] = br + vr;
        im[i1] = bi + vi;
        re[i2] = ar - ur;
        im[i2] = ai - ui;
        re[i3] = br - vr;
        im[i3] = bi - vi;
      }
    }
  }
}
