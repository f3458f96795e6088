import type { Confidence, Interval } from '#shared/assessment.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';

const { confidence } = WORD_CONSTANTS;

/** Spearman–Brown: reliability of the mean of n questions, from the prior of one (§1.5). 0 for none. */
export function reliabilityOf(questions: number): number {
  const rho = confidence.priorReliability;
  return (questions * rho) / (1 + (questions - 1) * rho);
}

/** Standard error of a score of 0 to 100 that rests on n questions. */
export function standardErrorOf(questions: number): number {
  return confidence.spread * Math.sqrt(1 - reliabilityOf(questions));
}

/** A score of 0 to 100 with its error, cut off at both ends of the scale. */
export function intervalOf(score: number, sem: number): Interval {
  const reach = confidence.z * sem;
  return {
    score: rounded(score),
    low: rounded(Math.max(0, score - reach)),
    high: rounded(Math.min(100, score + reach)),
    sem: rounded(sem),
  };
}

/** C = reliability × coverage × mean r_q × agreement of the routes. */
export function confidenceOf(
  questions: number,
  coverage: number,
  meanTranscriptWeight: number,
  routesAgree: boolean,
): Confidence {
  const reliability = reliabilityOf(questions);
  const agreement = routesAgree ? 1 : confidence.routesDisagree;
  const value = rounded(reliability * coverage * meanTranscriptWeight * agreement);
  return {
    value,
    label: value >= confidence.high ? 'high' : value >= confidence.medium ? 'medium' : 'low',
    reliability: rounded(reliability),
    coverage: rounded(coverage),
    meanTranscriptWeight: rounded(meanTranscriptWeight),
    routesAgree: agreement,
  };
}
