import { expect, test } from 'vitest';
import { bandLimitedNoise, checkContinuity } from './continuity.ts';

const reference = bandLimitedNoise(6).filter((_, index) => index % 3 === 0);
const captured = reference.slice(20_000, 20_000 + 64_000);

test('an untouched capture has no jump', () => {
  expect(checkContinuity(captured, reference)).toEqual({
    beginsAtSeconds: 1.25,
    checkedSeconds: 3.8,
    jumps: [],
    badBlocks: 0,
  });
});

test('160 lost samples are found', () => {
  const cut = Float32Array.from([...captured.slice(0, 30_000), ...captured.slice(30_160)]);
  const { jumps } = checkContinuity(cut, reference);
  expect(jumps).toHaveLength(1);
  expect(jumps[0]?.samples).toBe(160);
  expect(jumps[0]?.atSeconds).toBeCloseTo(30_000 / 16_000, 0);
});

test('10 ms of inserted silence is found', () => {
  const padded = Float32Array.from([...captured.slice(0, 30_000), ...new Float32Array(160), ...captured.slice(30_000)]);
  expect(checkContinuity(padded, reference).jumps.map(({ samples }) => samples)).toEqual([-160]);
});

test('a foreign signal is found nowhere', () => {
  const foreign = bandLimitedNoise(1, 7).filter((_, index) => index % 3 === 0);
  const { badBlocks } = checkContinuity(foreign, reference);
  expect(badBlocks).toBeGreaterThan(10);
});
