import { array, assert, double, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { type Rehearsed, rehearseThreshold } from './rehearse-threshold.ts';

const interval = (score: number, half = 5) => ({
  score,
  low: Math.max(0, score - half),
  high: Math.min(100, score + half),
  sem: half / 1.15,
});
const person = (sessionId: string, a: number | null, b: number | null, groups: readonly string[] = []): Rehearsed => ({
  sessionId,
  groups,
  dimensions: [
    { dimensionId: 'a', interval: a === null ? null : interval(a) },
    { dimensionId: 'b', interval: b === null ? null : interval(b) },
  ],
});
const HALF = { weights: { a: 0.5, b: 0.5 }, cutOff: 60 };

test('the same weights and cut-off: nobody crosses', () => {
  const found = rehearseThreshold([person('1', 70, 60), person('2', 20, 90)], HALF, HALF, []);
  expect(found).toMatchObject({ people: 2, reachedBefore: 1, reachedAfter: 1, crossings: [], fairness: null });
});

test('another weighting moves people in both directions, and names them with both totals', () => {
  const found = rehearseThreshold(
    [person('up', 90, 20), person('down', 20, 100), person('same', 80, 80)],
    { weights: { a: 0.5, b: 0.5 }, cutOff: 58 },
    { weights: { a: 0.9, b: 0.1 }, cutOff: 58 },
    [],
  );
  expect(found).toMatchObject({ reachedBefore: 2, reachedAfter: 2 });
  expect(found.crossings).toMatchObject([
    { sessionId: 'up', direction: 'up', before: { score: 55 }, after: { score: 83 } },
    { sessionId: 'down', direction: 'down', before: { score: 60 }, after: { score: 28 } },
  ]);
});

test('somebody a point from the cut-off crosses within the error; somebody far from it does not', () => {
  const [near, far] = rehearseThreshold(
    [person('near', 61, 61), person('far', 99, 99)],
    HALF,
    { ...HALF, cutOff: 62 },
    [],
  ).crossings.concat(
    rehearseThreshold([person('far', 99, 10)], HALF, { weights: { a: 1, b: 0 }, cutOff: 60 }, []).crossings,
  );
  expect(near).toMatchObject({ sessionId: 'near', direction: 'down', isWithinError: true });
  expect(far).toMatchObject({ sessionId: 'far', direction: 'up', isWithinError: false });
});

test('whoever has no total under one of the two is on no side', () => {
  const found = rehearseThreshold([person('1', 80, null), person('2', 80, 80)], HALF, { ...HALF, cutOff: 90 }, []);
  expect(found).toMatchObject({ people: 2, withoutTotal: 1, reachedBefore: 1, reachedAfter: 0 });
  expect(found.crossings.map(({ sessionId }) => sessionId)).toEqual(['2']);
});

test('a cut-off that falls on one group shows in its impact ratio', () => {
  const group = (name: string, score: number) =>
    Array.from({ length: 40 }, (_, index) => person(`${name}${index}`, score + (index % 20), score, [name]));
  const found = rehearseThreshold(
    [...group('x', 60), ...group('y', 50)],
    { ...HALF, cutOff: 45 },
    { ...HALF, cutOff: 60 },
    ['group'],
  );
  expect(found.fairness?.before.tables[0]?.categories.map(({ verdict }) => verdict)).not.toContain('flag');
  expect(found.fairness?.after.tables[0]?.categories.map(({ verdict }) => verdict)).toContain('flag');
});

test('what is counted before and after differs by who crossed', () => {
  const score = double({ min: 0, max: 100, noNaN: true });
  const cut = integer({ min: 1, max: 99 });
  assert(
    property(
      array(tuple(score, score), { maxLength: 30 }),
      double({ min: 0.05, max: 0.95, noNaN: true }),
      cut,
      cut,
      (scores, a, from, to) => {
        const people = scores.map(([one, two], index) => person(String(index), one, two));
        const found = rehearseThreshold(
          people,
          { ...HALF, cutOff: from },
          { weights: { a, b: 1 - a }, cutOff: to },
          [],
        );
        const up = found.crossings.filter(({ direction }) => direction === 'up').length;
        expect(found.reachedAfter - found.reachedBefore).toBe(2 * up - found.crossings.length);
      },
    ),
  );
});
