import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { WordAssessment } from '#shared/assessment.ts';
import { Job } from '#shared/job.ts';
import { probeKey } from '#shared/plan.ts';
import type { Judgement, RatingKey } from '#shared/rating.ts';
import { combinedResult } from './combined-result.ts';
import type { GivenRating } from './current-ratings.ts';
import { gapsOf } from './gaps.ts';
import { machineLevel } from './machine-level.ts';
import { peopleResult } from './people-result.ts';
import { toRate } from './to-rate.ts';

const job = Job.parse(
  parse(readFileSync(new URL('../../resources/jobs/assembly-operator.yaml', import.meta.url), 'utf8')),
);
const spoken = job.items.filter(({ kind }) => kind === 'spoken');
const choice = job.items.find(({ kind }) => kind === 'choice');
const [first] = spoken;
if (first === undefined || choice === undefined) throw new Error('The job has neither.');

const level = (value: number): Judgement => ({ kind: 'level', level: value });
const rated = (key: RatingKey, judgement: Judgement, rater = 'a'): GivenRating => ({ ...key, rater, judgement });
const keys = toRate(
  job,
  job.items.flatMap(({ id, kind }) =>
    kind === 'role_play'
      ? [{ itemId: probeKey(id), body: { kind: 'spoken' as const } }]
      : [{ itemId: id, body: { kind: 'spoken' as const } }],
  ),
  true,
);
const all = (value: number, rater = 'a') => keys.map((key) => rated(key, level(value), rater));

test('answers in words are judged; those by touch only where the candidate refused computer scoring', () => {
  const answers = [
    { itemId: first.id, body: { kind: 'spoken' as const } },
    { itemId: choice.id, body: { kind: 'choice' as const, optionId: 'x' } },
  ];
  const items = (mayScore: boolean) => [...new Set(toRate(job, answers, mayScore).map(({ itemId }) => itemId))];
  expect(items(true)).toEqual([first.id]);
  expect(items(false).toSorted()).toEqual([first.id, choice.id].toSorted());
});

test('what was skipped is not judged, but an answered follow-up alone is', () => {
  expect(toRate(job, [{ itemId: first.id, body: { kind: 'skipped' } }], true)).toEqual([]);
  const probed = toRate(job, [{ itemId: probeKey(first.id), body: { kind: 'spoken' } }], true);
  expect(probed.map(({ indicatorId }) => indicatorId)).toEqual(first.elicits.map(({ indicatorId }) => indicatorId));
});

test('level 1 everywhere is 0, level 5 everywhere 100, and level 3 the middle', () => {
  expect([1, 3, 5].map((value) => peopleResult(job, all(value), []).total?.score)).toEqual([0, 50, 100]);
});

test('no engine has a part in what people judged, and the newest judgement of a person counts', () => {
  const result = peopleResult(job, [...all(1), ...all(5)], []);
  expect(result).toMatchObject({ engine: null, total: { score: 100 } });
});

test('two people count alike', () => {
  expect(peopleResult(job, [...all(2, 'a'), ...all(4, 'b')], []).total?.score).toBe(50);
});

test('who cannot tell lowers what was seen and never the score', () => {
  const unsure = keys.map((key, index) =>
    rated(key, index % 2 === 0 ? level(4) : { kind: 'cannot_tell', reason: 'not_heard' }),
  );
  const result = peopleResult(job, unsure, []);
  for (const { interval } of result.dimensions) expect(interval?.score ?? 75).toBe(75);
  expect(Math.min(...result.dimensions.map(({ coverage }) => coverage))).toBeLessThan(1);
  expect(
    peopleResult(
      job,
      keys.map((key) => rated(key, { kind: 'cannot_tell', reason: 'not_shown' })),
      [],
    ).total,
  ).toBeNull();
});

test('a higher level never lowers a total', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: keys.length, maxLength: keys.length }),
      fc.nat(),
      (levels, at) => {
        const index = at % keys.length;
        const given = keys.map((key, place) => rated(key, level(levels[place] ?? 1)));
        const better = given.map((each, place) =>
          place === index ? rated(each, level(Math.min(5, (levels[place] ?? 1) + 1))) : each,
        );
        const [before, after] = [peopleResult(job, given, []).total, peopleResult(job, better, []).total];
        expect(after?.score ?? 0).toBeGreaterThanOrEqual(before?.score ?? 0);
      },
    ),
  );
});

test('more than one level apart is a gap, between people or with the machine; one level is none', () => {
  const [key] = keys;
  if (key === undefined) throw new Error('There is nothing to judge.');
  const none = () => null;
  expect(gapsOf(keys, [rated(key, level(2)), rated(key, level(3), 'b')], none)).toEqual([]);
  expect(gapsOf(keys, [rated(key, level(2)), rated(key, level(4), 'b')], none)).toEqual([
    { ...key, between: 'people', low: 2, high: 4 },
  ]);
  expect(gapsOf([key], [rated(key, level(2))], () => 3)).toEqual([]);
  expect(gapsOf([key], [rated(key, level(2))], () => 5)).toEqual([{ ...key, between: 'machine', low: 2, high: 5 }]);
  expect(gapsOf([key], [rated(key, { kind: 'cannot_tell', reason: 'not_heard' })], () => 5)).toEqual([]);
});

test('a number that waits for a person is no level of the machine', () => {
  const read = {
    status: 'scored',
    acts: null,
    level: 4,
    indicators: [{ indicatorId: 'x', level: 2 }],
  } as unknown as WordAssessment;
  expect(machineLevel(read, 'x')).toBe(2);
  expect(machineLevel({ ...read, status: 'needs_review:integrity' }, 'x')).toBeNull();
  expect(machineLevel(null, 'x')).toBeNull();
});

test('until the gates hold the machine weighs at most half of what people weigh; it gives no number that people did not', () => {
  const people = peopleResult(job, all(5), []);
  const machine = peopleResult(job, all(1), []);
  const shut = combinedResult(people, machine, false);
  // equal reliabilities: w_m = w_h / 2, so F = (2·100 + 0) / 3
  for (const { interval } of shut.dimensions) expect(interval?.score).toBeCloseTo(66.667, 2);
  for (const { interval } of combinedResult(people, machine, true).dimensions)
    expect(interval?.score).toBeCloseTo(50, 6);
  const nothing = peopleResult(job, [], []);
  expect(combinedResult(nothing, machine, true).total).toBeNull();
  expect(combinedResult(people, nothing, true).total?.score).toBe(100);
});
