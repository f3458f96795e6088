import type { IndicatorResult, StarResult } from '#shared/assessment.ts';
import type { Asks } from './star.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';

/** `Σ w E / Σ w` over what was observed; null when nothing was. */
function indicatorShare(indicators: readonly IndicatorResult[]): number | null {
  const seen = indicators.filter(({ evidenceShare }) => evidenceShare !== null);
  const weight = seen.reduce((sum, each) => sum + each.weight, 0);
  return weight === 0 ? null : seen.reduce((sum, each) => sum + each.weight * (each.evidenceShare ?? 0), 0) / weight;
}

/**
 * X: evidence of the indicators and depth of the story, in the proportion of the kind of question (§1.4). Null when no
 * indicator was observed: depth alone says nothing about a competency.
 */
export function answerShare(
  indicators: readonly IndicatorResult[],
  star: StarResult | null,
  asks: Asks,
): number | null {
  const evidence = indicatorShare(indicators);
  if (evidence === null) return null;
  const share = WORD_CONSTANTS.indicator.answer[asks];
  return rounded(share * evidence + (1 - share) * (star?.depth ?? 0));
}

/** Share of the elicited indicator weight about which something was concluded. */
export function coverageOf(indicators: readonly IndicatorResult[]): number {
  const all = indicators.reduce((sum, { weight }) => sum + weight, 0);
  const seen = indicators.reduce((sum, { weight, state }) => (state === 'unobserved' ? sum : sum + weight), 0);
  return all === 0 ? 0 : seen / all;
}

/** Coverage as confidence sees it: what rests on half of its concepts covers half of its weight. */
export function matchedCoverageOf(indicators: readonly IndicatorResult[]): number {
  const all = indicators.reduce((sum, { weight }) => sum + weight, 0);
  const seen = indicators.reduce((sum, { weight, state, evidence: [best] }) => {
    if (state === 'unobserved') return sum;
    return sum + weight * (best === undefined ? 1 : Math.max(best.lexical, best.semantic ?? 0));
  }, 0);
  return all === 0 ? 0 : seen / all;
}
