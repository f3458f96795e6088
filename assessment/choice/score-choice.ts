import type { ChoiceItem } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { levelOf } from './level.ts';

/**
 * Scores a situational judgement choice: the option's effectiveness over the best of the item (p / max p).
 *
 * @throws {InvalidSelectionError} when the item has no such option, or no option that works at all.
 */
export function scoreChoice(item: ChoiceItem, optionId: string, locale: Locale): AnswerScore {
  const chosen = item.options.find(({ id }) => id === optionId);
  if (chosen === undefined) throw new InvalidSelectionError(item.id, `it has no option "${optionId}"`);
  const best = Math.max(...item.options.map(({ effectiveness }) => effectiveness));
  if (best <= 0) throw new InvalidSelectionError(item.id, 'its key rates every option 0');
  const score = chosen.effectiveness / best;
  return {
    score,
    level: levelOf(score),
    evidence: [{ kind: 'option', optionId, text: localizedText(chosen.text, locale) }],
    keySource: item.key.source,
    rule: { id: 'choice_effectiveness', version: SCORING_CONSTANTS.version },
  };
}
