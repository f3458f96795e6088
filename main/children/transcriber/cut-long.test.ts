import { expect, test } from 'vitest';
import { cutLong } from './cut-long.ts';

const SECOND = 16_000;

/** Speech-like loudness with a quiet spot of 100 ms at each of these seconds. */
function talk(seconds: number, quietAtS: readonly number[]): Float32Array {
  const samples = new Float32Array(seconds * SECOND).fill(0.3);
  for (const at of quietAtS) samples.fill(0.001, at * SECOND, (at + 0.1) * SECOND);
  return samples;
}

test('what fits is not cut', () => {
  expect(cutLong(talk(28, [14]))).toEqual([0]);
  expect(cutLong(new Float32Array(0))).toEqual([0]);
});

test('what is too long is cut in the quiet spots, and no piece is longer than 28 s', () => {
  const samples = talk(70, [10, 25, 47]);
  const starts = cutLong(samples);
  expect(starts).toHaveLength(3);
  expect(starts[1]).toBeGreaterThanOrEqual(25 * SECOND);
  expect(starts[1]).toBeLessThanOrEqual(25.1 * SECOND);
  expect(starts[2]).toBeGreaterThanOrEqual(47 * SECOND);
  expect(starts[2]).toBeLessThanOrEqual(47.1 * SECOND);
  for (const [i, start] of starts.entries()) {
    expect((starts[i + 1] ?? samples.length) - start).toBeLessThanOrEqual(28 * SECOND);
  }
});

test('without a quiet spot it is cut all the same', () => {
  const starts = cutLong(new Float32Array(60 * SECOND).fill(0.3));
  expect(starts.length).toBeGreaterThan(1);
  expect(60 * SECOND - (starts.at(-1) ?? 0)).toBeLessThanOrEqual(28 * SECOND);
});
