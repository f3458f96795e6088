import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { correctRangeRestriction, correlation, fisherZInterval, pairsNeeded } from './correlation.ts';
import { cohenD, mean, standardDeviation, standardisedDifference } from './moments.ts';

test('Fisher interval of r = .30, n = 50 (scoring.md §5.5, 14); the source material’s .68 with n = 30 means .42 to .84', () => {
  expect(fisherZInterval(0.3, 50)?.low).toBeCloseTo(0.023625, 6);
  expect(fisherZInterval(0.3, 50)?.high).toBeCloseTo(0.533775, 6);
  expect(fisherZInterval(0.68, 30)?.low).toBeCloseTo(0.42, 2);
  expect(fisherZInterval(0.68, 30)?.high).toBeCloseTo(0.84, 2);
  expect(fisherZInterval(0.3, 3)).toBeNull();
  expect(fisherZInterval(1, 50)).toBeNull();
});

test('range restriction, case II (scoring.md §5.5, 12)', () => {
  expect(correctRangeRestriction(0.25, 1.4)).toBeCloseTo(0.3399501, 7);
  expect(correctRangeRestriction(0.3, 1.5)).toBeCloseTo(0.42664092, 8);
  expect(correctRangeRestriction(0.5, 1.5 / 0.9)).toBeCloseTo(0.693375, 6);
});

test('no restriction, no correction; more of it never lowers a correlation', () => {
  assert(
    property(double({ min: -0.99, max: 0.99, noNaN: true }), double({ min: 1, max: 5, noNaN: true }), (r, u) => {
      expect(correctRangeRestriction(r, 1)).toBeCloseTo(r, 12);
      expect(Math.abs(correctRangeRestriction(r, u))).toBeGreaterThanOrEqual(Math.abs(r) - 1e-12);
      expect(Math.abs(correctRangeRestriction(r, u))).toBeLessThanOrEqual(1);
    }),
  );
});

test('how many pairs it takes to see a correlation (scoring.md §5.2)', () => {
  expect([0.2, 0.26, 0.42].map(pairsNeeded)).toEqual([194, 114, 43]);
});

test('a flat variable has no correlation', () => {
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(correlation([0, 0, 1, 1], [2, 4, 6, 8])).toBeCloseTo(0.894427, 6);
});

test('the interval holds the correlation and narrows with n', () => {
  assert(
    property(double({ min: -0.95, max: 0.95, noNaN: true }), integer({ min: 4, max: 5000 }), (r, n) => {
      const [few, many] = [fisherZInterval(r, n)!, fisherZInterval(r, n + 1)!];
      expect(few.low).toBeLessThan(r);
      expect(few.high).toBeGreaterThan(r);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }),
  );
});

test('d in pooled standard deviations; no d without spread or with one person', () => {
  expect(cohenD([2, 4, 6, 8], [1, 3, 5, 7])).toBeCloseTo(1 / standardDeviation([1, 3, 5, 7]), 12);
  expect(mean([1, 2, 6])).toBe(3);
  expect(cohenD([3, 3], [3, 3])).toBeNull();
  expect(cohenD([3], [1, 2])).toBeNull();
  expect(standardisedDifference([2, 3, 4], [1, 2, 3])).toBeCloseTo(1, 12);
  expect(standardisedDifference([3, 3], [3, 3])).toBeNull();
});
