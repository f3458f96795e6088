import type { Judgement, RatingKey } from '#shared/rating.ts';
import { levelIn, ratingKeyOf } from '#shared/rating.ts';

/** A judgement with whose it is, as far as levels are computed from it. */
export interface GivenRating extends RatingKey {
  readonly rater: string;
  readonly judgement: Judgement;
}

/** The newest judgement of each person about each behaviour. @param ratings in the order they were made */
export function currentRatings<T extends GivenRating>(ratings: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const rating of ratings) newest.set(`${rating.rater} ${ratingKeyOf(rating)}`, rating);
  return [...newest.values()];
}

/** Levels that people gave, by behaviour; who cannot tell gives none. */
export function levelsByKey(ratings: readonly GivenRating[]): ReadonlyMap<string, readonly number[]> {
  const levels = new Map<string, number[]>();
  for (const rating of currentRatings(ratings)) {
    const level = levelIn(rating.judgement);
    if (level === null) continue;
    const key = ratingKeyOf(rating);
    levels.set(key, [...(levels.get(key) ?? []), level]);
  }
  return levels;
}
