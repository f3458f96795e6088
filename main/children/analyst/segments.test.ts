import { expect, test } from 'vitest';
import { ASR_RULE, findPauses, findSegments, MEASURE_RULE, totalMs } from './segments.ts';

/** `[probability, windows]` pairs to one probability per 32 ms window. */
const windows = (...runs: [number, number][]): number[] =>
  runs.flatMap(([probability, count]) => Array.from({ length: count }, () => probability));
const segmentsOf = (probabilities: number[], rule = MEASURE_RULE) =>
  findSegments(probabilities, rule, 32, probabilities.length * 32);

test('speech starts at the first window over the upper threshold and ends where it fell below the lower one', () => {
  expect(segmentsOf(windows([0, 10], [0.9, 20], [0, 10]))).toEqual([{ startMs: 320, endMs: 960 }]);
});

test('between the thresholds speech goes on but does not start', () => {
  expect(segmentsOf(windows([0.65, 20], [0.9, 5], [0.65, 20], [0, 10]))).toEqual([{ startMs: 640, endMs: 1_440 }]);
});

test('a dip shorter than the hang-over does not end speech, one as long does', () => {
  expect(segmentsOf(windows([0.9, 10], [0, 6], [0.9, 10]))).toEqual([{ startMs: 0, endMs: 832 }]);
  expect(segmentsOf(windows([0.9, 10], [0, 7], [0.9, 10]))).toEqual([
    { startMs: 0, endMs: 320 },
    { startMs: 544, endMs: 864 },
  ]);
});

test('a click shorter than 100 ms is no speech, at the end of a recording either', () => {
  expect(segmentsOf(windows([0, 5], [0.9, 3], [0, 10], [0.9, 3]))).toEqual([]);
});

test('speech that runs into the end ends with the recording, not with the last whole window', () => {
  expect(findSegments(windows([0.9, 10]), MEASURE_RULE, 32, 310)).toEqual([{ startMs: 0, endMs: 310 }]);
});

test('padding stays inside the recording and joins stretches that meet', () => {
  const probabilities = windows([0.9, 10], [0, 10], [0.9, 10], [0, 20], [0.9, 10]);
  expect(segmentsOf(probabilities, ASR_RULE)).toEqual([
    { startMs: 0, endMs: 420 },
    { startMs: 540, endMs: 1_060 },
    { startMs: 1_500, endMs: 1_920 },
  ]);
  expect(segmentsOf(windows([0.9, 10], [0, 12], [0.9, 10]), { ...ASR_RULE, paddingMs: 200 })).toEqual([
    { startMs: 0, endMs: 1_024 },
  ]);
});

test('pauses are the gaps of at least 600 ms, never the silence at either end', () => {
  const segments = [
    { startMs: 2_000, endMs: 3_000 },
    { startMs: 3_599, endMs: 4_000 },
    { startMs: 4_600, endMs: 5_000 },
  ];
  expect(findPauses(segments)).toEqual([{ startMs: 4_000, endMs: 4_600 }]);
  expect(findPauses([])).toEqual([]);
  expect(totalMs(segments)).toBe(1_801);
});
