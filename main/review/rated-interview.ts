import { interviewResult } from '#assessment/interview-result.ts';
import { combinedResult } from '#assessment/review/combined-result.ts';
import { gapsOf } from '#assessment/review/gaps.ts';
import { machineLevel } from '#assessment/review/machine-level.ts';
import { peopleResult } from '#assessment/review/people-result.ts';
import { toRate } from '#assessment/review/to-rate.ts';
import type { InterviewResult } from '#shared/assessment.ts';
import { isLocked, type RatingKey } from '#shared/rating.ts';
import type { Gap } from '#shared/review-sheet.ts';
import type { StoredInterview } from './ports.ts';
import type { StoredRating, StoredReview } from './review-ports.ts';

/** What stands in the way of counting the machine in; see {@link finalResult}. */
export interface FinalPolicy {
  /** The site's setting: people and machine are combined by formula. Otherwise people alone count. */
  readonly mayCombine: boolean;
  readonly areGatesMet: boolean;
}

const mayScore = ({ session }: StoredInterview): boolean => session.consents?.scoring === true;

/** What a person has to judge of it, in its order. */
export function ratingKeysOf(stored: StoredInterview): RatingKey[] {
  return toRate(stored.session.job, stored.answers, mayScore(stored));
}

/** Judgements of those who locked: what somebody is still thinking about counts for nothing. */
export function lockedRatings(ratings: readonly StoredRating[], reviews: readonly StoredReview[]): StoredRating[] {
  const locked = new Set(reviews.filter(({ state }) => isLocked(state)).map(({ rater }) => rater));
  return ratings.filter(({ rater }) => locked.has(rater));
}

/** Behaviours seen more than one level apart. */
export function gapsIn(stored: StoredInterview, ratings: readonly StoredRating[]): Gap[] {
  return gapsOf(ratingKeysOf(stored), ratings, ({ itemId, indicatorId }) => {
    const read = stored.assessments.get(itemId);
    return machineLevel(read?.state === 'assessed' ? read.assessment : null, indicatorId);
  });
}

/**
 * What counts in the end: what people judged. Where the site's setting allows it, people and machine by formula, of which the machine
 * is at most a third until the use gates hold (scoring.md §6).
 */
export function finalResult(
  stored: StoredInterview,
  ratings: readonly StoredRating[],
  policy: FinalPolicy,
): InterviewResult {
  const { job } = stored.session;
  const keyed = stored.answers.flatMap(({ itemId, status, score }) =>
    status === 'scored' && score !== null ? [{ itemId, score }] : [],
  );
  const people = peopleResult(job, ratings, keyed);
  if (!policy.mayCombine || !mayScore(stored)) return people;
  const machine = interviewResult(job, { answers: stored.answers, assessments: stored.assessments.values() });
  return combinedResult(people, machine, policy.areGatesMet);
}
