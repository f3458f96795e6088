import { expect, test } from 'vitest';
import { choiceJob, DIMENSION_IDS, sampleFacts } from './sample-facts.fake.ts';
import { overviewOf } from './overview.ts';
import type { InterviewFacts } from './ports.ts';

const full = DIMENSION_IDS.map((_, index) => 0.5 + index * 0.1);
const overview = (facts: readonly InterviewFacts[], nowMs = Date.parse('2026-06-01T00:00:00.000Z')) =>
  overviewOf({
    jobs: [{ job: choiceJob, interviews: facts.length }],
    job: choiceJob,
    read: { facts, deleted: 2, hasOlder: false },
    nowMs,
    locale: 'en',
    hourOf: (instant) => new Date(instant).getUTCHours(),
  });

test('who came how far, and at which question people left', () => {
  const found = overview([
    sampleFacts(0, full),
    sampleFacts(1, full),
    sampleFacts(2, full.slice(0, 1)),
    sampleFacts(3, []),
    sampleFacts(4, [], { phase: 'withdrawn' }),
    sampleFacts(5, [], { phase: 'draft', hasConsented: false }),
  ]);
  expect(found.progress).toEqual({
    started: 6,
    consented: 5,
    firstAnswer: 3,
    halfway: 2,
    finished: 2,
    goingOn: 1,
    left: 2,
    withdrawn: 1,
    deleted: 2,
  });
  expect(found.items.map(({ reached, answered, leftHere }) => [reached, answered, leftHere]).slice(0, 3)).toEqual([
    [4, 3, 1],
    [3, 2, 1],
    [2, 2, 0],
  ]);
});

test('times are medians of at least five, the first question has none, and somebody away for hours is not counted', () => {
  const people = Array.from({ length: 5 }, (_, index) => sampleFacts(index, full));
  expect(overview(people).items.map(({ medianMs }) => medianMs)).toEqual([null, ...full.slice(1).map(() => 60_000)]);
  expect(overview(people.slice(1)).items[1]?.medianMs).toBeNull();
  const away = sampleFacts(9, full);
  const late = {
    ...away,
    answers: away.answers.map((answer, n) =>
      n === 1 ? { ...answer, answeredAt: '2026-02-01T00:00:00.000Z' } : answer,
    ),
  };
  expect(overview([...people, late]).items[1]).toMatchObject({ medianMs: 60_000, timed: 5 });
});

test('29 scores are not shown in any form, 30 are', () => {
  const people = Array.from({ length: 30 }, (_, index) =>
    sampleFacts(
      index,
      full.map(() => index / 30),
    ),
  );
  const few = overview(people.slice(1));
  expect(few.scored).toBe(29);
  for (const { distribution } of few.scores) expect(distribution).toEqual({ n: 29, bins: null, quartiles: null });
  const [total, first] = overview(people).scores;
  expect(total).toMatchObject({ dimensionId: null, distribution: { n: 30 }, drift: { verdict: 'too_few' } });
  expect(total?.distribution.bins?.reduce((sum, each) => sum + each, 0)).toBe(30);
  expect(first?.distribution.quartiles?.median).toBeCloseTo(48.3, 1);
});

test('whoever refused computer scoring has no part in the scores', () => {
  const people = Array.from({ length: 31 }, (_, index) =>
    sampleFacts(index, full, index === 0 ? { assessments: null } : {}),
  );
  expect(overview(people).scored).toBe(30);
});

test('noise by the hour, a middle only of five', () => {
  const people = Array.from({ length: 48 * 3 }, (_, index) => sampleFacts(index, []));
  const [hour] = overview(people).noise;
  expect(hour).toMatchObject({ hour: 0, recordings: 6 });
  expect(hour?.medianSnrDb).toBeGreaterThan(11);
  expect(overview(people.slice(0, 24)).noise.every(({ medianSnrDb }) => medianSnrDb === null)).toBe(true);
});

test('the survey counts ratings; more answers to listen to than before is watched', () => {
  const before = Array.from({ length: 60 }, (_, index) => sampleFacts(index, full));
  const flagged = Array.from({ length: 60 }, (_, index) => {
    const facts = sampleFacts(2000 + index, full);
    return {
      ...facts,
      answers: facts.answers.map((answer) => ({ ...answer, status: 'needs_review:short' as const, score: null })),
    };
  });
  const found = overview([...before, ...flagged], Date.parse('2026-04-05T00:00:00.000Z'));
  expect(found.survey).toMatchObject({
    finished: 120,
    answered: 120,
    ease: [0, 0, 0, 120, 0],
    fairness: [0, 0, 120, 0, 0],
  });
  expect(found.review).toEqual({ before: 0, now: 1, verdict: 'watch' });
});

test('an empty kiosk has an empty overview', () => {
  const found = overviewOf({
    jobs: [],
    job: null,
    read: { facts: [], deleted: 0, hasOlder: false },
    nowMs: 0,
    locale: 'en',
    hourOf: () => 0,
  });
  expect(found).toMatchObject({ jobId: null, interviews: 0, items: [], scores: [], firstAt: null });
});
