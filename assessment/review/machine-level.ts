import type { WordAssessment } from '#shared/assessment.ts';

/**
 * The level the engine gives a behaviour in an answer; null where it gives none. A conversation is scored as a whole, so each of
 * its behaviours has the level of the whole. A provisional number counts as none until a person decided about its flag.
 */
export function machineLevel(assessment: WordAssessment | null, indicatorId: string): number | null {
  if (assessment === null || assessment.status !== 'scored') return null;
  if (assessment.acts !== null) return assessment.level;
  return assessment.indicators.find((each) => each.indicatorId === indicatorId)?.level ?? null;
}
