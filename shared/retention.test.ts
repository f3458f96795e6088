import { assert, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { isDue, retentionDaysOf, type RetentionFacts, retentionOf } from './retention.ts';

const DAY_MS = 86_400_000;
const AT = '2026-03-02T08:00:00.000Z';
const after = (days: number) => Date.parse(AT) + days * DAY_MS;
const confirmed: RetentionFacts = {
  phase: 'finalized',
  days: 90,
  openRecords: 0,
  openFiles: 0,
  receivedAt: AT,
  startedAt: AT,
  startedRanMs: 0,
};

test('the period is counted from the receipt, or from the interview where nothing is sent', () => {
  expect(retentionOf(confirmed)).toEqual({
    state: 'counting',
    days: 90,
    from: 'receipt',
    dueAt: new Date(after(90)).toISOString(),
  });
  expect(retentionOf({ ...confirmed, receivedAt: null })).toMatchObject({ from: 'interview' });
});

test('the later of the two clocks counts, so that neither deletes early', () => {
  for (const [receivedAt, startedAt] of [
    [AT, '2026-03-05T08:00:00.000Z'],
    ['2026-03-05T08:00:00.000Z', AT],
  ] as const) {
    expect(retentionOf({ ...confirmed, receivedAt, startedAt })).toMatchObject({
      dueAt: new Date(after(93)).toISOString(),
    });
  }
});

test('one record or one file without a receipt keeps everything, however long ago; with it the same interview is due', () => {
  const known = { nowMs: after(4000), ranMs: 4000 * DAY_MS };
  for (const open of [{ openRecords: 1 }, { openFiles: 1 }]) {
    expect(retentionOf({ ...confirmed, ...open }).state).toBe('awaiting_receipts');
    expect(isDue({ ...confirmed, ...open }, known)).toBe(false);
  }
  // the control: the receipt alone makes the difference
  expect(isDue(confirmed, known)).toBe(true);
});

test('due at the end of the period and not a millisecond before', () => {
  expect(isDue(confirmed, { nowMs: after(90) - 1, ranMs: 0 })).toBe(false);
  expect(isDue(confirmed, { nowMs: after(90), ranMs: 0 })).toBe(true);
});

test('without a clock that is believed only the time the program ran counts', () => {
  expect(isDue(confirmed, { nowMs: null, ranMs: 90 * DAY_MS - 1 })).toBe(false);
  expect(isDue(confirmed, { nowMs: null, ranMs: 90 * DAY_MS })).toBe(true);
  const unknown = { ...confirmed, startedAt: null };
  expect(retentionOf(unknown)).toEqual({ state: 'awaiting_clock', days: 90 });
  expect(isDue(unknown, { nowMs: after(4000), ranMs: 89 * DAY_MS })).toBe(false);
  expect(isDue(unknown, { nowMs: null, ranMs: 90 * DAY_MS })).toBe(true);
});

test('what is going on, and what is gone, has no period', () => {
  for (const phase of ['draft', 'withdrawn', 'erased'] as const) {
    expect(retentionOf({ ...confirmed, phase })).toEqual({ state: 'not_kept' });
    expect(isDue({ ...confirmed, phase }, { nowMs: after(4000), ranMs: 4000 * DAY_MS })).toBe(false);
  }
});

test('an interview that was left is due after its period although its records were never sent', () => {
  const left: RetentionFacts = { ...confirmed, phase: 'sealed', openRecords: 5, receivedAt: null };
  expect(isDue(left, { nowMs: after(89), ranMs: 0 })).toBe(false);
  expect(isDue(left, { nowMs: after(90), ranMs: 0 })).toBe(true);
});

const words = { en: 'a', 'zh-CN': 'a' };
const consentText = { version: 1, text: words, refusal: words };

test('the talent pool counts only with its consent, and only for a finished interview', () => {
  const pack = { retentionDays: 90, talentPoolDays: 180 };
  const consents = { recording: true, scoring: true, sending: true, talentPool: true };
  expect(retentionDaysOf(pack, { job: {}, phase: 'finalized', consents })).toBe(180);
  expect(retentionDaysOf(pack, { job: {}, phase: 'finalized', consents: { ...consents, talentPool: false } })).toBe(90);
  expect(retentionDaysOf(pack, { job: {}, phase: 'finalized', consents: null })).toBe(90);
  expect(retentionDaysOf(pack, { job: {}, phase: 'sealed', consents })).toBe(90);
});

test('an interview that is not for hiring is kept for its own period, and no consent makes it longer', () => {
  const texts = { recording: consentText, scoring: consentText, sending: consentText };
  const notice = [{ icon: 'camera' as const, text: words }];
  const pack = {
    retentionDays: 90,
    talentPoolDays: 180,
    purposes: { exit: { consents: texts, notice, retentionDays: 30 } },
  };
  const consents = { recording: true, scoring: true, sending: true, talentPool: true };
  const daysFor = (purpose: 'exit' | 'training') =>
    retentionDaysOf(pack, { job: { purpose }, phase: 'finalized', consents });
  expect(daysFor('exit')).toBe(30);
  // its terms are gone from the pack: the period of hiring, without the pool
  expect(daysFor('training')).toBe(90);
});

test('no pair of clocks makes an interview due before its period has passed by one of them', () => {
  assert(
    property(
      integer({ min: -4000, max: 4000 }),
      integer({ min: -4000, max: 4000 }),
      integer({ min: 0, max: 89 }),
      constantFrom(90, 180, 365),
      (receivedDays, startedDays, passed, days) => {
        const facts = {
          ...confirmed,
          days,
          receivedAt: new Date(after(receivedDays)).toISOString(),
          startedAt: new Date(after(startedDays)).toISOString(),
        };
        const startMs = after(Math.max(receivedDays, startedDays));
        expect(isDue(facts, { nowMs: startMs + passed * DAY_MS, ranMs: passed * DAY_MS })).toBe(false);
      },
    ),
    { seed: 19 },
  );
});
