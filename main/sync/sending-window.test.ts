import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtWindow } from './sending-window.ts';

const zoneBefore = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'Asia/Shanghai';
});
afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});

const HOUR = 3_600_000;
const night = { from: '22:00', to: '06:00' };
const local = (text: string): number => new Date(`${text}+08:00`).getTime();

test('no window is always open', () =>
  expect(lookAtWindow(null, local('2026-11-22T12:00'))).toEqual({ isOpen: true, changesInMs: null }));

test.each([
  ['2026-11-22T21:00', false, 1 * HOUR],
  ['2026-11-22T22:00', true, 8 * HOUR],
  ['2026-11-23T05:30', true, HOUR / 2],
  ['2026-11-23T06:00', false, 16 * HOUR],
])('over midnight, at %s', (at, isOpen, changesInMs) =>
  expect(lookAtWindow(night, local(at))).toEqual({ isOpen, changesInMs }),
);

test.each([
  ['2026-11-22T11:59', false, 60_000],
  ['2026-11-22T12:00', true, HOUR],
  ['2026-11-22T13:00', false, 23 * HOUR],
])('within a day, at %s', (at, isOpen, changesInMs) =>
  expect(lookAtWindow({ from: '12:00', to: '13:00' }, local(at))).toEqual({ isOpen, changesInMs }),
);

test('the night in which the clock goes forward is an hour shorter', () => {
  process.env['TZ'] = 'Europe/Berlin';
  const evening = new Date('2026-03-28T22:00:00+01:00').getTime();
  expect(lookAtWindow(night, evening)).toEqual({ isOpen: true, changesInMs: 7 * HOUR });
});

test('a clock that is ten years wrong waits a day at most', () => {
  for (const years of [-10, 10]) {
    const { isOpen, changesInMs } = lookAtWindow(night, local('2026-11-22T21:00') + years * 365.25 * 24 * HOUR);
    expect(isOpen).toBe(false);
    expect(changesInMs).toBeGreaterThan(0);
    expect(changesInMs).toBeLessThanOrEqual(24 * HOUR);
  }
});
