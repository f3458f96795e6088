import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { inHalves, speechMs } from './in-halves.ts';

/** Segments of these lengths, half a second apart. */
function segmentsOf(lengths: readonly number[]) {
  let startMs = 0;
  return lengths.map((ms) => {
    const segment = { startMs, endMs: startMs + ms };
    startMs += ms + 500;
    return segment;
  });
}

const lengthsOf = (lengths: readonly number[]) =>
  inHalves(segmentsOf(lengths)).map((part) => part.map(({ startMs, endMs }) => endMs - startMs));

test('an answer is cut near the middle of its speech, one piece stays whole, nothing stays nothing', () => {
  expect(lengthsOf([10, 10, 10, 10])).toEqual([
    [10, 10],
    [10, 10],
  ]);
  expect(lengthsOf([10, 40, 10])).toEqual([[10, 40], [10]]);
  expect(lengthsOf([12, 40, 10])).toEqual([[12], [40, 10]]);
  expect(lengthsOf([50, 10])).toEqual([[50], [10]]);
  expect(lengthsOf([10, 50])).toEqual([[10], [50]]);
  expect(lengthsOf([60])).toEqual([[60]]);
  expect(lengthsOf([])).toEqual([]);
});

test('nothing is lost or moved, no part is empty, and the longer part is over the half by at most one segment', () => {
  assert(
    property(array(integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 30 }), (lengths) => {
      const segments = segmentsOf(lengths);
      const parts = inHalves(segments);
      expect(parts.flat()).toEqual(segments);
      expect(parts.every((part) => part.length > 0)).toBe(true);
      const longer = Math.max(...parts.map(speechMs));
      expect(longer).toBeLessThanOrEqual(speechMs(segments) / 2 + Math.max(...lengths));
    }),
  );
});
