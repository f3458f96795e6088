import { expect, test } from 'vitest';
import { BandPass } from './band-pass.ts';
import { Fft } from './fft.ts';
import { frameCentreMs, FrameCutter, layOutFrames } from './frames.ts';
import { quantile } from '#assessment/statistics/quantile.ts';

/** By the definition, for comparison. */
function slowTransform(re: Float64Array, im: Float64Array): [number[], number[]] {
  const indices = [...re.keys()];
  const sum = (k: number, of: (n: number, angle: number) => number): number =>
    indices.reduce((total, n) => total + of(n, (-2 * Math.PI * k * n) / re.length), 0);
  return [
    indices.map((k) => sum(k, (n, angle) => re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle))),
    indices.map((k) => sum(k, (n, angle) => re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle))),
  ];
}

test.each([4, 8, 16, 32, 64, 128])('%d points are transformed as the definition says', (size) => {
  const re = Float64Array.from({ length: size }, (_, i) => Math.sin(i * i + 1));
  const im = Float64Array.from({ length: size }, (_, i) => Math.cos(3 * i * i));
  const [wantedRe, wantedIm] = slowTransform(re, im);
  new Fft(size).transform(re, im);
  for (let k = 0; k < size; k++) {
    expect(re[k]).toBeCloseTo(wantedRe[k]!, 10);
    expect(im[k]).toBeCloseTo(wantedIm[k]!, 10);
  }
});

test('a size that is no power of two is refused', () => {
  for (const size of [0, 2, 3, 12, 1_000]) expect(() => new Fft(size)).toThrow(RangeError);
});

test('frames are cut alike however the samples arrive, whole ones only, in the middle', () => {
  const samples = Float64Array.from({ length: 1_003 }, (_, i) => i);
  const layout = layOutFrames(samples.length, 100, 40);
  expect(layout).toEqual({ windowSamples: 100, hopSamples: 40, count: 23, firstStart: 11 });
  expect(frameCentreMs(layout, 2, 16)).toBe((11 + 80 + 50) / 16);
  const cut = (size: number): number[][] => {
    const frames: number[][] = [];
    const cutter = new FrameCutter(layout, (frame, index) => {
      expect(index).toBe(frames.length);
      frames.push([...frame]);
    });
    for (let at = 0; at < samples.length; at += size) cutter.accept(samples.subarray(at, at + size));
    return frames;
  };
  const whole = cut(samples.length);
  expect(whole).toHaveLength(23);
  expect(whole.map((frame) => frame[0])).toEqual(Array.from({ length: 23 }, (_, i) => 11 + 40 * i));
  expect(cut(1)).toEqual(whole);
  expect(cut(333)).toEqual(whole);
  expect(layOutFrames(99, 100, 40).count).toBe(0);
});

test('the band lets 300 to 3300 Hz through and holds hum and hiss back, whatever the blocks', () => {
  const levelAt = (hertz: number, size = 16_000): number => {
    const band = new BandPass(300, 3_300);
    const tone = Float64Array.from({ length: 16_000 }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / 16_000));
    const out: number[] = [];
    for (let at = 0; at < tone.length; at += size) out.push(...band.run(tone.subarray(at, at + size)));
    const steady = out.slice(4_000);
    return 10 * Math.log10((2 * steady.reduce((sum, value) => sum + value * value, 0)) / steady.length);
  };
  expect(levelAt(1_000)).toBeCloseTo(0, 1);
  expect(levelAt(300)).toBeCloseTo(-3, 0);
  expect(levelAt(3_300)).toBeCloseTo(-3, 0);
  expect(levelAt(50)).toBeLessThan(-55);
  expect(levelAt(7_000)).toBeLessThan(-40);
  expect(levelAt(1_000, 77)).toBe(levelAt(1_000));
});

test('a quantile lies between its neighbours', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect([0, 0.25, 1].map((share) => quantile([10, 20, 30, 40, 50], share))).toEqual([10, 20, 50]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
