import type { Confidence, IndicatorResult, Interval, WordAssessment } from '#shared/assessment.ts';

/** A number as it is shown: whole, and never without its error. */
export interface ShownInterval {
  readonly score: number;
  readonly low: number;
  readonly high: number;
}

/** Whole numbers of a scale of 0 to 100; the error is rounded outwards, never made smaller than it is. */
export function shownInterval({ score, low, high }: Pick<Interval, 'score' | 'low' | 'high'>): ShownInterval {
  return { score: Math.round(score), low: Math.floor(low), high: Math.ceil(high) };
}

/** Why confidence is not higher: keys of sentences in manager.json. */
export const CONFIDENCE_REASONS = [
  'one_answer',
  'few_answers',
  'partly_observed',
  'unchecked_words',
  'routes_differ',
] as const;
export type ConfidenceReason = (typeof CONFIDENCE_REASONS)[number];

/** Fewer answers than this are few: reliability reaches .67 with three (scoring.md §1.5). */
const MANY_ANSWERS = 3;

/** What keeps confidence down, in the order of its factors. */
export function confidenceReasons(confidence: Confidence, answers: number): ConfidenceReason[] {
  const reasons: ConfidenceReason[] = [];
  if (answers === 1) reasons.push('one_answer');
  else if (answers < MANY_ANSWERS) reasons.push('few_answers');
  if (confidence.coverage < 1) reasons.push('partly_observed');
  if (confidence.meanTranscriptWeight < 1) reasons.push('unchecked_words');
  if (confidence.routesAgree < 1) reasons.push('routes_differ');
  return reasons;
}

/** Levels 1, 3 and 5 are described; 2 and 4 lie between two of them. */
export function anchorsAround(level: number): readonly [1 | 3 | 5] | readonly [1 | 3, 3 | 5] {
  switch (level) {
    case 1:
      return [1];
    case 2:
      return [1, 3];
    case 3:
      return [3];
    case 4:
      return [3, 5];
    case 5:
      return [5];
    default:
      throw new RangeError(`There is no level ${level}.`);
  }
}

/** Whether levels and numbers may be on the screen: a provisional one only when a person has opened the flag. */
export function mayShowNumbers(assessment: WordAssessment | null, isOpened: boolean): boolean {
  if (assessment === null || assessment.score === null) return false;
  return !assessment.isProvisional || isOpened;
}

/** Nothing was recognised in words at all: then nothing was looked for, and nothing is missing. */
export function hasWords({ clauses }: Pick<WordAssessment, 'clauses'>): boolean {
  return clauses.length > 0;
}

/** Indicators with something to show come first; the order of the author otherwise. */
export function inReadingOrder(indicators: readonly IndicatorResult[]): IndicatorResult[] {
  const rank = { observed: 0, zero: 1, unobserved: 2 };
  return indicators.toSorted((a, b) => rank[a.state] - rank[b.state]);
}
