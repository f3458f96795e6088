import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { WordAssessment } from '#shared/assessment.ts';
import { SessionId, StaffId } from '#shared/ids.ts';
import { agreementFigures } from './agreement-figures.ts';
import type { StoredInterview } from './ports.ts';
import type { StoredRating, StoredReview } from './review-ports.ts';

const [first, second] = [StaffId.parse(v7()), StaffId.parse(v7())];
const AT = '2026-11-22T08:00:00.000Z';
const NOT_MET = { doubleRated: 40, areMet: false };

/** Ten interviews of four answers: both people give `level`, the machine one more, and `changed` answers of each are moved by the first. */
function site(parts: { interviews: number; changed: number; review?: Partial<StoredReview> }) {
  const ids = Array.from({ length: parts.interviews }, () => SessionId.parse(v7()));
  const levelOf = (index: number) => 1 + (index % 4);
  const rating = (rater: StaffId, index: number, level: number, round: StoredRating['round']): StoredRating => ({
    id: v7(),
    rater,
    itemId: `q${index}`,
    indicatorId: 'a',
    judgement: { kind: 'level', level },
    quotes: [],
    round,
    ratedAt: AT,
    change: round === 'after_reveal' ? { reason: 'asr_missed', words: 'I heard it.' } : null,
  });
  const answers = [0, 1, 2, 3];
  const ratings = [
    ...answers.map((index) => rating(first, index, levelOf(index), 'blind_first')),
    ...answers.map((index) => rating(second, index, levelOf(index), 'blind_second')),
    ...answers.slice(0, parts.changed).map((index) => rating(first, index, levelOf(index) + 1, 'after_reveal')),
  ];
  const review: StoredReview = {
    rater: first,
    state: 'done',
    draft: [],
    openedAt: AT,
    lockedAt: AT,
    revealedAt: AT,
    levelsShownAt: AT,
    doneAt: AT,
    ...parts.review,
  };
  const assessment = (index: number) =>
    ({
      status: 'scored',
      acts: null,
      level: 3,
      indicators: [{ indicatorId: 'a', level: levelOf(index) + 1 }],
    }) as unknown as WordAssessment;
  const stored = {
    assessments: new Map(answers.map((index) => [`q${index}`, { state: 'assessed', assessment: assessment(index) }])),
  } as unknown as StoredInterview;
  const rows = { doubleRated: () => ids, revealed: () => ids, ratings: () => ratings, reviews: () => [review] };
  return { rows, store: { getSession: () => stored } };
}

test('people agree wholly, the machine is a level above them, and they follow it in one answer of four', () => {
  const { rows, store } = site({ interviews: 10, changed: 1 });
  const found = agreementFigures(rows, store, NOT_MET);
  expect(found.people).toEqual({ n: 40, same: 1, kappa: 1 });
  expect(found.machine).toMatchObject({ n: 40, same: 0 });
  expect(found.machine.kappa).toBeCloseTo(0.714_286, 5);
  expect(found.afterReveal).toEqual({
    shown: 40,
    counts: { alike: 0, kept: 30, towards: 10, elsewhere: 0, reasons: [{ reason: 'asr_missed', count: 10 }] },
  });
});

test('nothing but a number is said of fewer than thirty levels', () => {
  const { rows, store } = site({ interviews: 7, changed: 1 });
  expect(agreementFigures(rows, store, NOT_MET)).toMatchObject({
    people: { n: 28, same: null, kappa: null },
    machine: { n: 28, same: null, kappa: null },
    afterReveal: { shown: 28, counts: null },
  });
});

test('who did not see the levels, or is not through yet, followed nobody', () => {
  const hidden = site({ interviews: 10, changed: 1, review: { levelsShownAt: null } });
  expect(agreementFigures(hidden.rows, hidden.store, NOT_MET).afterReveal.shown).toBe(0);
  const going = site({ interviews: 10, changed: 1, review: { state: 'revealed', doneAt: null } });
  expect(agreementFigures(going.rows, going.store, NOT_MET).afterReveal.shown).toBe(0);
  // once the gates hold, levels are shown with the reveal itself
  expect(agreementFigures(hidden.rows, hidden.store, { doubleRated: 200, areMet: true }).afterReveal.shown).toBe(40);
});
