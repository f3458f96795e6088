import type { Item } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from './scoring-constants.ts';

/** A true sentence about what an answer showed, with the candidate's own choice as the evidence. */
export interface Strength {
  text: string;
  quote: string;
}

/** An answer with its item; `score` is null unless its status is `scored`. */
export interface ScoredAnswer {
  item: Item;
  score: AnswerScore | null;
}

function strengthOf({ item, score }: ScoredAnswer, locale: Locale): Strength | null {
  if (score === null) return null;
  if (item.kind === 'choice') {
    const [first] = score.evidence;
    const chosen = item.options.find(({ id }) => first?.kind === 'option' && id === first.optionId);
    if (chosen?.effectiveness !== 1 || chosen.strength === undefined) return null;
    return { text: localizedText(chosen.strength, locale), quote: localizedText(chosen.text, locale) };
  }
  if (item.kind === 'ranking' && score.score >= SCORING_CONSTANTS.feedback.minRankingScore) {
    // The whole order, because the sentence speaks of the order and not of one step.
    const steps = score.evidence.map((each) =>
      item.options.find(({ id }) => each.kind === 'option' && id === each.optionId),
    );
    const quote = steps.flatMap((step) => (step === undefined ? [] : [localizedText(step.text, locale)])).join(' → ');
    return { text: localizedText(item.strength, locale), quote };
  }
  return null;
}

/**
 * Strengths for the receipt: at most two, in the order of the interview, in the language of the receipt. Only sentences an
 * author wrote for that very choice; with none to show the list is empty, never filled up with praise.
 */
export function receiptStrengths(answers: readonly ScoredAnswer[], locale: Locale): Strength[] {
  return answers
    .flatMap((answer) => strengthOf(answer, locale) ?? [])
    .slice(0, SCORING_CONSTANTS.feedback.maxStrengths);
}
