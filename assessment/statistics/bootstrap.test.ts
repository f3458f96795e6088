import { expect, test } from 'vitest';
import { bootstrapInterval } from './bootstrap.ts';
import { correlation } from './correlation.ts';
import { mean } from './moments.ts';
import { quantile } from './quantile.ts';
import { seededRandom, shuffled } from './random.ts';

/** Forty people, r = .439471; BCa interval by scipy 1.17 with 20,000 samples: .2055 to .6176. */
const X = [
  50, 44, 57, 65, 74, 61, 53, 51, 69, 80, 63, 45, 49, 79, 62, 39, 59, 46, 52, 54, 51, 67, 59, 53, 65, 70, 40, 57, 48,
  58, 45, 60, 60, 56, 47, 55, 47, 44, 63, 47,
];
const Y = [
  3.67, 2.92, 0.85, 3.52, 2.6, 3.08, 2.69, 0.56, 3.22, 3.74, 4.11, 1.07, 3.19, 2.85, 2.77, 1.11, 4.4, 2.87, 5.03, 3.34,
  3.39, 4.19, 2.34, 2.58, 4.6, 3.1, 2.19, 2.83, 3.01, 2.54, 2.1, 3.24, 3.1, 1.94, 3.25, 1.45, 1.15, 0.92, 4.12, 1.99,
];
const pick = (values: readonly number[], people: readonly number[]) => people.map((person) => values[person] ?? 0);
const r = (people: readonly number[]) => correlation(pick(X, people), pick(Y, people));

test('the interval of a correlation agrees with an independent implementation', () => {
  const interval = bootstrapInterval(X.length, r, seededRandom(1));
  expect(correlation(X, Y)).toBeCloseTo(0.43947095, 8);
  expect(Math.abs(interval!.low - 0.2055)).toBeLessThan(0.03);
  expect(Math.abs(interval!.high - 0.6176)).toBeLessThan(0.03);
});

test('the same seed gives the same interval, another seed one close by', () => {
  const first = bootstrapInterval(X.length, r, seededRandom(1))!;
  expect(bootstrapInterval(X.length, r, seededRandom(1))).toEqual(first);
  const other = bootstrapInterval(X.length, r, seededRandom(2))!;
  expect(other).not.toEqual(first);
  expect(Math.abs(other.low - first.low)).toBeLessThan(0.05);
});

test('95 of 100 intervals of a mean hold the true one, more or less', () => {
  const random = seededRandom(7);
  let held = 0;
  for (let trial = 0; trial < 100; trial += 1) {
    // skewed, mean 1
    const values = Array.from({ length: 40 }, () => -Math.log(1 - random()));
    const interval = bootstrapInterval(40, (people) => mean(pick(values, people)), random)!;
    if (interval.low <= 1 && interval.high >= 1) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(86);
});

test('what cannot be computed has no interval', () => {
  expect(bootstrapInterval(10, () => null, seededRandom(1))).toBeNull();
  // two people: every second sample is one person twice, and flat
  expect(bootstrapInterval(2, (people) => correlation(pick(X, people), pick(Y, people)), seededRandom(1))).toBeNull();
});

test('random numbers are even, lie in 0 to 1, and repeat with their seed', () => {
  const random = seededRandom(42);
  const values = Array.from({ length: 20_000 }, random);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  for (const share of [0.1, 0.5, 0.9]) expect(quantile(values, share)).toBeCloseTo(share, 1);
  const again = seededRandom(42);
  expect(Array.from({ length: 5 }, again)).toEqual(values.slice(0, 5));
  expect(seededRandom(0)()).not.toBe(seededRandom(1)());
});

test('a shuffle loses nobody', () => {
  const order = shuffled(100, seededRandom(3));
  expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  expect(order).not.toEqual(order.toSorted((a, b) => a - b));
});
