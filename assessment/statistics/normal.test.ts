import { assert, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { erfc, normalCdf, normalQuantile, twoSidedP, Z95 } from './normal.ts';

/** |a − b| in parts of b: digits, whatever the size. */
const relative = (a: number, b: number) => Math.abs(a - b) / Math.abs(b);

test('erfc to 12 digits, far into the tail (values of mpmath, 50 digits)', () => {
  const known: readonly [number, number][] = [
    [0.1, 0.887537083981715],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [2.49, 0.0004292878677339129],
    [2.5, 0.00040695201744495897],
    [3, 2.209049699858544e-5],
    [6, 2.1519736712498913e-17],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
    [-1, 1.8427007929497148],
  ];
  for (const [x, value] of known) expect(relative(erfc(x), value), `erfc(${x})`).toBeLessThan(1e-12);
});

test('Φ(1.96) is not a rounded .975, and a p of 7.8e-22 stays one', () => {
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 14);
  expect(normalCdf(0)).toBe(0.5);
  expect(relative(twoSidedP(9.6), 7.994442411452454e-22)).toBeLessThan(1e-11);
  expect(relative(twoSidedP(-9.6), 7.994442411452454e-22)).toBeLessThan(1e-11);
});

test('quantiles undo the distribution', () => {
  expect(Z95).toBeCloseTo(1.959963984540054, 13);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
  expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301132, 10);
  assert(
    property(double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
      expect(normalCdf(normalQuantile(share))).toBeCloseTo(share, 12);
    }),
  );
});

test('there is no quantile of 0, 1 or nothing', () => {
  for (const share of [0, 1, -0.1, Number.NaN]) expect(() => normalQuantile(share)).toThrow(RangeError);
});
