import { expect, test } from 'vitest';
import { similarityOf } from './similarity.ts';

const identity = { id: 'model', sha256: 'a'.repeat(64), c0: 0.5, c1: 0.9 };
const vectors = new Map([
  ['near', [1, 0]],
  ['exemplar', [1, 0]],
  ['half', [0.7, Math.sqrt(1 - 0.49)]],
  ['far', [0, 1]],
]);
const { match } = similarityOf({ identity, vectors });

test('the cosine is stretched between the calibrated ends and cut off there', () => {
  expect(match('near', ['exemplar'])).toBe(1);
  expect(match('half', ['exemplar'])).toBeCloseTo((0.7 - 0.5) / 0.4, 12);
  expect(match('far', ['exemplar'])).toBe(0);
});

test('the nearest exemplar counts; a text that was not embedded resembles nothing', () => {
  expect(match('half', ['far', 'exemplar'])).toBeCloseTo(match('half', ['far']), 12);
  expect(match('unknown', ['exemplar'])).toBe(0);
  expect(match('near', [])).toBe(0);
});
