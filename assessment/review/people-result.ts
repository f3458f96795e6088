import type { InterviewResult } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import { ratingKeyOf } from '#shared/rating.ts';
import type { AnswerScore } from '#shared/score.ts';
import { aggregateBy, type Contribution } from '../aggregate.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { type GivenRating, levelsByKey } from './current-ratings.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** A level, or the mean of several, as a share of 0 to 1: the inverse of `levelOf`. */
function shareOf(level: number): number {
  const { min, max } = SCORING_CONSTANTS.level;
  return (level - min) / (max - min);
}

/**
 * Dimensions and total by people: the mean of what each person judged last, mechanically combined like the engine's numbers
 * (scoring.md §1.1, §6). Answers by touch keep what their key says, unless people judged them. What nobody could tell lowers
 * coverage, never the score.
 *
 * The error is that of as many answers with the prior of scoring.md §1.5: this site has not measured its raters yet.
 *
 * @param keyed scored answers by touch
 * @returns `engine` is null: no engine had a part in it
 */
export function peopleResult(
  job: Pick<Job, 'items' | 'competencyModel'>,
  ratings: readonly GivenRating[],
  keyed: readonly { itemId: string; score: AnswerScore }[],
): InterviewResult {
  const levels = levelsByKey(ratings);

  function contribute(item: Item, ids: ReadonlySet<string>): Contribution | null {
    const elicited = item.elicits.filter(({ indicatorId }) => ids.has(indicatorId));
    const base = { itemId: item.id, transcriptWeight: 1, routesAgree: true };
    const judged = elicited.flatMap(({ indicatorId, weight }) => {
      const given = levels.get(ratingKeyOf({ itemId: item.id, indicatorId }));
      return given === undefined ? [] : [{ indicatorId, weight, share: shareOf(mean(given)) }];
    });
    const observed = judged.length > 0 ? judged : elicited;
    const weight = observed.reduce((sum, each) => sum + each.weight, 0);
    if (weight === 0) return null;
    const names = observed.map(({ indicatorId }) => indicatorId);
    if (judged.length > 0) {
      const share = judged.reduce((sum, each) => sum + each.weight * each.share, 0) / weight;
      return { ...base, share, weight, observed: names };
    }
    const key = keyed.find(({ itemId }) => itemId === item.id);
    return key === undefined ? null : { ...base, share: key.score.score, weight, observed: names };
  }

  return aggregateBy(job, contribute, null);
}
