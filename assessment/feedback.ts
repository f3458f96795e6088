import type { WordAssessment } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { AnswerScore } from '#shared/score.ts';
import { SCORING_CONSTANTS } from './scoring-constants.ts';

/** A true sentence about what an answer showed, with the candidate's own choice or words as the evidence. */
export interface Strength {
  text: string;
  quote: string;
}

/** An answer with its item; `score` is null unless it has a key and its status is `scored`, `words` unless it was read. */
export interface ScoredAnswer {
  item: Item;
  score: AnswerScore | null;
  words?: WordAssessment | null;
}

type Model = Job['competencyModel'];

interface Found extends Strength {
  /** The competencies it speaks for; empty when the model is not known. */
  readonly dimensionIds: readonly string[];
  /** The quote is what the person said or wrote; otherwise what they chose. */
  readonly isOwnWords: boolean;
}

const { minLevel, minRankingScore, maxStrengths } = SCORING_CONSTANTS.feedback;

function plain(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function dimensionsOf(indicatorIds: readonly string[], model: Model | null): string[] {
  const dimensions = model?.dimensions ?? [];
  return dimensions
    .filter(({ indicators }) => indicators.some(({ id }) => indicatorIds.includes(id)))
    .map(({ id }) => id);
}

/** What an answer with a key showed: only the sentence its author wrote for that very choice. */
function fromKey({ item, score }: ScoredAnswer, locale: Locale): Strength | null {
  if (score === null) return null;
  switch (item.kind) {
    case 'choice': {
      const [first] = score.evidence;
      const chosen = item.options.find(({ id }) => first?.kind === 'option' && id === first.optionId);
      if (chosen?.effectiveness !== 1 || chosen.strength === undefined) return null;
      return { text: localizedText(chosen.strength, locale), quote: localizedText(chosen.text, locale) };
    }
    case 'ranking': {
      if (score.score < minRankingScore) return null;
      // The whole order, because the sentence speaks of the order and not of one step.
      const steps = score.evidence.flatMap((each) =>
        each.kind === 'option' ? item.options.filter(({ id }) => id === each.optionId) : [],
      );
      const quote = steps.map((step) => localizedText(step.text, locale)).join(' → ');
      return { text: localizedText(item.strength, locale), quote };
    }
    case 'rating': {
      if (score.level < minLevel) return null;
      const rated = score.evidence.flatMap((each) => (each.kind === 'rating' ? [each] : []));
      const [best] = rated.toSorted((a, b) => b.rating - a.rating || b.keyMean - a.keyMean);
      return best === undefined ? null : { text: localizedText(item.strength, locale), quote: best.text };
    }
    case 'work_sample': {
      if (score.level < minLevel) return null;
      const right = score.evidence.flatMap((each) => (each.kind === 'task' && each.isRight ? [each.text] : []));
      return {
        text: localizedText(item.strength, locale),
        quote: right.join(item.task.type === 'assembly_order' ? ' → ' : ' · '),
      };
    }
    case 'spoken':
    case 'typed':
    case 'role_play':
      return null;
  }
}

/** What the words of an answer showed, strongest first: a level of 4 or 5 that no flag keeps from being told. */
function fromWords({ item, words }: ScoredAnswer, model: Model | null, locale: Locale): Found[] {
  if (words == null || words.status !== 'scored' || words.locale !== locale) return [];
  if (item.kind === 'role_play') {
    if (words.level === null || words.level < minLevel) return [];
    const [act] = (words.acts?.acts ?? []).toSorted((a, b) => b.weight - a.weight);
    if (act === undefined) return [];
    const elicited = item.elicits.map(({ indicatorId }) => indicatorId);
    return [
      {
        text: localizedText(item.strength, locale),
        quote: plain(act.clause.text),
        dimensionIds: dimensionsOf(elicited, model),
        isOwnWords: true,
      },
    ];
  }
  const indicators = model?.dimensions.flatMap((dimension) => dimension.indicators) ?? [];
  return words.indicators
    .filter(({ state, level }) => state === 'observed' && level !== null && level >= minLevel)
    .toSorted((a, b) => (b.evidence[0]?.value ?? 0) - (a.evidence[0]?.value ?? 0))
    .flatMap(({ indicatorId, evidence: [best] }): Found[] => {
      const sentence = indicators.find(({ id }) => id === indicatorId)?.cues?.strength;
      if (sentence === undefined || best === undefined) return [];
      return [
        {
          text: localizedText(sentence, locale),
          quote: plain(best.clause.text),
          dimensionIds: dimensionsOf([indicatorId], model),
          isOwnWords: true,
        },
      ];
    });
}

function strengthsOf(answer: ScoredAnswer, model: Model | null, locale: Locale): Found[] {
  const keyed = fromKey(answer, locale);
  if (keyed === null) return fromWords(answer, model, locale);
  const elicited = answer.item.elicits.map(({ indicatorId }) => indicatorId);
  return [{ ...keyed, dimensionIds: dimensionsOf(elicited, model), isOwnWords: false }];
}

/**
 * Strengths for the receipt: at most two, own words before choices, then in the order of the interview, and of two different
 * competencies where there are such, in the language of the receipt. Only sentences an author wrote for that very evidence; with none to show the list
 * is empty, never filled up with praise.
 *
 * @param model tells which competency an answer speaks for, and holds the sentences about words
 */
export function receiptStrengths(
  answers: readonly ScoredAnswer[],
  locale: Locale,
  model: Model | null = null,
): Strength[] {
  const inOrder = answers.flatMap((answer) => strengthsOf(answer, model, locale));
  const all = [...inOrder.filter(({ isOwnWords }) => isOwnWords), ...inOrder.filter(({ isOwnWords }) => !isOwnWords)];
  const [first] = all;
  if (first === undefined) return [];
  const isOther = ({ text, dimensionIds }: Found): boolean =>
    text !== first.text && !dimensionIds.some((id) => first.dimensionIds.includes(id));
  const rest = all.slice(1).filter(({ text }) => text !== first.text);
  const chosen = [first, ...rest.filter(isOther), ...rest.filter((each) => !isOther(each))].slice(0, maxStrengths);
  return chosen.map(({ text, quote }) => ({ text, quote }));
}
