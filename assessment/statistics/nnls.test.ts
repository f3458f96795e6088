import { array, assert, double, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { nnls } from './nnls.ts';

function normal(rows: readonly (readonly number[])[], b: readonly number[]) {
  const columns = (rows[0] ?? []).map((_, j) => j);
  return {
    gram: columns.map((i) => columns.map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0))),
    moment: columns.map((j) => rows.reduce((sum, row, k) => sum + row[j]! * b[k]!, 0)),
  };
}

const solveRows = (rows: readonly (readonly number[])[], b: readonly number[]) => {
  const { gram, moment } = normal(rows, b);
  return nnls(gram, moment);
};

test('a positive solution is the plain one; a column that would be negative is left out', () => {
  expect(
    solveRows(
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      [2, 3, 1],
    ),
  ).toEqual([2, 3]);
  expect(
    solveRows(
      [
        [1, 0],
        [0, 1],
      ],
      [2, -3],
    ),
  ).toEqual([2, 0]);
});

test('known answer (scipy 1.17, optimize.nnls)', () => {
  const rows = [
    [1, 2, 1],
    [2, 1, 1],
    [3, 4, 2],
    [4, 3, 2],
    [5, 6, 3],
    [6, 5, 4],
  ];
  const found = solveRows(rows, [1, 2, 3, 5, 4, 7]);
  for (const [j, weight] of [1.054945054945, 0.0, 0.0].entries()) expect(found[j]).toBeCloseTo(weight, 9);
});

test('twice the same column: one of them is taken, and the search ends', () => {
  const found = solveRows(
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    [2, 4, 6],
  );
  expect(found[0]! + found[1]!).toBeCloseTo(2, 10);
});

test('nothing to gain: all weights are 0', () => {
  expect(
    solveRows(
      [
        [1, 2],
        [2, 1],
      ],
      [-1, -1],
    ),
  ).toEqual([0, 0]);
  expect(nnls([[0]], [0])).toEqual([0]);
});

test('no weight is negative and no other weights fit better (Karush, Kuhn, Tucker)', () => {
  const number = double({ min: -10, max: 10, noNaN: true }).map((value) => Math.round(value * 8) / 8);
  const cases = integer({ min: 1, max: 6 }).chain((columns) =>
    array(tuple(array(number, { minLength: columns, maxLength: columns }), number), {
      minLength: columns + 1,
      maxLength: 20,
    }),
  );
  assert(
    property(cases, (lines) => {
      const { gram, moment } = normal(
        lines.map(([row]) => row),
        lines.map(([, b]) => b),
      );
      const found = nnls(gram, moment);
      const scale = 1 + Math.max(...moment.map(Math.abs));
      for (const [j, weight] of found.entries()) {
        const gradient = moment[j]! - found.reduce((sum, each, k) => sum + gram[j]![k]! * each, 0);
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(gradient).toBeLessThanOrEqual(1e-6 * scale);
        expect(weight === 0 || Math.abs(gradient) <= 1e-6 * scale).toBe(true);
      }
    }),
  );
});
