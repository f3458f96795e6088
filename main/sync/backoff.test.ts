import { expect, test } from 'vitest';
import { fullJitterMs } from './backoff.ts';

const almostOne = (): number => 0.999_999;

test('the ceiling doubles with every failure and stops at the cap', () => {
  expect([0, 1, 2, 3, 40].map((failures) => fullJitterMs(1000, 5000, failures, almostOne))).toEqual([
    1000, 2000, 4000, 5000, 5000,
  ]);
});

test('the lowest draw still waits a tenth of the base', () => {
  expect(fullJitterMs(1000, 5000, 9, () => 0)).toBe(100);
});
