import type { LevelPair } from '#assessment/agreement/check-gates.ts';
import { machineLevel } from '#assessment/review/machine-level.ts';
import { levelIn, type RatingKey, ratingKeyOf } from '#shared/rating.ts';
import type { StoredInterview } from './ports.ts';
import type { StoredRating } from './review-ports.ts';

/** The machine's level of one behaviour in one answer; null where it has none. */
export function machineLevelOf(stored: Pick<StoredInterview, 'assessments'>, key: RatingKey): number | null {
  const read = stored.assessments.get(key.itemId);
  return machineLevel(read?.state === 'assessed' ? read.assessment : null, key.indicatorId);
}

/**
 * Levels of one interview that two gave to the same behaviour: the first two people blind, and the first one and the machine where two
 * people rated.
 */
export function levelPairs(stored: Pick<StoredInterview, 'assessments'>, ratings: readonly StoredRating[]) {
  const people: LevelPair[] = [];
  const machine: LevelPair[] = [];
  const second = new Map(
    ratings.flatMap((each) => (each.round === 'blind_second' ? [[ratingKeyOf(each), each.judgement] as const] : [])),
  );
  for (const rating of ratings) {
    const own = levelIn(rating.judgement);
    if (rating.round !== 'blind_first' || own === null) continue;
    const theirs = second.get(ratingKeyOf(rating));
    const other = theirs === undefined ? null : levelIn(theirs);
    if (other !== null) people.push([own, other]);
    const level = machineLevelOf(stored, rating);
    if (level !== null) machine.push([own, level]);
  }
  return { people, machine };
}
