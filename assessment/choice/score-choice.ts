import type { ChoiceItem } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from '../scoring-constants.ts';
import { InvalidSelectionError } from './invalid-selection-error.ts';
import { levelOf } from './level.ts';

/** How many experts endorsed the option where a panel was asked (a consensus key), else the author's rating. */
function worthOf({ key }: ChoiceItem, { id, effectiveness }: ChoiceItem['options'][number]): number {
  return key.endorsements === undefined ? effectiveness : (key.endorsements[id] ?? 0);
}

/**
 * Scores a situational judgement choice: the option's worth over the best of the item (p / max p). With the endorsements
 * of an expert panel, p is the share of experts who would act that way.
 *
 * @throws {InvalidSelectionError} when the item has no such option, or no option that works at all.
 */
export function scoreChoice(item: ChoiceItem, optionId: string, locale: Locale): AnswerScore {
  const chosen = item.options.find(({ id }) => id === optionId);
  if (chosen === undefined) throw new InvalidSelectionError(item.id, `it has no option "${optionId}"`);
  const best = Math.max(...item.options.map((option) => worthOf(item, option)));
  if (best <= 0) throw new InvalidSelectionError(item.id, 'its key rates every option 0');
  const score = worthOf(item, chosen) / best;
  return {
    score,
    level: levelOf(score),
    evidence: [{ kind: 'option', optionId, text: localizedText(chosen.text, locale) }],
    keySource: item.key.source,
    rule: { id: 'choice_effectiveness', version: SCORING_CONSTANTS.version },
  };
}
