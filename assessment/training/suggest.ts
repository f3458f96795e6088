import type { DimensionResult } from '#shared/assessment.ts';
import type { TrainingFile, TrainingLine } from '#shared/training.ts';
import { levelOf } from '../choice/level.ts';

type Suggested = Pick<TrainingLine, 'dimension' | 'state' | 'level' | 'interval'> & {
  readonly suggestions: TrainingFile['suggestions'];
};

/**
 * What may be learned next, competency by competency. A competency that was not scored suggests nothing: too little was observed to say
 * that anything is weak. Where the error of the measurement reaches the level that would be enough, it says so.
 */
export function suggestTraining(
  dimensions: readonly DimensionResult[],
  { suggestions }: Pick<TrainingFile, 'suggestions'>,
): Suggested[] {
  return dimensions.map(({ dimensionId, status, level, interval }): Suggested => {
    const base = { dimension: dimensionId, level, interval };
    if (status !== 'scored' || level === null || interval === null)
      return { ...base, level: null, interval: null, state: 'not_enough', suggestions: [] };
    const below = suggestions.filter((each) => each.dimension === dimensionId && level < each.belowLevel);
    if (below.length === 0) return { ...base, state: 'fine', suggestions: [] };
    const enough = Math.max(...below.map(({ belowLevel }) => belowLevel));
    const isCertain = levelOf(interval.high / 100) < enough;
    return { ...base, state: isCertain ? 'weak' : 'perhaps_weak', suggestions: below };
  });
}
