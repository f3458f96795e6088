import { indistinctGroups } from '#assessment/review/indistinct.ts';
import type { Comparison } from '#shared/contract/review.ts';
import { judgesPeople } from '#shared/decision.ts';
import type { Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { ListedSession } from './ports.ts';
import { candidateName } from './session-detail.ts';
import type { VisibleScores } from './visible-scores.ts';

/** One person who is compared, and what the reader may know of them. */
export interface ComparedCandidate {
  session: ListedSession;
  scores: VisibleScores;
}

/** Why these people are not held against each other: only who was asked the same is (R23), for a purpose that judges people. */
export function refuseToCompare(candidates: readonly ComparedCandidate[]): 'jobs_differ' | 'nobody_judged' | null {
  const [first] = candidates;
  const isSame = candidates.every(
    ({ session: { job } }) =>
      job.id === first?.session.job.id &&
      job.version === first.session.job.version &&
      purposeOf(job) === purposeOf(first.session.job),
  );
  if (first === undefined || !isSame) return 'jobs_differ';
  return judgesPeople(purposeOf(first.session.job)) ? null : 'nobody_judged';
}

/**
 * People side by side, dimension by dimension, in the order they were chosen. No rank, no winner, no total of totals: where
 * intervals overlap it says that the numbers cannot tell them apart.
 *
 * @param candidates of one version of one job
 */
export function compareCandidates(job: Job, candidates: readonly ComparedCandidate[], locale: Locale): Comparison {
  const intervalOf = ({ scores }: ComparedCandidate, dimensionId: string) =>
    scores.kind === 'hidden'
      ? null
      : (scores.result.dimensions.find((each) => each.dimensionId === dimensionId)?.interval ?? null);
  return {
    jobTitle: localizedText(job.title, locale),
    jobVersion: job.version,
    candidates: candidates.map(({ session, scores }) => ({
      id: session.id,
      reference: session.reference,
      candidate: candidateName(session),
      finalizedAt: session.finalizedAt,
      answered: session.answered,
      total: session.job.items.length,
      hidden: scores.kind === 'hidden' ? scores.reason : null,
    })),
    dimensions: job.competencyModel.dimensions.map(({ id, name }) => {
      const reaches = candidates.flatMap((each) => {
        const interval = intervalOf(each, id);
        return interval === null ? [] : [{ id: each.session.id, low: interval.low, high: interval.high }];
      });
      return {
        id,
        name: localizedText(name, locale),
        cells: candidates.map((each) => ({ id: each.session.id, interval: intervalOf(each, id) })),
        indistinct: indistinctGroups(reaches).map((group) =>
          candidates.flatMap(({ session }) => (group.includes(session.id) ? [session.id] : [])),
        ),
        isComparable: reaches.length > 1,
      };
    }),
  };
}
