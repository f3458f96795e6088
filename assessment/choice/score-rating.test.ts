import { assert, constantFrom, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import type { RatingItem } from '#shared/job.ts';
import { AnswerScore } from '#shared/score.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { profileCorrelation, scoreRating } from './score-rating.ts';

function say(text: string) {
  return { 'zh-CN': `${text}(中)`, en: text };
}

/** The key of scoring.md §1.6. */
const KEY = [6, 2, 5, 1, 4];
const IDS = ['a', 'b', 'c', 'd', 'e'];

function ratingItem(over: (index: number) => { keySd?: number } = () => ({})): RatingItem {
  return {
    id: 'rate',
    kind: 'rating',
    prompt: say('How well does it work?'),
    hint: say('There is no trick.'),
    elicits: [{ indicatorId: 'care', weight: 1 }],
    options: KEY.map((keyMean, index) => ({
      id: IDS[index] ?? '',
      text: say(`way ${index}`),
      keyMean,
      ...over(index),
    })),
    key: { source: 'authored' },
    strength: say('You know what helps.'),
  };
}

const rate = (values: readonly number[]) => Object.fromEntries(IDS.map((id, index) => [id, values[index] ?? 0]));

test('known profiles: r .9458 and .9645 for two answers that are equally far from the key', () => {
  expect(profileCorrelation([7, 1, 6, 2, 4], KEY)).toBeCloseTo(0.9458, 4);
  expect(profileCorrelation([7, 1, 7, 1, 4], KEY)).toBeCloseTo(0.9645, 4);
  expect(scoreRating(ratingItem(), rate([7, 1, 6, 2, 4]), 'en')).toMatchObject({ level: 5, keySource: 'authored' });
});

test('rating everything alike has no profile: no number, though it would be near the key by distance', () => {
  expect(profileCorrelation([4, 4, 4, 4, 4], KEY)).toBeNull();
  expect(scoreRating(ratingItem(), rate([4, 4, 4, 4, 4]), 'en')).toBeNull();
});

test('the opposite profile scores 0, the key itself 1', () => {
  expect(scoreRating(ratingItem(), rate(KEY), 'en')?.score).toBe(1);
  expect(scoreRating(ratingItem(), rate(KEY.map((value) => 7 - value)), 'en')).toMatchObject({ score: 0, level: 1 });
});

test('height and spread of the ratings do not matter, only their shape', () => {
  assert(
    property(
      tuple(...IDS.map(() => integer({ min: 1, max: 7 }))),
      integer({ min: 1, max: 3 }),
      integer({ min: -5, max: 5 }),
      (ratings, spread, height) => {
        const r = profileCorrelation(ratings, KEY);
        const moved = profileCorrelation(
          ratings.map((rating) => rating * spread + height),
          KEY,
        );
        expect(moved === null).toBe(r === null);
        expect(moved ?? 0).toBeCloseTo(r ?? 0, 10);
      },
    ),
  );
});

test('options on which the experts did not agree are left out', () => {
  const item = ratingItem((index) => (index === 3 ? { keySd: 1.6 } : { keySd: 1.5 }));
  const score = scoreRating(item, rate([6, 2, 5, 7, 4]), 'en');
  expect(score?.score).toBe(1);
  expect(score?.evidence).toHaveLength(4);
});

test('every score is a valid one, in both languages the same', () => {
  assert(
    property(tuple(...IDS.map(() => constantFrom(1, 2, 3, 4, 5, 6, 7))), (ratings) => {
      const score = scoreRating(ratingItem(), rate(ratings), 'en');
      expect(AnswerScore.nullable().parse(score)).toEqual(score);
      expect(scoreRating(ratingItem(), rate(ratings), 'zh-CN')?.score).toBe(score?.score);
    }),
  );
});

test('a missing, foreign or unusable option is an error, never a number', () => {
  const { e: _e, ...missing } = rate(KEY);
  expect(() => scoreRating(ratingItem(), missing, 'en')).toThrow(InvalidSelectionError);
  expect(() => scoreRating(ratingItem(), { ...rate(KEY), x: 4 }, 'en')).toThrow('it has no option "x"');
  expect(() =>
    scoreRating(
      ratingItem(() => ({ keySd: 2 })),
      rate(KEY),
      'en',
    ),
  ).toThrow('its experts agree on 0 options');
});
