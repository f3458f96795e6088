import { expect, test } from 'vitest';
import { createLaneCount } from './lane-count.ts';

function times(count: number, act: () => void): void {
  for (let n = 0; n < count; n += 1) act();
}

test('begins with all lanes, halves them with each loss, and keeps the least', () => {
  const lanes = createLaneCount({ least: 2, most: 6 });
  expect(lanes.now()).toBe(6);
  lanes.lost();
  expect(lanes.now()).toBe(3);
  lanes.lost();
  expect(lanes.now()).toBe(2);
  times(20, lanes.lost);
  expect(lanes.now()).toBe(2);
});

test('a round of answers adds one lane, up to the most', () => {
  const lanes = createLaneCount({ least: 2, most: 6 });
  times(2, lanes.lost);
  expect(lanes.now()).toBe(2);
  times(3, lanes.answered);
  expect(lanes.now()).toBe(3);
  times(4, lanes.answered);
  expect(lanes.now()).toBe(4);
  times(100, lanes.answered);
  expect(lanes.now()).toBe(6);
});

test('one lane stays one, whatever happens', () => {
  const lanes = createLaneCount({ least: 2, most: 1 });
  lanes.lost();
  expect(lanes.now()).toBe(1);
  lanes.answered();
  expect(lanes.now()).toBe(1);
});
