import type { RankingItem } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { levelOf } from './level.ts';
import { rankCorrelation } from './rank-correlation.ts';

/**
 * Scores an order against the key: (ρ + 1) / 2.
 *
 * @throws {InvalidSelectionError} unless the order names every option exactly once.
 */
export function scoreRanking(item: RankingItem, optionIds: readonly string[], locale: Locale): AnswerScore {
  const evidence = optionIds.map((optionId) => {
    const option = item.options.find(({ id }) => id === optionId);
    if (option === undefined) throw new InvalidSelectionError(item.id, `it has no option "${optionId}"`);
    return { kind: 'option' as const, optionId, text: localizedText(option.text, locale) };
  });
  if (new Set(optionIds).size !== item.options.length || optionIds.length !== item.options.length) {
    throw new InvalidSelectionError(item.id, 'the order does not name every option exactly once');
  }
  const score = (rankCorrelation(optionIds, item.correctOrder) + 1) / 2;
  return {
    score,
    level: levelOf(score),
    evidence,
    keySource: item.key.source,
    rule: { id: 'ranking_spearman', version: SCORING_CONSTANTS.version },
  };
}
