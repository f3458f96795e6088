import { expect, test } from 'vitest';
import { countCrashes } from './crash-rule.ts';

const MINUTE = 60_000;

test('the third end within ten minutes is one too many, and so is each that follows soon', () => {
  let now = 0;
  const crashes = countCrashes(() => now);
  const at = (minute: number) => {
    now = minute * MINUTE;
    return crashes.isTooOften();
  };
  expect([at(0), at(4), at(9)]).toEqual([false, false, true]);
  expect(at(10.5)).toBe(true);
  // the ones before have been forgotten
  expect([at(30), at(41), at(52)]).toEqual([false, false, false]);
});
