import type { DimensionResult, InterviewResult, Interval } from '#shared/assessment.ts';
import { combineRatings } from '../agreement/combine-ratings.ts';
import { weighTotal } from '../weigh-total.ts';
import { intervalOf, reliabilityOf } from '../words/confidence.ts';

/** A number with the prior reliability of as many answers: this site has not measured its raters yet. */
const rated = ({ itemIds }: DimensionResult, rating: number) => ({
  rating,
  reliability: reliabilityOf(itemIds.length),
});

/**
 * People and machine together, dimension by dimension, by the formula of scoring.md §6. The machine weighs at most half of what people
 * weigh until the site has shown that both agree. A dimension that people could not judge stays without a number: the machine alone
 * gives none. Both errors are taken as independent.
 *
 * @param areGatesMet whether the use gates of scoring.md §6 hold
 */
export function combinedResult(
  people: InterviewResult,
  machine: InterviewResult,
  areGatesMet: boolean,
): InterviewResult {
  const dimensions = people.dimensions.map((dimension): DimensionResult => {
    const read = machine.dimensions.find(({ dimensionId }) => dimensionId === dimension.dimensionId);
    if (dimension.interval === null || read?.interval == null) return dimension;
    const share = combineRatings(rated(dimension, 0), rated(read, 1), areGatesMet);
    return { ...dimension, interval: combined(dimension.interval, read.interval, share) };
  });
  return { ...people, dimensions, total: weighTotal(dimensions).total };
}

/** @param share of the machine */
function combined(human: Interval, machine: Interval, share: number): Interval {
  const sem = Math.hypot((1 - share) * human.sem, share * machine.sem);
  return intervalOf((1 - share) * human.score + share * machine.score, sem);
}
