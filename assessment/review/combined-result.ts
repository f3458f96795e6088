import type { DimensionResult, InterviewResult, Interval } from '#shared/assessment.ts';
import { intervalOf, reliabilityOf } from '../words/confidence.ts';
import { rounded } from '../words/word-constants.ts';

/** `w = rel / (1 − rel)`: what a number weighs by its reliability. */
const weightOf = (reliability: number): number => reliability / (1 - reliability);

/** The prior reliability of a dimension that rests on these answers. */
const priorOf = ({ itemIds }: DimensionResult): number => reliabilityOf(itemIds.length);

/** `F = (w_h H + w_m M) / (w_h + w_m)` with its error, taking both errors as independent. */
function combined(human: Interval, machine: Interval, wHuman: number, wMachine: number): Interval {
  const total = wHuman + wMachine;
  const score = (wHuman * human.score + wMachine * machine.score) / total;
  const sem = Math.sqrt((wHuman * human.sem) ** 2 + (wMachine * machine.sem) ** 2) / total;
  return intervalOf(score, sem);
}

/**
 * People and machine together, dimension by dimension (scoring.md §6). The machine weighs at most half of what people weigh until the
 * site has shown that both agree. A dimension that people could not judge stays without a number: the machine alone gives none.
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
    const wHuman = weightOf(priorOf(dimension));
    const wRead = weightOf(priorOf(read));
    const wMachine = areGatesMet ? wRead : Math.min(wRead, wHuman / 2);
    return { ...dimension, interval: combined(dimension.interval, read.interval, wHuman, wMachine) };
  });
  return { ...people, dimensions, total: people.total === null ? null : totalOf(dimensions) };
}

/** Weighted mean of the scored dimensions, as `aggregate` makes it. */
function totalOf(dimensions: readonly DimensionResult[]): Interval {
  const scored = dimensions.flatMap(({ weight, interval }) => (interval === null ? [] : [{ weight, interval }]));
  const mass = scored.reduce((sum, { weight }) => sum + weight, 0);
  const score = scored.reduce((sum, { weight, interval }) => sum + weight * interval.score, 0) / mass;
  const variance = scored.reduce((sum, { weight, interval }) => sum + ((weight / mass) * interval.sem) ** 2, 0);
  return intervalOf(rounded(score), Math.sqrt(variance));
}
