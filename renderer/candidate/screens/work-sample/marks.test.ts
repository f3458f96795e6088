import { expect, test } from 'vitest';
import { toggleMark } from './marks.ts';

const A = { x: 100, y: 100 };
const B = { x: 180, y: 100 };

test('a touch sets a mark, a second one near it takes it away', () => {
  const one = toggleMark([], A, 4);
  expect(one).toEqual([A]);
  expect(toggleMark(one, { x: 130, y: 120 }, 4)).toEqual([]);
});

test('a touch between two marks means the nearer one', () => {
  expect(toggleMark([A, B], { x: 145, y: 100 }, 4)).toEqual([A]);
});

test('beside a mark there is room for another', () => {
  expect(toggleMark([A], B, 4)).toEqual([A, B]);
});

test('no mark is set beyond the number of things to find', () => {
  const full = [A, B];
  expect(toggleMark(full, { x: 600, y: 600 }, 2)).toBe(full);
  expect(toggleMark(full, A, 2)).toEqual([B]);
});
