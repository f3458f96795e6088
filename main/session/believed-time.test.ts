import { expect, test } from 'vitest';
import { believedTime, type ClockEvidence } from './believed-time.ts';

const DAY_MS = 86_400_000;
const YEARS_10 = 3653 * DAY_MS;
const NOW = Date.parse('2026-06-01T08:00:00.000Z');
const evidence: ClockEvidence = {
  wallMs: NOW,
  builtAtMs: NOW - 300 * DAY_MS,
  newestAuditMs: NOW - 3 * DAY_MS,
  believed: { atMs: NOW - 2 * DAY_MS, ranMs: 1000 },
  hubMs: null,
};
const doubtOf = (change: Partial<ClockEvidence>) => {
  const found = believedTime({ ...evidence, ...change });
  return 'doubt' in found ? found.doubt : null;
};

test('a wall clock that went on from what was believed is believed, over a weekend and over holidays', () => {
  expect(believedTime(evidence)).toEqual({ nowMs: NOW, by: 'wall_clock' });
  expect(doubtOf({ wallMs: NOW + 30 * DAY_MS })).toBeNull();
  expect(doubtOf({ believed: null, newestAuditMs: null })).toBeNull();
});

test('ten years ahead or back are not believed, nor a time before the program was made', () => {
  expect(doubtOf({ wallMs: NOW + YEARS_10 })).toBe('jumped_ahead');
  expect(doubtOf({ wallMs: NOW - YEARS_10 })).toBe('before_build');
  expect(doubtOf({ wallMs: NOW - 4 * DAY_MS })).toBe('went_back');
  expect(doubtOf({ wallMs: NOW - 2.5 * DAY_MS, newestAuditMs: null })).toBe('went_back');
});

test('lines that a wrong clock wrote into the audit log do not make it right after a restart', () => {
  const ahead = { wallMs: NOW + YEARS_10, newestAuditMs: NOW + YEARS_10 };
  expect(doubtOf(ahead)).toBe('jumped_ahead');
  // the control: what was believed last is what tells, not the log
  expect(doubtOf({ ...ahead, believed: null })).toBeNull();
  // and the right clock afterwards is behind the log: only head office can settle that
  expect(doubtOf({ newestAuditMs: NOW + YEARS_10 })).toBe('went_back');
  expect(doubtOf({ newestAuditMs: NOW + YEARS_10, hubMs: NOW })).toBeNull();
});

test('head office settles a long time off, and of two clocks that say the same day the earlier one counts', () => {
  const off = { wallMs: NOW + 200 * DAY_MS };
  expect(doubtOf(off)).toBe('jumped_ahead');
  expect(believedTime({ ...evidence, ...off, hubMs: NOW + 200 * DAY_MS - 5000 })).toEqual({
    nowMs: NOW + 200 * DAY_MS - 5000,
    by: 'head_office',
  });
});

test('when head office and the kiosk differ by more than a day, neither is believed', () => {
  for (const hubMs of [NOW + YEARS_10, NOW - YEARS_10, NOW - 1.1 * DAY_MS])
    expect(doubtOf({ hubMs })).toBe('differs_from_head_office');
});
