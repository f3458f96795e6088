import { expect, test } from 'vitest';
import { calibrationOf, cosine, meanRow, quantile, toUnit } from './embedding-maths.ts';

test('a quantile lies between its neighbours in proportion, as R’s quantile() says', () => {
  // R 4.2: quantile(c(15, 20, 35, 40, 50), c(.05, .25, .4, .5, .95), type = 7)
  const values = [50, 15, 40, 20, 35];
  expect([0.05, 0.25, 0.4, 0.5, 0.95].map((share) => quantile(values, share))).toEqual([16, 20, 29, 35, 48]);
  expect([quantile([3], 0.95), quantile([1, 2], 0.5)]).toEqual([3, 1.5]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test('cosine of equal, opposite, orthogonal and slanted vectors', () => {
  const of = (a: number[], b: number[]) => cosine(Float32Array.from(a), Float32Array.from(b));
  expect(of([2, 0], [5, 0])).toBe(1);
  expect(of([1, 0], [-3, 0])).toBe(-1);
  expect(of([1, 0], [0, 1])).toBe(0);
  expect(of([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 7);
  expect(of([0, 0], [1, 1])).toBe(0);
});

test('the mean of rows, and the same direction with length 1', () => {
  expect([...meanRow(Float32Array.from([1, 2, 3, 5, 6, 7]), 3)]).toEqual([3, 4, 5]);
  expect([...meanRow(Float32Array.from([1, 2]), 2)]).toEqual([1, 2]);
  expect([...toUnit(Float32Array.from([3, 4]))].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0.6, 0.8]);
  expect([...toUnit(Float32Array.from([0, 0]))]).toEqual([0, 0]);
});

const spread = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

test('c0 is the 95th percentile of unrelated cosines, c1 the median of paraphrases', () => {
  expect(calibrationOf(spread(101, 0, 1 / 2), [0.9, 0.7, 0.8, 0.85, 0.6, 0.95, 0.75, 0.65, 0.81])).toEqual({
    c0: expect.closeTo(0.475, 10),
    c1: 0.8,
    unrelatedPairs: 101,
    paraphrasePairs: 9,
  });
});

test('a model that does not tell unrelated from related, and a bank that is too small, give no calibration', () => {
  expect(calibrationOf(spread(100, 0.5, 0.9), spread(20, 0.4, 0.8))).toBeNull();
  expect(calibrationOf(spread(100, 0.5, 0.5), spread(20, 0.5, 0.5))).toBeNull();
  expect(calibrationOf(spread(39, 0, 0.2), spread(20, 0.7, 0.9))).toBeNull();
  expect(calibrationOf(spread(40, 0, 0.2), spread(7, 0.7, 0.9))).toBeNull();
  expect(calibrationOf(spread(40, 0, 0.2), spread(8, 0.7, 0.9))).not.toBeNull();
});
