import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DimensionResult } from '#shared/assessment.ts';
import { Job } from '#shared/job.ts';
import { TrainingFile } from '#shared/training.ts';
import { suggestTraining } from './suggest.ts';

const load = (path: string): unknown => parse(readFileSync(`resources/${path}`, 'utf8'));
const file = TrainingFile.parse(load('training/suggestions.yaml'));

function dimension(over: Partial<DimensionResult>): DimensionResult {
  return {
    dimensionId: 'listening',
    weight: 0.4,
    status: 'scored',
    interval: { score: 30, low: 22, high: 38, sem: 8 },
    level: 2,
    confidence: null,
    coverage: 1,
    itemIds: [],
    ...over,
  };
}
const suggest = (over: Partial<DimensionResult>) => suggestTraining([dimension(over)], file)[0];

test('a weak competency brings every suggestion that is for a level above it', () => {
  const found = suggest({});
  expect(found).toMatchObject({ state: 'weak', level: 2 });
  expect(found?.suggestions.map(({ belowLevel }) => belowLevel)).toEqual([3, 4]);
  expect(suggest({ level: 3, interval: { score: 50, low: 45, high: 55, sem: 5 } })?.suggestions).toHaveLength(1);
});

test('where the error reaches the level that is enough, it is only perhaps weak', () => {
  expect(suggest({ level: 3, interval: { score: 50, low: 30, high: 70, sem: 20 } })?.state).toBe('perhaps_weak');
  expect(suggest({ level: 3, interval: { score: 50, low: 45, high: 60, sem: 8 } })?.state).toBe('weak');
});

test('what is strong enough suggests nothing', () => {
  expect(suggest({ level: 4, interval: { score: 75, low: 70, high: 80, sem: 5 } })).toMatchObject({
    state: 'fine',
    suggestions: [],
  });
});

test('a competency that was not scored is never called weak, whatever else is known of it', () => {
  expect(suggest({ status: 'insufficient_evidence' })).toEqual({
    dimension: 'listening',
    level: null,
    interval: null,
    state: 'not_enough',
    suggestions: [],
  });
  expect(suggest({ level: null })?.state).toBe('not_enough');
});

test('the shipped file speaks of every competency of the shipped training check, and of no other', () => {
  const job = Job.parse(load('staff-jobs/service-training-check.yaml'));
  const known = job.competencyModel.dimensions.map(({ id }) => id);
  expect([...new Set(file.suggestions.map((each) => each.dimension))]).toEqual(known);
});

test('a link that is not https, a level nobody is below and a text in one language only are refused', () => {
  const [first] = file.suggestions;
  const isTaken = (change: object) =>
    TrainingFile.safeParse({ version: 1, suggestions: [{ ...first, ...change }] }).success;
  expect(isTaken({ link: 'https://example.com/srv-101' })).toBe(true);
  expect(isTaken({ link: 'http://example.com' })).toBe(false);
  expect(isTaken({ link: 'javascript:alert(1)' })).toBe(false);
  expect(isTaken({ belowLevel: 1 })).toBe(false);
  expect(isTaken({ text: { en: 'only' } })).toBe(false);
});
