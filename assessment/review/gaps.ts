import type { RatingKey } from '#shared/rating.ts';
import { ratingKeyOf } from '#shared/rating.ts';
import type { Gap } from '#shared/review-sheet.ts';
import { type GivenRating, levelsByKey } from './current-ratings.ts';

/** Judgements further apart than this are looked at by another person (scoring.md §6). */
export const MAX_LEVELS_APART = 1;

/**
 * Behaviours that people, or a person and the machine, see more than one level apart.
 *
 * @param machineLevelOf null where the machine gives no level
 */
export function gapsOf(
  keys: readonly RatingKey[],
  ratings: readonly GivenRating[],
  machineLevelOf: (key: RatingKey) => number | null,
): Gap[] {
  const levels = levelsByKey(ratings);
  return keys.flatMap((key): Gap[] => {
    const given = levels.get(ratingKeyOf(key)) ?? [];
    if (given.length === 0) return [];
    const [low, high] = [Math.min(...given), Math.max(...given)];
    const found: Gap[] = high - low > MAX_LEVELS_APART ? [{ ...key, between: 'people', low, high }] : [];
    const machine = machineLevelOf(key);
    if (machine === null || given.every((level) => Math.abs(level - machine) <= MAX_LEVELS_APART)) return found;
    return [...found, { ...key, between: 'machine', low: Math.min(low, machine), high: Math.max(high, machine) }];
  });
}
