import { array, assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { indistinctGroups } from './indistinct.ts';

const reach = (id: string, low: number, high: number) => ({ id, low, high });

test('reaches that overlap are one group, one that stands apart is in none', () => {
  expect(indistinctGroups([reach('a', 40, 60), reach('b', 55, 80), reach('c', 81, 90)])).toEqual([['a', 'b']]);
});

test('one in the middle belongs to both sides, which still differ from each other', () => {
  expect(indistinctGroups([reach('a', 10, 30), reach('b', 25, 60), reach('c', 55, 80)])).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

test('reaches that touch cannot be told apart; nobody and one person are no group', () => {
  expect(indistinctGroups([reach('a', 10, 30), reach('b', 30, 60)])).toEqual([['a', 'b']]);
  expect(indistinctGroups([reach('a', 10, 30)])).toEqual([]);
  expect(indistinctGroups([])).toEqual([]);
});

test('two are in one group exactly when their reaches overlap, and no group is part of another', () => {
  const aReach = tuple(integer({ min: 0, max: 20 }), integer({ min: 0, max: 10 }));
  assert(
    property(array(aReach, { maxLength: 6 }), (pairs) => {
      const reaches = pairs.map(([low, size], index) => reach(String(index), low, low + size));
      const groups = indistinctGroups(reaches);
      for (const a of reaches)
        for (const b of reaches) {
          if (a === b) continue;
          const overlap = a.low <= b.high && b.low <= a.high;
          expect(groups.some((group) => group.includes(a.id) && group.includes(b.id))).toBe(overlap);
        }
      const within = groups.filter((group) =>
        groups.some((other) => other !== group && group.every((id) => other.includes(id))),
      );
      expect(within).toEqual([]);
    }),
  );
});
