import type { DimensionResult, Interval } from '#shared/assessment.ts';
import { intervalOf } from './words/confidence.ts';
import { WORD_CONSTANTS } from './words/word-constants.ts';

/** A dimension with what it weighs in the total. */
export type WeighedDimension = Pick<DimensionResult, 'dimensionId' | 'weight' | 'interval'>;

/**
 * The total of an interview, or what keeps it from being given: a total exists only when every dimension of 15 % or more is
 * scored. Nothing is imputed.
 */
export function weighTotal(dimensions: readonly WeighedDimension[]): { total: Interval | null; missing: string[] } {
  const missing = dimensions
    .filter(({ weight, interval }) => interval === null && weight >= WORD_CONSTANTS.aggregate.minTotalWeight)
    .map(({ dimensionId }) => dimensionId);
  const isComplete = missing.length === 0 && dimensions.some(({ interval }) => interval !== null);
  return { total: isComplete ? totalOf(dimensions) : null, missing };
}

/** Weighted mean of the scored dimensions; their errors are taken as independent. */
function totalOf(dimensions: readonly WeighedDimension[]): Interval {
  const scored = dimensions.flatMap(({ weight, interval }) => (interval === null ? [] : [{ weight, interval }]));
  const mass = scored.reduce((sum, { weight }) => sum + weight, 0);
  const score = scored.reduce((sum, { weight, interval }) => sum + weight * interval.score, 0) / mass;
  const variance = scored.reduce((sum, { weight, interval }) => sum + ((weight / mass) * interval.sem) ** 2, 0);
  return intervalOf(score, Math.sqrt(variance));
}
