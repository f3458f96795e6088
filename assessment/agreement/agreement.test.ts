import { array, assert, boolean, double, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { combineRatings } from './combine-ratings.ts';
import { intraclass } from './intraclass.ts';
import { crossTable, kappa, linearWeights, nominalWeights, quadraticWeights } from './kappa.ts';
import { type LevelPair, checkGates } from './check-gates.ts';

/** Shrout & Fleiss 1979. */
const FLEISS = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];
/** R's `attitude`: 30 departments, 7 questions. */
const ATTITUDE = [
  [43, 51, 30, 39, 61, 92, 45],
  [63, 64, 51, 54, 63, 73, 47],
  [71, 70, 68, 69, 76, 86, 48],
  [61, 63, 45, 47, 54, 84, 35],
  [81, 78, 56, 66, 71, 83, 47],
  [43, 55, 49, 44, 54, 49, 34],
  [58, 67, 42, 56, 66, 68, 35],
  [71, 75, 50, 55, 70, 66, 41],
  [72, 82, 72, 67, 71, 83, 31],
  [67, 61, 45, 47, 62, 80, 41],
  [64, 53, 53, 58, 58, 67, 34],
  [67, 60, 47, 39, 59, 74, 41],
  [69, 62, 57, 42, 55, 63, 25],
  [68, 83, 83, 45, 59, 77, 35],
  [77, 77, 54, 72, 79, 77, 46],
  [81, 90, 50, 72, 60, 54, 36],
  [74, 85, 64, 69, 79, 79, 63],
  [65, 60, 65, 75, 55, 80, 60],
  [65, 70, 46, 57, 75, 85, 46],
  [50, 58, 68, 54, 64, 78, 52],
  [50, 40, 33, 34, 43, 64, 33],
  [64, 61, 52, 62, 66, 80, 41],
  [53, 66, 52, 50, 63, 80, 37],
  [40, 37, 42, 58, 50, 57, 49],
  [63, 54, 42, 48, 66, 75, 33],
  [66, 77, 66, 63, 88, 76, 72],
  [78, 75, 58, 74, 80, 78, 49],
  [48, 57, 44, 45, 51, 83, 38],
  [85, 85, 71, 71, 77, 74, 55],
  [82, 82, 39, 59, 64, 78, 39],
];

test('the six correlations of Shrout & Fleiss (scoring.md §6)', () => {
  const found = intraclass(FLEISS)!;
  expect(found.oneWay).toBeCloseTo(0.165742, 6);
  expect(found.absolute).toBeCloseTo(0.289764, 6);
  expect(found.consistent).toBeCloseTo(0.714841, 6);
  expect(found.oneWayMean).toBeCloseTo(0.442797, 6);
  expect(found.absoluteMean).toBeCloseTo(0.620051, 6);
  expect(found.alpha).toBeCloseTo(0.909316, 6);
});

test('α of R’s attitude data', () => {
  expect(intraclass(ATTITUDE)?.alpha).toBeCloseTo(0.843143, 6);
});

test('nobody differs, or there is nobody to compare: no correlation', () => {
  expect(
    intraclass([
      [3, 3],
      [3, 3],
    ]),
  ).toBeNull();
  expect(intraclass([[3, 4]])).toBeNull();
  expect(intraclass([[3], [4]])).toBeNull();
});

test('Cohen 1968, with his own weights (scoring.md §6)', () => {
  // as printed: columns
  const columns = [
    [0.44, 0.07, 0.09],
    [0.05, 0.2, 0.05],
    [0.01, 0.03, 0.06],
  ];
  const table = columns.map((_, i) => columns.map((column) => column[i]!));
  const weights = [
    [0, 1, 3],
    [1, 0, 6],
    [3, 6, 0],
  ];
  expect(kappa(table, nominalWeights(3))).toBeCloseTo(0.491525, 6);
  expect(kappa(table, weights)).toBeCloseTo(0.347826, 6);
});

test('four by four: plain, linear and quadratic', () => {
  const table = [
    [11, 3, 1, 0],
    [1, 9, 0, 1],
    [0, 1, 10, 0],
    [1, 2, 0, 10],
  ];
  expect(kappa(table, nominalWeights(4))).toBeCloseTo(0.733475, 6);
  expect(kappa(table, linearWeights(4))).toBeCloseTo(0.747475, 6);
  expect(kappa(table, quadraticWeights(4))).toBeCloseTo(0.766355, 6);
});

const levels = tuple(integer({ min: 1, max: 5 }), integer({ min: 1, max: 5 }));

test('who agrees with themselves agrees wholly; κ is at most 1 and the same from both sides', () => {
  assert(
    property(array(levels, { minLength: 2, maxLength: 60 }), (pairs) => {
      const [a, b] = [pairs.map(([one]) => one - 1), pairs.map(([, two]) => two - 1)];
      for (const weights of [nominalWeights(5), linearWeights(5), quadraticWeights(5)]) {
        const own = kappa(crossTable(a, a, 5), weights);
        expect(own === null || Math.abs(own - 1) < 1e-12).toBe(true);
        const [there, back] = [kappa(crossTable(a, b, 5), weights), kappa(crossTable(b, a, 5), weights)];
        expect(there === null).toBe(back === null);
        expect(there ?? 0).toBeCloseTo(back ?? 0, 10);
        expect(there ?? 0).toBeLessThanOrEqual(1);
      }
    }),
  );
});

/** Agreement on most of `n` answers, one level off on every fifth. */
const close = (n: number): LevelPair[] =>
  Array.from({ length: n }, (_, index) => {
    const level = 1 + (index % 5);
    const off = index % 10 === 5 ? 1 : index % 10 === 9 ? -1 : 0;
    return [level, Math.min(5, Math.max(1, level + off))];
  });
const gateOf = (found: ReturnType<typeof checkGates>, gate: string) => found.checks.find((each) => each.gate === gate);

test('the gates hold with enough close ratings of machine and people', () => {
  const found = checkGates({ machine: close(100), people: close(100), groups: { a: close(50) } });
  expect(found.checks.map(({ gate, isMet }) => [gate, isMet])).toEqual([
    ['double_rated', true],
    ['kappa', true],
    ['kappa_below_people', true],
    ['difference', true],
    ['difference_of_group', true],
  ]);
  expect(found.areMet).toBe(true);
});

test('one rating too few: no coefficient, and nothing is met', () => {
  const found = checkGates({ machine: close(99), people: close(100), groups: {} });
  expect(gateOf(found, 'kappa')).toMatchObject({ n: 99, value: null, isMet: null });
  expect(found.areMet).toBe(false);
  expect(checkGates({ machine: close(200), people: [], groups: {} })).toMatchObject({ areMet: false });
});

test('a machine that is kind to everybody, or to one group, is stopped by the difference', () => {
  const kind = close(200).map(([a]): LevelPair => [a, Math.min(5, a + 1)]);
  expect(gateOf(checkGates({ machine: kind, people: close(100), groups: {} }), 'difference')).toMatchObject({
    isMet: false,
  });
  const found = checkGates({
    machine: close(200),
    people: close(100),
    groups: { b: kind.slice(0, 40), c: kind.slice(0, 20) },
  });
  expect(found.checks.slice(-2)).toMatchObject([
    { group: 'b', isMet: false },
    { group: 'c', isMet: null, value: null },
  ]);
  expect(found.areMet).toBe(false);
});

test('levels at random do not pass (control)', () => {
  const random = Array.from({ length: 200 }, (_, index): LevelPair => [
    1 + ((index * 7) % 5),
    1 + ((index * index + 3 * index) % 5),
  ]);
  expect(gateOf(checkGates({ machine: random, people: close(100), groups: {} }), 'kappa')).toMatchObject({
    isMet: false,
  });
});

test('combined by reliability; before the gates hold the machine weighs half of the person at most', () => {
  const [human, machine] = [
    { rating: 4, reliability: 0.5 },
    { rating: 1, reliability: 0.8 },
  ];
  expect(combineRatings(human, machine, true)).toBeCloseTo((4 + 4 * 1) / 5, 12);
  expect(combineRatings(human, machine, false)).toBeCloseTo((4 + 0.5 * 1) / 1.5, 12);
});

test('a combined rating lies between the two, on the person’s side while the gates do not hold', () => {
  const rating = integer({ min: 1, max: 5 });
  const reliability = double({ min: 0.05, max: 0.95, noNaN: true });
  assert(
    property(rating, reliability, rating, reliability, boolean(), (h, rh, m, rm, gates) => {
      const found = combineRatings({ rating: h, reliability: rh }, { rating: m, reliability: rm }, gates);
      expect(found).toBeGreaterThanOrEqual(Math.min(h, m) - 1e-12);
      expect(found).toBeLessThanOrEqual(Math.max(h, m) + 1e-12);
      expect(gates || Math.abs(found - h) <= Math.abs(found - m) + 1e-12).toBe(true);
    }),
  );
});
