import { assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { fisherExact, katzInterval, pooledZ, smallestExpected, wilsonInterval } from './two-by-two.ts';

/** Two groups with somebody in each. */
const tables = tuple(integer({ min: 1, max: 80 }), integer({ min: 1, max: 80 })).chain(([n, m]) =>
  tuple(integer({ min: 0, max: n }), integer({ min: 0, max: m })).map(
    ([a, b]) =>
      [
        { n, hits: a },
        { n: m, hits: b },
      ] as const,
  ),
);

test('Fisher: the lady tasting tea, and the twins of R (scoring.md §5.5, 9)', () => {
  const tea = fisherExact({ n: 4, hits: 3 }, { n: 4, hits: 1 });
  expect(tea.twoSided).toBeCloseTo(0.485714, 6);
  expect(tea.greater).toBeCloseTo(0.242857, 6);
  expect(fisherExact({ n: 12, hits: 2 }, { n: 18, hits: 15 }).twoSided).toBeCloseTo(0.000536724119, 12);
});

test('Fisher on large tables keeps its digits (scipy 1.17)', () => {
  expect(fisherExact({ n: 1390, hits: 667 }, { n: 1181, hits: 555 }).twoSided).toBeCloseTo(0.6344861896601, 11);
  expect(fisherExact({ n: 390, hits: 170 }, { n: 797, hits: 412 }).twoSided).toBeCloseTo(0.0094301104523, 11);
  expect(fisherExact({ n: 43, hits: 3 }, { n: 1100, hits: 200 }).twoSided).toBeCloseTo(0.0661701068644, 11);
  expect(fisherExact({ n: 12, hits: 0 }, { n: 37, hits: 7 }).twoSided).toBeCloseTo(0.1711754835101, 11);
});

test('z of two rates; nobody and everybody have none', () => {
  expect(pooledZ({ n: 10, hits: 2 }, { n: 25, hits: 15 })?.z).toBeCloseTo(-2.138963, 6);
  expect(pooledZ({ n: 10, hits: 2 }, { n: 25, hits: 15 })?.p).toBeCloseTo(0.03243865, 8);
  expect(pooledZ({ n: 10, hits: 0 }, { n: 25, hits: 0 })).toBeNull();
  expect(pooledZ({ n: 10, hits: 10 }, { n: 25, hits: 25 })).toBeNull();
  expect(smallestExpected({ n: 10, hits: 2 }, { n: 25, hits: 15 })).toBeCloseTo(170 / 35, 12);
});

test('Katz interval of a ratio; none without a hit', () => {
  const interval = katzInterval({ n: 390, hits: 170 }, { n: 797, hits: 412 });
  expect(interval?.low).toBeCloseTo(0.7394417, 6);
  expect(interval?.high).toBeCloseTo(0.9615833, 6);
  expect(katzInterval({ n: 10, hits: 0 }, { n: 10, hits: 3 })).toBeNull();
});

test('Wilson interval, also at the ends (scipy 1.17)', () => {
  expect(wilsonInterval({ n: 10, hits: 8 })?.low).toBeCloseTo(0.49016247, 8);
  expect(wilsonInterval({ n: 10, hits: 8 })?.high).toBeCloseTo(0.94331785, 8);
  expect(wilsonInterval({ n: 20, hits: 0 })).toEqual({ low: 0, high: expect.closeTo(0.16112516, 8) });
  expect(wilsonInterval({ n: 20, hits: 20 })?.high).toBe(1);
  expect(wilsonInterval({ n: 0, hits: 0 })).toBeNull();
});

test('whoever comes first, the tests say the same; p lies in 0 to 1; the sides overlap in the observed table', () => {
  assert(
    property(tables, ([a, b]) => {
      const [one, other] = [fisherExact(a, b), fisherExact(b, a)];
      expect(one.twoSided).toBeCloseTo(other.twoSided, 10);
      expect(one.less).toBeCloseTo(other.greater, 10);
      expect(one.less + one.greater).toBeGreaterThanOrEqual(1 - 1e-9);
      for (const p of Object.values(one)) {
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }
      expect(pooledZ(a, b)?.z ?? 0).toBeCloseTo(-(pooledZ(b, a)?.z ?? 0), 10);
    }),
  );
});

test('the rate lies inside its interval, and the ratio in its own', () => {
  assert(
    property(tables, ([a, b]) => {
      const wilson = wilsonInterval(a);
      expect(wilson?.low).toBeLessThanOrEqual(a.hits / a.n + 1e-12);
      expect(wilson?.high).toBeGreaterThanOrEqual(a.hits / a.n - 1e-12);
      const katz = katzInterval(a, b);
      if (katz === null) return;
      const ratio = a.hits / a.n / (b.hits / b.n);
      expect(katz.low).toBeLessThanOrEqual(ratio);
      expect(katz.high).toBeGreaterThanOrEqual(ratio);
    }),
  );
});
