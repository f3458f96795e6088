import { expect, test } from 'vitest';
import { instantAt, slotTime } from './slot-time.ts';

test.each([
  ['Asia/Shanghai', '2026-03-02', '09:00', '2026-03-02T01:00:00.000Z'],
  ['Europe/Berlin', '2026-03-28', '09:00', '2026-03-28T08:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '09:00', '2026-03-29T07:00:00.000Z'],
  ['America/New_York', '2026-11-01', '00:30', '2026-11-01T04:30:00.000Z'],
  ['Asia/Kolkata', '2026-06-01', '00:00', '2026-05-31T18:30:00.000Z'],
  ['UTC', '2026-06-01', '12:00', '2026-06-01T12:00:00.000Z'],
])('%s shows %s %s at %s', (timeZone, date, time, instant) => {
  expect(instantAt(timeZone, date, time)?.toISOString()).toBe(instant);
});

test('what is no time is none', () => {
  expect(instantAt('UTC', '', '09:00')).toBeNull();
  expect(instantAt('UTC', '2026-13-01', '09:00')).toBeNull();
});

test('a time is shown by the clocks of its site, with the year when it is another one', () => {
  const slot = { startsAt: '2099-03-02T01:00:00.000Z', endsAt: '2099-03-02T01:30:00.000Z' };
  expect(slotTime('en', 'Asia/Shanghai', slot)).toBe('Mon, Mar 2, 2099 09:00–09:30');
  expect(slotTime('zh-CN', 'UTC', slot)).toContain('01:00–01:30');
});
